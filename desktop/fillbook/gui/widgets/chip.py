"""Chips: a word of the user's own with its dot, a filter, or a state."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fillbook.gui import icons, theme
from fillbook.gui.icons import Icon
from fillbook.gui.widgets.focus import PaintedButton
from fillbook.gui.widgets.strokes import boxed, dot, ring, text_width, words

_RADIUS = 5


class Chip(PaintedButton):
    """A small hairline box: a dot and a word, or a quiet label and a strong word.

    Args:
        label: Said quietly before the word, as in `account Futures`.
        colour: Index of the category's dot; None for no dot.
        state: ok, warn or bad: soft background and coloured word.
        removable: An x shows on hover; Delete and Backspace remove as well.
    """

    removed = Signal()

    def __init__(
        self,
        text: str,
        *,
        label: str = "",
        colour: int | None = None,
        state: str = "",
        icon: Icon | None = None,
        removable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._label = label
        self._colour = colour
        self._state = state
        self._icon = icon
        self._removable = removable
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{label} {text}".strip())
        if not removable:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        width = theme.scale(16) + round(text_width(self.text(), "label") + 0.5)
        if self._label:
            width += round(text_width(self._label, "small")) + theme.scale(4)
        if self._colour is not None:
            width += theme.scale(12)
        if self._icon:
            width += theme.scale(18)
        return QSize(width, theme.scale(22))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self._state:
            boxed(painter, rect, theme.color(f"{self._state}_soft"), None, _RADIUS)
        else:
            fill = "hover" if self.underMouse() and self._removable else "surface"
            if self._label:
                fill = "pressed"
            edge = None if self._label else theme.color("control" if theme.is_dark() else "line")
            boxed(painter, rect, theme.color(fill), edge, _RADIUS)
        self._paint_words(painter, rect)
        if self._removable and (self.underMouse() or self.shows_ring):
            self._paint_cross(painter)
        if self.shows_ring:
            ring(painter, rect, _RADIUS)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and not self.toolTip() and self._removable:
            self.setToolTip("Remove  Del")
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._removable and self._cross().contains(event.position()):
            self.setDown(False)
            self.removed.emit()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._removable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
            return
        super().keyPressEvent(event)

    def _cross(self) -> QRectF:
        side = float(self.height())
        return QRectF(self.width() - side, 0, side, side)

    def _paint_words(self, painter: QPainter, rect: QRectF) -> None:
        left = rect.left() + theme.scale(8)
        if self._colour is not None:
            dot(painter, QPointF(left + 3, rect.center().y()), theme.category(self._colour))
            left += theme.scale(12)
        if self._icon:
            box = QRectF(left, rect.top(), theme.scale(14), rect.height())
            icons.paint(painter, box, self._icon, self._state or "text2", theme.scale(14))
            left += theme.scale(18)
        if self._label:
            place = QRectF(left, rect.top(), rect.width(), rect.height())
            width = words(painter, place, self._label, theme.font("small"), theme.color("text2"))
            left += width + theme.scale(4)
        ink = theme.color(self._state or ("text" if self._label else "text2"))
        place = QRectF(left, rect.top(), rect.right() - left - theme.scale(6), rect.height())
        words(painter, place, self.text(), theme.font("label"), ink)

    def _paint_cross(self, painter: QPainter) -> None:
        cross = self._cross()
        fill = theme.color("pressed" if self._label else "hover")
        painter.fillRect(cross.adjusted(1, 2, -3, -2), fill)
        icons.paint(painter, cross, Icon.CLOSE, "text2", theme.scale(12))
