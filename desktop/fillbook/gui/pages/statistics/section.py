"""A part of the statistics page, which is computed when it is seen."""

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fillbook.gui.pages.statistics.subject import Outlook, Subject
from fillbook.gui.units import Reach
from fillbook.statistics.uncertainty import Resampling

State = object
"""What a section shows; its own kind, which only the section looks into."""

Look = Callable[[Subject], State]
Step = Callable[[Subject, State, Resampling], State]


@dataclass(frozen=True, slots=True)
class Work:
    """What a worker does for a section: at first what is quick, then what takes its time.

    Each step gets the state before it and gives a fuller one; every state is shown.
    """

    look: Look
    steps: tuple[Step, ...] = ()


class Section(QWidget):
    """Gives work to the page and shows what comes of it."""

    asked = Signal()  # its own choices changed
    figure_wanted = Signal(object)  # FigureRef
    trade_wanted = Signal(str)  # id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outlook: Outlook | None = None

    @abstractmethod
    def work(self) -> Work:
        """With the choices made now; what it closes over is never a widget."""

    @abstractmethod
    def show_state(self, subject: Subject, state: State) -> None: ...

    def want(self, key: str, *groups: tuple[str, str | None]) -> None:
        """Ask for the explanation of a figure."""
        if self.outlook is not None:
            self.figure_wanted.emit(self.outlook.ref(key, *groups))

    def want_results(self, reach: Reach) -> None:
        """Ask for the trades whose results lie somewhere."""
        if self.outlook is not None:
            self.figure_wanted.emit(replace(self.outlook.ref("trades"), reach=reach))

    def want_day(self, day: date) -> None:
        """Ask for what a day brought."""
        if self.outlook is not None:
            ref = self.outlook.ref("net_pnl")
            narrower = replace(ref.query, first_day=day, last_day=day)
            self.figure_wanted.emit(replace(ref, query=narrower))
