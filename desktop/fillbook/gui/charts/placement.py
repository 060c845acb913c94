"""Where a label covers the least."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fillbook.gui.charts.scale import Floats

GAP = 10.0


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def overlap(self, other: "Box") -> float:
        """The area that two boxes share."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(across, 0.0) * max(down, 0.0)


@dataclass(frozen=True, slots=True)
class Columns:
    """What bars paint: for each x in ascending order the pixels from top to bottom."""

    x: Floats
    top: Floats
    bottom: Floats
    width: float

    def covered(self, box: Box) -> float:
        """The area of the bars that lies under a box."""
        first, last = np.searchsorted(self.x, (box.left, box.right))
        down = np.minimum(self.bottom[first:last], box.bottom) - np.maximum(
            self.top[first:last], box.top
        )
        return float(np.maximum(down, 0.0).sum()) * self.width


def best_place(
    tip: tuple[float, float],
    size: tuple[float, float],
    inside: Box,
    taken: Sequence[Box],
    bars: Columns,
) -> Box:
    """The place around a tip that covers the fewest bars and boxes; near the tip on a tie.

    Other labels weigh more than bars: words over words cannot be read.
    """

    def cost(box: Box) -> float:
        away = abs(box.left + box.width / 2 - tip[0]) + abs(box.top + box.height / 2 - tip[1])
        return 4 * sum(box.overlap(other) for other in taken) + bars.covered(box) + away / 10

    return min((_moved_inside(box, inside) for box in _candidates(tip, size)), key=cost)


def _candidates(tip: tuple[float, float], size: tuple[float, float]) -> list[Box]:
    """Twelve places: six columns of offsets below and above the tip, near and far."""
    x, y = tip
    width, height = size
    return [
        Box(left, top, width, height)
        for distance in (GAP, 3 * GAP)
        for top in (y + distance, y - distance - height)
        for left in (x + GAP, x - GAP - width, x - width / 2)
    ]


def _moved_inside(box: Box, inside: Box) -> Box:
    left = max(inside.left, min(box.left, inside.right - box.width))
    top = max(inside.top, min(box.top, inside.bottom - box.height))
    return Box(left, top, box.width, box.height)
