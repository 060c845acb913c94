"""A word that leads somewhere."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fillbook.gui import theme
from fillbook.gui.widgets.focus import PaintedButton
from fillbook.gui.widgets.strokes import hairline, ring, text_width, words


class Link(PaintedButton):
    """Accent words, underlined under the pointer."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(round(text_width(self.text(), "value")) + theme.scale(8), theme.scale(26))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        place = rect.adjusted(theme.scale(4), 0, 0, 0)
        width = words(painter, place, self.text(), theme.font("value"), theme.color("accent"))
        if self.underMouse():
            foot = rect.center().y() + theme.scale(8)
            hairline(painter, place.left(), foot, width, "accent")
        if self.shows_ring:
            ring(painter, rect, 4)
