"""A scrolling column: no frame, transparent, never sideways."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


class ScrollArea(QScrollArea):
    """Scrolls its `body` up and down; the width is the window's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inner = QWidget()
        self.body = QVBoxLayout(self._inner)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.setWidget(self._inner)
        self.viewport().setAutoFillBackground(False)
        self._inner.setAutoFillBackground(False)

    def minimumSizeHint(self) -> QSize:
        inner = self._inner.minimumSizeHint()
        return QSize(inner.width() + 10, min(inner.height(), 80))
