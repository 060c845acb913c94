"""How far and how long realised equity fell. The open loss of a trade is not seen."""

import numpy as np

from fillbook.statistics.population import Population
from fillbook.statistics.statistic import Figure, Statistic, Unit, counted

_NOTHING = "nothing was realised"


def max_drawdown(population: Population) -> Figure:
    """The deepest fall from a running peak, the start among them; positive."""
    if not len(population.curve):
        return Figure.missing(_NOTHING)
    deepest = population.curve.deepest
    return Figure(population.money(deepest.depth if deepest else 0))


def max_drawdown_percent(population: Population) -> Figure:
    """The deepest fall of the index, on which cash moved in or out leaves no mark."""
    if not len(population.curve):
        return Figure.missing(_NOTHING)
    index = population.index
    if index.reason is not None:
        return Figure.missing(index.reason)
    return Figure(index.max_drawdown)


def max_drawdown_days(population: Population) -> Figure:
    """How long the deepest fall took from its peak back to that level."""
    if not len(population.curve):
        return Figure.missing(_NOTHING)
    deepest = population.curve.deepest
    if deepest is None:
        return Figure(0)
    if deepest.recovered is None:
        return Figure(deepest.days, f"ongoing, {counted(deepest.days, 'day')}")
    return Figure(deepest.days)


def max_drawdown_trades(population: Population) -> Figure:
    """The same in trades."""
    if not len(population.curve):
        return Figure.missing(_NOTHING)
    deepest = population.curve.deepest
    if deepest is None:
        return Figure(0)
    trades = population.curve.trades_in(deepest)
    if deepest.recovered is None:
        return Figure(trades, f"ongoing, {counted(trades, 'trade')}")
    return Figure(trades)


def recovery_factor(population: Population) -> Figure:
    """What was realised in all, over the deepest fall."""
    deepest = population.curve.deepest
    if deepest is None:
        return Figure.missing(f"no drawdown in {counted(len(population), 'trade')}")
    return Figure(int(population.curve.levels[-1]) / deepest.depth)


def drawdowns(population: Population) -> Figure:
    """How often equity left a peak."""
    return Figure(len(population.curve.spans))


def average_recovery_days(population: Population) -> Figure:
    """From the peak back to its level, over the falls that recovered."""
    days = population.curve.recovery_days()
    if not len(days):
        return Figure.missing("no drawdown has recovered yet", n=0)
    return Figure(int(days.sum()) / len(days), n=len(days))


def time_under_water(population: Population) -> Figure:
    """The share of trading days that ended below the peak before them."""
    daily = population.daily
    if not len(daily):
        return Figure.missing(_NOTHING)
    counted_days = daily.open_days(every_day=population.trades_crypto)
    levels = np.cumsum(daily.net)
    below = (levels < np.maximum(np.maximum.accumulate(levels), 0))[counted_days]
    return Figure(int(np.count_nonzero(below)) / len(below), n=len(below))


def ulcer_index(population: Population) -> Figure:
    """The root mean square of the drawdowns, in percent, at the ends of trading days."""
    if not len(population.curve):
        return Figure.missing(_NOTHING)
    index = population.index
    if index.reason is not None:
        return Figure.missing(index.reason)
    return Figure(index.ulcer)


STATISTICS = (
    Statistic(
        "max_drawdown",
        "Max drawdown",
        Unit.MONEY,
        max_drawdown,
        "deepest fall of realised equity from a running peak, closing fill by closing fill; the "
        "start is a peak, open losses are not seen",
        adds_money=True,
    ),
    Statistic(
        "max_drawdown_percent",
        "Max drawdown, share",
        Unit.FRACTION,
        max_drawdown_percent,
        "deepest fall of an index of the balance that deposits and withdrawals leave alone",
        of_balance=True,
    ),
    Statistic(
        "max_drawdown_days",
        "Max drawdown, days",
        Unit.DAYS,
        max_drawdown_days,
        "calendar days from the peak of the deepest fall to the first level at or above it",
        adds_money=True,
    ),
    Statistic(
        "max_drawdown_trades",
        "Max drawdown, trades",
        Unit.COUNT,
        max_drawdown_trades,
        "trades that closed something from the peak of the deepest fall to its recovery",
        adds_money=True,
    ),
    Statistic(
        "recovery_factor",
        "Recovery factor",
        Unit.RATIO,
        recovery_factor,
        "realised P&L / max drawdown, in money",
        adds_money=True,
    ),
    Statistic(
        "drawdowns",
        "Drawdowns",
        Unit.COUNT,
        drawdowns,
        "how often realised equity left a peak",
        adds_money=True,
    ),
    Statistic(
        "average_recovery_days",
        "Average recovery, days",
        Unit.DAYS,
        average_recovery_days,
        "mean of the calendar days from a peak back to its level, of the drawdowns that recovered",
        adds_money=True,
    ),
    Statistic(
        "time_under_water",
        "Time under water",
        Unit.FRACTION,
        time_under_water,
        "share of trading days that ended below an earlier peak",
        adds_money=True,
    ),
    Statistic(
        "ulcer_index",
        "Ulcer index",
        Unit.RATIO,
        ulcer_index,
        "root mean square of the drawdown in percent at the ends of trading days",
        of_balance=True,
    ),
)
