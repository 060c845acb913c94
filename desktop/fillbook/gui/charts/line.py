"""One line and the area under it."""

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPen

from fillbook.gui.charts.decimate import Series
from fillbook.gui.charts.painting import faded, polygon
from fillbook.gui.charts.scale import Scale

_FINE = 1.0


def paint_line(
    painter: QPainter, series: Series, x: Scale, y: Scale, color: QColor, width: float
) -> None:
    """The visible points; a line with more than a point for two pixels is one pixel wide.

    Qt strokes a wider line as one outline of all its crossings: fifty times the cost where
    points are dense, and no difference to the eye.
    """
    columns = int(x.end - x.start)
    xs, ys = series.visible(x.low, x.high, columns)
    if len(xs) < 2:
        return
    fits = len(xs) * 2 <= columns
    pen = QPen(color, width if fits else _FINE)
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(pen)
    painter.drawPolyline(polygon(x.pixels(xs), y.pixels(ys)))


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

    Args:
        shares: Opacity at the line's farthest point from the base, and at the base.
    """
    xs, ys = series.visible(x.low, x.high, int(x.end - x.start) // 2)
    if len(xs) < 2:
        return
    left, right = x.pixels(xs), y.pixels(ys)
    foot = y.pixel(base)
    outline = polygon(
        np.concatenate((left[:1], left, left[-1:])), np.concatenate(([foot], right, [foot]))
    )
    peak = float(right[np.argmax(np.abs(right - foot))])
    gradient = QLinearGradient(QPointF(0, peak), QPointF(0, foot))
    gradient.setColorAt(0, faded(color, shares[0]))
    gradient.setColorAt(1, faded(color, shares[1]))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(gradient)
    painter.drawPolygon(outline)
