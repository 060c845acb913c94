"""Where instants lie on the horizontal axis of prices."""

from datetime import UTC, datetime, tzinfo

import numpy as np

from fillbook.gui.charts.scale import Floats
from fillbook.gui.charts.ticks import Tick, bar_ticks, time_ticks


class BarLine:
    """One step a bar, so that closed hours take no room."""

    def __init__(self, starts_s: Floats, resolution_s: int, zone: tzinfo) -> None:
        self._starts = starts_s
        self._resolution = resolution_s
        self.zone = zone

    @property
    def limits(self) -> tuple[float, float]:
        return -1.5, len(self._starts) + 0.5

    def place(self, instant_s: float) -> float:
        """The bar that holds an instant; before and after all bars, as far out as they would be."""
        if instant_s < self._starts[0]:
            return float((instant_s - self._starts[0]) // self._resolution)
        index = int(np.searchsorted(self._starts, instant_s, "right")) - 1
        beyond = (instant_s - self._starts[-1]) // self._resolution
        return float(index + beyond) if index == len(self._starts) - 1 else float(index)

    def moment(self, place: float) -> datetime:
        index = min(max(round(place), 0), len(self._starts) - 1)
        return datetime.fromtimestamp(float(self._starts[index]), UTC).astimezone(self.zone)

    def ticks(self, low: float, high: float, count: int) -> list[Tick]:
        first, last = max(int(low), 0), min(int(high) + 2, len(self._starts))
        return bar_ticks(self._starts, first, last, self.zone, count)


class ClockLine:
    """Real time, where no bars are known."""

    def __init__(self, instants_s: Floats, zone: tzinfo) -> None:
        self._instants = instants_s
        self.zone = zone

    @property
    def limits(self) -> tuple[float, float]:
        first, last = float(self._instants[0]), float(self._instants[-1])
        room = max((last - first) * 0.25, 300.0)
        return first - room, last + room

    def place(self, instant_s: float) -> float:
        return instant_s

    def moment(self, place: float) -> datetime:
        return datetime.fromtimestamp(place, UTC).astimezone(self.zone)

    def ticks(self, low: float, high: float, count: int) -> list[Tick]:
        return time_ticks(low, high, self.zone, count)
