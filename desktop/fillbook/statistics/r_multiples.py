"""Results as multiples of the risk that was taken."""

import math

import numpy as np

from fillbook.statistics.population import Population
from fillbook.statistics.statistic import Figure, Statistic, Unit, counted

_SQN_CAP = 100
_SQN_USABLE = 30
_OVERRUN = -1.1
_EQUAL = 1e-12  # of the largest: what rounding alone can make


def mean_r(population: Population) -> Figure:
    """The mean R multiple of the trades that have one."""
    r = population.r
    return Figure(float(r.mean()), n=len(r)) if len(r) else _no_risk(population)


def r_known(population: Population) -> Figure:
    """Trades whose initial risk is known."""
    return Figure(len(population.r))


def total_r(population: Population) -> Figure:
    r = population.r
    return Figure(float(r.sum()), n=len(r)) if len(r) else _no_risk(population)


def median_r(population: Population) -> Figure:
    r = population.r
    return Figure(float(np.median(r)), n=len(r)) if len(r) else _no_risk(population)


def deviation_r(population: Population) -> Figure:
    """The sample standard deviation of the R multiples."""
    r = population.r
    if len(r) < 2:
        return Figure.missing("fewer than 2 trades with a known risk", n=len(r))
    return Figure(population.r_moments[1], n=len(r))


def sqn(population: Population) -> Figure:
    """Van Tharp's system quality number, its n capped at 100."""
    return _sqn(population, min(len(population.r), _SQN_CAP))


def sqn_uncapped(population: Population) -> Figure:
    return _sqn(population, len(population.r))


def loss_overrun(population: Population) -> Figure:
    """The share of losses that lost clearly more than was risked."""
    lost = population.r[population.lost[population.has_r]]
    if not len(lost):
        return Figure.missing("no losses with a known risk", n=0)
    return Figure(int(np.count_nonzero(lost < _OVERRUN)) / len(lost), n=len(lost))


def loss_overrun_r(population: Population) -> Figure:
    """What losses beyond -1.1 R lost more than was risked."""
    lost = population.r[population.lost[population.has_r]]
    if not len(lost):
        return Figure.missing("no losses with a known risk", n=0)
    beyond = lost[lost < _OVERRUN]
    return Figure(float((beyond + 1).sum()), n=len(beyond))


def r_per_hour(population: Population) -> Figure:
    """All R over all hours held, of the trades of which both are known."""
    table, rows = population.table, population.rows[population.has_r]
    held = table.held_s[rows]
    timed = ~np.isnan(held)
    hours = float(held[timed].sum()) / 3600
    if not hours:
        return Figure.missing("no time held with a known risk", n=int(timed.sum()))
    return Figure(float(population.r[timed].sum()) / hours, n=int(timed.sum()))


def planned_r(population: Population) -> Figure:
    """The mean reward to risk that targets promised."""
    planned = population.planned_r
    planned = planned[~np.isnan(planned)]
    if not len(planned):
        return Figure.missing("no target with a known risk", n=0)
    return Figure(float(planned.mean()), n=len(planned))


def realised_against_planned(population: Population) -> Figure:
    """How far results fell short of their targets, in R; below zero is short."""
    short = population.r - population.planned_r
    short = short[~np.isnan(short)]
    if not len(short):
        return Figure.missing("no target with a known risk", n=0)
    return Figure(float(short.mean()), n=len(short))


def _sqn(population: Population, weight: int) -> Figure:
    r = population.r
    n = len(r)
    if n < 2:
        return Figure.missing("fewer than 2 trades with a known risk", n=n)
    mean, spread = population.r_moments
    if spread <= _EQUAL * max(float(r.max()), -float(r.min())):
        return Figure.missing("all R multiples are equal", n=n)
    value = math.sqrt(weight) * mean / spread
    if n < _SQN_USABLE:
        return Figure(value, f"{counted(n, 'trade')} only", n=n, preliminary=True)
    return Figure(value, n=n)


def _no_risk(population: Population) -> Figure:
    if not len(population):
        return Figure.missing("no closed trades", n=0)
    return Figure.missing(f"no initial risk in {counted(len(population), 'trade')}", n=0)


_MEAN_WORDS = "mean of P&L / initial risk over the trades whose risk is known"

STATISTICS = (
    Statistic("mean_r", "Mean R", Unit.R, mean_r, _MEAN_WORDS),
    Statistic("expectancy_r", "Expectancy in R", Unit.R, mean_r, _MEAN_WORDS),
    Statistic(
        "sqn",
        "SQN",
        Unit.RATIO,
        sqn,
        "root of min(n, 100) x mean R / sample standard deviation of R",
    ),
    Statistic(
        "sqn_uncapped",
        "SQN, uncapped",
        Unit.RATIO,
        sqn_uncapped,
        "root of n x mean R / sample standard deviation of R",
    ),
    Statistic(
        "r_known", "Trades with R", Unit.COUNT, r_known, "trades whose initial risk is known"
    ),
    Statistic("total_r", "Total R", Unit.R, total_r, "sum of the known R multiples"),
    Statistic("median_r", "Median R", Unit.R, median_r, "the middle of the known R multiples"),
    Statistic(
        "standard_deviation_r",
        "Standard deviation of R",
        Unit.R,
        deviation_r,
        "of the known R multiples, sample (n - 1)",
    ),
    Statistic(
        "r_per_hour",
        "R per hour",
        Unit.R,
        r_per_hour,
        "sum of R / hours held, of the trades of which both are known",
    ),
    Statistic(
        "planned_r",
        "Planned reward to risk",
        Unit.R,
        planned_r,
        "mean of (target - entry) x quantity x multiplier / initial risk, mirrored short",
    ),
    Statistic(
        "realised_against_planned_r",
        "Realised against planned",
        Unit.R,
        realised_against_planned,
        "mean of R - planned reward to risk, of the trades that have both",
    ),
    Statistic(
        "loss_overrun",
        "Losses beyond the risk",
        Unit.FRACTION,
        loss_overrun,
        "share of losses below -1.1 R",
    ),
    Statistic(
        "loss_overrun_r",
        "Lost beyond the risk",
        Unit.R,
        loss_overrun_r,
        "sum of what losses below -1.1 R lost beyond -1 R",
    ),
)
