"""A curve of realised results, as the equity chart draws it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fillbook.gui.charts.scale import Floats


@dataclass(frozen=True, eq=False)
class EquityCurve:
    """Levels from zero, one entry a closing fill in order; ``days`` are ordinals of dates."""

    days: NDArray[np.int64]
    levels: Floats
    falls: Floats  # under the peak so far, zero or positive
    trough: int = -1  # entry of the deepest fall; -1: equity never fell
    deepest: float = 0.0  # that fall, as the figures state it

    def __len__(self) -> int:
        return len(self.days)

    def places(self) -> Floats:
        """Where each entry lies in time: the fills of a day share the stretch up to its date."""
        if not len(self):
            return np.zeros(0)
        starts = np.flatnonzero(np.concatenate(([True], np.diff(self.days) > 0)))
        counts = np.diff(np.concatenate((starts, [len(self)])))
        rank = np.arange(len(self)) - np.repeat(starts, counts)
        places: Floats = self.days - 1 + (rank + 1) / np.repeat(counts, counts)
        return places

    def day_results(self) -> Floats:
        """What the whole day of each entry brought."""
        starts = np.flatnonzero(np.concatenate(([True], np.diff(self.days) > 0)))
        ends = np.concatenate((starts[1:], [len(self)])) - 1
        results = np.diff(self.levels[ends], prepend=0.0)
        return np.repeat(results, np.diff(np.concatenate((starts, [len(self)]))))


@dataclass(frozen=True, eq=False)
class Line:
    """Another curve over the same days: an account's, or what a market did."""

    name: str
    places: Floats  # as those of a curve
    levels: Floats
    colour: int | None = None  # of a category; None is drawn in quiet ink, dashed


NOTHING = EquityCurve(np.zeros(0, np.int64), np.zeros(0), np.zeros(0))
