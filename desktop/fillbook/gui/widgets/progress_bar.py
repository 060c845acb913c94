"""How far something has come."""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fillbook.gui import format, theme
from fillbook.gui.widgets.button import Button
from fillbook.gui.widgets.strokes import boxed
from fillbook.gui.widgets.words import Words


class ProgressBar(QWidget):
    """A count that grows, and a way to stop it."""

    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self._words = Words("", "body", "text2")
        cancel = Button("Cancel", key="Esc")
        cancel.clicked.connect(self.cancel_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 12)
        layout.addWidget(self._words, 1)
        layout.addWidget(cancel)
        theme.events.changed.connect(self.update)

    def show_progress(self, what: str, done: int, total: int) -> None:
        """Show how far something has come."""
        self._share = done / total if total else 0.0
        count = f"{format.count(done)} of {format.count(total)}" if total else ""
        self._words.setText(f"{what}  {count}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        track = QRectF(0, self.height() - 5, self.width(), 4)
        boxed(painter, track, theme.color("pressed"), None, 2)
        done = QRectF(track.topLeft(), track.size())
        done.setWidth(max(4.0, track.width() * min(self._share, 1.0)))
        boxed(painter, done, theme.color("accent_fill"), None, 2)
        painter.end()
