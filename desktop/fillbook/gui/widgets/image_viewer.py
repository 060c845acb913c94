"""A picture at full size: zoom, pan, next and previous."""

from functools import partial

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from fillbook.domain.errors import FillbookError
from fillbook.domain.review import Screenshot
from fillbook.gui import theme
from fillbook.gui.images import read_picture
from fillbook.gui.session import Session

_BOUND = QSize(8000, 8000)
_STEP = 1.25
_LARGEST = 16.0
_BAR = 44


class ImageViewer(QWidget):
    """Covers its parent with one picture.

    Left and right (or K and J) walk, plus and minus and the wheel zoom at the pointer,
    0 fits, 1 shows pixel for pixel, dragging pans, Esc closes.
    """

    closed = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._ground = parent
        self._session = session
        self._screenshots: tuple[Screenshot, ...] = ()
        self._index = 0
        self._pixmap: QPixmap | None = None
        self._message = ""
        self._zoom = 0.0  # 0: fitted
        self._offset = QPointF()
        self._grabbed: QPoint | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Picture viewer")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        parent.installEventFilter(self)
        theme.events.changed.connect(self.update)
        self.hide()

    def open(self, screenshots: tuple[Screenshot, ...], index: int) -> None:
        """Show one of these pictures over the whole parent."""
        self._screenshots = screenshots
        self.setGeometry(self._ground.rect())
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        self._show(index)

    @property
    def index(self) -> int:
        """Which of the pictures is shown."""
        return self._index

    @property
    def zoom(self) -> float:
        """Screen pixels a picture pixel."""
        return self._zoom or self._fitted()

    def _show(self, index: int) -> None:
        self._index = index % len(self._screenshots)
        self._pixmap, self._message = None, ""
        self._zoom, self._offset = 0.0, QPointF()
        screenshot = self._screenshots[self._index]
        self._session.tasks.run(
            partial(
                read_picture,
                self._session.library.screenshot_file(screenshot.sha256),
                screenshot.mime_type,
                _BOUND,
            ),
            then=partial(self._arrived, screenshot.id),
            failed=partial(self._failed, screenshot.id),
        )
        self.update()

    def _arrived(self, screenshot_id: str, image: QImage) -> None:
        if self._is_shown(screenshot_id):
            self._pixmap = QPixmap.fromImage(image)
            self.update()

    def _failed(self, screenshot_id: str, error: FillbookError) -> None:
        if self._is_shown(screenshot_id):
            self._message = f"{error.title} {error.next_step}"
            self.update()

    def _is_shown(self, screenshot_id: str) -> bool:
        return bool(self._screenshots) and self._screenshots[self._index].id == screenshot_id

    def _area(self) -> QRectF:
        return QRectF(0, _BAR, self.width(), self.height() - _BAR)

    def _fitted(self) -> float:
        if self._pixmap is None:
            return 1.0
        area = self._area()
        return min(
            1.0,
            area.width() / max(1, self._pixmap.width()),
            area.height() / max(1, self._pixmap.height()),
        )

    def _zoom_to(self, zoom: float, at: QPointF) -> None:
        """Zoom so that the picture's point under ``at`` stays there."""
        zoom = min(max(zoom, self._fitted() * 0.5), _LARGEST)
        centre = self._area().center() + self._offset
        self._offset += (centre - at) * (zoom / self.zoom - 1)
        self._zoom = zoom
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        centre = self._area().center()
        match event.key():
            case Qt.Key.Key_Escape | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.close_viewer()
            case Qt.Key.Key_Right | Qt.Key.Key_J | Qt.Key.Key_Space | Qt.Key.Key_PageDown:
                self._show(self._index + 1)
            case Qt.Key.Key_Left | Qt.Key.Key_K | Qt.Key.Key_PageUp:
                self._show(self._index - 1)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self._zoom_to(self.zoom * _STEP, centre)
            case Qt.Key.Key_Minus:
                self._zoom_to(self.zoom / _STEP, centre)
            case Qt.Key.Key_0 | Qt.Key.Key_Home:
                self._zoom, self._offset = 0.0, QPointF()
                self.update()
            case Qt.Key.Key_1:
                self._zoom_to(1.0, centre)
            case _:
                super().keyPressEvent(event)

    def close_viewer(self) -> None:
        """Hide and hand the focus back."""
        self.hide()
        self._pixmap = None
        self.closed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = event.angleDelta().y() / 120
        if steps:
            self._zoom_to(self.zoom * _STEP**steps, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.position().y() < _BAR:
            self.close_viewer()
            return
        self._grabbed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is not None:
            point = event.position().toPoint()
            self._offset += QPointF(point - self._grabbed)
            self._grabbed = point
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grabbed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._zoom:
            self._zoom, self._offset = 0.0, QPointF()
            self.update()
        else:
            self._zoom_to(1.0, event.position())

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(event, QResizeEvent):
            self.resize(event.size())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("canvas"))
        if self._pixmap is not None:
            self._paint_picture(painter, self._pixmap)
        self._paint_bar(painter)
        if self._message:
            painter.setFont(theme.font("body"))
            painter.setPen(theme.color("text2"))
            painter.drawText(self._area(), Qt.AlignmentFlag.AlignCenter, self._message)
        painter.end()

    def _paint_picture(self, painter: QPainter, pixmap: QPixmap) -> None:
        zoom = self.zoom
        target = QRectF(0, 0, pixmap.width() * zoom, pixmap.height() * zoom)
        target.moveCenter(self._area().center() + self._offset)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, zoom < 3)
        painter.drawPixmap(target, pixmap, QRectF(pixmap.rect()))

    def _paint_bar(self, painter: QPainter) -> None:
        bar = QRectF(0, 0, self.width(), _BAR)
        painter.fillRect(bar, theme.color("chrome"))
        painter.fillRect(QRectF(0, _BAR - 1, self.width(), 1), theme.color("line"))
        if not self._screenshots:
            return
        screenshot = self._screenshots[self._index]
        inner = bar.adjusted(20, 0, -20, 0)
        painter.setFont(theme.font("symbol"))
        painter.setPen(theme.color("text"))
        title = screenshot.label or f"Picture {self._index + 1}"
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("text3"))
        place = f"{self._index + 1} of {len(self._screenshots)}"
        words = f"{place}     {round(self.zoom * 100)} %     Esc closes"
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
