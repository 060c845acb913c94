"""The card of what waits."""

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from fillbook.gui import icons, theme
from fillbook.gui.icons import Icon
from fillbook.gui.pages.dashboard.waiting import WaitingLine, Wish
from fillbook.gui.widgets.focus import PaintedButton
from fillbook.gui.widgets.strokes import CARD_RADIUS, boxed, hairline, ring, words

_SOFT = {"accent": "accent_soft", "warn": "warn_soft", "ok": "ok_soft"}
_HEIGHT = 44


class _Line(PaintedButton):
    """An icon in its tone, a title, and one quiet line; a caret where it leads somewhere."""

    def __init__(self, line: WaitingLine, parent: QWidget) -> None:
        super().__init__(line.title, parent)
        self.line = line
        self.setAccessibleName(line.title)
        self.setAccessibleDescription(line.line)
        self.setEnabled(line.wish is not Wish.NOTHING)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.scale(220), theme.scale(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect, scale = QRectF(self.rect()), theme.scale
        if self.underMouse() and self.isEnabled():
            painter.fillRect(rect, theme.color("hover"))
        box = QRectF(scale(16), rect.center().y() - scale(15), scale(30), scale(30))
        boxed(painter, box, theme.color(_SOFT[self.line.tone]), None, CARD_RADIUS - 2)
        icons.paint(painter, box, Icon[self.line.icon], self.line.tone, 16)
        left = box.right() + scale(12)
        width = rect.width() - left - scale(36)
        top = rect.center().y() - scale(18)
        title = QRectF(left, top, width, scale(18))
        words(painter, title, self.line.title, theme.font("symbol"), theme.color("text"))
        quiet = QRectF(left, top + scale(18), width, scale(18))
        words(painter, quiet, self.line.line, theme.font("small"), theme.color("text2"))
        if self.isEnabled():
            caret = QRectF(rect.right() - scale(34), rect.top(), scale(18), rect.height())
            icons.paint(painter, caret, Icon.NEXT, "text3", 12)
        if self.y() > 0:
            hairline(painter, left, 0, rect.width() - left - scale(16), "grid")
        if self.shows_ring:
            ring(painter, rect.adjusted(6, 1, -6, -1), CARD_RADIUS)


class TodayLines(QWidget):
    """The lines under each other."""

    wanted = Signal(str)  # a Wish

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 4)
        self._layout.setSpacing(0)
        self._shown: tuple[WaitingLine, ...] = ()
        self._lines: list[_Line] = []

    def show_lines(self, lines: tuple[WaitingLine, ...]) -> None:
        """Show other lines; the same ones stay, and with them the focus."""
        if lines == self._shown:
            return
        self._shown = lines
        while self._lines:
            self._lines.pop().deleteLater()
        for line in lines:
            made = _Line(line, self)
            made.clicked.connect(self._clicked)
            self._layout.addWidget(made)
            self._lines.append(made)

    def _clicked(self) -> None:
        line = self.sender()
        if isinstance(line, _Line):
            self.wanted.emit(line.line.wish)
