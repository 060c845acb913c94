"""How a figure came about: its inputs, the trades behind it, and those left out."""

from collections.abc import Iterator
from dataclasses import dataclass

from fillbook.statistics import ways
from fillbook.statistics.behind import Behind, behind
from fillbook.statistics.catalogue import BY_KEY
from fillbook.statistics.exclusion import Exclusion, excluded_as
from fillbook.statistics.population import Population
from fillbook.statistics.rules import was_checked
from fillbook.statistics.statistic import Figure, Statistic

_INPUTS: dict[str, tuple[str, ...]] = {
    "win_rate_decided": ("wins", "losses"),
    "win_rate_all": ("wins", "trades"),
    "net_pnl": ("gross_profit", "gross_loss"),
    "profit_factor": ("gross_profit", "gross_loss"),
    "cost_drag": ("fees", "gross_profit"),
    "cost_per_trade": ("fees",),
    "best_trade_share": ("largest_win", "net_pnl"),
    "best_trades_share": ("net_pnl",),
    "expectancy": ("net_pnl", "trades"),
    "average_win": ("wins",),
    "average_loss": ("losses",),
    "payoff_ratio": ("average_win", "average_loss"),
    "break_even_win_rate": ("average_win", "average_loss", "breakevens", "wins", "losses"),
    "recovery_factor": ("net_pnl", "max_drawdown"),
    "mean_r": ("total_r", "r_known"),
    "expectancy_r": ("total_r", "r_known"),
    "sqn": ("mean_r", "standard_deviation_r", "r_known"),
    "sqn_uncapped": ("mean_r", "standard_deviation_r", "r_known"),
    "trades_needed": ("mean_r", "standard_deviation_r"),
    "calmar": ("annual_return", "max_drawdown_percent"),
    "annual_return": ("return_on_account",),
    "kelly": ("win_rate_decided", "payoff_ratio"),
    "half_kelly": ("kelly",),
    "exposure": ("time_in_market_s",),
    "rule_cost": ("rules_kept",),
    "rule_cost_r": ("rules_kept",),
    "decision_expectancy": ("net_pnl", "decisions"),
    "cost_per_contract": ("fees",),
    "risk_spread": ("average_risk",),
    "trades_per_day": ("trades",),
}
"""The figures that a figure is made of."""

_OF_R = frozenset(
    {"mean_r", "expectancy_r", "sqn", "sqn_uncapped", "total_r", "median_r", "r_known",
     "standard_deviation_r", "r_per_hour", "planned_r", "realised_against_planned_r",
     "loss_overrun", "loss_overrun_r", "trades_needed", "cost_r", "rule_cost_r", "average_risk",
     "largest_risk", "risk_spread"}
)  # fmt: skip
_OF_TIME = frozenset(
    {"average_holding_time_s", "average_holding_time_wins_s", "average_holding_time_losses_s",
     "median_holding_time_s", "weighted_holding_time_s", "time_in_market_s", "exposure",
     "r_per_hour"}
)  # fmt: skip
_OF_FEES = frozenset({"fees", "cost_drag", "cost_per_trade", "cost_per_contract", "cost_r"})
_OF_BARS = frozenset(statistic.key for statistic in ways.STATISTICS)
_OF_RULES = frozenset({"rules_kept", "rule_cost", "rule_cost_r"})
_OF_DECIDED = frozenset(
    {"win_rate_decided", "payoff_ratio", "longest_winning_streak", "longest_losing_streak",
     "current_streak", "runs_test_z", "kelly", "half_kelly"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Input:
    """A figure that another is made of; it can be explained in turn."""

    statistic: Statistic
    figure: Figure


@dataclass(frozen=True, eq=False)
class Explanation:
    """A figure with all that stands behind it."""

    statistic: Statistic  # its formula in words among it
    figure: Figure
    inputs: tuple[Input, ...]
    behind: Behind
    left_out: tuple[Exclusion, ...]  # oldest first within a reason


def explain(population: Population, key: str) -> Explanation:
    """How the figure of a key came about in a population."""
    statistic = BY_KEY[key]
    return Explanation(
        statistic,
        statistic.of(population),
        tuple(Input(BY_KEY[each], BY_KEY[each].of(population)) for each in _INPUTS.get(key, ())),
        behind(population, key),
        (*population.excluded(), *_left_out(population, key)),
    )


def _left_out(population: Population, key: str) -> Iterator[Exclusion]:
    """Counted trades that this figure cannot use, and open ones."""
    table, rows = population.table, population.rows
    yield from excluded_as(table, population.open_rows, "still open")
    if key in _OF_R:
        yield from excluded_as(table, rows[~population.has_r], "no initial risk")
    if key in _OF_TIME:
        untold = rows[population.untimed]
        yield from excluded_as(table, untold, "the time held is not known")
    if key in _OF_FEES:
        yield from excluded_as(table, rows[~population.has_fees], "fees unknown")
    if key in _OF_BARS:
        unseen = [row not in population.seen for row in rows.tolist()]
        yield from excluded_as(table, rows[unseen], "no price bars")
    if key in _OF_RULES:
        unchecked = ~was_checked(table)[rows]
        yield from excluded_as(table, rows[unchecked], "checked against no rule")
    if key in _OF_DECIDED:
        flat = rows[~population.won & ~population.lost]
        yield from excluded_as(table, flat, "a breakeven")
