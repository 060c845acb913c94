"""How values become pixels."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight map of one axis: ``low`` lies at pixel ``start``, ``high`` at ``end``."""

    low: float
    high: float
    start: float
    end: float

    @property
    def pixels_per_unit(self) -> float:
        return (self.end - self.start) / (self.high - self.low)

    def pixel(self, value: float) -> float:
        return self.start + (value - self.low) * self.pixels_per_unit

    def pixels(self, values: Floats) -> Floats:
        return self.start + (values - self.low) * self.pixels_per_unit

    def value(self, pixel: float) -> float:
        return self.low + (pixel - self.start) / self.pixels_per_unit


def padded(low: float, high: float, share: float = 0.06) -> tuple[float, float]:
    """A range with some room at both ends; a flat one gets room of its own."""
    room = (high - low) * share or abs(high) * share or 1.0
    return low - room, high + room


def zoomed(low: float, high: float, anchor: float, factor: float) -> tuple[float, float]:
    """The range made ``factor`` times as wide, with ``anchor`` where it was."""
    return anchor - (anchor - low) * factor, anchor + (high - anchor) * factor


def kept_inside(
    low: float, high: float, limits: tuple[float, float], least: float
) -> tuple[float, float]:
    """The range moved, and if need be cut, to lie within its limits; never narrower than least."""
    first, last = limits
    width = min(max(high - low, least), max(last - first, least))
    low = max(first, min((low + high - width) / 2, last - width))
    return low, low + width
