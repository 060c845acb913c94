"""Key caps: the key of a thing, standing where the thing is."""

import sys

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from fillbook.gui import theme
from fillbook.gui.widgets.strokes import boxed, text_width, words


def key_words(sequence: QKeySequence | QKeySequence.StandardKey | str) -> str:
    """A shortcut as people write it: Ctrl K, not Ctrl+K."""
    shown = QKeySequence(sequence).toString(QKeySequence.SequenceFormat.NativeText)
    return shown if sys.platform == "darwin" else shown.replace("+", " ")


def key_size(text: str) -> tuple[int, int]:
    height = theme.scale(18)
    return max(height, round(text_width(text, "micro")) + theme.scale(10)), height


def paint_key(painter: QPainter, rect: QRectF, text: str, *, strong: bool = False) -> None:
    """A key cap; the strong one belongs to what is chosen."""
    fill, edge, ink = ("accent_soft", "accent_line", "accent") if strong else _QUIET
    boxed(painter, rect, theme.color(fill), theme.color(edge), 4)
    _letters(painter, rect, text, theme.color(ink))


def paint_key_on_accent(painter: QPainter, rect: QRectF, text: str) -> None:
    """A key cap inside a primary button."""
    ink = theme.color("on_accent")
    veil = QColor(ink)
    veil.setAlphaF(0.2)
    boxed(painter, rect, veil, None, 4)
    _letters(painter, rect, text, ink)


_QUIET = ("sunken", "control", "text2")


def _letters(painter: QPainter, rect: QRectF, text: str, color: QColor) -> None:
    words(painter, rect, text, theme.font("micro"), color, Qt.AlignmentFlag.AlignHCenter)


class KeyCap(QWidget):
    """A key cap as a part of a layout."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self._strong = False
        self.setFixedSize(self.sizeHint())
        theme.events.changed.connect(self._restyle)

    def set_strong(self, strong: bool) -> None:
        self._strong = strong
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(*key_size(self._text))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_key(painter, QRectF(self.rect()), self._text, strong=self._strong)

    def _restyle(self) -> None:
        self.setFixedSize(self.sizeHint())
        self.update()
