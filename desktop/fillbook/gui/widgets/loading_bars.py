"""Placeholders of a first load: bars at the real row heights, still, after 150 ms."""

from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from fillbook.gui import theme
from fillbook.gui.widgets.strokes import boxed

_DELAY_MS = 150
_WIDTHS = (0.62, 0.48, 0.71, 0.55, 0.66, 0.43, 0.58)


class LoadingBars(QWidget):
    """Shown only where there is no old content to keep."""

    def __init__(self, row_height: int = 28, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row_height = row_height
        self._visible = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        self._timer.timeout.connect(self._appear)
        self.setAccessibleName("Loading")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._visible = False
        self._timer.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._visible:
            return
        painter = QPainter(self)
        row = theme.scale(self._row_height)
        for index in range(self.height() // row):
            width = (self.width() - 40) * _WIDTHS[index % len(_WIDTHS)]
            bar = QRectF(20, index * row + row / 2 - 5, width, 10)
            boxed(painter, bar, theme.color("pressed"), None, 3)

    def _appear(self) -> None:
        self._visible = True
        self.update()
