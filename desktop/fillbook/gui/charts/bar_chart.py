"""A bar for each group, with the interval of its value where one is known."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from fillbook.gui import format, theme
from fillbook.gui.charts.chart import Chart, Pane
from fillbook.gui.charts.drawing import Table
from fillbook.gui.charts.marks import Bar
from fillbook.gui.charts.painting import Card, faded, paint_card
from fillbook.gui.charts.scale import padded
from fillbook.gui.charts.ticks import Tick
from fillbook.gui.units import ResultUnit

_FILL, _WIDEST = 0.68, 56
_FEW = 10
_LEAST_NAME = 30


class BarChart(Chart):
    """Bars stand on zero. A group of few trades is an outline."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, (Pane(1, head=10),), parent)
        self.setMinimumSize(theme.scale(180), theme.scale(120))
        self.empty_text = "Groups of trades stand here"
        self.label_gap = 5
        self._bars: tuple[Bar, ...] = ()
        self._unit = ResultUnit.MONEY
        self._label = "Value"

    def show_bars(self, bars: tuple[Bar, ...], unit: ResultUnit, label: str) -> None:
        """Show these groups.

        Args:
            label: What the value is, in the crosshair's card and in the table.
        """
        self._bars, self._unit, self._label = bars, unit, label
        self.points_changed()

    def table(self) -> Table:
        rows = []
        for bar in self._bars:
            between = _between(bar, self._unit)
            rows.append((bar.word, self._text(bar.value), between, format.count(bar.trades)))
        return Table(("Group", self._label, "95 % interval", "Trades"), rows)

    def bar_at(self, index: int) -> Bar:
        return self._bars[index]

    def count(self) -> int:
        return len(self._bars)

    def position(self, index: int) -> float:
        return float(index)

    def nearest(self, x: float) -> int:
        return min(max(round(x), 0), self.count() - 1)

    def first_stop(self) -> int:
        return self.nearest(self.span[0])

    def limits(self) -> tuple[float, float]:
        return -0.5, max(self.count() - 0.5, 0.5)

    def values_between(self, pane: int, low: float, high: float) -> tuple[float, float]:
        seen = self._bars[max(round(low), 0) : round(high) + 1]
        values = [0.0]
        for bar in seen:
            values += [v for v in (bar.low, bar.value, bar.high) if v is not None]
        return padded(min(values), max(values)) if len(values) > 1 else (-0.05, 1.0)

    def value_text(self, pane: int, value: float, step: float) -> str:
        return self._unit.axis_text(value, step)

    def ticks(self, low: float, high: float, count: int) -> list[Tick]:
        """Names that fit under their bars, cut where there is room for a part; else a few."""
        first, last = max(round(low), 0), min(round(high), self.count() - 1)
        shown = range(first, last + 1)
        room = self.plot_rect().width() / max(high - low, 1) - theme.scale(8)
        if room >= theme.scale(_LEAST_NAME):
            metrics = QFontMetricsF(theme.font("micro"))
            right = Qt.TextElideMode.ElideRight
            return [
                Tick(float(i), metrics.elidedText(self._bars[i].word, right, room)) for i in shown
            ]
        return [Tick(float(i), self._bars[i].word) for i in shown[:: max(len(shown) // count, 1)]]

    def is_near_end(self, x: float, half: float) -> bool:
        """The first and last name may stand at the very end."""
        plot = self.plot_rect()
        return x - half < plot.left() or x + half > plot.right() + self.axis_width() / 2

    def paint_pane(self, painter: QPainter, number: int) -> None:
        across, heights = self.x_scale(), self.panes[0].values
        zero = round(heights.pixel(0.0))
        pitch = across.pixels_per_unit
        width = max(min(pitch * _FILL, theme.scale(_WIDEST)), 1.0)
        first, last = max(int(across.low), 0), min(int(across.high) + 2, self.count())
        for index in range(first, last):
            bar = self._bars[index]
            if bar.value is None:
                continue
            middle, end = across.pixel(index), round(heights.pixel(bar.value))
            rect = QRectF(round(middle - width / 2), min(zero, end), width, max(abs(end - zero), 1))
            self._paint_bar(painter, bar, rect, self.cursor_index in (-1, index))
            if pitch > 7 and bar.low is not None and bar.high is not None:
                ends = heights.pixel(bar.low), heights.pixel(bar.high)
                self._paint_interval(painter, middle, ends)

    def paint_cursor(self, painter: QPainter, index: int) -> None:
        bar = self._bars[index]
        rows = [(self._label, self._text(bar.value), "text")]
        if bar.low is not None or bar.high is not None:
            rows.append(("95 % interval", _between(bar, self._unit), "text"))
        rows.append(("Trades", format.count(bar.trades), "text"))
        top = self.panes[0].values.pixel(max(bar.value or 0.0, 0.0))
        point = QPointF(self.x_scale().pixel(index), top)
        paint_card(painter, Card(bar.word, tuple(rows)), point, self.panes[0].rect)

    def _text(self, value: float | None) -> str:
        return format.UNKNOWN if value is None else self._unit.text(value, signed=True)

    def _paint_bar(self, painter: QPainter, bar: Bar, rect: QRectF, strong: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        color = faded(theme.color(bar.token), 0.88 if strong else 0.35)
        if bar.trades >= _FEW or rect.width() < 5:
            painter.fillRect(rect, color)
            return
        pen = QPen(color, 1)
        pen.setDashPattern((3, 2))
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(0, 0, -1, 0))

    def _paint_interval(self, painter: QPainter, x: float, ends: tuple[float, float]) -> None:
        painter.setPen(QPen(theme.color("text"), 1))
        x, low, high = round(x), round(ends[0]), round(ends[1])
        painter.drawLine(x, low, x, high)
        for y in (low, high):
            painter.drawLine(x - 3, y, x + 3, y)


def _between(bar: Bar, unit: ResultUnit) -> str:
    if bar.low is None and bar.high is None:
        return format.UNKNOWN
    low = "open" if bar.low is None else unit.text(bar.low, signed=True)
    high = "open" if bar.high is None else unit.text(bar.high, signed=True)
    return f"{low} to {high}"
