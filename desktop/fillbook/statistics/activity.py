"""How often and how long."""

import numpy as np

from fillbook.statistics.integers import Floats, Mask, taken
from fillbook.statistics.population import Population
from fillbook.statistics.statistic import Figure, Statistic, Unit

_DAY_S = 86_400


def average_holding_time(population: Population) -> Figure:
    """The mean over the trades whose times are known."""
    return _mean(population.held_s)


def average_holding_time_wins(population: Population) -> Figure:
    return _mean(_held(population, population.won))


def average_holding_time_losses(population: Population) -> Figure:
    return _mean(_held(population, population.lost))


def median_holding_time(population: Population) -> Figure:
    held = population.held_s
    return Figure(float(np.median(held)), n=len(held)) if len(held) else _untold()


def weighted_holding_time(population: Population) -> Figure:
    """The mean in which a trade counts as often as it has units."""
    held, untimed = population.held_s, population.untimed
    units = taken(np.asarray(population.table.source.quantity), population.rows)[~untimed]
    known = units > 0
    if not known.any():
        return _untold()
    return Figure(float(np.average(held[known], weights=units[known])), n=int(known.sum()))


def held_overnight(population: Population) -> Figure:
    """The share of trades that ended on a later trading day than they began."""
    table, rows = population.table, population.rows
    opened, closed = taken(table.open_day, rows), population.close_day
    known = opened > 0
    n = int(np.count_nonzero(known))
    if not n:
        return Figure.missing("no trade with known days", n=0)
    later = int(np.count_nonzero(closed[known] > opened[known]))
    return Figure(later / n, n=n)


def held_over_weekend(population: Population) -> Figure:
    """The share of trades that were open from one week into another."""
    table, rows = population.table, population.rows
    opened, closed = taken(table.open_day, rows), population.close_day
    known = opened > 0
    n = int(np.count_nonzero(known))
    if not n:
        return Figure.missing("no trade with known days", n=0)
    # The first day of the calendar was a Monday: weeks are counted from it.
    later = (closed[known] - 1) // 7 > (opened[known] - 1) // 7
    return Figure(int(np.count_nonzero(later)) / n, n=n)


def exposure(population: Population) -> Figure:
    """Time in the market as a share of the hours of its trading days."""
    in_market = time_in_market(population)
    if in_market.value is None:
        return in_market
    days = population.daily.count_open(every_day=population.trades_crypto)
    return Figure(float(in_market.value) / (days * _DAY_S), n=in_market.n)


def trades_per_day(population: Population) -> Figure:
    """Trades a day, of the days on which one closed."""
    if not len(population):
        return Figure.missing("no closed trades")
    return Figure(len(population) / population.daily.days_of_closing)


def time_in_market(population: Population) -> Figure:
    """Time with at least one trade open; trades side by side count once."""
    if not len(population.held_s):
        return _untold()
    return Figure(population.open_s, n=len(population.held_s))


def _held(population: Population, kind: Mask) -> Floats:
    held = population.table.held_s[population.rows[kind]]
    return held[~np.isnan(held)]


def _mean(held: Floats) -> Figure:
    return Figure(float(held.mean()), n=len(held)) if len(held) else _untold()


def _untold() -> Figure:
    return Figure.missing("no trade with known times", n=0)


STATISTICS = (
    Statistic(
        "average_holding_time_s",
        "Average holding time",
        Unit.SECONDS,
        average_holding_time,
        "mean of the time from the first entry fill to the last exit fill",
    ),
    Statistic(
        "average_holding_time_wins_s",
        "Average holding time of wins",
        Unit.SECONDS,
        average_holding_time_wins,
        "mean of the time from the first entry fill to the last exit fill",
    ),
    Statistic(
        "average_holding_time_losses_s",
        "Average holding time of losses",
        Unit.SECONDS,
        average_holding_time_losses,
        "mean of the time from the first entry fill to the last exit fill",
    ),
    Statistic(
        "median_holding_time_s",
        "Median holding time",
        Unit.SECONDS,
        median_holding_time,
        "the middle of the times from the first entry fill to the last exit fill",
    ),
    Statistic(
        "weighted_holding_time_s",
        "Holding time by quantity",
        Unit.SECONDS,
        weighted_holding_time,
        "sum of quantity x time from the first entry fill to the last exit fill / sum of quantity",
    ),
    Statistic(
        "held_overnight",
        "Held overnight",
        Unit.FRACTION,
        held_overnight,
        "share of trades whose last exit fill is on a later trading day than their first entry",
    ),
    Statistic(
        "held_over_weekend",
        "Held over a weekend",
        Unit.FRACTION,
        held_over_weekend,
        "share of trades whose last exit fill is in a later week than their first entry",
    ),
    Statistic(
        "exposure",
        "Exposure",
        Unit.FRACTION,
        exposure,
        "time with at least one trade open / 24 hours of each trading day from the first to the "
        "last",
    ),
    Statistic(
        "time_in_market_s",
        "Time in the market",
        Unit.SECONDS,
        time_in_market,
        "time with at least one trade open; trades side by side count once",
    ),
    Statistic(
        "trades_per_day",
        "Trades per day",
        Unit.RATIO,
        trades_per_day,
        "trades / trading days on which one closed",
    ),
)
