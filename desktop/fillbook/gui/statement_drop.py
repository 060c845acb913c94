"""Statements dropped anywhere on the window, with a target that shows while they hover."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from fillbook.gui import icons, theme
from fillbook.gui.icons import Icon
from fillbook.gui.image_drop import PICTURE_SUFFIXES
from fillbook.gui.widgets.strokes import boxed, words


def statement_files(mime: QMimeData) -> tuple[Path, ...]:
    """Local files of a drop that are no pictures."""
    paths = (Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())
    return tuple(path for path in paths if path.suffix.lower() not in PICTURE_SUFFIXES)


class StatementDrop(QWidget):
    """Watches a window and the parts of it that take drops of their own kinds."""

    files_dropped = Signal(object)  # tuple of paths

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._window = window
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        self.hide()

    def watch(self, page: QWidget) -> None:
        """Take statements from the parts of a page before they see them."""
        for part in (page, *page.findChildren(QWidget)):
            if part.acceptDrops():
                part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.DragLeave:
            self.hide()
            return False
        if not isinstance(event, QDragEnterEvent | QDragMoveEvent | QDropEvent):
            return False
        files = statement_files(event.mimeData())
        if not files:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() is QEvent.Type.Drop:
            self.hide()
            self.files_dropped.emit(files)
        elif not self.isVisible():
            self.setGeometry(self._window.rect())
            self.show()
            self.raise_()
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        veil = QColor(theme.color("canvas"))
        veil.setAlphaF(0.86)
        painter.fillRect(self.rect(), veil)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.color("accent"), 2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inner = QRectF(self.rect()).adjusted(16, 16, -16, -16)
        painter.drawRoundedRect(inner, 10, 10)
        centre = inner.center()
        box = QRectF(centre.x() - 24, centre.y() - 64, 48, 48)
        boxed(painter, box, theme.color("accent_soft"), None, 10)
        icons.paint(painter, box, Icon.FILE_DROP, "accent", 26)
        align = Qt.AlignmentFlag.AlignHCenter
        title = QRectF(inner.left(), centre.y() - 4, inner.width(), 28)
        words(painter, title, "Drop to read the statement", theme.font("pane"),
              theme.color("text"), align)  # fmt: skip
        line = title.translated(0, 26)
        words(painter, line, "You see everything before it is saved", theme.font("body"),
              theme.color("text2"), align)  # fmt: skip
