"""Things that float: a raised panel with a soft shadow, closed by Esc or a click outside."""

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fillbook.gui import theme
from fillbook.gui.widgets.strokes import CARD_RADIUS, SHADOW, boxed, shadow


def paint_floating(painter: QPainter, rect: QRectF) -> None:
    """The background of a floating part, inside a margin of SHADOW."""
    inner = rect.adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
    shadow(painter, inner)
    boxed(painter, inner, theme.color("raised"), _edge(), CARD_RADIUS)


def _edge() -> QColor:
    return theme.color("control" if theme.look().value.startswith("contrast") else "line")


class Popover(QWidget):
    """A floating panel at a widget. Its content goes into `body`."""

    closed = Signal()

    def __init__(self, parent: QWidget, *, takes_focus: bool = True) -> None:
        kind = Qt.WindowType.Popup if takes_focus else Qt.WindowType.ToolTip
        super().__init__(
            parent,
            kind | Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        if not takes_focus:
            self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body = QVBoxLayout(self)
        self.set_padding(12)
        self.body.setSpacing(8)
        theme.events.changed.connect(self.update)

    def set_padding(self, padding: int) -> None:
        side = SHADOW + padding
        self.body.setContentsMargins(side, side, side, side)

    def open_below(self, anchor: QWidget, *, align_right: bool = False) -> None:
        """Show under a widget, or above where there is no room, inside the screen."""
        self.adjustSize()
        corner = anchor.mapToGlobal(QPoint(0, anchor.height() + 4))
        left = corner.x() - SHADOW
        if align_right:
            left = corner.x() + anchor.width() - self.width() + SHADOW
        top = corner.y() - SHADOW
        screen = anchor.screen().availableGeometry()
        if top + self.height() - SHADOW > screen.bottom():
            top = anchor.mapToGlobal(QPoint(0, -4)).y() - self.height() + SHADOW
        left = max(screen.left() - SHADOW, min(left, screen.right() - self.width() + SHADOW))
        self.move(left, max(top, screen.top() - SHADOW))
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_floating(painter, QRectF(self.rect()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()
