"""A property: label, value and key on one line, a field only while it is edited."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from fillbook.gui import format, theme
from fillbook.gui.widgets.completion import Completion, Offer, matching
from fillbook.gui.widgets.focus import PaintedButton
from fillbook.gui.widgets.key_cap import key_size, paint_key
from fillbook.gui.widgets.strokes import RADIUS, boxed, dot, ring, words

_HEIGHT = 30


class _Field(QLineEdit):
    left = Signal()
    given_up = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
            return
        super().keyPressEvent(event)


class PropertyLine(PaintedButton):
    """One review field.

    Args:
        offers: Gives the words to choose from, each time the field opens.
        free: Words outside the offers may be typed.
    """

    committed = Signal(str)  # the offer's value or the typed words; empty clears

    def __init__(
        self,
        label: str,
        *,
        key: str = "",
        offers: Callable[[], Sequence[Offer]] | None = None,
        free: bool = True,
        label_width: int = 92,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, parent)
        self._value = ""
        self._shown = ""
        self._colour: int | None = None
        self._key = key
        self._offers = offers
        self._free = free
        self._label_width = label_width
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._field = _Field(self)
        self._field.setAccessibleName(label)
        self._field.setProperty("compact", True)
        self._field.hide()
        self._completion = Completion(self._field)
        self._completion.chosen.connect(self._commit)
        self._field.textEdited.connect(self._typed)
        self._field.returnPressed.connect(self._entered)
        self._field.left.connect(self._leave)
        self._field.given_up.connect(self._close)
        self.clicked.connect(self.edit)
        self._name()

    def show_value(self, value: str, shown: str = "", colour: int | None = None) -> None:
        """Show a value; `shown` where people read other words than are stored."""
        self._value, self._shown, self._colour = value, shown or value, colour
        self._name()
        self.update()

    def edit(self) -> None:
        """Open the field."""
        self._field.setText(self._shown)
        self._place()
        self._field.show()
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._field.selectAll()
        self._typed("")

    def sizeHint(self) -> QSize:
        return QSize(theme.scale(260), theme.scale(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scale(180), theme.scale(_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._field.isVisible():
            return
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        value = self._value_rect()
        if self.underMouse() and self.isEnabled():
            boxed(painter, value, theme.color("hover"), None, RADIUS)
        label = QRectF(0, 0, theme.scale(self._label_width) - 6, rect.height())
        words(painter, label, self.text(), theme.font("body"), theme.color("text2"))
        self._paint_value(painter, value.adjusted(8, 0, -4, 0))
        if self._key:
            width, height = key_size(self._key)
            cap = QRectF(rect.right() - width, rect.center().y() - height / 2, width, height)
            paint_key(painter, cap, self._key)
        if self.shows_ring:
            ring(painter, value, RADIUS)

    def _paint_value(self, painter: QPainter, rect: QRectF) -> None:
        if self._colour is not None and self._shown:
            dot(painter, QPointF(rect.left() + 3, rect.center().y()), theme.category(self._colour))
            rect = rect.adjusted(theme.scale(12), 0, 0, 0)
        known = bool(self._shown)
        text = self._shown if known else format.UNKNOWN
        font = theme.font("value" if known else "body")
        words(painter, rect, text, font, theme.color("text" if known else "text3"))

    def _value_rect(self) -> QRectF:
        right = self.width() - (key_size(self._key)[0] + 6 if self._key else 0)
        left = theme.scale(self._label_width)
        return QRectF(left, 1, max(right - left, 24), self.height() - 2)

    def _place(self) -> None:
        self._field.setGeometry(self._value_rect().toRect())

    def _name(self) -> None:
        self.setAccessibleName(f"{self.text()}: {self._shown or 'not set'}")

    def _typed(self, text: str) -> None:
        offers = self._offers() if self._offers else ()
        self._completion.show_offers(matching(offers, text), text)

    def _entered(self) -> None:
        typed = self._field.text().strip()
        offers = self._offers() if self._offers else ()
        same = [offer for offer in offers if offer.text.casefold() == typed.casefold()]
        if same:
            self._commit(same[0].value)
        elif self._free or not typed:
            self._commit(typed)
        else:
            self._close()

    def _leave(self) -> None:
        if self._field.isVisible() and not self._completion.is_open:
            if self._field.text().strip() != self._shown:
                self._entered()
            else:
                self._close()

    def _commit(self, value: str) -> None:
        self._close()
        if value != self._value:
            self.committed.emit(value)

    def _close(self) -> None:
        self._completion.close()
        if self._field.isVisible():
            self._field.hide()
            self.setFocus(Qt.FocusReason.TabFocusReason)
