"""The rule of ``domain.round_trip`` on integer columns: the same trades, found all at once.

Quantities and prices are integers of one scale a column, so nothing is ever rounded. Where a
product might not fit 64 bits, the columns hold Python's integers instead: slower, and right.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Column = NDArray[Any]
"""int64, or object with Python's integers."""

BLOCK, SLICE = 20_000, 16_000
"""Fills that are matched, and grouped, at a time: their columns stay in the processor's cache."""

_LIMIT = 2**62


@dataclass(frozen=True, slots=True, eq=False)
class Fills:
    """Fills ordered by stream, and within it by the rule's order."""

    quantity: Column  # bought is positive, sold negative
    price: Column
    starts: NDArray[np.int64]  # of each stream; the last entry is the number of fills

    @classmethod
    def grouped(
        cls, stream: NDArray[Any], quantity: NDArray[np.int64], price: NDArray[np.int64]
    ) -> tuple["Fills", NDArray[np.int64]]:
        """Fills of several streams in one order, and where each of them came from.

        Args:
            stream: A small number a fill: 0, 1, 2, ...
        """
        counts = np.bincount(stream)
        starts = np.concatenate(([0], np.cumsum(counts)))
        grouped = cls(np.empty_like(quantity), np.empty_like(price), starts)
        origin = np.empty(len(stream), dtype=np.int64)
        free = starts[:-1].copy()  # where the next fill of each stream goes
        for begin in range(0, len(stream), SLICE):  # reading and writing stay in the cache
            part = slice(begin, begin + SLICE)
            order = np.argsort(stream[part], kind="stable")
            here = np.bincount(stream[part], minlength=len(free))
            to = np.arange(len(order)) + np.repeat(free - (np.cumsum(here) - here), here)
            grouped.quantity[to] = quantity[part][order]
            grouped.price[to] = price[part][order]
            origin[to] = order + begin
            free += here
        return grouped, origin

    def blocks(self) -> Iterator[tuple[int, "Fills"]]:
        """Whole streams, about as many as fit a block, with the index of their first fill."""
        starts = np.unique(self.starts)  # without streams that have no fill
        first, streams = 0, len(starts) - 1
        while first < streams:
            begin = starts[first]
            last = max(first + 1, int(np.searchsorted(starts, begin + BLOCK, "right")) - 1)
            end = starts[last]
            own = starts[first : last + 1] - begin
            block = Fills(self.quantity[begin:end], self.price[begin:end], own)
            yield int(begin), block.widened()
            first = last

    def widened(self) -> "Fills":
        """The same with Python's integers, where a total might not fit 64 bits."""
        if self.quantity.dtype == object or not len(self.quantity):
            return self
        largest = max(int(self.price.max()), -int(self.price.min()), 1)
        most = max(int(self.quantity.max()), -int(self.quantity.min()))
        if most * len(self.quantity) * largest < _LIMIT:
            return self
        if float(np.abs(self.quantity).sum(dtype=float)) * 2.0 * largest < _LIMIT:
            return self
        return Fills(self.quantity.astype(object), self.price.astype(object), self.starts)

    def positions(self) -> Column:
        """The position after each fill, every stream from zero."""
        position = np.cumsum(self.quantity)
        return position if len(self.starts) == 2 else position - self._carried(position)

    def _carried(self, total: Column) -> Column:
        """What a running total had reached when each fill's stream began."""
        begins = self.starts[:-1]
        before = total[begins] - self.quantity[begins]
        return np.repeat(before, np.diff(self.starts))


@dataclass(frozen=True, slots=True, eq=False)
class RoundTrips:
    """Closed round trips in the order of their streams."""

    end: NDArray[np.int64]  # index of the fill that ended each
    total: Column  # realised from flat to flat: quantity times price


def flat_to_flat(fills: Fills) -> RoundTrips:
    """The round trips that are closed, and what each of them made."""
    ends, totals = [], []
    for begin, block in fills.blocks():
        end, total = _flat_to_flat(block)
        ends.append(end + begin)
        totals.append(total)
    return RoundTrips(_joined(ends), _joined(totals))


