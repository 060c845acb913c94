"""One mark a trade: how far it went against us or for us, and what came of it."""

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QWidget

from fillbook.gui import theme
from fillbook.gui.charts.chart import Chart, Pane
from fillbook.gui.charts.drawing import Table
from fillbook.gui.charts.marks import NO_POINTS, Points
from fillbook.gui.charts.painting import Card, dashed, faded, paint_card, text_size, words
from fillbook.gui.charts.scale import Floats, padded
from fillbook.gui.charts.ticks import Tick, value_ticks
from fillbook.gui.units import ResultUnit
from fillbook.statistics.integers import Mask

_MARK = 7
_MOST_MARKS = 4000
_REACH_PX = 24


class Scatter(Chart):
    """Gains are circles and losses triangles; dense clouds are painted as one image."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, (Pane(1, head=18),), parent)
        self.vertical_grid = True
        self.empty_text = "A mark a trade stands here, once bars are known"
        self._points = NO_POINTS
        self._unit = ResultUnit.R
        self.setMinimumSize(theme.scale(180), theme.scale(140))

    def show_points(self, points: Points, unit: ResultUnit) -> None:
        self._points, self._unit = points, unit
        self.points_changed()

    def table(self) -> Table:
        points = self._points
        rows = [
            (name, self._x_text(index), self._unit.text(y, signed=True))
            for index, (name, y) in enumerate(zip(points.names, points.y.tolist(), strict=True))
        ]
        return Table(("Trade", points.x_label, points.y_label), rows)

    def count(self) -> int:
        return len(self._points.x)

    def position(self, index: int) -> float:
        return float(self._points.x[index])

    def nearest(self, x: float) -> int:
        right = int(np.searchsorted(self._points.x, x))
        if right == 0 or right == self.count():
            return min(right, self.count() - 1)
        left_is_closer = x - self._points.x[right - 1] < self._points.x[right] - x
        return right - 1 if left_is_closer else right

    def index_at(self, place: QPointF) -> int:
        """The mark closest to a place, if it is within reach."""
        if self.is_empty() or not self.plot_rect().contains(place):
            return -1
        across, up = self.x_scale(), self.panes[0].values
        low, high = (across.value(place.x() + step) for step in (-_REACH_PX, _REACH_PX))
        first, last = np.searchsorted(self._points.x, (low, high))
        if first == last:
            return -1
        x = across.pixels(self._points.x[first:last]) - place.x()
        y = up.pixels(self._points.y[first:last]) - place.y()
        distance = np.hypot(x, y)
        best = int(distance.argmin())
        return int(first) + best if distance[best] <= _REACH_PX else -1

    def limits(self) -> tuple[float, float]:
        if not self.count():
            return 0.0, 1.0
        return padded(min(float(self._points.x[0]), 0.0), float(self._points.x[-1]), 0.04)

    def values_between(self, pane: int, low: float, high: float) -> tuple[float, float]:
        first, last = np.searchsorted(self._points.x, (low, high))
        seen = self._points.y[first:last]
        if not len(seen):
            return -1.0, 1.0
        return padded(min(float(seen.min()), 0.0), max(float(seen.max()), 0.0), 0.07)

    def value_text(self, pane: int, value: float, step: float) -> str:
        return self._unit.axis_text(value, step)

    def ticks(self, low: float, high: float, count: int) -> list[Tick]:
        values = value_ticks(low, high, count)
        step = values[1] - values[0] if len(values) > 1 else 1.0
        return [Tick(value, self._unit.axis_text(value, step).lstrip("+")) for value in values]

    def paint_pane(self, painter: QPainter, number: int) -> None:
        points, across, up = self._points, self.x_scale(), self.panes[0].values
        first, last = np.searchsorted(points.x, (across.low, across.high))
        x, y = across.pixels(points.x[first:last]), up.pixels(points.y[first:last])
        gained = points.y[first:last] >= 0
        if last - first > _MOST_MARKS:
            self._paint_cloud(painter, x, y, gained)
            return
        if points.far is not None:
            self._paint_ranges(painter, x, across.pixels(points.far[first:last]), y)
        for token, chosen in (("gain", gained), ("loss", ~gained)):
            sprite = _sprite(token, self.devicePixelRatioF())
            half = (_MARK + 2) / 2
            for left, top in zip((x[chosen] - half).tolist(), (y[chosen] - half).tolist(),
                                 strict=True):  # fmt: skip
                painter.drawPixmap(QPointF(left, top), sprite)

    def paint_over(self, painter: QPainter) -> None:
        points, rect = self._points, self.panes[0].rect
        if points.line is None:
            return
        x = round(self.x_scale().pixel(points.line))
        if rect.left() <= x <= rect.right():
            dashed(painter, QLineF(x, rect.top(), x, rect.bottom()), theme.color("text"), (4, 3))
            width = text_size(points.line_word, "micro").width()
            left = min(x + 6.0, rect.right() - width)
            place = QRectF(left, rect.top() - theme.scale(17), width, theme.scale(16))
            words(painter, place, points.line_word, "micro", theme.color("text"))

    def paint_cursor(self, painter: QPainter, index: int) -> None:
        x, y = float(self._points.x[index]), float(self._points.y[index])
        place = QPointF(self.x_scale().pixel(x), self.panes[0].values.pixel(y))
        rect = self.panes[0].rect
        level = round(place.y())
        dashed(
            painter, QLineF(rect.left(), level, rect.right(), level), theme.color("text3"), (4, 3)
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(theme.color("text"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(place, 6, 6)
        rows = (
            (self._points.x_label, self._x_text(index), "text"),
            (self._points.y_label, self._unit.text(y, signed=True), theme.pnl_token(y)),
        )
        paint_card(painter, Card(self._points.names[index], rows), place, rect)

    def _paint_ranges(self, painter: QPainter, x: Floats, far: Floats, y: Floats) -> None:
        """A faint line to where a mark may have reached."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(faded(theme.color("text3"), 0.5), 1))
        wide = far - x >= 1
        for left, right, level in zip(
            x[wide].tolist(), far[wide].tolist(), y[wide].tolist(), strict=True
        ):
            painter.drawLine(QLineF(left, round(level), right, round(level)))

    def _x_text(self, index: int) -> str:
        """Where a mark lies, as a range where that is not certain."""
        points, unit = self._points, self._unit
        text = unit.text(float(points.x[index]))
        if points.far is None or points.far[index] <= points.x[index]:
            return text
        return f"{unit.number(float(points.x[index]))} to {unit.text(float(points.far[index]))}"

    def _paint_cloud(self, painter: QPainter, x: Floats, y: Floats, gained: Mask) -> None:
        """Cells of two pixels, the stronger the more trades lie in them."""
        rect = self.panes[0].rect
        columns, rows = max(int(rect.width() / 2), 1), max(int(rect.height() / 2) + 2, 1)
        across = np.clip(((x - rect.left()) / 2).astype(np.intp), 0, columns - 1)
        down = np.clip(((y - rect.top()) / 2).astype(np.intp), 0, rows - 1)
        counts = np.bincount(down * columns + across, minlength=rows * columns)
        wins = np.bincount((down * columns + across)[gained], minlength=rows * columns)
        pixels = np.zeros((rows * columns, 4), dtype=np.uint8)
        alpha = np.where(counts > 0, np.minimum(110 + 40 * np.log2(np.maximum(counts, 1)), 235), 0)
        for token, chosen in (("gain", wins * 2 >= counts), ("loss", wins * 2 < counts)):
            color = theme.color(token)
            pixels[chosen, :3] = (color.blue(), color.green(), color.red())
        pixels[:, 3] = alpha
        image = QImage(pixels.data, columns, rows, columns * 4, QImage.Format.Format_ARGB32)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(QRectF(rect.left(), rect.top(), columns * 2, rows * 2), image)


def _sprite(token: str, ratio: float) -> QPixmap:
    """A circle or a triangle with an edge of the surface."""
    side = _MARK + 2
    drawn = QPixmap(round(side * ratio), round(side * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(theme.color("surface"), 1))
    painter.setBrush(faded(theme.color(token), 0.85))
    box = QRectF(1, 1, side - 2, side - 2)
    if token == "gain":
        painter.drawEllipse(box)
    else:
        corners = [box.topLeft(), box.topRight(), QPointF(box.center().x(), box.bottom())]
        painter.drawPolygon(QPolygonF(corners))
    painter.end()
    return drawn
