"""What the window's filter means now, as chips that can be taken away."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fillbook.domain.query import TradeQuery
from fillbook.gui.pages.trades.query_text import Term, terms, without
from fillbook.gui.widgets.chip import Chip


class _TermChip(Chip):
    def __init__(self, term: Term) -> None:
        super().__init__(term.text, label=term.label or "is", removable=True)
        self.term = term


class QueryChips(QWidget):
    """Nothing is shown while nothing filters."""

    query_wanted = Signal(object)  # TradeQuery

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Filter")
        self._query = TradeQuery()
        self._chips: list[_TermChip] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._row.addStretch(1)
        self.hide()

    def show_query(self, query: TradeQuery) -> None:
        if query == self._query:
            return
        self._query = query
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = [_TermChip(term) for term in terms(query)]
        for place, chip in enumerate(self._chips):
            chip.removed.connect(self._removed)
            self._row.insertWidget(place, chip, 0, Qt.AlignmentFlag.AlignLeft)
        self.setVisible(bool(self._chips))

    def _removed(self) -> None:
        chip = self.sender()
        if isinstance(chip, _TermChip):
            self.query_wanted.emit(without(self._query, chip.term))