def _flat_to_flat(fills: Fills) -> tuple[NDArray[np.int64], Column]:
    position = fills.positions()
    end = np.flatnonzero(ended(position, position - fills.quantity))
    spent = np.cumsum(fills.quantity * fills.price)
    # What a stream has made when the position is valued at the fill's own price: a flip's
    # opening part costs just what it is worth, so it does not count yet.
    made = position[end] * fills.price[end] - spent[end]
    first = np.searchsorted(end, fills.starts[:-1])
    begins = fills.starts[:-1][np.diff(np.append(first, len(end))) > 0]
    first = np.searchsorted(end, begins)
    earlier = np.concatenate((made[:1] * 0, made[:-1]))
    earlier[first] = fills.quantity[begins] * fills.price[begins] - spent[begins]
    return end, made - earlier


def ended(position: Column, before: Column) -> NDArray[np.bool_]:
    """Where a fill brings an open position to zero or beyond."""
    closed: NDArray[np.bool_] = ((before > 0) & (position <= 0)) | ((before < 0) & (position >= 0))
    return closed


@dataclass(frozen=True, slots=True, eq=False)
class Lots:
    """Which entry closed which exit, first in, first out; lots of one exit stand together."""

    entry: NDArray[np.int64]  # index of the fill
    exit: NDArray[np.int64]
    quantity: Column
    amount: Column  # realised: quantity times the gain in price


def fifo(fills: Fills) -> Lots:
    """Every quantity that was opened and closed."""
    entries, exits, quantities, amounts = [], [], [], []
    for begin, block in fills.blocks():
        lots = _fifo(block)
        entries.append(lots.entry + begin)
        exits.append(lots.exit + begin)
        quantities.append(lots.quantity)
        amounts.append(lots.amount)
    return Lots(_joined(entries), _joined(exits), _joined(quantities), _joined(amounts))


def parts(fills: Fills) -> tuple[Column, Column, Column]:
    """How much of each fill closes and how much opens, and the position after it."""
    position = fills.positions()
    before = position - fills.quantity
    size = np.abs(fills.quantity)
    closing = np.minimum(size, np.abs(before)) * ((fills.quantity ^ before) < 0)
    return closing, size - closing, position


def _fifo(fills: Fills) -> Lots:
    """Lay what was opened and what was closed along one line; lots lie between the marks."""
    closing, opening, position = parts(fills)
    entry, exit_ = np.flatnonzero(opening), np.flatnonzero(closing)
    opened = np.cumsum(opening[entry])
    closed = np.cumsum(closing[exit_])
    if len(fills.starts) > 2:
        closed = closed + _left_open(fills, position, exit_)
    last = np.searchsorted(opened, closed)  # the entry in which each exit ends
    begun = closed - closing[exit_]
    first = np.searchsorted(opened, begun, "right")
    count = last - first + 1
    ending = np.cumsum(count)
    of_exit = np.repeat(np.arange(len(exit_)), count)
    of_entry = np.arange(len(of_exit)) + np.repeat(first - (ending - count), count)
    until = np.minimum(opened[of_entry], closed[of_exit])
    quantity = until.copy()
    quantity[1:] -= until[:-1]
    quantity[ending - count] = until[ending - count] - begun
    entry, exit_ = entry[of_entry], exit_[of_exit]
    gain = fills.price[exit_] - fills.price[entry]
    sold = fills.quantity[exit_] < 0
    return Lots(entry, exit_, quantity, quantity * np.where(sold, gain, -gain))


def _left_open(fills: Fills, position: Column, exit_: NDArray[np.int64]) -> Column:
    """What earlier streams left open before each exit: on the line it was never closed."""
    left = np.abs(position[fills.starts[1:] - 1])
    carried = np.concatenate((left[:1] * 0, np.cumsum(left)[:-1]))
    return carried[np.searchsorted(fills.starts, exit_, "right") - 1]


def _joined(pieces: list[Any]) -> Any:
    if not pieces:
        return np.empty(0, dtype=np.int64)
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)
