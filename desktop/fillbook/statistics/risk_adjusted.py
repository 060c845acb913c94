"""Return for the risk of the days. The return of a day is what it realised over the
balance at its start; days without a trade are zeros."""

import math

import numpy as np

from fillbook.statistics.integers import floats
from fillbook.statistics.population import Population
from fillbook.statistics.returns import (
    annual_volatility,
    growth_a_year,
    omega_ratio,
    sharpe_ratio,
    sortino_ratio,
)
from fillbook.statistics.statistic import Figure, Statistic, Unit, counted

_USABLE_DAYS = 30
_YEAR_DAYS = 365
_MEAN_YEAR_DAYS = 365.25


def periods(population: Population) -> int:
    """Trading days of a year: 365 where everything is crypto, else 252."""
    return 365 if population.trades_crypto else 252


def sharpe(population: Population) -> Figure:
    """Mean daily return over its standard deviation, by the year."""
    missing = _no_returns(population)
    if missing is not None:
        return missing
    value = sharpe_ratio(
        population.index.returns, periods(population), zeros=population.index.idle_days
    )
    return _of_days(population, value, "the returns of the days do not vary")


def sharpe_active_days(population: Population) -> Figure:
    """The same over the days on which something was realised."""
    missing = _no_returns(population)
    if missing is not None:
        return missing
    value = sharpe_ratio(population.index.returns, periods(population))
    return _of_days(population, value, "the returns of the days do not vary")


def sortino(population: Population) -> Figure:
    """Mean daily return over the downside deviation, by the year."""
    missing = _no_returns(population)
    if missing is not None:
        return missing
    value = sortino_ratio(
        population.index.returns, periods(population), zeros=population.index.idle_days
    )
    return _of_days(population, value, _no_losing_day(population))


def omega(population: Population) -> Figure:
    """All winning days over all losing days, in returns."""
    missing = _no_returns(population)
    if missing is not None:
        return missing
    return _of_days(population, omega_ratio(population.index.returns), _no_losing_day(population))


def volatility(population: Population) -> Figure:
    """The standard deviation of daily returns, by the year."""
    missing = _no_returns(population)
    if missing is not None:
        return missing
    value = annual_volatility(
        population.index.returns, periods(population), zeros=population.index.idle_days
    )
    return _of_days(population, value, "")


def period_return(population: Population) -> Figure:
    """What the balance grew by, deposits and withdrawals apart."""
    index = population.index
    if index.reason is not None:
        return Figure.missing(index.reason)
    return Figure(index.gain)


def annual_return(population: Population) -> Figure:
    """The yearly rate of that growth; under a year it stays the return of the period."""
    index = population.index
    if index.reason is not None:
        return Figure.missing(index.reason)
    if index.days < _YEAR_DAYS:
        reason = f"period of {counted(index.days, 'day')}, not annualised"
        return Figure(index.gain, reason, preliminary=True)
    if index.gain <= -1:
        return Figure.missing("nothing is left of the balance")
    return Figure(growth_a_year(1 + index.gain, index.days / _MEAN_YEAR_DAYS))


def calmar(population: Population) -> Figure:
    """Yearly return over the deepest fall of the index."""
    yearly = annual_return(population)
    if yearly.value is None:
        return yearly
    deepest = population.index.max_drawdown
    if not deepest:
        return Figure.missing(f"no drawdown in {counted(len(population), 'trade')}")
    value = float(yearly.value) / deepest
    return Figure(value, yearly.reason, preliminary=yearly.preliminary)


def best_day_share(population: Population) -> Figure:
    """The share of everything realised that one day made."""
    if not len(population.curve) or population.curve.levels[-1] <= 0:
        return Figure.missing("no net profit to share")
    moves = population.daily.moves
    best = int(moves.net.max())
    return Figure(best / int(population.curve.levels[-1]), n=len(moves.days))


