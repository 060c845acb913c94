"""Bars in ink: hollow where they rose, filled where they fell."""

import numpy as np
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from fillbook.gui import theme
from fillbook.gui.charts.painting import faded, polygon
from fillbook.gui.charts.placement import Columns
from fillbook.gui.charts.price_scene import Bars
from fillbook.gui.charts.scale import Floats, Scale

_LEAST_PX = 3.0
_BODY = 0.7
_FOOT = 0.11


def shown(bars: Bars, x: Scale) -> tuple[int, int]:
    """Bounds of the bars that are in view, by index."""
    return max(int(np.floor(x.low)), 0), min(int(np.ceil(x.high)) + 1, len(bars))


def body_width(pixels_per_bar: float) -> int:
    """An odd number of pixels, so that the wick stands in the middle."""
    width = max(int(pixels_per_bar * _BODY), 1)
    return width if width % 2 else width - 1


def paint_candles(painter: QPainter, bars: Bars, x: Scale, y: Scale) -> None:
    first, last = shown(bars, x)
    if first >= last:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    if x.pixels_per_unit < _LEAST_PX:
        _paint_band(painter, bars, first, last, x, y)
    else:
        _paint_bars(painter, bars, first, last, x, y)


def paint_volume(painter: QPainter, bars: Bars, x: Scale, area: QRectF) -> None:
    """Volume at the foot of the plot, the greatest of those in view as the measure."""
    first, last = shown(bars, x)
    volumes = bars.volumes[first:last]
    known = np.flatnonzero(np.greater(volumes, 0.0))
    if not len(known):
        return
    heights = volumes[known] / volumes[known].max() * area.height() * _FOOT
    width = body_width(x.pixels_per_unit)
    lefts = np.round(x.pixels((known + first).astype(np.float64))) - width // 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    tops = np.round(area.bottom() - heights)
    bottom = round(area.bottom())
    _fill(
        painter,
        [
            QRect(int(left), int(top), width, bottom - int(top))
            for left, top in zip(lefts, tops, strict=True)
        ],
        faded(theme.color("text3"), 0.22),
    )


def covered(bars: Bars, x: Scale, y: Scale) -> Columns:
    """What the bars in view paint, for labels to keep clear of."""
    first, last = shown(bars, x)
    return Columns(
        x=x.pixels(np.arange(first, last, dtype=np.float64)),
        top=y.pixels(bars.highs[first:last]),
        bottom=y.pixels(bars.lows[first:last]),
        width=max(x.pixels_per_unit * _BODY, 1.0),
    )


def _paint_bars(painter: QPainter, bars: Bars, first: int, last: int, x: Scale, y: Scale) -> None:
    width = body_width(x.pixels_per_unit)
    middles = np.round(x.pixels(np.arange(first, last, dtype=np.float64))).astype(int)
    opens, closes = _rows(bars.opens, first, last, y), _rows(bars.closes, first, last, y)
    highs, lows = _rows(bars.highs, first, last, y), _rows(bars.lows, first, last, y)
    rose = (bars.closes[first:last] >= bars.opens[first:last]).tolist()
    wicks: list[QRect] = []
    bodies: tuple[list[QRect], list[QRect]] = ([], [])
    for middle, top, bottom, begin, end, up in zip(
        middles.tolist(), highs, lows, opens, closes, rose, strict=True
    ):
        wicks.append(QRect(middle, top, 1, max(bottom - top, 1)))
        body = QRect(middle - width // 2, min(begin, end), width, max(abs(end - begin), 1))
        bodies[up].append(body)
    _fill(painter, wicks, theme.color("candle_edge"))
    _fill(painter, bodies[False], theme.color("candle_down"))
    _fill(painter, bodies[True], theme.color("candle_edge"))
    hollow = [body.adjusted(1, 1, -1, -1) for body in bodies[True] if width > 2]
    _fill(painter, [body for body in hollow if body.isValid()], theme.color("candle_up"))


def _paint_band(painter: QPainter, bars: Bars, first: int, last: int, x: Scale, y: Scale) -> None:
    """From the lowest to the highest price of each pixel column."""
    columns = max(int(x.pixel(float(last)) - x.pixel(float(first))), 1)
    starts = np.unique(np.linspace(first, last, columns, endpoint=False).astype(int))
    highs = np.maximum.reduceat(bars.highs[:last], starts)
    lows = np.minimum.reduceat(bars.lows[:last], starts)
    lefts = x.pixels(starts.astype(np.float64))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("candle_down"))
    outline = np.concatenate((y.pixels(highs), y.pixels(lows)[::-1] + 1))
    painter.drawPolygon(polygon(np.concatenate((lefts, lefts[::-1])), outline))


def _rows(prices: Floats, first: int, last: int, y: Scale) -> list[int]:
    rows: list[int] = np.round(y.pixels(prices[first:last])).astype(int).tolist()
    return rows


def _fill(painter: QPainter, rects: list[QRect], color: QColor) -> None:
    if rects:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRects(rects)
