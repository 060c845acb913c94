"""The head of the statistics: parts, filter, unit, before or after costs."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from fillbook.domain.execution import Basis
from fillbook.gui import format, theme
from fillbook.gui.icons import Icon
from fillbook.gui.pages.trades.filter_line import FilterLine
from fillbook.gui.units import ResultUnit
from fillbook.gui.widgets.button import Button
from fillbook.gui.widgets.choice_button import ChoiceButton
from fillbook.gui.widgets.segments import Segments
from fillbook.gui.widgets.tabs import Tabs
from fillbook.gui.widgets.words import Words

_UNITS = (
    (ResultUnit.MONEY, "Money"),
    (ResultUnit.R, "R"),
    (ResultUnit.PERCENT, "%"),
    (ResultUnit.TICKS, "Ticks"),
)
MONEY = "+money"
REPORTS = (
    (f"pdf{MONEY}", "PDF, with money…"),
    ("pdf", "PDF, without money…"),
    (f"html{MONEY}", "Web page, with money…"),
    ("html", "Web page, without money…"),
)
_BASES = ((Basis.NET, "Net"), (Basis.GROSS, "Gross"))


class StatisticsHead(QWidget):
    """What is looked at is said here and nowhere else."""

    changed = Signal()  # unit, currency or basis
    part_wanted = Signal(str)
    report_wanted = Signal(str)  # one of REPORTS

    def __init__(
        self,
        parts: Sequence[tuple[str, str]],
        known: Callable[[str], Sequence[str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.filter = FilterLine(known)
        self.units = Segments(_UNITS, "Unit")
        self.currency = ChoiceButton("Converted into")
        self.bases = Segments(_BASES, "Before or after costs")
        self.tabs = Tabs(parts, "Parts")
        self.report = Button("Report", icon=Icon.EXPORT, caret=True)
        self._kinds = QMenu(self)
        for key, words in REPORTS:
            self._kinds.addAction(words).setData(key)
        top = QHBoxLayout()
        top.setContentsMargins(20, 0, 20, 0)
        top.setSpacing(8)
        top.addWidget(Words("Statistics", "title", "text"))
        top.addSpacing(12)
        top.addWidget(self.filter, 1)
        for part in (self.units, self.currency, self.bases, self.report):
            top.addWidget(part)
        self._top = QWidget()
        self._top.setLayout(top)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._top)
        self.units.chosen.connect(self._chosen)
        self.bases.chosen.connect(self._chosen)
        self.currency.chosen.connect(self._chosen)
        self.currency.hide()
        self.tabs.chosen.connect(self.part_wanted)
        self.report.clicked.connect(self.offer_reports)
        self._kinds.triggered.connect(self._report_chosen)
        theme.events.changed.connect(self._size)
        self._size()

    @property
    def unit(self) -> ResultUnit:
        return ResultUnit(self.units.choice)

    @property
    def basis(self) -> Basis:
        return Basis(self.bases.choice)

    def show_currencies(self, currencies: Sequence[str], chosen: str) -> None:
        """Offer to convert, where accounts are in several currencies."""
        offered = [("", "Not converted"), *((each, f"In {each}") for each in currencies)]
        self.currency.show_choices(offered, chosen if chosen in currencies else "")
        self.currency.setVisible(len(currencies) > 1)

    def offer_reports(self) -> None:
        """Open the list of kinds; amounts can be hidden, then no report shows them."""
        for action in self._kinds.actions():
            action.setEnabled(not format.privacy() or not str(action.data()).endswith(MONEY))
        self._kinds.popup(self.report.mapToGlobal(self.report.rect().bottomLeft()))

    def _report_chosen(self, action: QAction) -> None:
        self.report_wanted.emit(str(action.data()))

    def _chosen(self, _key: str) -> None:
        self.changed.emit()

    def _size(self) -> None:
        self._top.setFixedHeight(theme.scale(56))
