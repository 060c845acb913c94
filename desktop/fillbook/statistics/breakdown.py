"""The trades of a population, split by a dimension.

``groups`` gives each group as a population of its own, on which every statistic can be
asked. ``table`` gives counts and totals of all groups at once, for long lists.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from fillbook.statistics.dimensions import Dimension
from fillbook.statistics.integers import Floats, Indices, Integers, sums_by
from fillbook.statistics.keys import Keys
from fillbook.statistics.population import Population


@dataclass(frozen=True, slots=True)
class Group:
    """The trades that share a key; None is no value."""

    key: str | None
    population: Population


def groups(population: Population, dimension: Dimension) -> Iterator[Group]:
    """Each group with at least one closed trade, in the order of the keys, none last."""
    keys = dimension.keys_of(population.table)
    rows = _split(keys, population.rows)
    open_rows = _split(keys, population.open_rows)
    positions, codes = keys.of_each(population.table.leg_trade[population.legs])
    legs = _apart(population.legs[positions], codes, keys.size)
    for code, name in enumerate(keys.names):
        if len(rows[code]):
            yield Group(name, population.part(rows[code], open_rows[code], legs[code]))


def table(population: Population, dimension: Dimension) -> "GroupTable":
    """Counts and totals of every group."""
    keys = dimension.keys_of(population.table)
    positions, codes = keys.among(population.rows)
    return GroupTable(population, keys, positions, codes)


@dataclass(frozen=True, eq=False)
class GroupTable:
    """One entry a group with at least one trade, in the order of the keys, none last.

    Where trades can have several keys the rows overlap and add up to more than the whole.
    """

    population: Population
    dimension_keys: Keys
    positions: Indices | None  # of the trade of each entry; None: one entry a trade
    codes: Indices

    @cached_property
    def keys(self) -> tuple[str | None, ...]:
        names = self.dimension_keys.names
        return tuple(names[code] for code in self._present.tolist())

    @property
    def trades(self) -> Indices:
        return self._trades[self._present]

    @property
    def wins(self) -> Indices:
        wins: Indices = self._by_win[self._present, 1]
        return wins

    @property
    def losses(self) -> Indices:
        lost = self.codes[self._of(self.population.lost)]
        return np.bincount(lost, minlength=self.dimension_keys.size)[self._present]

    @cached_property
    def net(self) -> Integers:
        """In the smallest units."""
        return self._sums(self.population.weights)

    @cached_property
    def gross_profit(self) -> Integers:
        """The sum of what is above zero, in the smallest units."""
        return self._sums(np.maximum(self.population.weights, 0))

    @property
    def gross_loss(self) -> Integers:
        """The sum of what is below zero, as a positive amount."""
        lost: Integers = self.gross_profit - self.net
        return lost

    @cached_property
    def r_known(self) -> Indices:
        """Trades that have an R multiple."""
        with_r = self.codes[self._of(self.population.has_r)]
        return np.bincount(with_r, minlength=self.dimension_keys.size)[self._present]

    @cached_property
    def r_total(self) -> Floats:
        """The sum of their R multiples."""
        r = np.zeros(len(self.population))
        r[self.population.has_r] = self.population.r
        sums = np.bincount(self.codes, weights=self._of(r), minlength=self.dimension_keys.size)
        return sums[self._present].astype(np.float64)

    @property
    def overlaps(self) -> bool:
        """Whether a trade can be in several rows."""
        return self.positions is not None

    @cached_property
    def _by_win(self) -> Indices:
        """Trades of every code that were not won, and that were."""
        cells = self.codes + self.codes
        cells += self._of(self.population.won)
        return np.bincount(cells, minlength=self.dimension_keys.size * 2).reshape(-1, 2)

    @cached_property
    def _trades(self) -> Indices:
        trades: Indices = self._by_win.sum(axis=1)
        return trades

    @cached_property
    def _present(self) -> Indices:
        return np.flatnonzero(self._trades)

    def _sums(self, weights: Integers) -> Integers:
        return sums_by(self.codes, self._of(weights), self.dimension_keys.size)[self._present]

    def _of(self, values: Integers) -> Integers:
        return values if self.positions is None else values.take(self.positions)


def _split(keys: Keys, rows: Indices) -> list[Indices]:
    """The rows of each code, in their order."""
    positions, codes = keys.among(rows)
    return _apart(rows if positions is None else rows[positions], codes, keys.size)


def _apart(values: Indices, codes: Indices, size: int) -> list[Indices]:
    """The values of each code from 0 to size - 1, in their order."""
    ordered = values[np.argsort(codes, kind="stable")]
    return np.split(ordered, np.cumsum(np.bincount(codes, minlength=size))[:-1])
