"""Few points for many: the least and greatest value of each pixel column.

A line through both ends of every column paints the same pixels as a line through all of
its points, so that no spike is lost and the cost depends on the screen alone.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fillbook.gui.charts.scale import Floats

_BLOCK = 64
Starts = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Cut:
    """A visible slice of points, and where its pixel columns begin; none: every point fits."""

    span: tuple[float, float]
    columns: int
    first: int
    last: int
    starts: Starts | None
    x: Floats  # of each column; of each point where all fit


class Places:
    """Where points lie on the horizontal axis, ascending; shared by series above each other."""

    def __init__(self, x: Floats) -> None:
        self.x = np.ascontiguousarray(x, dtype=np.float64)
        self._block_x: Floats = np.ascontiguousarray(self.x[::_BLOCK])
        self._cut = Cut((0.0, 0.0), 0, 0, 0, None, self.x[:0])

    def __len__(self) -> int:
        return len(self.x)

    def nearest(self, x: float) -> int:
        """Index of the point that is closest; -1 when there is none."""
        if not len(self):
            return -1
        right = int(np.searchsorted(self.x, x))
        if right == 0 or right == len(self):
            return min(right, len(self) - 1)
        return right if self.x[right] - x < x - self.x[right - 1] else right - 1

    def cut(self, low: float, high: float, columns: int) -> Cut:
        """The points between two x, with one more at each side for a line to enter by."""
        if self._cut.span != (low, high) or self._cut.columns != columns:
            first = max(int(np.searchsorted(self.x, low, "left")) - 1, 0)
            last = min(int(np.searchsorted(self.x, high, "right")) + 1, len(self))
            starts, x = None, self.x[first:last]
            if last - first > 2 * columns:
                starts = self._starts(first, last, low, high, columns)
                x = self.x[starts]
            self._cut = Cut((low, high), columns, first, last, starts, x)
        return self._cut

    def _starts(self, first: int, last: int, low: float, high: float, columns: int) -> Starts:
        """Where each column begins; the start of a block where a column holds many of them."""
        edges = np.linspace(low, high, columns, endpoint=False)
        if (last - first) // columns >= 4 * _BLOCK:
            starts = np.searchsorted(self._block_x, edges).astype(np.int64) * _BLOCK
        else:
            starts = np.searchsorted(self.x, edges).astype(np.int64)
        starts = starts[np.searchsorted(starts, first, "right") : np.searchsorted(starts, last)]
        starts = np.concatenate(([first], starts))
        return starts[np.concatenate(([True], starts[1:] > starts[:-1]))]


class Series:
    """Values at places, and the extremes of their blocks."""

    def __init__(self, places: Places, y: Floats) -> None:
        self.places = places
        self.y = np.ascontiguousarray(y, dtype=np.float64)
        whole = len(self.y) // _BLOCK * _BLOCK
        blocks = self.y[:whole].reshape(-1, _BLOCK)
        self._lows: Floats = blocks.min(axis=1)
        self._highs: Floats = blocks.max(axis=1)
        self._low_cut: Cut | None = None
        self._high_cut: Cut | None = None
        self._low: Floats = self.y[:0]
        self._high: Floats = self.y[:0]

    def extremes(self, cut: Cut) -> tuple[float, float] | None:
        """The least and greatest value of a slice; None where it is empty."""
        lows = self._lowest(cut)
        return (float(lows.min()), float(self._highest(cut).max())) if len(lows) else None

    def least(self, cut: Cut) -> float | None:
        """The least value of a slice; None where it is empty."""
        lows = self._lowest(cut)
        return float(lows.min()) if len(lows) else None

    def line(self, cut: Cut) -> tuple[Floats, Floats]:
        """At most two points for each column."""
        if cut.starts is None:
            return cut.x, self.y[cut.first : cut.last]
        return np.repeat(cut.x, 2), _joined(self._lowest(cut), self._highest(cut))

    def underside(self, cut: Cut) -> tuple[Floats, Floats]:
        """At most one point for each column: the least."""
        return cut.x, self._lowest(cut)

    def ground(self, cut: Cut) -> tuple[Floats, Floats]:
        """At most one point for each two columns: the least."""
        x, lows = self.underside(cut)
        if cut.starts is None:
            return x, lows
        return x[::2], np.minimum.reduceat(lows, np.arange(0, len(lows), 2))

    def _lowest(self, cut: Cut) -> Floats:
        """The least value of each column; each value where all fit."""
        if cut is not self._low_cut:
            self._low_cut, self._low = cut, self._reduce(np.minimum, self._lows, cut)
        return self._low

    def _highest(self, cut: Cut) -> Floats:
        """The greatest value of each column; each value where all fit."""
        if cut is not self._high_cut:
            self._high_cut, self._high = cut, self._reduce(np.maximum, self._highs, cut)
        return self._high

    def _reduce(self, extreme: np.ufunc, blocks: Floats, cut: Cut) -> Floats:
        """The extreme of each column of a cut.

        Spans of whole blocks come from the blocks; the first and the final one, which may
        be cut, from their values.
        """
        starts, last = cut.starts, cut.last
        if starts is None:
            return self.y[cut.first : last]
        result: Floats
        if len(starts) < 3 or (starts[1:] % _BLOCK).any():
            result = extreme.reduceat(self.y[starts[0] : last], starts - starts[0])
            return result
        inner = starts[1:] // _BLOCK
        result = np.empty(len(starts))
        result[0] = extreme.reduce(self.y[starts[0] : starts[1]])
        result[1:-1] = extreme.reduceat(blocks[: inner[-1]], inner[:-1])
        result[-1] = extreme.reduce(self.y[starts[-1] : last])
        return result


def _joined(lows: Floats, highs: Floats) -> Floats:
    """Up one column and down the next, so that the way between two columns is short."""
    result = np.empty(2 * len(lows))
    result[0::2] = lows
    result[1::2] = highs
    result[2::4] = highs[1::2]
    result[3::4] = lows[1::2]
    return result
