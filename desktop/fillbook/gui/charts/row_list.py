"""Painted rows that can be walked and opened."""

from abc import abstractmethod

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from fillbook.gui import theme
from fillbook.gui.charts.drawing import Drawing
from fillbook.gui.charts.painting import hairline_h


class RowList(Drawing):
    """Up and down walk the rows, Enter or a click opens one."""

    opened = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.row_px = 29
        self.head_px = 0
        self._current = -1
        self._hovered = -1
        self.setMouseTracking(True)
        self.setAccessibleDescription("Up and down walk the rows, Enter opens one")

    @abstractmethod
    def count(self) -> int: ...

    @abstractmethod
    def paint_row(self, painter: QPainter, index: int, rect: QRectF) -> None: ...

    def paint_head(self, painter: QPainter, rect: QRectF) -> None:
        """What stands above the first row."""

    def is_empty(self) -> bool:
        return not self.count()

    @property
    def current(self) -> int:
        """The row that the keyboard is on; -1 is none."""
        return self._current

    def rows_changed(self) -> None:
        self._current = 0 if self.hasFocus() and self.count() else -1
        self._hovered = -1
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.scale(280), self._top(max(self.count(), 3)))

    def paint(self, painter: QPainter) -> None:
        if self.is_empty():
            return
        if self.head_px:
            self.paint_head(painter, QRectF(0, 0, self.width(), theme.scale(self.head_px)))
        for index in range(self.count()):
            rect = QRectF(0, self._top(index), self.width(), theme.scale(self.row_px))
            if rect.bottom() > self.height() + 1:
                return
            self._paint_ground(painter, index, rect)
            self.paint_row(painter, index, rect)

    def _paint_ground(self, painter: QPainter, index: int, rect: QRectF) -> None:
        if index == self._current and self.hasFocus():
            painter.fillRect(rect, theme.color("accent_soft"))
            painter.fillRect(QRectF(0, rect.top(), 2, rect.height()), theme.color("accent"))
        elif index == self._hovered:
            painter.fillRect(rect, theme.color("hover"))
        if self.head_px:
            hairline_h(painter, 0, self.width(), rect.bottom() - 1, theme.color("grid"))

    def _top(self, index: int) -> int:
        return theme.scale(self.head_px) + index * theme.scale(self.row_px)

    def row_at_height(self, y: float) -> int:
        """The row under a height; -1 is none."""
        index = int((y - self._top(0)) // theme.scale(self.row_px))
        return index if 0 <= index < self.count() else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = self.row_at_height(event.position().y())
        if row != self._hovered:
            self._hovered = row
            pointing = Qt.CursorShape.PointingHandCursor
            self.setCursor(pointing) if row >= 0 else self.unsetCursor()
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = -1
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        row = self.row_at_height(event.position().y())
        if row >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit(row)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._current < 0 and self.count():
            self._current = 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Down:
                self._walk(1)
            case Qt.Key.Key_Up:
                self._walk(-1)
            case Qt.Key.Key_Home:
                self._walk(-self.count())
            case Qt.Key.Key_End:
                self._walk(self.count())
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space if self._current >= 0:
                self.opened.emit(self._current)
            case _:
                super().keyPressEvent(event)

    def _walk(self, steps: int) -> None:
        self._current = min(max(self._current + steps, 0), self.count() - 1)
        self.update()
