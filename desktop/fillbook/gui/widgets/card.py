"""A card: one thought on one surface, with its title, a note and its actions."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fillbook.gui import theme
from fillbook.gui.widgets.strokes import CARD_RADIUS, boxed
from fillbook.gui.widgets.words import Words


class Panel(QWidget):
    """A surface with rounded hairline edges and nothing on it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.events.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        boxed(painter, rect, theme.color("surface"), theme.color("line"), CARD_RADIUS)


class Card(Panel):
    """Head of 42 px and a body. Widgets of the body keep off the rounded corners.

    Args:
        flush: The body reaches the edges, as a table's does.
    """

    def __init__(
        self, title: str, note: str = "", *, flush: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self._title = Words(title, "symbol", "text")
        self._note = Words(note, "small", "text3")
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._head = QHBoxLayout()
        self._head.setContentsMargins(16, 0, 10, 0)
        self._head.setSpacing(8)
        self._head.addWidget(self._title)
        self._head.addWidget(self._note, 1)
        self._head_box = QWidget()
        self._head_box.setLayout(self._head)
        self.body = QVBoxLayout()
        side = 1 if flush else 16
        self.body.setContentsMargins(side, 0, side, 4 if flush else 14)
        self.body.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head_box)
        layout.addLayout(self.body, 1)
        self._size_head()
        theme.events.changed.connect(self._size_head)

    def set_title(self, title: str) -> None:
        self._title.setText(title)
        self.setAccessibleName(title)

    def set_note(self, note: str) -> None:
        self._note.setText(note)

    def add_action(self, widget: QWidget) -> None:
        """Put a ghost button at the right end of the head."""
        self._head.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(QSize(120, theme.scale(42)))

    def _size_head(self) -> None:
        self._head_box.setFixedHeight(theme.scale(42))
