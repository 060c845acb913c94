"""The filter line: chips of what filters now, and a field that completes what is typed."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from fillbook.domain.query import TradeQuery
from fillbook.gui import icons, theme
from fillbook.gui.icons import Icon
from fillbook.gui.pages.trades.query_text import (
    NotUnderstood,
    Term,
    offers,
    parsed,
    term_start,
    terms,
    without,
)
from fillbook.gui.widgets.chip import Chip
from fillbook.gui.widgets.completion import Completion, Offer
from fillbook.gui.widgets.strokes import RADIUS, boxed, ring
from fillbook.gui.widgets.words import Words

_PAUSE_MS = 120
_HINT = "Filter: symbol:MES  tag:late  pnl<0  words"


class _TermChip(Chip):
    def __init__(self, term: Term) -> None:
        super().__init__(term.text, label=term.label or "is", removable=True)
        self.term = term


class FilterLine(QWidget):
    """Edits the window's query. Typed words filter at once; Enter makes them chips."""

    query_wanted = Signal(object)  # TradeQuery
    left = Signal()  # back to the table

    def __init__(
        self, known: Callable[[str], Sequence[str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._known = known
        self._base = TradeQuery()
        self._chips: list[_TermChip] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.field = QLineEdit()
        self.field.setProperty("bare", True)
        self.field.setPlaceholderText(_HINT)
        self.field.setAccessibleName("Filter trades")
        self.field.installEventFilter(self)
        self.setFocusProxy(self.field)
        self._count = Words("", "small", "text3", Qt.AlignmentFlag.AlignRight)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(34, 0, 12, 0)
        self._row.setSpacing(6)
        self._row.addWidget(self.field, 1)
        self._row.addWidget(self._count)
        self._completion = Completion(self.field)
        self._completion.chosen.connect(self._take_offer)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._filter)
        self.field.textEdited.connect(self._typed)
        self.field.returnPressed.connect(self._commit)
        theme.events.changed.connect(self._restyle)

    def show_query(self, query: TradeQuery) -> None:
        """Show a query that was set elsewhere as chips."""
        if query == self._live():
            return
        self.field.clear()
        self._show_base(query)

    def show_count(self, words: str, problem: str = "") -> None:
        """How many trades are meant; or what is wrong with the words typed."""
        self._count.setText(problem or words)
        self._count.set_ink("bad" if problem else "text3")

    def sizeHint(self) -> QSize:
        return QSize(theme.scale(400), theme.scale(32))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scale(220), theme.scale(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        fill = theme.color("canvas" if theme.is_dark() else "surface")
        boxed(painter, rect, fill, theme.color("control"), RADIUS)
        icons.paint(painter, QRectF(8, 0, 20, rect.height()), Icon.FILTER, "text2", 16)
        if self.field.hasFocus():
            ring(painter, rect, RADIUS)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.field.setFocus(Qt.FocusReason.MouseFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        empty = not self.field.text()
        if event.key() == Qt.Key.Key_Backspace and empty and self._chips:
            self._remove(self._chips[-1].term)
            return True
        if event.key() == Qt.Key.Key_Escape or (
            event.key() == Qt.Key.Key_Down and not self._completion.is_open
        ):
            if event.key() == Qt.Key.Key_Escape and not empty:
                self.field.clear()
                self._filter()
            else:
                self.left.emit()
            return True
        return False

    def _typed(self, text: str) -> None:
        typed, found = offers(text, self._known)
        listed = [Offer(replacement, shown) for replacement, shown in found]
        at = self.field.cursorRect().left() if listed else None
        self._completion.show_offers(listed, typed, at=at)
        self._pause.start()

    def _take_offer(self, replacement: str) -> None:
        text = self.field.text()
        last = term_start(text)
        self.field.setText(text[:last] + replacement)
        if replacement.endswith(":"):
            self._typed(self.field.text())
        else:
            self._commit()

    def _filter(self) -> None:
        try:
            query = parsed(self.field.text(), self._base)
        except NotUnderstood as problem:
            self.show_count("", str(problem))
            return
        self.query_wanted.emit(query)

    def _commit(self) -> None:
        self._pause.stop()
        query = self._live()
        if query is None:
            self._filter()
            return
        self.field.clear()
        self._show_base(query)
        self.query_wanted.emit(query)

    def _live(self) -> TradeQuery | None:
        try:
            return parsed(self.field.text(), self._base)
        except NotUnderstood:
            return None

    def _remove(self, term: Term) -> None:
        self._show_base(without(self._base, term))
        self._filter()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chip_removed(self) -> None:
        chip = self.sender()
        if isinstance(chip, _TermChip):
            self._remove(chip.term)

    def _show_base(self, query: TradeQuery) -> None:
        self._base = query
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = [_TermChip(term) for term in terms(query)]
        for place, chip in enumerate(self._chips):
            chip.removed.connect(self._chip_removed)
            self._row.insertWidget(place, chip)
        self.field.setPlaceholderText("" if self._chips else _HINT)

    def _restyle(self) -> None:
        self.field.setFont(theme.font("body"))
        self.updateGeometry()
        self.update()
