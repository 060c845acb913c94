"""Few points for many: the least and greatest value of each pixel column.

A line through both ends of every column paints the same pixels as a line through all of
its points, so that no spike is lost and the cost depends on the screen alone.
"""

import numpy as np
from numpy.typing import NDArray

from fillbook.gui.charts.scale import Floats

_BLOCK = 32


class Series:
    """Points in ascending order of x, and the extremes of their blocks."""

    def __init__(self, x: Floats, y: Floats) -> None:
        self.x = np.ascontiguousarray(x, dtype=np.float64)
        self.y = np.ascontiguousarray(y, dtype=np.float64)
        whole = len(self.y) // _BLOCK * _BLOCK
        blocks = self.y[:whole].reshape(-1, _BLOCK)
        self._lows: Floats = blocks.min(axis=1)
        self._highs: Floats = blocks.max(axis=1)

    def __len__(self) -> int:
        return len(self.x)

    def slice(self, low: float, high: float) -> tuple[int, int]:
        """Bounds of the points between two x, with one more at each side for the line to enter."""
        first = int(np.searchsorted(self.x, low, "left")) - 1
        last = int(np.searchsorted(self.x, high, "right")) + 1
        return max(first, 0), min(last, len(self))

    def nearest(self, x: float) -> int:
        """Index of the point whose x is closest; -1 when there is none."""
        if not len(self):
            return -1
        right = int(np.searchsorted(self.x, x))
        if right == 0 or right == len(self):
            return min(right, len(self) - 1)
        return right if self.x[right] - x < x - self.x[right - 1] else right - 1

    def extremes(self, low: float, high: float) -> tuple[float, float] | None:
        """The least and greatest y between two x."""
        first, last = self.slice(low, high)
        if first >= last:
            return None
        starts = np.array([first], dtype=np.int64)
        lows, highs = self._reduced(starts, last)
        return float(lows[0]), float(highs[0])

    def visible(self, low: float, high: float, columns: int) -> tuple[Floats, Floats]:
        """At most two points for each of the columns between two x."""
        first, last = self.slice(low, high)
        if last - first <= 2 * columns:
            return self.x[first:last], self.y[first:last]
        starts = self._column_starts(first, last, low, high, columns)
        lows, highs = self._reduced(starts, last)
        return np.repeat(self.x[starts], 2), _joined(lows, highs, self.y[starts])

    def _column_starts(
        self, first: int, last: int, low: float, high: float, columns: int
    ) -> NDArray[np.int64]:
        """Where each column begins, snapped to blocks where a column holds many of them."""
        edges = np.linspace(low, high, columns, endpoint=False)
        starts = np.searchsorted(self.x[first:last], edges).astype(np.int64) + first
        if (last - first) // columns >= 4 * _BLOCK:
            starts -= starts % _BLOCK
        starts = np.concatenate(([first], starts[(starts > first) & (starts < last)]))
        return starts[np.concatenate(([True], np.diff(starts) > 0))]

    def _reduced(self, starts: NDArray[np.int64], last: int) -> tuple[Floats, Floats]:
        """Extremes of the spans that begin at ``starts``; the final one ends before ``last``."""
        if len(starts) < 2 or (starts[1:] % _BLOCK).any():
            values = self.y[starts[0] : last]
            offsets = starts - starts[0]
            return np.minimum.reduceat(values, offsets), np.maximum.reduceat(values, offsets)
        return (
            self._reduced_by_blocks(starts, last, np.minimum, self._lows),
            self._reduced_by_blocks(starts, last, np.maximum, self._highs),
        )

    def _reduced_by_blocks(
        self, starts: NDArray[np.int64], last: int, extreme: np.ufunc, blocks: Floats
    ) -> Floats:
        """Spans from whole blocks; the first and the final one, which may be cut, from values."""
        inner = starts[1:] // _BLOCK
        result = np.empty(len(starts))
        result[0] = extreme.reduce(self.y[starts[0] : starts[1]])
        reduced = extreme.reduceat(blocks[: inner[-1] + 1], inner)
        result[1:] = reduced
        result[-1] = extreme.reduce(self.y[starts[-1] : last])
        return result


def _joined(lows: Floats, highs: Floats, entries: Floats) -> Floats:
    """Low and high of each column, the one nearer to the column's first value first."""
    falling = highs - entries < entries - lows
    result = np.empty(2 * len(lows))
    result[0::2] = np.where(falling, highs, lows)
    result[1::2] = np.where(falling, lows, highs)
    return result
