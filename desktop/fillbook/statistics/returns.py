"""Ratios of a series of returns, as their literature defines them.

A return of 0.01 is one percent. Each function says what it does where the literature
has several conventions. ``zeros`` are further returns of nothing, of days without a trade.
"""

import math

import numpy as np

from fillbook.statistics.integers import Floats


def annual_volatility(returns: Floats, periods: int, *, zeros: int = 0) -> float:
    """Sample standard deviation, times the root of the periods of a year."""
    return _mean_and_deviation(returns, zeros)[1] * math.sqrt(periods)


def sharpe_ratio(returns: Floats, periods: int, *, zeros: int = 0) -> float | None:
    """Mean return over its sample standard deviation, by the year; the risk-free rate is 0.

    None of fewer than two returns, and where they do not vary.
    """
    if len(returns) + zeros < 2 or _steady(returns, zeros):
        return None
    mean, deviation = _mean_and_deviation(returns, zeros)
    return mean / deviation * math.sqrt(periods)


def downside_deviation(returns: Floats, minimum: float = 0.0, *, zeros: int = 0) -> float:
    """Root mean square of what each return lacks of the minimum, over all returns.

    Not over the lacking ones alone, which some publish under the same name.
    """
    lacking = np.minimum(returns - minimum, 0)
    of_zeros = zeros * min(-minimum, 0.0) ** 2
    return math.sqrt((float((lacking * lacking).sum()) + of_zeros) / (len(returns) + zeros))


def sortino_ratio(
    returns: Floats, periods: int, minimum: float = 0.0, *, zeros: int = 0
) -> float | None:
    """Mean return above the minimum over the downside deviation, by the year.

    None where no return lies below the minimum.
    """
    count = len(returns) + zeros
    downside = downside_deviation(returns, minimum, zeros=zeros) if count else 0.0
    if not downside:
        return None
    return (float(returns.sum()) / count - minimum) / downside * math.sqrt(periods)


def omega_ratio(returns: Floats, minimum: float = 0.0) -> float | None:
    """All that lies above the minimum over all that lies below; None where nothing does."""
    above = returns - minimum
    lacking = -float(np.minimum(above, 0).sum())
    return float(np.maximum(above, 0).sum()) / lacking if lacking else None


def _mean_and_deviation(returns: Floats, zeros: int) -> tuple[float, float]:
    """The mean and the sample standard deviation."""
    count = len(returns) + zeros
    mean = float(returns.sum()) / count
    apart = returns - mean
    squares = float((apart * apart).sum()) + zeros * mean * mean
    return mean, math.sqrt(squares / (count - 1))


def _steady(returns: Floats, zeros: int) -> bool:
    """Whether all are equal."""
    if not len(returns):
        return True
    low, high = float(returns.min()), float(returns.max())
    return low == high and (not zeros or not low)


def wealth(returns: Floats) -> Floats:
    """What one unit grows to, its start of 1 first."""
    return np.concatenate(([1.0], np.cumprod(1 + returns)))


def falls(levels: Floats) -> Floats:
    """How far each level lies under the highest so far, as a share of that."""
    peaks = np.maximum.accumulate(levels)
    return (peaks - levels) / peaks


def max_drawdown(returns: Floats) -> float:
    """The deepest fall as a positive share; the start is a peak too."""
    return float(falls(wealth(returns)).max())


def growth_a_year(growth: float, years: float) -> float:
    """The yearly rate that makes one unit grow so far in so many years."""
    return float(growth ** (1 / years)) - 1
