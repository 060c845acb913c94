"""How results are spread: histograms with zero on an edge, so that no bar mixes signs."""

import math
from dataclasses import dataclass

import numpy as np

from fillbook.statistics.integers import Floats, Indices
from fillbook.statistics.population import Population

_WISHED_BINS = 24
_MOST_BINS = 120
_R_WIDTHS = (0.1, 0.2, 0.25, 0.5, 1.0)  # each has an edge at -1, 0 and 1
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, eq=False)
class Histogram:
    """Counts between edges; a value on an edge lies above it.

    The outermost bins also hold what lies beyond them, so that nothing is left out.
    """

    edges: Floats  # one more than bins, ascending
    counts: Indices
    mean: float | None  # None of nothing
    open_low: bool = False  # the first bin holds values below its edge
    open_high: bool = False

    def __len__(self) -> int:
        return len(self.counts)


def r_histogram(population: Population) -> Histogram:
    """R multiples, with an edge at -1, 0 and 1."""
    values = population.r
    wished = _middle(values) / _WISHED_BINS
    width = next((step for step in _R_WIDTHS if step >= wished), _R_WIDTHS[-1])
    return _histogram(values, width)


def pnl_histogram(population: Population) -> Histogram:
    """P&L of trades in money, in bins of a round width."""
    values = population.amounts
    return _histogram(values, _round_up(_middle(values) / _WISHED_BINS))


def trades_between(population: Population, low: float, high: float) -> Population:
    """The trades whose result lies from low to below high, as a histogram counts them."""
    values = population.amounts
    hair = 1e-9 * max(abs(edge) for edge in (low, high) if math.isfinite(edge))
    rows = population.rows[(values >= low - hair) & (values < high - hair)]
    chosen = np.zeros(population.table.size, dtype=np.bool_)
    chosen[rows] = True
    legs = population.legs[chosen[population.table.leg_trade[population.legs]]]
    return population.part(rows, population.open_rows[:0], legs)


def _middle(values: Floats) -> float:
    """The span of the middle 98 % and zero."""
    if not len(values):
        return 0.0
    low, high = np.quantile(values, (0.01, 0.99))
    return float(max(high, 0) - min(low, 0))


def _round_up(width: float) -> float:
    """The next 1, 2, 2.5 or 5 times a power of ten."""
    if width <= 0:
        return 1.0
    scale = 10.0 ** math.floor(math.log10(width))
    return scale * next(step for step in _STEPS if scale * step >= width * (1 - 1e-12))


def _histogram(values: Floats, width: float) -> Histogram:
    if not len(values):
        return Histogram(np.zeros(1), np.zeros(0, dtype=np.intp), None)
    # A quotient a hair under an edge is on it: 0.3 / 0.1 is the third edge.
    bins = np.floor(np.round(values / width, 9))
    low, high = int(max(bins.min(), -_MOST_BINS // 2)), int(min(bins.max(), _MOST_BINS // 2))
    low, high = min(low, 0), max(high, -1)
    inside = np.clip(bins, low, high).astype(np.intp)
    return Histogram(
        edges=np.arange(low, high + 2) * width,
        counts=np.bincount(inside - low, minlength=high - low + 1),
        mean=float(values.mean()),
        open_low=bool(bins.min() < low),
        open_high=bool(bins.max() > high),
    )
