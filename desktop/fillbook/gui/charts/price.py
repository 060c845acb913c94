"""A trade on its prices: bars, fills, stop and target."""

from datetime import UTC, datetime

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from fillbook.gui import format, theme
from fillbook.gui.charts.candles import covered, paint_candles, paint_volume, shown
from fillbook.gui.charts.chart import Chart, Pane
from fillbook.gui.charts.drawing import Table
from fillbook.gui.charts.fills import (
    PlacedFill,
    no_columns,
    paint_fills,
    paint_joins,
    paint_labels,
)
from fillbook.gui.charts.levels import (
    Reach,
    label_place,
    levels_of,
    paint_axis_labels,
    paint_levels,
    paint_stop_history,
    paint_zones,
)
from fillbook.gui.charts.painting import axis_label, dashed, faded, text_size, words
from fillbook.gui.charts.price_scene import PriceScene
from fillbook.gui.charts.scale import Floats, padded
from fillbook.gui.charts.ticks import Tick
from fillbook.gui.charts.timeline import BarLine, ClockLine

_NOTHING = PriceScene("", 2)
_FAR = 1.5  # a level farther away than this many ranges of the bars stays out of view
_CONTEXT = 0.75  # bars shown on each side, as a share of the trade's own length
_LEAST_BARS = 24
_LEAST_HEIGHT = 148


