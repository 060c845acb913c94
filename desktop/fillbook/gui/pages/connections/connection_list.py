"""The connections on the left: name, state as a dot and words, last success."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fillbook.gui import theme
from fillbook.gui.pages.connections.presenter import Standing
from fillbook.gui.widgets.strokes import CARD_RADIUS, boxed, dot, ring, words

_ROW = 56


class ConnectionList(QWidget):
    """One row a connection; arrows and clicks choose."""

    chosen = Signal(str)  # the connection's id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._standings: tuple[Standing, ...] = ()
        self._current = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Connections")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.events.changed.connect(self._restyle)

    def show_standings(self, standings: tuple[Standing, ...], current: str) -> None:
        self._standings, self._current = standings, current
        shown = next((each for each in standings if each.id == current), None)
        self.setAccessibleDescription(f"{shown.name}, {shown.words}" if shown else "")
        self._restyle()

    def sizeHint(self) -> QSize:
        return QSize(240, theme.scale(_ROW) * len(self._standings))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        height = theme.scale(_ROW)
        for place, standing in enumerate(self._standings):
            row = QRectF(0, place * height, self.width(), height).adjusted(2, 2, -2, -2)
            is_current = standing.id == self._current
            if is_current:
                boxed(painter, row, theme.color("pressed"), None, CARD_RADIUS)
                if self.hasFocus():
                    ring(painter, row, CARD_RADIUS)
            self._paint(painter, row.adjusted(12, 6, -12, -6), standing)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        place = self._place() + step
        if 0 <= place < len(self._standings):
            self.chosen.emit(self._standings[place].id)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = int(event.position().y()) // theme.scale(_ROW)
        if 0 <= place < len(self._standings):
            self.chosen.emit(self._standings[place].id)

    def _paint(self, painter: QPainter, rect: QRectF, standing: Standing) -> None:
        half = rect.height() / 2
        upper = QRectF(rect.left(), rect.top(), rect.width(), half)
        lower = QRectF(rect.left(), rect.top() + half, rect.width(), half)
        right = Qt.AlignmentFlag.AlignRight
        words(painter, upper, standing.name, theme.font("symbol"), theme.color("text"))
        words(painter, upper, standing.when, theme.font("small"), theme.color("text3"), right)
        dot(painter, QPointF(lower.left() + 4, lower.center().y()), theme.color(standing.tone), 3.5)
        words(
            painter,
            lower.adjusted(16, 0, 0, 0),
            standing.words,
            theme.font("small"),
            theme.color("text2"),
        )

    def _place(self) -> int:
        for place, standing in enumerate(self._standings):
            if standing.id == self._current:
                return place
        return 0

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
