"""Every number opens: the pane beside the page that says how a figure came about."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from fillbook.gui.figures.certainty import RESAMPLED, certainty
from fillbook.gui.figures.explaining import Explained, explained, filter_of
from fillbook.gui.figures.ref import FigureRef
from fillbook.gui.widgets.explanation_pane import ExplanationPane
from fillbook.gui.window import Window
from fillbook.statistics.uncertainty import Resampling, Stopped


class Explainer(QObject):
    """Keeps the way from figure to figure, so that Esc goes back along it."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._way: list[FigureRef] = []
        self._asked = 0
        self._came_from: QWidget | None = None
        self.pane = ExplanationPane()
        window.set_aside(self.pane)
        self.pane.hide()
        self.pane.back_wanted.connect(self.go_back)
        self.pane.close_wanted.connect(self.close)
        self.pane.input_wanted.connect(self._follow)
        self.pane.trade_wanted.connect(self._open_trade)
        self.pane.all_wanted.connect(self._show_all)
        self._session.changed.connect(self._refresh)

    def explain(self, ref: FigureRef) -> None:
        """Explain a figure of the page, from the start of a new way."""
        focus = QApplication.focusWidget()
        if focus is not None and not self.pane.isAncestorOf(focus):
            self._came_from = focus
        self._way = [ref]
        self._ask()

    def go_back(self) -> None:
        """One figure back; from the first one to the page."""
        if len(self._way) < 2:
            self.close()
            return
        self._way.pop()
        self._ask()

    def close(self) -> None:
        self._asked += 1
        self._way = []
        self.pane.hide()
        self._window.place_aside()
        if self._came_from is not None and isValid(self._came_from):
            self._came_from.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _follow(self, key: str) -> None:
        self._way.append(replace(self._way[-1], key=key))
        self._ask()

    def _ask(self) -> None:
        self._asked += 1
        ref = self._way[-1]
        work = partial(explained, self._session.figures, ref)
        self._session.tasks.run(work, partial(self._show, self._asked))
        if ref.key in RESAMPLED:
            again = partial(self._sure, self._asked, ref)
            self._session.tasks.run(again, partial(self._show, self._asked))

    def _sure(self, asked: int, ref: FigureRef) -> Explained | None:
        """The same with how sure it is; in a worker."""
        source = self._session.figures
        try:
            plan = Resampling(cancelled=lambda: asked != self._asked)
            found = certainty(source.meant(ref), ref.key, plan)
        except Stopped:
            return None
        return explained(source, ref, found)

    def _show(self, asked: int, found: Explained | None) -> None:
        if asked != self._asked or found is None:
            return
        was_open = self.pane.isVisible()
        self.pane.show_explained(
            found,
            can_go_back=len(self._way) > 1,
            can_show_all=filter_of(found.ref) is not None,
        )
        if not was_open:
            self.pane.show()
            self._window.place_aside()
            self.pane.take_focus()

    def _refresh(self, _changes: object) -> None:
        if self._way:
            self._ask()

    def _open_trade(self, trade_id: str) -> None:
        self._session.trade_wanted.emit(trade_id)

    def _show_all(self) -> None:
        query = filter_of(self._way[-1]) if self._way else None
        if query is not None:
            self._session.set_query(query)
            self._session.page_wanted.emit("trades")
