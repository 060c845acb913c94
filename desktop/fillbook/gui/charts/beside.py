"""Lines beside an equity curve, each named at its end."""

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from fillbook.gui import theme
from fillbook.gui.charts.chart import Pane
from fillbook.gui.charts.decimate import Places, Series
from fillbook.gui.charts.equity_curve import Line
from fillbook.gui.charts.line import cut_of, paint_line
from fillbook.gui.charts.painting import polygon, text_size, words
from fillbook.gui.charts.scale import Scale

_WIDTH = 1.2
_LETTER_PX = 15


class BesideLine:
    """A line with its visible slice."""

    def __init__(self, line: Line) -> None:
        self.name = line.name
        self._colour = line.colour
        self._series = Series(Places(line.places), line.levels)

    @property
    def color(self) -> QColor:
        return theme.color("text2") if self._colour is None else theme.category(self._colour)

    def extremes(self, scale: Scale) -> tuple[float, float] | None:
        return self._series.extremes(cut_of(self._series.places, scale))

    def level_at(self, place: float) -> float | None:
        """The last level at or before a place; None before the first."""
        index = int(np.searchsorted(self._series.places.x, place, "right")) - 1
        return float(self._series.y[index]) if index >= 0 else None

    def paint(self, painter: QPainter, scale: Scale, values: Scale) -> None:
        if self._colour is not None:
            paint_line(painter, self._series, scale, values, self.color, _WIDTH)
            return
        x, y = self._series.line(cut_of(self._series.places, scale))
        if len(x) > 1:
            pen = QPen(self.color, 1)
            pen.setDashPattern((3, 3))
            pen.setCosmetic(True)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(pen)
            painter.drawPolyline(polygon(scale.pixels(x), values.pixels(y)))


def paint_names(painter: QPainter, lines: tuple[BesideLine, ...], scale: Scale, pane: Pane) -> None:
    """The names inside the right edge, at the level where each line ends, pushed apart."""
    step = theme.scale(_LETTER_PX)
    ends = []
    for line in lines:
        level = line.level_at(scale.high)
        if level is not None:
            ends.append((pane.values.pixel(level), line))
    ends.sort(key=lambda end: end[0])
    top = pane.rect.top()
    room = max(pane.rect.bottom() - step * len(ends), top)
    placed: list[float] = []
    for wanted, _ in ends:
        lowest = placed[-1] + step if placed else top
        placed.append(max(min(wanted - step / 2, room + step * len(placed)), lowest))
    for y, (wanted, line) in zip(placed, ends, strict=True):
        width = text_size(line.name, "micro").width()
        left = pane.rect.right() - width - theme.scale(8)
        place = QRectF(left, y, width, step)
        ground = QColor(theme.color("surface"))
        ground.setAlphaF(0.8)
        painter.fillRect(place.adjusted(-3, 0, 3, 0), ground)
        words(painter, place, line.name, "micro", line.color)
        painter.setPen(QPen(line.color, 1))
        edge = pane.rect.right()
        painter.drawLine(QLineF(left + width + 3, place.center().y(), edge, wanted))
