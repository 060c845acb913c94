"""How often and how long."""

import numpy as np

from fillbook.domain.trade_columns import MISSING
from fillbook.statistics.columns import Table
from fillbook.statistics.integers import Floats, Indices, Mask
from fillbook.statistics.population import Population
from fillbook.statistics.statistic import Figure, Statistic, Unit

_MICROSECONDS = 1e6


def holding_seconds(table: Table, rows: Indices) -> Floats:
    """From the first entry fill to the last exit fill; nan where it cannot be told.

    A trade of one day whose source tells days alone has no length.
    """
    opened, closed = table.opened_at[rows], table.closed_at[rows]
    same_day = table.open_day[rows] == table.close_day[rows]
    unknown = (opened == MISSING) | (closed == MISSING)
    unknown |= (table.open_minute[rows] < 0) & same_day
    return np.where(unknown, np.nan, (closed - opened) / _MICROSECONDS)


def average_holding_time(population: Population) -> Figure:
    return _mean_holding(population, np.ones(len(population), dtype=np.bool_))


def average_holding_time_wins(population: Population) -> Figure:
    return _mean_holding(population, population.won)


def average_holding_time_losses(population: Population) -> Figure:
    return _mean_holding(population, population.lost)


def median_holding_time(population: Population) -> Figure:
    held = holding_seconds(population.table, population.rows)
    held = held[~np.isnan(held)]
    if not len(held):
        return Figure.missing("no trade with known times", n=0)
    return Figure(float(np.median(held)), n=len(held))


def trades_per_day(population: Population) -> Figure:
    """Trades a day, of the days on which one closed."""
    if not len(population):
        return Figure.missing("no closed trades")
    active = int(np.count_nonzero(population.daily.closed))
    return Figure(len(population) / active)


def _mean_holding(population: Population, kind: Mask) -> Figure:
    held = holding_seconds(population.table, population.rows[kind])
    held = held[~np.isnan(held)]
    if not len(held):
        return Figure.missing("no trade with known times", n=0)
    return Figure(float(held.mean()), n=len(held))


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
        "trades_per_day",
        "Trades per day",
        Unit.RATIO,
        trades_per_day,
        "trades / trading days on which one closed",
    ),
)
