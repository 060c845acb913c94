"""Runs of wins and of losses. A breakeven neither breaks a run nor counts in it."""

import math

from fillbook.statistics.population import Population
from fillbook.statistics.runs import Runs
from fillbook.statistics.statistic import Figure, Statistic, Unit

_RUNS_DECIDED = 20
_RUNS_EACH = 5


def longest_winning_streak(population: Population) -> Figure:
    return Figure(population.runs.longest(of_wins=True))


def longest_losing_streak(population: Population) -> Figure:
    return Figure(population.runs.longest(of_wins=False))


def current_streak(population: Population) -> Figure:
    """The run at the end: wins are positive, losses negative."""
    return Figure(population.runs.last)


def longest_winning_days(population: Population) -> Figure:
    return Figure(_runs_of_days(population).longest(of_wins=True))


def longest_losing_days(population: Population) -> Figure:
    return Figure(_runs_of_days(population).longest(of_wins=False))


def _runs_of_days(population: Population) -> Runs:
    """Days that won and days that lost; those at zero are passed over."""
    net = population.daily.moves.net
    return Runs.of(net[net != 0] > 0)


def runs_test(population: Population) -> Figure:
    """Wald and Wolfowitz: fewer runs than chance gives are below zero."""
    wins, losses = population.wins, population.losses
    n = wins + losses
    if n < _RUNS_DECIDED or min(wins, losses) < _RUNS_EACH:
        return Figure.missing(
            f"needs {_RUNS_DECIDED} decided trades and {_RUNS_EACH} of each kind", n=n
        )
    product = 2 * wins * losses
    expected = product / n + 1
    variance = product * (product - n) / (n * n * (n - 1))
    return Figure((len(population.runs.lengths) - expected) / math.sqrt(variance), n=n)


STATISTICS = (
    Statistic(
        "longest_winning_streak",
        "Longest winning streak",
        Unit.COUNT,
        longest_winning_streak,
        "longest run of wins in the order of closing; breakevens neither break nor count",
    ),
    Statistic(
        "longest_losing_streak",
        "Longest losing streak",
        Unit.COUNT,
        longest_losing_streak,
        "longest run of losses in the order of closing; breakevens neither break nor count",
    ),
    Statistic(
        "current_streak",
        "Current streak",
        Unit.COUNT,
        current_streak,
        "the run at the end; losses are negative, breakevens are passed over",
    ),
    Statistic(
        "longest_winning_days",
        "Longest run of winning days",
        Unit.COUNT,
        longest_winning_days,
        "most days in a row that ended above zero; days at zero are passed over",
        adds_money=True,
    ),
    Statistic(
        "longest_losing_days",
        "Longest run of losing days",
        Unit.COUNT,
        longest_losing_days,
        "most days in a row that ended below zero; days at zero are passed over",
        adds_money=True,
    ),
    Statistic(
        "runs_test_z",
        "Runs test",
        Unit.RATIO,
        runs_test,
        "Wald-Wolfowitz Z of the sequence of wins and losses; below zero: streaks longer than "
        "chance",
    ),
)
