"""Every statistic there is, in the order in which they are read."""

from collections.abc import Mapping
from types import MappingProxyType

from fillbook.statistics import (
    activity,
    counts,
    decisions,
    drawdown,
    expectancy,
    money_weighted,
    profit,
    r_multiples,
    risk_adjusted,
    rules,
    sample,
    sizing,
    streaks,
    ways,
)
from fillbook.statistics.population import Population
from fillbook.statistics.statistic import Figure, Statistic

STATISTICS: tuple[Statistic, ...] = (
    *counts.STATISTICS,
    *profit.STATISTICS,
    *expectancy.STATISTICS,
    *drawdown.STATISTICS,
    *streaks.STATISTICS,
    *activity.STATISTICS,
    *r_multiples.STATISTICS,
    *sample.STATISTICS,
    *risk_adjusted.STATISTICS,
    *money_weighted.STATISTICS,
    *sizing.STATISTICS,
    *decisions.STATISTICS,
    *rules.STATISTICS,
    *ways.STATISTICS,
)

BY_KEY: Mapping[str, Statistic] = MappingProxyType({s.key: s for s in STATISTICS})

FIXED_KEYS = (
    "trades", "wins", "losses", "breakevens", "win_rate_decided", "win_rate_all",
    "gross_profit", "gross_loss", "net_pnl", "fees", "profit_factor", "expectancy",
    "average_win", "average_loss", "payoff_ratio", "break_even_win_rate", "largest_win",
    "largest_loss", "median_pnl", "max_drawdown", "max_drawdown_percent", "max_drawdown_days",
    "recovery_factor", "longest_winning_streak", "longest_losing_streak",
    "average_holding_time_s", "trades_per_day", "cost_drag", "mean_r", "expectancy_r", "sqn",
    "r_known", "sharpe", "sortino", "calmar", "kelly", "best_day_share",
)  # fmt: skip
"""The set that scripts may rely on: these keys stay."""


def figures(
    population: Population, statistics: tuple[Statistic, ...] = STATISTICS
) -> dict[str, Figure]:
    """The figures of a population by key."""
    return {statistic.key: statistic.of(population) for statistic in statistics}
