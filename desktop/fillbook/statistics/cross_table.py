"""Two dimensions at once: weekday by hour, setup by session."""

from dataclasses import dataclass

import numpy as np

from fillbook.statistics.dimensions import Dimension
from fillbook.statistics.integers import Floats, Indices, Integers, sums_by
from fillbook.statistics.population import Population


@dataclass(frozen=True, eq=False)
class CrossTable:
    """One row and one column a key that has trades, in the order of the keys, none last.

    A trade with several keys stands in each of their cells.
    """

    row_keys: tuple[str | None, ...]
    column_keys: tuple[str | None, ...]
    trades: Indices
    wins: Indices
    net: Integers  # in the smallest units
    mean_r: Floats  # nan where no trade has an R multiple


def cross_table(population: Population, rows: Dimension, columns: Dimension) -> CrossTable:
    """The trades of a population by two dimensions."""
    down, across = rows.keys_of(population.table), columns.keys_of(population.table)
    first, down_codes = down.of_each(population.rows)
    second, across_codes = across.of_each(population.rows[first])
    positions = first[second]
    cells = down_codes[second] * across.size + across_codes
    shape = (down.size, across.size)

    def counted(codes: Indices) -> Indices:
        return np.bincount(codes, minlength=shape[0] * shape[1]).reshape(shape)

    trades = counted(cells)
    r = np.zeros(len(population))
    r[population.has_r] = population.r
    r_sums = np.bincount(cells, weights=r[positions], minlength=shape[0] * shape[1])
    r_counts = counted(cells[population.has_r[positions]])
    with np.errstate(invalid="ignore"):
        mean_r = r_sums.reshape(shape) / r_counts
    net = sums_by(cells, population.weights[positions], shape[0] * shape[1]).reshape(shape)
    present = np.ix_(np.flatnonzero(trades.any(axis=1)), np.flatnonzero(trades.any(axis=0)))
    return CrossTable(
        row_keys=tuple(down.names[code] for code in present[0].ravel().tolist()),
        column_keys=tuple(across.names[code] for code in present[1].ravel().tolist()),
        trades=trades[present],
        wins=counted(cells[population.won[positions]])[present],
        net=net[present],
        mean_r=mean_r[present],
    )
