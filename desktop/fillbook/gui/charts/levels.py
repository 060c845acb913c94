"""Stop, target and entry on a price chart, with what lay between them."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter

from fillbook.gui import theme
from fillbook.gui.charts.painting import (
    axis_label,
    dashed,
    faded,
    hairline_h,
    hairline_v,
    text_size,
    words,
)
from fillbook.gui.charts.price_scene import PriceScene
from fillbook.gui.charts.scale import Scale

_RISK, _REWARD = 0.09, 0.08
_DASHES = (4, 3)


@dataclass(frozen=True, slots=True)
class Level:
    """A price with a word above its line and a label on the axis."""

    price: float
    word: str
    token: str


@dataclass(frozen=True, slots=True)
class Reach:
    """Pixels from the first entry to the last exit, while open to the end; and that end."""

    entry: float
    last: float
    end: float


def levels_of(scene: PriceScene) -> tuple[Level, ...]:
    stop = scene.first_stop if scene.stop is None else scene.stop
    found = ((stop, "Stop", "loss"), (scene.target, "Target", "gain"))
    return tuple(Level(price, word, token) for price, word, token in found if price is not None)


def paint_zones(painter: QPainter, scene: PriceScene, reach: Reach, y: Scale) -> None:
    """What was at risk and what was hoped for, from the entry to the last exit."""
    if scene.entry is None:
        return
    first_stop = scene.stop if scene.first_stop is None else scene.first_stop
    for edge, token, share in ((first_stop, "loss", _RISK), (scene.target, "gain", _REWARD)):
        if edge is not None:
            top, bottom = sorted((y.pixel(scene.entry), y.pixel(edge)))
            zone = QRectF(reach.entry, top, max(reach.last - reach.entry, 2), bottom - top)
            painter.fillRect(zone, faded(theme.color(token), share))


def paint_levels(
    painter: QPainter, scene: PriceScene, places: list[float], reach: Reach, y: Scale
) -> None:
    """Dashed lines from where they began to stand, each with its word above it at the right.

    Args:
        places: Pixels at which each of the scene's stops began to stand.
    """
    for level in levels_of(scene):
        row = round(y.pixel(level.price))
        color = theme.color(level.token)
        moved = level.token == "loss" and len(places) > 1
        dashed(
            painter,
            QLineF(places[-1] if moved else reach.entry, row, reach.end, row),
            color,
            _DASHES,
        )
        size = text_size(level.word, "micro")
        left = reach.end - size.width() - 6
        above = row - size.height() - 1
        top = above if above >= y.end else row + 2
        place = QRectF(left, top, size.width(), size.height())
        words(painter, place, level.word, "micro", color)


def paint_stop_history(
    painter: QPainter, scene: PriceScene, places: list[float], reach: Reach, y: Scale
) -> None:
    """A moved stop as a stepped line; the first stop stays as a thin one.

    Args:
        places: Pixels at which each of the scene's stops began to stand.
    """
    color = theme.color("loss")
    if scene.first_stop is not None and scene.first_stop != scene.stop:
        row = y.pixel(scene.first_stop)
        hairline_h(painter, reach.entry, reach.last, row, faded(color, 0.5))
    if len(scene.stops) < 2:
        return
    ends = [*places[1:], reach.last]
    before: float | None = None
    for step, left, right in zip(scene.stops, places, ends, strict=True):
        if step.price is None:
            before = None
            continue
        row = y.pixel(step.price)
        hairline_h(painter, left, max(right, left), row, color)
        if before is not None:
            hairline_v(painter, left, min(row, before), max(row, before), color)
        before = row


def paint_axis_labels(
    painter: QPainter, scene: PriceScene, axis: QRectF, y: Scale, write: Callable[[float], str]
) -> None:
    """Prices in boxes on the axis: outlined for stop and target, filled for the entry."""
    surface = theme.color("surface")
    for level in levels_of(scene):
        color = theme.color(level.token)
        place = label_place(axis, y.pixel(level.price))
        if place is not None:
            axis_label(painter, place, write(level.price), surface, color, color)
    if scene.entry is not None and (place := label_place(axis, y.pixel(scene.entry))) is not None:
        fill = theme.color("accent_fill")
        axis_label(painter, place, write(scene.entry), fill, fill, theme.color("on_accent"))


def label_place(axis: QRectF, row: float) -> QRectF | None:
    """Where the label of a height stands; None when it is out of view."""
    height = theme.scale(18)
    if not axis.top() <= row <= axis.bottom():
        return None
    return QRectF(axis.left(), round(row - height / 2), axis.width(), height)
