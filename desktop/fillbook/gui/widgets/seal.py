"""The seal: totals were compared, and agree or do not."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from fillbook.gui import icons, theme
from fillbook.gui.icons import Icon
from fillbook.gui.widgets.strokes import boxed

_SIZE = 44


class Seal(QWidget):
    """44 px in a card: a wavy circle with a tick, or a circle with an exclamation mark."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._agrees = True
        self.setFixedSize(self.sizeHint())
        theme.events.changed.connect(self.update)

    def show_agreement(self, agrees: bool) -> None:
        self._agrees = agrees
        self.setAccessibleName("Totals agree" if agrees else "Totals differ")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_SIZE, _SIZE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        token = "ok" if self._agrees else "warn"
        boxed(painter, rect, theme.color(f"{token}_soft"), None, 10)
        icons.paint(painter, rect, Icon.SEAL if self._agrees else Icon.WARN, token, 26)


def paint_seal(painter: QPainter, rect: QRectF, *, agrees: bool) -> None:
    """The seal in a cell, 15 px."""
    token = "ok" if agrees else "warn"
    icons.paint(painter, rect, Icon.SEAL if agrees else Icon.WARN, token, 15)
