"""The equity curve with its drawdown under it."""

from collections.abc import Iterator
from datetime import UTC, date

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from fillbook.gui import format, theme
from fillbook.gui.charts.beside import BesideLine, paint_names
from fillbook.gui.charts.chart import Chart, Pane
from fillbook.gui.charts.decimate import Places, Series
from fillbook.gui.charts.drawing import Table
from fillbook.gui.charts.equity_curve import NOTHING, EquityCurve, Line
from fillbook.gui.charts.line import cut_of, paint_area, paint_fall, paint_line
from fillbook.gui.charts.painting import Card, dot, paint_card, text_size, words
from fillbook.gui.charts.placement import Box, Columns, best_place
from fillbook.gui.charts.scale import Floats, padded
from fillbook.gui.charts.ticks import DAY, Tick, time_ticks
from fillbook.gui.units import ResultUnit

_EPOCH = date(1970, 1, 1).toordinal()
_EQUITY, _DRAWDOWN = 0, 1
_LINE_PX = 1.6


class EquityChart(Chart):
    """Ink for what is kept, the colour of loss for what is given back."""

    day_opened = Signal(object)  # date

    def __init__(self, parent: QWidget | None = None) -> None:
        panes = (Pane(0.68), Pane(0.32, "Drawdown", head=26))
        super().__init__("Equity and drawdown", panes, parent)
        self.empty_text = "Closed trades draw this line"
        self._unit = ResultUnit.MONEY
        self._label = QRectF()  # of the deepest fall, from its foot; kept while dragging
        self.show_curve(NOTHING)
        self.opened.connect(self._point_opened)

    def show_curve(
        self,
        curve: EquityCurve,
        unit: ResultUnit = ResultUnit.MONEY,
        lines: tuple[Line, ...] = (),
    ) -> None:
        """Show the curve of all trades, and others beside it."""
        self._unit = unit
        self._curve = curve
        self._beside = tuple(BesideLine(line) for line in lines)
        places = curve.places()
        start = curve.days[:1] - 1.0
        self._places = Places(np.concatenate((start, places)))
        self._levels = Series(self._places, _from_zero(curve.levels))
        self._falls = Series(self._places, -_from_zero(curve.falls))
        self._days = curve.day_results() if len(curve) else curve.levels
        self.points_changed()

    def zoom(self, factor: float, anchor: float | None = None) -> None:
        self._label = QRectF()
        super().zoom(factor, anchor)

    def reset(self) -> None:
        self._label = QRectF()
        super().reset()

    def table(self) -> Table:
        rows = [
            (
                format.day(date.fromordinal(int(day))),
                self._unit.text(level),
                self._unit.text(result, signed=True),
                self._unit.text(-fall),
            )
            for day, level, result, fall in zip(
                self._curve.days, self._curve.levels, self._days, self._curve.falls, strict=True
            )
        ]
        return Table(("Day", "Equity", "Result of the day", "Drawdown"), rows)

    def count(self) -> int:
        return len(self._places)

    def position(self, index: int) -> float:
        return float(self._places.x[index])

    def nearest(self, x: float) -> int:
        return self._places.nearest(x)

    def values_between(self, pane: int, low: float, high: float) -> tuple[float, float]:
        scale = self.x_scale()
        cut = cut_of(self._places, scale)
        if pane == _DRAWDOWN:
            least = self._falls.least(cut)
            return (-1.0, 0.05) if least is None else (least * 1.12 or -1.0, 0.0)
        extremes = self._levels.extremes(cut)
        if extremes is None:
            return -0.05, 1.0
        others = [line.extremes(scale) for line in self._beside]
        every = [extremes, *(each for each in others if each is not None)]
        return padded(min(low for low, _ in every), max(high for _, high in every))

    def value_text(self, pane: int, value: float, step: float) -> str:
        if pane == _DRAWDOWN and self._curve.trough < 0 and value:
            return ""  # the scale of a drawdown that never was
        return self._unit.axis_text(value, step)

    def ticks(self, low: float, high: float, count: int) -> list[Tick]:
        count = min(count, int(high - low))
        found = time_ticks((low - _EPOCH) * DAY, (high - _EPOCH) * DAY, UTC, count)
        return [Tick(tick.at / DAY + _EPOCH, tick.text) for tick in found]

    def paint_pane(self, painter: QPainter, number: int) -> None:
        scale, values = self.x_scale(), self.panes[number].values
        if number == _EQUITY:
            ink = theme.color("text")
            paint_area(painter, self._levels, scale, values, ink, (0.16, 0.015), values.low)
            for line in self._beside:
                line.paint(painter, scale, values)
            paint_line(painter, self._levels, scale, values, ink, _LINE_PX)
        else:
            paint_fall(painter, self._falls, scale, values, theme.color("loss"))

    def paint_over(self, painter: QPainter) -> None:
        last = self._point(self.count() - 1)
        if last.x() <= self.panes[_EQUITY].rect.right() + 1:
            dot(painter, last, 2, theme.color("text"), theme.color("surface"))
        if self._curve.trough >= 0:
            self._paint_deepest(painter)
        paint_names(painter, self._beside, self.x_scale(), self.panes[_EQUITY])

    def paint_cursor(self, painter: QPainter, index: int) -> None:
        point = self._point(index)
        dot(painter, point, 3, theme.color("text"), theme.color("surface"))
        paint_card(painter, self.card(index), point, self.panes[_EQUITY].rect)

    def card(self, index: int) -> Card:
        """What stands beside the crosshair at a point; the first point is the start."""
        if index == 0:
            return Card("Start", (("Equity", self._unit.text(0.0), "text"),))
        entry = index - 1
        result = float(self._days[entry])
        token = "gain" if result > 0 else "loss" if result < 0 else "text"
        return Card(
            format.day(date.fromordinal(int(self._curve.days[entry]))),
            (
                ("Equity", self._unit.text(float(self._curve.levels[entry])), "text"),
                ("Day", self._unit.text(result, signed=True), token),
                ("Drawdown", self._unit.text(-float(self._curve.falls[entry])), "text"),
                *self._card_rows(self.position(index)),
            ),
        )

    def _card_rows(self, place: float) -> Iterator[tuple[str, str, str]]:
        for line in self._beside:
            level = line.level_at(place)
            if level is not None:
                yield line.name, self._unit.text(level), "text2"

    def _point_opened(self, index: int) -> None:
        if index > 0:
            self.day_opened.emit(date.fromordinal(int(self._curve.days[index - 1])))

    def _point(self, index: int) -> QPointF:
        values = self.panes[_EQUITY].values
        x = self.x_scale().pixel(float(self._places.x[index]))
        return QPointF(x, values.pixel(float(self._levels.y[index])))

    def _paint_deepest(self, painter: QPainter) -> None:
        """The figure near the foot of the deepest fall, where it covers little of the curve."""
        pane = self.panes[_DRAWDOWN]
        foot = QPointF(
            self.x_scale().pixel(self.position(self._curve.trough + 1)),
            pane.values.pixel(-float(self._curve.falls[self._curve.trough])),
        )
        if not pane.rect.left() <= foot.x() <= pane.rect.right():
            return
        text = f"Deepest {self._unit.text(-self._curve.deepest)}"
        place = self._label.translated(foot)
        if not pane.rect.contains(place) or place.size() != text_size(text, "micro"):
            place = self._place_by(foot, text_size(text, "micro"))
            self._label = place.translated(-foot)
        words(painter, place, text, "micro", theme.color("loss"))

    def _place_by(self, foot: QPointF, size: QSizeF) -> QRectF:
        pane, scale = self.panes[_DRAWDOWN], self.x_scale()
        x, y = self._falls.underside(cut_of(self._places, scale))
        hanging = Columns(
            x=scale.pixels(x),
            top=np.full(len(x), pane.rect.top()),
            bottom=pane.values.pixels(y),
            width=pane.rect.width() / max(len(x), 1),
        )
        room = Box(pane.rect.left(), pane.rect.top(), pane.rect.width(), pane.rect.height())
        box = best_place((foot.x(), foot.y()), (size.width(), size.height()), room, (), hanging)
        return QRectF(box.left, box.top, size.width(), size.height())


def _from_zero(values: Floats) -> Floats:
    return np.concatenate(([0.0], values)) if len(values) else values
