"""One line and the area under it."""

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPen, QPolygonF

from fillbook.gui import theme
from fillbook.gui.charts.decimate import Cut, Places, Series
from fillbook.gui.charts.painting import faded, polygon
from fillbook.gui.charts.scale import Scale

_FINE = 1.0
_FALL_PX, _FALL_SHARES = 1.2, (0.28, 0.10)


def cut_of(places: Places, x: Scale) -> Cut:
    """What of the places is in view, a column for each pixel."""
    return places.cut(x.low, x.high, max(int(x.end - x.start), 1))


def paint_line(
    painter: QPainter, series: Series, x: Scale, y: Scale, color: QColor, width: float
) -> None:
    """The visible points."""
    cut = cut_of(series.places, x)
    xs, ys = series.line(cut)
    if len(xs) > 1:
        _stroke(painter, cut, polygon(x.pixels(xs), y.pixels(ys)), color, width)


def paint_fall(painter: QPainter, series: Series, x: Scale, y: Scale, color: QColor) -> None:
    """What hangs from zero. Dense points are a comb under their lower edge.

    Each of them touches zero again, so that a line through all would be a solid block, and a
    polygon of so many teeth costs twenty times as much.
    """
    cut = cut_of(series.places, x)
    if cut.starts is None:
        paint_area(painter, series, x, y, color, _FALL_SHARES, 0.0)
        paint_line(painter, series, x, y, color, _FALL_PX)
        return
    xs, ys = series.underside(cut)
    across, feet = x.pixels(xs), y.pixels(ys)
    comb = np.full(2 * len(feet), y.pixel(0.0))
    comb[1::4], comb[2::4] = feet[0::2], feet[1::2]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(_fine(faded(color, sum(_FALL_SHARES) / 2)))
    painter.drawPolyline(polygon(np.repeat(across, 2), comb))
    painter.setPen(_fine(color))
    painter.drawPolyline(polygon(across, feet))


def _fine(color: QColor) -> QPen:
    pen = QPen(color, _FINE)
    pen.setCosmetic(True)
    return pen


def _stroke(painter: QPainter, cut: Cut, points: QPolygonF, color: QColor, width: float) -> None:
    """Qt strokes a line wider than a pixel as one outline of all its crossings.

    That is fifty times the cost where there are several points a pixel. Dense points are two
    fine lines beside each other, points that had to be thinned out one crisp line.
    """
    is_dense = points.size() > cut.columns or cut.starts is not None
    pen = QPen(color, _FINE if is_dense else width)
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, cut.starts is None)
    painter.setPen(pen)
    painter.drawPolyline(points)
    if is_dense and cut.starts is None and width > _FINE:
        painter.drawPolyline(points.translated(0, width - _FINE))


def paint_area(
    painter: QPainter,
    series: Series,
    x: Scale,
    y: Scale,
    color: QColor,
    shares: tuple[float, float],
    base: float,
) -> None:
    """One polygon from the line to a base value, in one gradient between two opacities.

    Dense points give their least, so that it never crosses itself: that would cost a hundred
    times as much.

    Args:
        shares: Opacity at the line's farthest point from the base, and at the base.
    """
    xs, ys = series.ground(cut_of(series.places, x))
    if len(xs) < 2:
        return
    left, right = x.pixels(xs), y.pixels(ys)
    foot = y.pixel(base)
    outline = polygon(
        np.concatenate((left[:1], left, left[-1:])), np.concatenate(([foot], right, [foot]))
    )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    if theme.is_paper():
        painter.setBrush(faded(color, sum(shares) / 2))
        painter.drawPolygon(outline)
        return
    peak = float(right[np.argmax(np.abs(right - foot))])
    gradient = QLinearGradient(QPointF(0, peak), QPointF(0, foot))
    gradient.setColorAt(0, faded(color, shares[0]))
    gradient.setColorAt(1, faded(color, shares[1]))
    painter.setBrush(gradient)
    painter.drawPolygon(outline)
