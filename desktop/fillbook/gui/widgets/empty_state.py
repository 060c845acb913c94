"""Empty states: a ghost of what will be there, a title, one line, one primary action."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fillbook.gui import theme
from fillbook.gui.widgets.button import Button
from fillbook.gui.widgets.words import Prose, Words

_LINE = (
    *(0.88, 0.90, 0.86, 0.89, 0.91, 0.84, 0.80, 0.76, 0.70, 0.71, 0.70, 0.72, 0.69, 0.66),
    *(0.68, 0.72, 0.70, 0.74, 0.71, 0.64, 0.62, 0.60, 0.63, 0.58, 0.54, 0.55, 0.50, 0.42),
    *(0.38, 0.28, 0.20, 0.16, 0.19, 0.16, 0.13, 0.18, 0.24, 0.22, 0.25, 0.28, 0.24, 0.20),
    *(0.18, 0.15, 0.17, 0.14, 0.16, 0.10, 0.06, 0.09, 0.07),
)
_FILLS = ((15, True), (22, False), (31, True), (40, False))


class Ghost(QWidget):
    """An ink line that fades at both ends, with a few fills on it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(40)
        self.setMaximumHeight(140)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.events.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(640, 120)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(0, 10, 0, -10)
        for share in (0.1, 0.5, 0.9):
            y = round(rect.top() + rect.height() * share)
            painter.fillRect(QRectF(rect.left(), y, rect.width(), 1), _fading(rect, "grid", 1.0))
        step = rect.width() / (len(_LINE) - 1)
        points = [
            QPointF(rect.left() + index * step, rect.top() + rect.height() * value)
            for index, value in enumerate(_LINE)
        ]
        painter.setPen(QPen(_fading(rect, "text", 0.26), 1.6))
        painter.drawPolyline(QPolygonF(points))
        for index, buys in _FILLS:
            _triangle(painter, points[index], buys)


def _fading(rect: QRectF, token: str, strength: float) -> QLinearGradient:
    gradient = QLinearGradient(rect.left(), 0, rect.right(), 0)
    for stop, share in ((0.0, 0.0), (0.16, 0.7), (0.5, 1.0), (0.84, 0.7), (1.0, 0.0)):
        color = QColor(theme.color(token))
        color.setAlphaF(share * strength)
        gradient.setColorAt(stop, color)
    return gradient


def _triangle(painter: QPainter, tip: QPointF, buys: bool) -> None:
    away = 5 if buys else -5
    base = tip.y() + away + (9 if buys else -9)
    points = [
        QPointF(tip.x(), tip.y() + away),
        QPointF(tip.x() - 5, base),
        QPointF(tip.x() + 5, base),
    ]
    fill = QColor(theme.color("accent"))
    fill.setAlphaF(0.55)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawPolygon(QPolygonF(points))


class EmptyState(QWidget):
    """What will appear here, and how to begin."""

    def __init__(
        self,
        title: str,
        line: str,
        actions: tuple[Button, ...] = (),
        *,
        ghost: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._title = Words(title, "title", "text", Qt.AlignmentFlag.AlignHCenter)
        self._line = Prose(line, "body", "text2")
        self._line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for button in actions:
            row.addWidget(button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addStretch(2)
        if ghost:
            across = QHBoxLayout()
            across.addStretch(1)
            across.addWidget(Ghost(), 6)
            across.addStretch(1)
            layout.addLayout(across)
            layout.addSpacing(8)
        layout.addWidget(self._title)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._line, 100)
        middle.addStretch(1)
        layout.addLayout(middle)
        layout.addSpacing(8)
        layout.addLayout(row)
        layout.addStretch(3)

    def set_words(self, title: str, line: str) -> None:
        self._title.setText(title)
        self._line.setText(line)
