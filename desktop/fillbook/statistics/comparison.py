"""Two groups side by side, and many slices without being fooled by the best."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fillbook.statistics.integers import Floats, Indices, Mask
from fillbook.statistics.population import Population
from fillbook.statistics.uncertainty import Interval, Resampling, percentiles, resampled

FALSE_DISCOVERY_RATE = 0.10
_EMPTY_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Difference:
    """The mean of one group less that of another, with a 95 % interval."""

    first: float
    second: float
    interval: Interval | None  # None: too few days to tell

    @property
    def value(self) -> float:
        return self.first - self.second

    @property
    def distinguishable(self) -> bool:
        """Whether the interval leaves zero out."""
        low_high = self.interval
        if low_high is None or low_high.low is None or low_high.high is None:
            return False
        return low_high.low > 0 or low_high.high < 0


def expectancy_difference(
    first: Population, second: Population, resampling: Resampling | None = None
) -> Difference | None:
    """In money; None where a group is empty or money cannot be added up."""
    currencies = {*first.currencies, *second.currencies}
    if not len(first) or not len(second) or len(currencies) > 1:
        return None
    return _difference(
        (first.close_day, first.amounts), (second.close_day, second.amounts), resampling
    )


def mean_r_difference(
    first: Population, second: Population, resampling: Resampling | None = None
) -> Difference | None:
    """In R; None where a group has no trade with a known risk."""
    if not len(first.r) or not len(second.r):
        return None
    return _difference(
        (first.close_day[first.has_r], first.r),
        (second.close_day[second.has_r], second.r),
        resampling,
    )


def chance_of_luck(population: Population, resampling: Resampling | None = None) -> float | None:
    """How often a mean R this far from zero comes by chance, two-sided.

    By the bootstrap of days; None of fewer than two days.
    """
    if not len(population.r):
        return None
    days = population.close_day[population.has_r]
    sums = _by_day(days, int(days.min()), int(days.max()), population.r)
    sums = sums[sums[:, 0] > 0]
    if len(sums) < 2:
        return None
    plan = resampling or Resampling()
    means = resampled(sums, plan)[:, 1]
    tail = min(int((means <= 0).sum()), int((means >= 0).sum()))
    return min(1.0, 2 * (tail + 1) / (plan.resamples + 1))


def discoveries(chances: Sequence[float], rate: float = FALSE_DISCOVERY_RATE) -> Mask:
    """Which slices stand out when so many are looked at: Benjamini and Hochberg."""
    found: Mask = np.zeros(len(chances), dtype=np.bool_)
    if not len(chances):
        return found
    values = np.asarray(chances)
    order = np.argsort(values, kind="stable")
    small = values[order] <= rate * np.arange(1, len(values) + 1) / len(values)
    if small.any():
        found[order[: int(np.flatnonzero(small)[-1]) + 1]] = True
    return found


def expected_by_luck(chances: Sequence[float]) -> float:
    """How many of the slices would look as good as the best of them by luck alone."""
    return min(chances) * len(chances) if chances else 0.0


def _difference(
    first: tuple[Indices, Floats], second: tuple[Indices, Floats], resampling: Resampling | None
) -> Difference:
    """Days are drawn for both groups together: what moved a day moved both."""
    low = int(min(first[0].min(), second[0].min()))
    high = int(max(first[0].max(), second[0].max()))
    sums = np.hstack([_by_day(days, low, high, values) for days, values in (first, second)])
    sums = sums[(sums[:, 0] > 0) | (sums[:, 2] > 0)]
    means = float(first[1].mean()), float(second[1].mean())
    if len(sums) < 2:
        return Difference(*means, None)
    drawn = resampled(sums, resampling or Resampling())
    drawn = drawn[(drawn[:, 0] > 0) & (drawn[:, 2] > 0)]
    enough = len(drawn) >= (1 - _EMPTY_SHARE) * (resampling or Resampling()).resamples
    if not enough:
        return Difference(*means, None)
    spread = drawn[:, 1] / drawn[:, 0] - drawn[:, 3] / drawn[:, 2]
    return Difference(*means, percentiles(spread))


def _by_day(days: Indices, low: int, high: int, values: Floats) -> Floats:
    """Count and sum of each day from low to high."""
    size = high - low + 1
    counts = np.bincount(days - low, minlength=size)
    return np.column_stack((counts, np.bincount(days - low, weights=values, minlength=size)))