class PriceChart(Chart):
    """Ink for the market, accent for what the trader did."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Price chart", (Pane(1.0, head=30),), parent)
        self.empty_text = "A trade with fills draws its prices here"
        self.vertical_grid = True
        self.setMinimumSize(theme.scale(240), theme.scale(_LEAST_HEIGHT))
        self.show_scene(_NOTHING)

    def show_scene(self, scene: PriceScene) -> None:
        """Show a trade, framed with some bars before and after it."""
        self.scene = scene
        instants = np.sort(np.array([fill.at_s for fill in scene.fills], dtype=np.float64))
        self._line: BarLine | ClockLine | None = None
        if len(scene.bars):
            self._line = BarLine(scene.bars.starts_s, scene.bars.resolution_s, scene.zone)
        elif len(instants):
            self._line = ClockLine(instants, scene.zone)
        self._points = self._point_places(instants)
        self.setAccessibleName(f"Price chart of {scene.symbol}" if scene.symbol else "Price chart")
        self.points_changed()

    @property
    def note(self) -> str:
        """What the chart rests on, in words."""
        if not len(self.scene.bars):
            return f"No bars of {self.scene.symbol} for this time: the fills alone"
        return f"{resolution_text(self.scene.bars.resolution_s)} bars"

    def table(self) -> Table:
        """The fills, then the levels, as the chart draws them."""
        rows = [
            (
                "Entry" if fill.enters else "Exit",
                "Buy" if fill.buys else "Sell",
                f"{self._moment(fill.at_s):%Y-%m-%d %H:%M:%S}",
                fill.label,
            )
            for fill in self.scene.fills
        ]
        rows += [(level.word, "", "", self._price(level.price)) for level in levels_of(self.scene)]
        return Table(("What", "Side", "Time", "Quantity and price"), rows)

    def count(self) -> int:
        return len(self._points)

    def position(self, index: int) -> float:
        return float(self._points[index])

    def nearest(self, x: float) -> int:
        if not len(self._points):
            return -1
        return int(np.abs(self._points - x).argmin())

    def limits(self) -> tuple[float, float]:
        return (0.0, 1.0) if self._line is None else self._line.limits

    def home_span(self) -> tuple[float, float]:
        low, high = self.limits()
        if not self.scene.fills or not len(self.scene.bars):
            return low, high
        assert self._line is not None
        places = [self._line.place(fill.at_s) for fill in self.scene.fills]
        room = max((max(places) - min(places)) * _CONTEXT, _LEAST_BARS)
        return max(min(places) - room, low), min(max(places) + room, high)

    def values_between(self, pane: int, low: float, high: float) -> tuple[float, float]:
        prices = self._visible_prices(low, high)
        if not prices:
            return 0.0, 1.0
        bottom, top = min(prices), max(prices)
        reach = (top - bottom) * _FAR or abs(top) * 0.01
        wanted = [p for p in self.scene.prices if bottom - reach <= p <= top + reach]
        bottom, top = padded(min(bottom, *wanted, bottom), max(top, *wanted, top))
        foot = (top - bottom) * 0.12 if np.nansum(self.scene.bars.volumes) > 0 else 0.0
        return bottom - foot, top

    def value_text(self, pane: int, value: float, step: float) -> str:
        return format.price(value, max(self.scene.decimals, format.step_places(step)))

    def ticks(self, low: float, high: float, count: int) -> list[Tick]:
        return [] if self._line is None else self._line.ticks(low, high, count)

    def axis_width(self) -> float:
        widest = max((self._price(price) for price in self.scene.prices), key=len, default="")
        return max(text_size(widest, "micro").width() + theme.scale(22), super().axis_width())

    def is_label_hidden(self, pane: int, y: float) -> bool:
        values = self.panes[pane].values
        marks = [values.pixel(level.price) for level in levels_of(self.scene)]
        if self.scene.entry is not None:
            marks.append(values.pixel(self.scene.entry))
        if self.cursor_index >= 0:
            marks.append(self._cursor_row(self.cursor_index))
        return any(abs(mark - y) < theme.scale(17) for mark in marks)

    def paint_pane(self, painter: QPainter, number: int) -> None:
        bars, x, y = self.scene.bars, self.x_scale(), self.panes[0].values
        reach = self._reach()
        if reach is not None:
            paint_zones(painter, self.scene, reach, y)
        paint_volume(painter, bars, x, self.panes[0].rect)
        paint_candles(painter, bars, x, y)
        if reach is not None:
            places = [self._pixel(step.at_s) for step in self.scene.stops]
            paint_levels(painter, self.scene, places, reach, y)
            paint_stop_history(painter, self.scene, places, reach, y)
        self._paint_fills(painter)

    def paint_over(self, painter: QPainter) -> None:
        paint_axis_labels(painter, self.scene, self._axis(), self.panes[0].values, self._price)
        if self.cursor_index < 0:
            self._paint_head(painter, self.note)

    def paint_cursor(self, painter: QPainter, index: int) -> None:
        self._paint_head(painter, self.bar_text(index))
        row = self._cursor_row(index)
        plot = self.plot_rect()
        dashed(painter, QLineF(plot.left(), row, plot.right(), row), theme.color("text3"), (4, 3))
        price = self._price(self.panes[0].values.value(row))
        place = label_place(self._axis(), row)
        fill, edge, ink = theme.color("pressed"), theme.color("control"), theme.color("text")
        if place is not None:
            axis_label(painter, place, price, fill, edge, ink)
        assert self._line is not None
        text = f"{self._line.moment(self.position(index)):%H:%M}"
        width = text_size(text, "micro").width() + theme.scale(14)
        x = self.x_scale().pixel(self.position(index))
        left = min(max(x - width / 2, 0.0), plot.right() - width)
        time_place = QRectF(round(left), plot.bottom() + theme.scale(4), width, theme.scale(18))
        axis_label(painter, time_place, text, fill, edge, ink)

    def bar_text(self, index: int) -> str:
        """The bar, or without bars the fill, under the crosshair in one line."""
        bars = self.scene.bars
        if not len(bars):
            fill = sorted(self.scene.fills, key=lambda mark: mark.at_s)[index]
            return f"{self._moment(fill.at_s):%d %b %H:%M:%S}   {fill.label}"
        named = (("O", bars.opens), ("H", bars.highs), ("L", bars.lows), ("C", bars.closes))
        parts = [f"{self._moment(float(bars.starts_s[index])):%d %b %H:%M}"]
        parts += [f"{letter} {self._price(float(column[index]))}" for letter, column in named]
        if bars.volumes[index] > 0:
            parts.append(f"V {format.quantity(float(bars.volumes[index]))}")
        return "   ".join(parts)

    def _point_places(self, instants: Floats) -> Floats:
        if len(self.scene.bars):
            return np.arange(len(self.scene.bars), dtype=np.float64)
        return instants

    def _visible_prices(self, low: float, high: float) -> list[float]:
        first, last = shown(self.scene.bars, self.x_scale())
        if first < last:
            lows, highs = self.scene.bars.lows[first:last], self.scene.bars.highs[first:last]
            return [float(lows.min()), float(highs.max())]
        return list(self.scene.prices)

    def _pixel(self, instant_s: float) -> float:
        return self.x_scale().pixel(0.0 if self._line is None else self._line.place(instant_s))

    def _moment(self, instant_s: float) -> datetime:
        return datetime.fromtimestamp(instant_s, UTC).astimezone(self.scene.zone)

    def _price(self, price: float) -> str:
        return format.price(price, self.scene.decimals)

    def _axis(self) -> QRectF:
        plot = self.panes[0].rect
        return QRectF(plot.right() + 2, plot.top(), self.axis_width() - 4, plot.height())

    def _reach(self) -> Reach | None:
        entries = [fill.at_s for fill in self.scene.fills if fill.enters]
        if not entries:
            return None
        end = self.panes[0].rect.right()
        exits = [fill.at_s for fill in self.scene.fills if not fill.enters]
        last = self._pixel(max(exits)) if exits else end
        return Reach(self._pixel(min(entries)), last, end)

    def _placed(self) -> list[PlacedFill]:
        values = self.panes[0].values
        return [
            PlacedFill(fill, QPointF(self._pixel(fill.at_s), values.pixel(fill.price)))
            for fill in self.scene.fills
        ]

    def _paint_fills(self, painter: QPainter) -> None:
        fills, rect = self._placed(), self.panes[0].rect
        paint_joins(painter, fills)
        paint_fills(painter, fills)
        bars = self.scene.bars
        columns = covered(bars, self.x_scale(), self.panes[0].values) if len(bars) else no_columns()
        visible = [fill for fill in fills if rect.contains(fill.tip)]
        here = self.position(self.cursor_index) if self.cursor_index >= 0 else None
        pixel = None if here is None else self.x_scale().pixel(here)
        hovered = [f for f in visible if pixel is not None and abs(f.tip.x() - pixel) < 6]
        paint_labels(painter, visible, rect, columns, hovered)

    def _cursor_row(self, index: int) -> int:
        """Height of the horizontal line: of the pointer, else of the bar's close."""
        values = self.panes[0].values
        if self.pointer is not None:
            return round(self.pointer.y())
        bars = self.scene.bars
        if len(bars):
            return round(values.pixel(float(bars.closes[index])))
        fill = sorted(self.scene.fills, key=lambda mark: mark.at_s)[index]
        return round(values.pixel(fill.price))

    def _paint_head(self, painter: QPainter, text: str) -> None:
        size = text_size(text, "label")
        place = QRectF(theme.scale(16), theme.scale(6), size.width(), size.height())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.fillRect(place.adjusted(-3, 0, 3, 0), faded(theme.color("surface"), 0.8))
        role = "small" if self.cursor_index < 0 else "label"
        token = "text3" if self.cursor_index < 0 else "text2"
        words(painter, place, text, role, theme.color(token), Qt.AlignmentFlag.AlignLeft)


def resolution_text(seconds: int) -> str:
    """How long a bar lasts: ``5 min``, ``1 h``, ``1 day``."""
    for size, unit in ((86400, "day"), (3600, "h"), (60, "min")):
        if seconds >= size and seconds % size == 0:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"
