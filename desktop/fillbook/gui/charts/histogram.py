"""How often each result came: zero between two bins, the mean as a line."""

import math

import numpy as np
from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from fillbook.gui import format, theme
from fillbook.gui.charts.chart import Chart, Pane
from fillbook.gui.charts.drawing import Table
from fillbook.gui.charts.painting import faded, hairline_v, text_size, words
from fillbook.gui.charts.ticks import Tick, value_ticks
from fillbook.gui.units import Reach, ResultUnit
from fillbook.statistics.distribution import Histogram as Spread

_GAP = 0.04
NOTHING = Spread(np.zeros(1), np.zeros(0, dtype=np.intp), None)


class Histogram(Chart):
    """Gains and losses in their colours; arrows walk the bins."""

    reach_opened = Signal(object)  # Reach of a bar

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, (Pane(1, head=22),), parent)
        self.setMinimumSize(theme.scale(160), theme.scale(110))
        self.empty_text = "Results draw their spread here"
        self._spread = NOTHING
        self._unit = ResultUnit.R
        self.opened.connect(self._bar_opened)

    def show_spread(self, spread: Spread, unit: ResultUnit) -> None:
        self._spread, self._unit = spread, unit
        self.points_changed()

    def table(self) -> Table:
        rows = []
        for index, count in enumerate(self._spread.counts.tolist()):
            low, high = (self._unit.text(edge, signed=True) for edge in self._edges(index))
            rows.append((low, high, format.count(count)))
        return Table(("From", "To below", "Trades"), rows)

    def count(self) -> int:
        return len(self._spread.counts)

    def position(self, index: int) -> float:
        low, high = self._edges(index)
        return (low + high) / 2

    def nearest(self, x: float) -> int:
        index = int(np.searchsorted(self._spread.edges, x, "right")) - 1
        return min(max(index, 0), self.count() - 1)

    def first_stop(self) -> int:
        return self.nearest(self.span[0])

    def limits(self) -> tuple[float, float]:
        if not self.count():
            return 0.0, 1.0
        return float(self._spread.edges[0]), float(self._spread.edges[-1])

    def values_between(self, pane: int, low: float, high: float) -> tuple[float, float]:
        if not self.count():
            return 0.0, 1.0
        first, last = self.nearest(low), self.nearest(high)
        return 0.0, max(int(self._spread.counts[first : last + 1].max()), 1) * 1.02

    def value_text(self, pane: int, value: float, step: float) -> str:
        return format.count(round(value)) if value and value == int(value) else ""

    def ticks(self, low: float, high: float, count: int) -> list[Tick]:
        values = value_ticks(low, high, count + 2)
        step = values[1] - values[0] if len(values) > 1 else 1.0
        return [Tick(value, self._unit.axis_text(value, step)) for value in values]

    def paint_pane(self, painter: QPainter, number: int) -> None:
        across, heights = self.x_scale(), self.panes[0].values
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for index, count in enumerate(self._spread.counts.tolist()):
            if not count:
                continue
            low, high = self._edges(index)
            gap = (high - low) * _GAP / 2
            left, right = round(across.pixel(low + gap)), round(across.pixel(high - gap))
            share = 0.9 if self.cursor_index in (-1, index) else 0.35
            color = faded(theme.color("gain" if low >= -1e-12 else "loss"), share)
            top = round(heights.pixel(count))
            bar = QRectF(left, top, max(right - left, 1), max(heights.start - top, 1))
            painter.fillRect(bar, color)

    def paint_over(self, painter: QPainter) -> None:
        plot, mean = self.panes[0].rect, self._spread.mean
        if self.cursor_index >= 0:
            self._paint_chosen(painter, plot)
        elif mean is not None and plot.left() <= self.x_scale().pixel(mean) <= plot.right():
            x = self.x_scale().pixel(mean)
            hairline_v(painter, x, plot.top() - 4, plot.bottom(), theme.color("text"))
            self._paint_word(painter, f"mean {self._unit.text(mean, signed=True)}", x, plot)

    def paint_cursor(self, painter: QPainter, index: int) -> None:
        """The chosen bar keeps its colour, and its figures stand above."""

    def reach(self, index: int) -> Reach:
        """Which results a bar counts."""
        low, high = self._edges(index)
        if self._spread.open_low and index == 0:
            low = -math.inf
        if self._spread.open_high and index == self.count() - 1:
            high = math.inf
        return Reach(self._unit, low, high)

    def _bar_opened(self, index: int) -> None:
        self.reach_opened.emit(self.reach(index))

    def _edges(self, index: int) -> tuple[float, float]:
        return float(self._spread.edges[index]), float(self._spread.edges[index + 1])

    def _paint_chosen(self, painter: QPainter, plot: QRectF) -> None:
        index = self.cursor_index
        low, high = self._edges(index)
        noun = format.plural(int(self._spread.counts[index]), "trade", "trades")
        place = self.x_scale().pixel((low + high) / 2)
        self._paint_word(painter, f"{self.reach(index).words}: {noun}", place, plot)

    def _paint_word(self, painter: QPainter, text: str, x: float, plot: QRectF) -> None:
        width = text_size(text, "micro").width()
        left = min(max(x, plot.left()), self.width() - width - 2)
        place = QRectF(left, plot.top() - theme.scale(20), width, theme.scale(16))
        words(painter, place, text, "micro", theme.color("text"))
