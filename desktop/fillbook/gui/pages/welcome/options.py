"""Ways to begin, as cards with their keys."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from fillbook.gui import icons, theme
from fillbook.gui.icons import Icon
from fillbook.gui.widgets.focus import PaintedButton
from fillbook.gui.widgets.key_cap import key_size, paint_key
from fillbook.gui.widgets.strokes import CARD_RADIUS, boxed, ring, words

_HEIGHT = 74


class OptionCard(PaintedButton):
    """An icon, what it does, one line more, and the key that does the same."""

    def __init__(
        self, icon: Icon, title: str, line: str, key: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, parent)
        self._icon = icon
        self._key = key
        self._line = ""
        self._is_first = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(title)
        self.set_line(line)

    @property
    def line(self) -> str:
        return self._line

    def set_line(self, line: str) -> None:
        self._line = line
        self.setAccessibleDescription(f"{line}. Key {self._key}")
        self.update()

    def make_first(self) -> None:
        """Mark it as the way most people begin."""
        self._is_first = True

    def sizeHint(self) -> QSize:
        return QSize(theme.scale(300), theme.scale(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect, scale = QRectF(self.rect()), theme.scale
        hovered = self.underMouse() and self.isEnabled()
        fill = theme.color("hover" if hovered else "surface")
        boxed(painter, rect, fill, theme.color("control" if hovered else "line"), CARD_RADIUS)
        box = QRectF(scale(17), rect.center().y() - scale(20), scale(40), scale(40))
        soft, tone = ("accent_soft", "accent") if self._is_first else ("sunken", "text2")
        boxed(painter, box, theme.color(soft), None, CARD_RADIUS)
        icons.paint(painter, box, self._icon, tone, 20)
        width, height = key_size(self._key)
        cap = QRectF(
            rect.right() - scale(16) - width, rect.center().y() - height / 2, width, height
        )
        paint_key(painter, cap, self._key)
        left = box.right() + scale(16)
        top = rect.center().y() - scale(20)
        title = QRectF(left, top, cap.left() - left - scale(8), scale(20))
        words(painter, title, self.text(), theme.font("symbol"), theme.color("text"))
        line = title.translated(0, scale(20))
        words(painter, line, self._line, theme.font("body"), theme.color("text2"))
        if self.shows_ring or (self._is_first and not self._others_have_focus()):
            ring(painter, rect, CARD_RADIUS)

    def _others_have_focus(self) -> bool:
        """Whether the ring belongs to another card."""
        parent = self.parentWidget()
        focused = self.window().focusWidget()
        return focused not in (None, self) and parent is not None and parent.isAncestorOf(focused)


class DropZone(QWidget):
    """A dashed place: the whole window takes what is dropped, here it says so."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.events.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.color("control"), 1.5)
        pen.setDashPattern([6, 4])
        painter.setPen(pen)
        painter.setBrush(theme.mix("canvas", "surface", 0.6))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)
        place = QRectF(0, theme.scale(16), self.width(), theme.scale(28))
        icons.paint(painter, place, Icon.FILE_DROP, "text2", 26)


class Mark(QWidget):
    """The program's mark: three rising bars."""

    def __init__(self, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self.setFixedSize(theme.scale(size), theme.scale(size))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.events.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = float(self.width())
        fill = theme.color("accent_fill")
        boxed(painter, QRectF(0, 0, side, side), fill, None, side * 0.26)
        ink = theme.color("on_accent")
        painter.setPen(Qt.PenStyle.NoPen)
        for place, (height, opacity) in enumerate(((0.24, 0.59), (0.40, 0.80), (0.52, 1.0))):
            painter.setOpacity(opacity)
            painter.setBrush(ink)
            left = side * (0.235 + 0.19 * place)
            bar = QRectF(left, side * 0.76 - side * height, side * 0.145, side * height)
            painter.drawRoundedRect(bar, side * 0.035, side * 0.035)
