"""Decisions: an idea that was copied to several accounts counts once.

Money counts every row, so that these figures stand beside the ones of trades. A decision
is won or lost as its first copy was.
"""

import numpy as np

from fillbook.statistics.integers import Indices, sums_by
from fillbook.statistics.population import Population
from fillbook.statistics.profit import profit_factor
from fillbook.statistics.statistic import Figure, Statistic, Unit
from fillbook.statistics.uncertainty import wilson


def decisions(population: Population) -> Figure:
    """Trades, the copies of one decision as one."""
    return Figure(len(_firsts(population)[0]))


def decision_win_rate(population: Population) -> Figure:
    """Won decisions among those that were won or lost."""
    firsts, _ = _firsts(population)
    wins = int(np.count_nonzero(population.won[firsts]))
    decided = wins + int(np.count_nonzero(population.lost[firsts]))
    if not decided:
        return Figure.missing("no decision was won or lost", n=0)
    interval = wilson(wins, decided)
    return Figure(wins / decided, low=interval.low, high=interval.high, n=decided)


def decision_expectancy(population: Population) -> Figure:
    """The mean P&L of a decision, all its copies together."""
    firsts, _ = _firsts(population)
    if not len(firsts):
        return Figure.missing("no closed trades", n=0)
    return Figure(population.mean_money(population.net, len(firsts)), n=len(firsts))


def decision_profit_factor(population: Population) -> Figure:
    """What winning decisions brought over what losing ones lost, copies together."""
    if not population.table.any_copies:
        return profit_factor(population)
    firsts, places = _firsts(population)
    sums = sums_by(places, population.weights, len(firsts))
    profit = int(sums[sums > 0].sum())
    loss = profit - population.net
    if not loss:
        return Figure.missing(f"no losses in {len(firsts)} decisions", n=len(firsts))
    return Figure(profit / loss, n=len(firsts))


def _firsts(population: Population) -> tuple[Indices, Indices]:
    """The first copy of each decision among the trades, and the decision of every trade."""
    if not population.table.any_copies:
        every = np.arange(len(population))
        return every, every
    codes = np.asarray(population.table.source.decision)[population.rows].astype(np.intp)
    own = codes < 0
    codes[own] = len(population.table.source.ids) + np.flatnonzero(own)
    _, firsts, places = np.unique(codes, return_index=True, return_inverse=True)
    return firsts, places


STATISTICS = (
    Statistic(
        "decisions",
        "Decisions",
        Unit.COUNT,
        decisions,
        "trades, the copies of one decision in several accounts counted once",
    ),
    Statistic(
        "decision_win_rate",
        "Win rate of decisions",
        Unit.FRACTION,
        decision_win_rate,
        "won / (won + lost) decisions, each as its first copy went, with Wilson's 95 % interval",
    ),
    Statistic(
        "decision_expectancy",
        "Expectancy of a decision",
        Unit.MONEY,
        decision_expectancy,
        "net P&L / decisions, all copies of one together",
        adds_money=True,
    ),
    Statistic(
        "decision_profit_factor",
        "Profit factor of decisions",
        Unit.RATIO,
        decision_profit_factor,
        "P&L of the decisions above zero / of those below, copies of one together",
        adds_money=True,
    ),
)
