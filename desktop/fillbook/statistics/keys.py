"""The keys that a dimension gives to the trades of a library."""

from dataclasses import dataclass

import numpy as np

from fillbook.statistics.integers import Indices, taken


@dataclass(frozen=True, eq=False)
class Keys:
    """A code for each trade, and what the codes mean.

    Codes follow the order in which keys are shown; the one after the last key is no
    value. Where a trade can have several keys, ``trades`` names the trade of each code,
    ascending; else codes are one a trade.
    """

    codes: Indices
    keys: tuple[str, ...]
    trades: Indices | None = None

    @property
    def size(self) -> int:
        """How many codes there are, no value among them."""
        return len(self.keys) + 1

    @property
    def names(self) -> tuple[str | None, ...]:
        """The key of each code."""
        return (*self.keys, None)

    def among(self, rows: Indices) -> tuple[Indices | None, Indices]:
        """The codes of some trades, and where in ``rows`` each belongs.

        Positions are None where each row has one code, in order.

        Args:
            rows: Trades, ascending, each once.
        """
        if self.trades is None:
            return None, taken(self.codes, rows)
        if not len(rows):
            return rows, rows
        low, high = np.searchsorted(self.trades, (rows[0], rows[-1] + 1))
        if int(rows[-1]) - int(rows[0]) + 1 == len(rows):
            return self.trades[low:high] - rows[0], self.codes[low:high]
        places = np.full(int(rows[-1]) + 1, -1)
        places[rows] = np.arange(len(rows))
        positions = places[self.trades[low:high]]
        inside = positions >= 0
        return positions[inside], self.codes[low:high][inside]

    def of_each(self, trades: Indices) -> tuple[Indices, Indices]:
        """The codes of trades in any order and number, and where each belongs."""
        if self.trades is None:
            return np.arange(len(trades)), self.codes[trades]
        starts = np.searchsorted(self.trades, trades, side="left")
        counts = np.searchsorted(self.trades, trades, side="right") - starts
        positions = np.repeat(np.arange(len(trades)), counts)
        rank = np.arange(len(positions)) - np.repeat(np.cumsum(counts) - counts, counts)
        return positions, self.codes[np.repeat(starts, counts) + rank]
