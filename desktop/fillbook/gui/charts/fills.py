"""Fills on a price chart: triangles whose tip touches the exact price."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from fillbook.gui import theme
from fillbook.gui.charts.painting import faded, text_size, words
from fillbook.gui.charts.placement import Box, Columns, best_place
from fillbook.gui.charts.price_scene import FillMark

_WIDTH, _HEIGHT = 11.0, 9.0
_MOST_LABELS = 12


@dataclass(frozen=True, slots=True)
class PlacedFill:
    mark: FillMark
    tip: QPointF

    @property
    def box(self) -> Box:
        """What the triangle covers."""
        top = self.tip.y() if self.mark.buys else self.tip.y() - _HEIGHT
        return Box(self.tip.x() - _WIDTH / 2, top, _WIDTH, _HEIGHT)


def paint_joins(painter: QPainter, fills: Sequence[PlacedFill]) -> None:
    """Dotted lines from the first entry to every exit, while there are few."""
    entry = next((fill for fill in fills if fill.mark.enters), None)
    if entry is None or len(fills) > _MOST_LABELS:
        return
    pen = QPen(faded(theme.color("accent"), 0.75), 1.2)
    pen.setDashPattern((1.5, 2.5))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(pen)
    for fill in fills:
        if not fill.mark.enters:
            painter.drawLine(entry.tip, fill.tip)


def paint_fills(painter: QPainter, fills: Sequence[PlacedFill]) -> None:
    """Up for buys and down for sells, filled for entries and hollow for exits."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    accent, surface = theme.color("accent"), theme.color("surface")
    for fill in fills:
        triangle = _triangle(fill)
        around = QPen(surface, 5)
        around.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(around)
        painter.setBrush(surface)
        painter.drawPolygon(triangle)
        painter.setPen(QPen(accent, 1.4))
        painter.setBrush(accent if fill.mark.enters else surface)
        painter.drawPolygon(triangle)


def paint_labels(
    painter: QPainter,
    fills: Sequence[PlacedFill],
    inside: QRectF,
    bars: Columns,
    hovered: Sequence[PlacedFill],
) -> None:
    """Quantity and price beside each tip; with many fills, beside the hovered ones alone."""
    labelled = fills if len(fills) <= _MOST_LABELS else hovered
    taken = [fill.box for fill in fills]
    room = Box(inside.left(), inside.top(), inside.width(), inside.height())
    for fill in labelled:
        size = text_size(fill.mark.label, "micro")
        wanted = (size.width() + 10, size.height() + 4)
        box = best_place((fill.tip.x(), fill.tip.y()), wanted, room, taken, bars)
        taken.append(box)
        place = QRectF(box.left, box.top, box.width, box.height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(theme.color("surface"), 0.85))
        painter.drawRoundedRect(place, 3, 3)
        middle = Qt.AlignmentFlag.AlignHCenter
        words(painter, place, fill.mark.label, "micro", theme.color("accent"), middle)


def no_columns() -> Columns:
    nothing = np.zeros(0)
    return Columns(nothing, nothing, nothing, 1.0)


def _triangle(fill: PlacedFill) -> QPolygonF:
    down = 1 if fill.mark.buys else -1
    x, y = fill.tip.x(), fill.tip.y()
    base = y + down * _HEIGHT
    return QPolygonF([QPointF(x, y), QPointF(x + _WIDTH / 2, base), QPointF(x - _WIDTH / 2, base)])
