"""The trades of a population, split by a dimension.

``groups`` gives each group as a population of its own, on which every statistic can be
asked. ``table`` gives counts and totals of all groups at once, for long lists.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from fillbook.statistics.dimensions import Dimension, Keys
from fillbook.statistics.integers import Floats, Indices, Integers, sums_by
from fillbook.statistics.population import Population


@dataclass(frozen=True, slots=True)
class Group:
    """The trades that share a key; None is no value."""

    key: str | None
    population: Population


@dataclass(frozen=True, eq=False)
class GroupTable:
    """One entry a group with at least one trade, in the order of the keys, none last.

    Where trades can have several keys the rows overlap and add up to more than the whole.
    """

    keys: tuple[str | None, ...]
    trades: Indices
    wins: Indices
    losses: Indices
    net: Integers  # in the smallest units
    gross_profit: Integers
    r_known: Indices
    r_total: Floats
    overlaps: bool

    @property
    def gross_loss(self) -> Integers:
        """The sum of what is below zero, as a positive amount."""
        lost: Integers = self.gross_profit - self.net
        return lost


def groups(population: Population, dimension: Dimension) -> Iterator[Group]:
    """Each group with at least one closed trade, in the order of the keys, none last."""
    keys = dimension.keys_of(population.table)
    size = len(keys.keys) + 1
    rows = _split(keys, population.rows, size)
    open_rows = _split(keys, population.open_rows, size)
    legs = _split_legs(keys, population, size)
    for code, key in enumerate((*keys.keys, None)):
        if len(rows[code]):
            yield Group(key, population.part(rows[code], open_rows[code], legs[code]))


def table(population: Population, dimension: Dimension) -> GroupTable:
    """Counts and totals of every group."""
    keys = dimension.keys_of(population.table)
    size = len(keys.keys) + 1
    positions, codes = _entries(keys, population.rows, size)
    everything = positions is None

    def of(values: Integers) -> Integers:
        return values if everything else values[positions]

    trades = np.bincount(codes, minlength=size)
    present = np.flatnonzero(trades)
    pnl, has_r = of(population.pnl), of(population.has_r)
    r = np.zeros(len(population))
    r[population.has_r] = population.r
    names = (*keys.keys, None)
    return GroupTable(
        keys=tuple(names[code] for code in present.tolist()),
        trades=trades[present],
        wins=np.bincount(codes[of(population.won)], minlength=size)[present],
        losses=np.bincount(codes[of(population.lost)], minlength=size)[present],
        net=sums_by(codes, pnl, size)[present],
        gross_profit=sums_by(codes, np.maximum(pnl, 0), size)[present],
        r_known=np.bincount(codes[has_r], minlength=size)[present],
        r_total=np.bincount(codes, weights=of(r), minlength=size)[present].astype(np.float64),
        overlaps=keys.rows is not None,
    )


def _entries(keys: Keys, rows: Indices, size: int) -> tuple[Indices | None, Indices]:
    """The position among the rows and the code of each entry; no value takes the last code.

    Positions are None where each row has exactly one entry, in order.
    """
    if keys.rows is None:
        codes = keys.codes[rows]
        return None, np.where(codes < 0, size - 1, codes)
    position = np.full(int(keys.rows.max(initial=-1)) + 1, -1)
    position[rows] = np.arange(len(rows))
    positions = position[keys.rows]
    inside = positions >= 0
    codes = keys.codes[inside]
    return positions[inside], np.where(codes < 0, size - 1, codes)


def _split(keys: Keys, rows: Indices, size: int) -> list[Indices]:
    """The rows of each code, in their order."""
    positions, codes = _entries(keys, rows, size)
    return _sorted_apart(rows if positions is None else rows[positions], codes, size)


def _split_legs(keys: Keys, population: Population, size: int) -> list[Indices]:
    """The legs of each code, in their order."""
    legs = population.legs
    trades = population.table.leg_trade[legs]
    if keys.rows is None:
        codes = keys.codes[trades]
        return _sorted_apart(legs, np.where(codes < 0, size - 1, codes), size)
    starts = np.searchsorted(keys.rows, trades, side="left")
    counts = np.searchsorted(keys.rows, trades, side="right") - starts
    repeated = np.repeat(legs, counts)
    offset = np.arange(len(repeated)) - np.repeat(np.cumsum(counts) - counts, counts)
    codes = keys.codes[np.repeat(starts, counts) + offset]
    return _sorted_apart(repeated, np.where(codes < 0, size - 1, codes), size)


def _sorted_apart(values: Indices, codes: Indices, size: int) -> list[Indices]:
    """The values of each code from 0 to size - 1, in their order."""
    ordered = values[np.argsort(codes, kind="stable")]
    edges = np.cumsum(np.bincount(codes, minlength=size))[:-1]
    return np.split(ordered, edges)
