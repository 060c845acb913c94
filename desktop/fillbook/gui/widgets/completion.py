"""A list of offers that floats below a field; typed letters are bold, keys move in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from fillbook.gui import theme
from fillbook.gui.widgets.popover import Popover
from fillbook.gui.widgets.strokes import SHADOW, boxed, dot, text_width, words

_ROW = 30
_MOST = 8


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of a completion list."""

    value: str  # what is chosen
    text: str  # what is shown
    note: str = ""  # quiet, at the right
    colour: int | None = None  # index of a category's dot


def matching(offers: Sequence[Offer], typed: str) -> list[Offer]:
    """Offers that hold the typed letters, those that begin with them first."""
    wanted = typed.strip().casefold()
    starts = [offer for offer in offers if offer.text.casefold().startswith(wanted)]
    inside = [offer for offer in offers if wanted in offer.text.casefold() and offer not in starts]
    return starts + inside


class _Rows(QWidget):
    picked = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.offers: list[Offer] = []
        self.typed = ""
        self.current = 0
        self.setMouseTracking(True)
        self.setAccessibleName("Suggestions")

    def sizeHint(self) -> QSize:
        widest = max((self._width(offer) for offer in self.offers), default=0)
        return QSize(max(widest, theme.scale(180)), len(self.offers) * theme.scale(_ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        height = theme.scale(_ROW)
        for index, offer in enumerate(self.offers):
            rect = QRectF(0, index * height, self.width(), height)
            if index == self.current:
                boxed(painter, rect, theme.color("accent_soft"), None, 5)
            self._paint_row(painter, rect, offer)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.current = self._row_at(event)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.picked.emit(self._row_at(event))

    def _row_at(self, event: QMouseEvent) -> int:
        row = int(event.position().y() // theme.scale(_ROW))
        return max(0, min(row, len(self.offers) - 1))

    def _width(self, offer: Offer) -> int:
        note = text_width(offer.note, "small") + theme.scale(24) if offer.note else 0
        return round(text_width(offer.text, "symbol") + note) + theme.scale(36)

    def _paint_row(self, painter: QPainter, rect: QRectF, offer: Offer) -> None:
        left = rect.left() + theme.scale(10)
        if offer.colour is not None:
            dot(painter, QPointF(left + 3, rect.center().y()), theme.category(offer.colour))
            left += theme.scale(14)
        if offer.note:
            right = rect.adjusted(0, 0, -theme.scale(10), 0)
            align = Qt.AlignmentFlag.AlignRight
            words(painter, right, offer.note, theme.font("small"), theme.color("text3"), align)
        for part, role in _marked(offer.text, self.typed):
            place = QRectF(left, rect.top(), rect.right() - left - theme.scale(8), rect.height())
            words(painter, place, part, theme.font(role), theme.color("text"))
            left += QFontMetricsF(theme.font(role)).horizontalAdvance(part)


def _marked(text: str, typed: str) -> list[tuple[str, str]]:
    found = text.casefold().find(typed.strip().casefold())
    if not typed.strip() or found < 0:
        return [(text, "value")]
    end = found + len(typed.strip())
    parts = ((text[:found], "body"), (text[found:end], "symbol"), (text[end:], "body"))
    return [(part, role) for part, role in parts if part]


class Completion(QObject):
    """Offers for a line edit. Up, Down, Enter and Tab work while the field keeps the focus."""

    chosen = Signal(str)  # the offer's value

    def __init__(self, field: QLineEdit) -> None:
        super().__init__(field)
        self._field = field
        self._popover = Popover(field, takes_focus=False)
        self._popover.set_padding(4)
        self._rows = _Rows(self._popover)
        self._popover.body.addWidget(self._rows)
        self._rows.picked.connect(self._pick)
        field.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        return self._popover.isVisible()

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What is shown now."""
        return tuple(self._rows.offers) if self.is_open else ()

    def show_offers(self, offers: Sequence[Offer], typed: str, *, at: int | None = None) -> None:
        """Show offers below the field, from an x of it if given; none closes the list."""
        self._rows.offers = list(offers[:_MOST])
        self._rows.typed = typed
        self._rows.current = 0
        if not self._rows.offers or not self._field.isVisible():
            self.close()
            return
        self._rows.setFixedSize(self._rows.sizeHint())
        self._popover.adjustSize()
        corner = QPoint((at or 0) - SHADOW, self._field.height() + 4 - SHADOW)
        self._popover.move(self._field.mapToGlobal(corner))
        self._popover.show()
        self._rows.update()

    def close(self) -> None:
        self._popover.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut:
            self.close()
        if self.is_open and isinstance(event, QKeyEvent):
            if event.type() is QEvent.Type.ShortcutOverride:
                if event.key() == Qt.Key.Key_Escape:
                    event.accept()
                return False
            if event.type() is QEvent.Type.KeyPress:
                return self._key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _key(self, key: Qt.Key) -> bool:
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            self._rows.current = (self._rows.current + step) % len(self._rows.offers)
            self._rows.update()
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self._pick(self._rows.current)
            return True
        if key == Qt.Key.Key_Escape:
            self.close()
            return True
        return False

    def _pick(self, row: int) -> None:
        value = self._rows.offers[row].value
        self.close()
        self.chosen.emit(value)
