"""Switches and boxes: on by fill and by position or tick, never by colour alone."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from fillbook.gui import theme
from fillbook.gui.widgets.focus import PaintedButton
from fillbook.gui.widgets.strokes import boxed, ring, text_width, words

_GAP = 10


class _Checkable(PaintedButton):
    _mark = QSize(16, 16)

    def __init__(self, text: str = "", parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(text, parent)
        self.setCheckable(True)
        self.setAccessibleName(name or text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        width = self._mark.width() + 4
        if self.text():
            width += _GAP + round(text_width(self.text(), "body") + 0.5)
        return QSize(width, max(theme.scale(24), self._mark.height() + 4))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        top = (self.height() - self._mark.height()) / 2
        mark = QRectF(2, round(top), self._mark.width(), self._mark.height())
        self._paint_mark(painter, mark)
        if self.text():
            left = mark.right() + _GAP
            place = QRectF(left, 0, self.width() - left, self.height())
            ink = theme.color("text" if self.isEnabled() else "disabled")
            words(painter, place, self.text(), theme.font("body"), ink)
        if self.shows_ring:
            ring(painter, mark.adjusted(-2, -2, 2, 2), self._radius() + 2)

    def _paint_mark(self, painter: QPainter, rect: QRectF) -> None:
        raise AssertionError("A checkable part paints its own mark")

    def _radius(self) -> float:
        return 4.0

    def _fill(self) -> QColor:
        if not self.isEnabled():
            return theme.color("disabled")
        return theme.color("accent_fill")


class CheckBox(_Checkable):
    """A box with a tick."""

    def _paint_mark(self, painter: QPainter, rect: QRectF) -> None:
        if not self.isChecked():
            token = "hover" if self.underMouse() else "surface"
            boxed(painter, rect, theme.color(token), theme.color("control"), 4)
            return
        boxed(painter, rect, self._fill(), None, 4)
        pen = QPen(theme.color("on_accent"), 1.8)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        x, y = rect.left(), rect.top()
        tick = [QPointF(x + 4.2, y + 8.4), QPointF(x + 7, y + 11.2), QPointF(x + 12, y + 5.2)]
        painter.drawPolyline(QPolygonF(tick))


class Switch(_Checkable):
    """A switch that acts at once."""

    _mark = QSize(32, 18)

    def _paint_mark(self, painter: QPainter, rect: QRectF) -> None:
        on = self.isChecked()
        fill = self._fill() if on else theme.color("pressed")
        boxed(painter, rect, fill, None if on else theme.color("control"), rect.height() / 2)
        knob = theme.color("on_accent" if on else "text3")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(knob)
        centre = rect.right() - 9 if on else rect.left() + 9
        painter.drawEllipse(QPointF(centre, rect.center().y()), 6, 6)

    def _radius(self) -> float:
        return 9.0