def gini_of_days(population: Population) -> Figure:
    """How unevenly the days made the profit; losing days can lift it above 1."""
    if not len(population.curve) or population.curve.levels[-1] <= 0:
        return Figure.missing("no net profit to share")
    days = np.sort(floats(population.daily.moves.net, population.places))
    n = len(days)
    ranks = 2 * np.arange(1, n + 1) - n - 1
    return Figure(float((ranks * days).sum()) / (n * float(days.sum())), n=n)


def _no_returns(population: Population) -> Figure | None:
    reason = population.index.returns_reason
    if reason is not None:
        return Figure.missing(reason)
    days = _days(population)
    return None if days > 1 else Figure.missing(f"{counted(days, 'day')} only", n=days)


def _of_days(population: Population, value: float | None, missing: str) -> Figure:
    days = _days(population)
    if value is None or not math.isfinite(value):
        return Figure.missing(missing, n=days)
    if days < _USABLE_DAYS:
        return Figure(value, f"{counted(days, 'day')} only", n=days, preliminary=True)
    return Figure(value, n=days)


def _days(population: Population) -> int:
    """The days that its returns are of."""
    return len(population.index.returns) + population.index.idle_days


def _no_losing_day(population: Population) -> str:
    return f"no losing day in {counted(_days(population), 'day')}"


_DAYS_WORDS = (
    "over all trading days from the first to the last, those without a trade as zeros; "
    "Monday to Friday and 252 a year, or every day and 365 where all is crypto"
)

STATISTICS = (
    Statistic(
        "sharpe",
        "Sharpe ratio",
        Unit.RATIO,
        sharpe,
        "mean of the daily returns / their sample standard deviation x root of the days of a "
        f"year, risk-free rate 0; {_DAYS_WORDS}",
        of_balance=True,
    ),
    Statistic(
        "sharpe_active_days",
        "Sharpe ratio, active days",
        Unit.RATIO,
        sharpe_active_days,
        "mean of the returns of the days on which something was realised / their sample standard "
        "deviation x root of the days of a year, risk-free rate 0",
        of_balance=True,
    ),
    Statistic(
        "sortino",
        "Sortino ratio",
        Unit.RATIO,
        sortino,
        "mean of the daily returns / root mean square of the negative ones over all days x root "
        f"of the days of a year; {_DAYS_WORDS}",
        of_balance=True,
    ),
    Statistic(
        "calmar",
        "Calmar ratio",
        Unit.RATIO,
        calmar,
        "annual return / max drawdown as a share; under a year the return of the period",
        of_balance=True,
    ),
    Statistic(
        "omega",
        "Omega ratio",
        Unit.RATIO,
        omega,
        f"sum of the positive daily returns / sum of the negative ones; {_DAYS_WORDS}",
        of_balance=True,
    ),
    Statistic(
        "volatility",
        "Volatility",
        Unit.FRACTION,
        volatility,
        "sample standard deviation of the daily returns x root of the days of a year; "
        f"{_DAYS_WORDS}",
        of_balance=True,
    ),
    Statistic(
        "return_on_account",
        "Return on account",
        Unit.FRACTION,
        period_return,
        "growth of the balance from closing fill to closing fill, deposits and withdrawals apart "
        "(time-weighted)",
        of_balance=True,
    ),
    Statistic(
        "annual_return",
        "Annual return",
        Unit.FRACTION,
        annual_return,
        "return on account to the power of 365.25 / days; under a year the return of the period",
        of_balance=True,
    ),
    Statistic(
        "best_day_share",
        "Best day's share",
        Unit.FRACTION,
        best_day_share,
        "best trading day / everything realised",
        adds_money=True,
    ),
    Statistic(
        "gini_of_days",
        "Gini of days",
        Unit.RATIO,
        gini_of_days,
        "half of the mean difference of any two days on which something was realised / their "
        "mean; 0 where all are equal, above 1 where losing days weigh",
        adds_money=True,
    ),
)
