"""How often each result came: zero between two bins, the mean as a line."""

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from fillbook.gui import theme
from fillbook.gui.charts.drawing import Drawing, Table
from fillbook.gui.charts.painting import faded, hairline_h, hairline_v, text_size, words
from fillbook.gui.charts.scale import Scale
from fillbook.gui.charts.ticks import value_ticks
from fillbook.gui.units import ResultUnit
from fillbook.statistics.distribution import Histogram as Spread

_GAP = 0.04


NOTHING = Spread(np.zeros(1), np.zeros(0, dtype=np.intp), None)


class Histogram(Drawing):
    """Gains and losses in their colours; arrows walk the bins."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setMinimumSize(theme.scale(160), theme.scale(110))
        self.setMouseTracking(True)
        self.setAccessibleDescription("Arrows walk the bars")
        self.empty_text = "Results draw their spread here"
        self._spread = NOTHING
        self._unit = ResultUnit.R
        self._chosen = -1

    def show_spread(self, spread: Spread, unit: ResultUnit) -> None:
        self._spread, self._unit = spread, unit
        self._chosen = -1
        self.update()

    def is_empty(self) -> bool:
        return not len(self._spread.counts)

    def table(self) -> Table:
        rows = []
        for index, count in enumerate(self._spread.counts):
            low, high = self._edges(index)
            rows.append(
                (self._unit.text(low, signed=True), self._unit.text(high, signed=True), str(count))
            )
        return Table(("From", "To below", "Trades"), rows)

    def choose(self, index: int) -> None:
        """Keep one bar in full colour; -1 lets all have theirs."""
        self._chosen = min(max(index, -1), len(self._spread.counts) - 1)
        self.update()

    @property
    def chosen(self) -> int:
        return self._chosen

    def paint(self, painter: QPainter) -> None:
        plot = self._plot()
        top = max(int(self._spread.counts.max(initial=0)), 1)
        heights = Scale(0.0, top * 1.02, plot.bottom(), plot.top())
        painter.setOpacity(0.4 if self.is_empty() else 1.0)
        self._paint_counts(painter, plot, heights, top)
        painter.setOpacity(1.0)
        if self.is_empty():
            return
        across = self._across(plot)
        self._paint_bars(painter, across, heights)
        self._paint_axis(painter, plot, across)
        if self._chosen >= 0:
            self._paint_chosen(painter, plot)
        elif self._spread.mean is not None:
            self._paint_mean(painter, plot, across, self._spread.mean)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Right:
                self.choose(self._chosen + 1)
            case Qt.Key.Key_Left:
                self.choose(max(self._chosen - 1, 0))
            case Qt.Key.Key_Home:
                self.choose(-1)
            case Qt.Key.Key_Escape if self._chosen >= 0:
                self.choose(-1)
            case _:
                super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        plot = self._plot()
        if self.is_empty() or not plot.contains(event.position()):
            self.choose(-1)
            return
        value = self._across(plot).value(event.position().x())
        self.choose(int(np.searchsorted(self._spread.edges, value, "right")) - 1)

    def leaveEvent(self, event: object) -> None:
        self.choose(-1)

    def _plot(self) -> QRectF:
        right, head, foot = theme.scale(34), theme.scale(22), theme.scale(24)
        return QRectF(0, head, max(self.width() - right, 1), max(self.height() - head - foot, 1))

    def _across(self, plot: QRectF) -> Scale:
        edges = self._spread.edges
        low, high = float(edges[0]), float(edges[-1])
        return Scale(low, high if high > low else low + 1, plot.left(), plot.right())

    def _edges(self, index: int) -> tuple[float, float]:
        return float(self._spread.edges[index]), float(self._spread.edges[index + 1])

    def _paint_counts(self, painter: QPainter, plot: QRectF, heights: Scale, top: int) -> None:
        for value in value_ticks(0, top, 4):
            if value != int(value):
                continue
            y = heights.pixel(value)
            token = "control" if value == 0 else "grid"
            hairline_h(painter, plot.left(), plot.right(), y, theme.color(token))
            if value and not self.is_empty():
                place = QRectF(plot.right() + theme.scale(8), y - 8, theme.scale(30), 16)
                words(painter, place, f"{value:.0f}", "micro", theme.color("text3"))

    def _paint_bars(self, painter: QPainter, across: Scale, heights: Scale) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for index, count in enumerate(self._spread.counts.tolist()):
            if not count:
                continue
            low, high = self._edges(index)
            gap = (high - low) * _GAP / 2
            left, right = round(across.pixel(low + gap)), round(across.pixel(high - gap))
            share = 0.9 if self._chosen in (-1, index) else 0.35
            color = faded(theme.color("gain" if low >= -1e-12 else "loss"), share)
            top = heights.pixel(count)
            bar = QRectF(left, round(top), max(right - left, 1), heights.start - round(top))
            painter.fillRect(bar, color)

    def _paint_axis(self, painter: QPainter, plot: QRectF, across: Scale) -> None:
        free = plot.left()
        values = value_ticks(across.low, across.high, max(int(plot.width() / theme.scale(42)), 2))
        step = values[1] - values[0] if len(values) > 1 else 1.0
        for value in values:
            text = self._unit.axis_text(value, step)
            half = text_size(text, "micro").width() / 2
            x = across.pixel(value)
            if x - half < free or x + half > plot.right() + theme.scale(12):
                continue
            free = x + half + theme.scale(8)
            place = QRectF(x - half, plot.bottom() + theme.scale(6), 2 * half, theme.scale(16))
            words(painter, place, text, "micro", theme.color("text3"))

    def _paint_mean(self, painter: QPainter, plot: QRectF, across: Scale, mean: float) -> None:
        x = across.pixel(mean)
        hairline_v(painter, x, plot.top() - 4, plot.bottom(), theme.color("text"))
        self._paint_word(painter, f"mean {self._unit.text(mean, signed=True)}", x, plot)

    def _paint_chosen(self, painter: QPainter, plot: QRectF) -> None:
        low, high = self._edges(self._chosen)
        count = int(self._spread.counts[self._chosen])
        noun = "trade" if count == 1 else "trades"
        reach = " to ".join(self._unit.text(edge, signed=True) for edge in (low, high))
        text = f"{reach}: {count} {noun}"
        self._paint_word(painter, text, self._across(plot).pixel((low + high) / 2), plot)

    def _paint_word(self, painter: QPainter, text: str, x: float, plot: QRectF) -> None:
        width = text_size(text, "micro").width()
        left = min(max(x, plot.left()), self.width() - width - 2)
        place = QRectF(left, plot.top() - theme.scale(20), width, theme.scale(16))
        words(painter, place, text, "micro", theme.color("text"))
