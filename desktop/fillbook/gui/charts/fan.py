"""Where the same trades could have led: the middle 90 % of many paths, and the one taken."""

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from fillbook.gui import format, theme
from fillbook.gui.charts.chart import Chart, Pane
from fillbook.gui.charts.drawing import Table
from fillbook.gui.charts.marks import NO_FAN, Fan
from fillbook.gui.charts.painting import Card, dot, faded, paint_card, polygon
from fillbook.gui.charts.scale import Floats, Scale, padded
from fillbook.gui.charts.ticks import Tick, value_ticks
from fillbook.gui.units import ResultUnit

_BAND = 0.12


class FanChart(Chart):
    """A band of ink between the 5th and the 95th percentile."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, (Pane(1, head=10),), parent)
        self.empty_text = "Paths are drawn when asked for"
        self._fan = NO_FAN
        self._unit = ResultUnit.MONEY

    def show_fan(self, fan: Fan) -> None:
        self._fan = fan
        self.points_changed()

    def table(self) -> Table:
        fan, text = self._fan, self._unit.text
        rows = [
            (
                f"{step:.0f}",
                *(
                    format.UNKNOWN if np.isnan(level) else text(float(level), signed=True)
                    for level in levels
                ),
            )
            for step, *levels in zip(
                fan.steps, fan.low, fan.middle, fan.high, fan.taken, strict=True
            )
        ]
        return Table((fan.noun.capitalize(), "P5", "P50", "P95", "As it came"), rows)

    def count(self) -> int:
        return len(self._fan.steps)

    def position(self, index: int) -> float:
        return float(self._fan.steps[index])

    def nearest(self, x: float) -> int:
        return int(np.abs(self._fan.steps - x).argmin())

    def values_between(self, pane: int, low: float, high: float) -> tuple[float, float]:
        fan = self._fan
        seen = (fan.steps >= low) & (fan.steps <= high)
        if not seen.any():
            return -1.0, 1.0
        taken = fan.taken[seen]
        known = taken[~np.isnan(taken)]
        bottom = min(float(fan.low[seen].min()), float(known.min(initial=0.0)))
        top = max(float(fan.high[seen].max()), float(known.max(initial=0.0)))
        return padded(bottom, top)

    def value_text(self, pane: int, value: float, step: float) -> str:
        return self._unit.axis_text(value, step)

    def ticks(self, low: float, high: float, count: int) -> list[Tick]:
        values = [value for value in value_ticks(low, high, count) if value == int(value)]
        return [Tick(value, format.count(int(value))) for value in values]

    def paint_pane(self, painter: QPainter, number: int) -> None:
        fan, across, up = self._fan, self.x_scale(), self.panes[0].values
        x, ink = across.pixels(fan.steps), theme.color("text")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(ink, _BAND))
        outline = np.concatenate((up.pixels(fan.high), up.pixels(fan.low)[::-1]))
        painter.drawPolygon(polygon(np.concatenate((x, x[::-1])), outline))
        for levels in (fan.low, fan.high):
            _paint_line(painter, x, up.pixels(levels), QPen(faded(ink, 0.35), 1))
        dashes = QPen(theme.color("text2"), 1.2)
        dashes.setDashPattern((4, 3))
        _paint_line(painter, x, up.pixels(fan.middle), dashes)
        came = ~np.isnan(fan.taken)
        if came.any():
            _paint_line(painter, x[came], up.pixels(fan.taken[came]), QPen(ink, 1.6))

        last = float(fan.taken[-1])
        if not np.isnan(last) and across.low <= fan.steps[-1] <= across.high:
            end = QPointF(float(x[-1]), up.pixel(last))
            dot(painter, end, 2, ink, theme.color("surface"))

    def paint_cursor(self, painter: QPainter, index: int) -> None:
        fan, text = self._fan, self._unit.text
        rows = [
            ("95th percentile", text(float(fan.high[index]), signed=True), "text"),
            ("Middle", text(float(fan.middle[index]), signed=True), "text"),
            ("5th percentile", text(float(fan.low[index]), signed=True), "text"),
        ]
        level = float(fan.middle[index])
        if not np.isnan(fan.taken[index]):
            level = float(fan.taken[index])
            rows.append(("As it came", text(level, signed=True), theme.pnl_token(level)))
        point = QPointF(self.x_scale().pixel(self.position(index)), self._up().pixel(level))
        dot(painter, point, 3, theme.color("text"), theme.color("surface"))
        title = f"After {format.count(int(fan.steps[index]))} {fan.noun}"
        paint_card(painter, Card(title, tuple(rows)), point, self.panes[0].rect)

    def _up(self) -> Scale:
        return self.panes[0].values


def _paint_line(painter: QPainter, x: Floats, y: Floats, pen: QPen) -> None:
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(polygon(x, y))
