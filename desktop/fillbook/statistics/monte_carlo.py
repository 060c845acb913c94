"""What else could have happened with the same trades.

Reshuffling keeps every trade and its end, and shows how much of a drawdown was the order.
Drawing days with replacement moves the end too. The same seed gives the same digits.
"""

from dataclasses import dataclass

import numpy as np

from fillbook.statistics.integers import Floats, Integers
from fillbook.statistics.population import Population
from fillbook.statistics.uncertainty import Resampling, Stopped

_BLOCK_CELLS = 250_000
_FAN_STEPS = 200
_SHARES = (0.05, 0.5, 0.95)


@dataclass(frozen=True, slots=True)
class Spread:
    """The 5th, 50th and 95th percentile of many paths, in money."""

    p5: float
    p50: float
    p95: float


@dataclass(frozen=True, eq=False)
class Simulation:
    """Many paths of one population, of equal length."""

    end: Spread
    drawdown: Spread  # positive; the start is a peak
    steps: Floats  # how far along the path each entry of the fan is, from 0 to 1
    fan: Floats  # three rows: the percentiles of the level at each step
    drawdowns: Floats  # of every path, ascending
    lowest: Floats  # the lowest level of every path, ascending; the start is 0
    paths: int
    seed: int

    def chance_of_drawdown(self, limit: float) -> float:
        """The share of paths that fell so far from a peak."""
        return float((self.drawdowns >= limit).mean())

    def chance_of_loss(self, limit: float) -> float:
        """The share of paths that were at some time so far below their start."""
        return float((self.lowest <= -limit).mean())


def reshuffled(population: Population, plan: Resampling | None = None) -> Simulation | None:
    """The same trades in other orders; None where there are none, or money is in two currencies.

    Raises:
        Stopped: ``cancelled`` said so.
    """
    if not len(population) or population.currency_reason is not None:
        return None
    plan = plan or Resampling()
    return _simulated(population.pnl, len(population), plan, population.places, keep_all=True)


def redrawn_days(population: Population, plan: Resampling | None = None) -> Simulation | None:
    """As many days drawn from those on which something was realised, with replacement."""
    if not len(population.curve) or population.currency_reason is not None:
        return None
    days = population.daily.moves.net
    plan = plan or Resampling()
    return _simulated(days, len(days), plan, population.places, keep_all=False)


def risk_of_ruin(
    population: Population, limit: float, trades: int, plan: Resampling | None = None
) -> float | None:
    """The share of paths of so many drawn trades that lose the limit on the way."""
    if not len(population) or population.currency_reason is not None or limit <= 0:
        return None
    plan = plan or Resampling()
    drawn = _simulated(population.pnl, trades, plan, population.places, keep_all=False)
    return drawn.chance_of_loss(limit)


def _simulated(
    results: Integers, length: int, plan: Resampling, places: int, *, keep_all: bool
) -> Simulation:
    units = results.astype(np.float64)  # whole numbers, so that their sums are exact
    draw = np.random.default_rng(plan.seed)
    picked = np.unique(np.linspace(0, length - 1, min(length, _FAN_STEPS)).astype(np.intp))
    block = max(1, _BLOCK_CELLS // length)
    drawdowns, lowest, fan = [], [], []
    for start in range(0, plan.resamples, block):
        if plan.cancelled():
            raise Stopped
        size = min(block, plan.resamples - start)
        if keep_all:
            steps = draw.permuted(np.broadcast_to(units, (size, length)), axis=1)
        else:
            steps = units[draw.integers(0, len(units), (size, length))]
        levels = np.cumsum(steps, axis=1)
        peaks = np.maximum(np.maximum.accumulate(levels, axis=1), 0)
        drawdowns.append((peaks - levels).max(axis=1))
        lowest.append(np.minimum(levels.min(axis=1), 0))
        fan.append(levels[:, picked])
        if plan.progress is not None:
            plan.progress(start + size, plan.resamples)
    scale = 10.0**places
    paths = np.concatenate(fan) / scale
    falls = np.sort(np.concatenate(drawdowns)) / scale
    return Simulation(
        end=_spread(paths[:, -1]),
        drawdown=_spread(falls),
        steps=(picked + 1) / length,
        fan=np.quantile(paths, _SHARES, axis=0),
        drawdowns=falls,
        lowest=np.sort(np.concatenate(lowest)) / scale,
        paths=plan.resamples,
        seed=plan.seed,
    )


def _spread(values: Floats) -> Spread:
    return Spread(*(float(value) for value in np.quantile(values, _SHARES)))
