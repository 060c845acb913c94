"""Ratios of a series of returns, as their literature defines them.

A return of 0.01 is one percent. Each function says what it does where the literature
has several conventions.
"""

import math

import numpy as np

from fillbook.statistics.integers import Floats


def annual_volatility(returns: Floats, periods: int) -> float:
    """Sample standard deviation, times the root of the periods of a year."""
    return float(returns.std(ddof=1)) * math.sqrt(periods)


def sharpe_ratio(returns: Floats, periods: int, risk_free: float = 0.0) -> float | None:
    """Mean excess return over its sample standard deviation, by the year.

    None of fewer than two returns, and where they do not vary.
    """
    if len(returns) < 2 or float(np.ptp(returns)) == 0:
        return None
    excess = returns - risk_free
    return float(excess.mean()) / float(excess.std(ddof=1)) * math.sqrt(periods)


def downside_deviation(returns: Floats, minimum: float = 0.0) -> float:
    """Root mean square of what each return lacks of the minimum, over all returns.

    Not over the lacking ones alone, which some publish under the same name.
    """
    return math.sqrt(float((np.minimum(returns - minimum, 0) ** 2).mean()))


def sortino_ratio(returns: Floats, periods: int, minimum: float = 0.0) -> float | None:
    """Mean return above the minimum over the downside deviation, by the year.

    None where no return lies below the minimum.
    """
    downside = downside_deviation(returns, minimum) if len(returns) else 0.0
    if not downside:
        return None
    return (float(returns.mean()) - minimum) / downside * math.sqrt(periods)


def omega_ratio(returns: Floats, minimum: float = 0.0) -> float | None:
    """All that lies above the minimum over all that lies below; None where nothing does."""
    above = returns - minimum
    lacking = -float(np.minimum(above, 0).sum())
    return float(np.maximum(above, 0).sum()) / lacking if lacking else None


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
