"""How far chance alone could move a figure."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from fillbook.statistics.integers import Floats, Indices
from fillbook.statistics.population import Population

Z_95 = 1.959964
RESAMPLES = 5_000
SEED = 20_260_101
_BLOCK_CELLS = 500_000  # a few milliseconds between two questions whether to go on
_UNDEFINED_SHARE = 0.05
_OF_R = frozenset({"mean_r", "expectancy_r", "sqn"})


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % interval; a bound that chance leaves open is None."""

    low: float | None
    high: float | None


def wilson(successes: int, n: int) -> Interval:
    """Wilson's interval of a share, n above zero."""
    share, z2 = successes / n, Z_95**2
    middle = share + z2 / (2 * n)
    reach = Z_95 * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    scale = 1 + z2 / n
    return Interval(max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale))


def _never() -> bool:
    return False


class Stopped(Exception):
    """The caller no longer wants the answer."""


@dataclass(frozen=True, slots=True)
class Resampling:
    """How a bootstrap is drawn: the same seed gives the same digits."""

    resamples: int = RESAMPLES
    seed: int = SEED
    cancelled: Callable[[], bool] = _never  # asked between blocks
    progress: Callable[[int, int], None] | None = None  # resamples done, in all


def intervals(population: Population, resampling: Resampling | None = None) -> dict[str, Interval]:
    """Percentile bootstrap intervals by the key of their statistic.

    Days are resampled, with all trades that closed on them: trades of one day are no
    independent witnesses. Where each day has one trade this is the bootstrap of trades.
    A figure that rests on fewer than two days has no interval.

    Raises:
        Stopped: ``cancelled`` said so.
    """
    return money_intervals(population, resampling) | r_intervals(population, resampling)


def money_intervals(
    population: Population, resampling: Resampling | None = None
) -> dict[str, Interval]:
    """Those of expectancy and profit factor."""
    return _bounds(_money_resamples(population, resampling or Resampling()))


def r_intervals(
    population: Population, resampling: Resampling | None = None
) -> dict[str, Interval]:
    """Those of mean R, under both its names, and SQN."""
    return _bounds(_r_resamples(population, resampling or Resampling()))


def resamples(population: Population, key: str, plan: Resampling) -> Floats:
    """The figure of each resample, infinite where it is undefined; empty where none is drawn.

    Raises:
        Stopped: ``cancelled`` said so.
    """
    of_r = _r_resamples if key in _OF_R else _money_resamples
    return of_r(population, plan).get(key, np.zeros(0))


def _bounds(found: dict[str, Floats]) -> dict[str, Interval]:
    return {key: percentiles(values) for key, values in found.items()}


def _money_resamples(population: Population, plan: Resampling) -> dict[str, Floats]:
    if not len(population) or population.currency_reason is not None:
        return {}
    pnl = population.amounts
    days = population.close_day - population.close_day.min()
    ones, won, lost = np.ones(len(pnl)), np.maximum(pnl, 0), np.maximum(-pnl, 0)
    sums = _day_sums(days, ones, won, lost)
    if len(sums) < 2:
        return {}
    n, gross_profit, gross_loss = resampled(sums, plan).T
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = gross_profit / gross_loss
    return {
        "expectancy": (gross_profit - gross_loss) / n,
        "profit_factor": np.where(gross_loss > 0, factor, np.inf),
    }


def _r_resamples(population: Population, plan: Resampling) -> dict[str, Floats]:
    r = population.r
    if not len(r):
        return {}
    r_days = population.close_day[population.has_r]
    sums = _day_sums(r_days - r_days.min(), np.ones(len(r)), r, r * r)
    if len(sums) < 2:
        return {}
    n, total, squares = resampled(sums, plan).T
    mean = total / n
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.maximum(squares - n * mean * mean, 0) / (n - 1)
        sqn = np.sqrt(np.minimum(n, 100)) * mean / np.sqrt(variance)
    return {
        "mean_r": mean,
        "expectancy_r": mean,
        "sqn": np.where(np.isfinite(sqn), sqn, np.inf),
    }


def _day_sums(days: Indices, *columns: Floats) -> Floats:
    """One row a day on which something closed, one column a sum."""
    closed = np.bincount(days) > 0
    return np.column_stack([np.bincount(days, weights=column)[closed] for column in columns])


def resampled(sums: Floats, plan: Resampling) -> Floats:
    """The column sums of each resample, one row a resample."""
    days = len(sums)
    draw = np.random.default_rng(plan.seed)
    block = max(1, _BLOCK_CELLS // days)
    rows: list[Floats] = []
    for start in range(0, plan.resamples, block):
        if plan.cancelled():
            raise Stopped
        size = min(block, plan.resamples - start)
        picks = draw.integers(0, days, (size, days), dtype=np.int32)
        picks += np.arange(size, dtype=np.int32)[:, None] * days
        weights = np.bincount(picks.ravel(), minlength=size * days).reshape(size, days)
        rows.append(weights @ sums)
        if plan.progress is not None:
            plan.progress(start + size, plan.resamples)
    return np.concatenate(rows)


def percentiles(values: Floats) -> Interval:
    """The middle 95 %; infinite values are resamples in which the figure is undefined."""
    low, high = np.quantile(values, (0.025, 0.975), method="inverted_cdf")
    undefined = float(np.isinf(values).mean())
    if undefined > _UNDEFINED_SHARE or not math.isfinite(high):
        return Interval(float(low) if math.isfinite(low) else None, None)
    return Interval(float(low), float(high))
