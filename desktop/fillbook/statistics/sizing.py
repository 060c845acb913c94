"""What the results say about the size of a position. A description, never advice."""

import numpy as np

from fillbook.statistics.expectancy import payoff_ratio
from fillbook.statistics.integers import Floats
from fillbook.statistics.population import Population
from fillbook.statistics.statistic import Figure, Statistic, Unit
from fillbook.statistics.uncertainty import wilson


def kelly(population: Population) -> Figure:
    """Kelly's fraction of the decided win rate and the payoff; refused without an edge."""
    return _kelly(population, 1.0)


def half_kelly(population: Population) -> Figure:
    return _kelly(population, 0.5)


def _kelly(population: Population, part: float) -> Figure:
    payoff = payoff_ratio(population).value
    if payoff is None:
        return payoff_ratio(population)
    wins, decided = population.wins, population.wins + population.losses
    interval = wilson(wins, decided)
    assert interval.low is not None
    assert interval.high is not None

    def fraction(rate: float) -> float:
        return rate - (1 - rate) / float(payoff)

    if fraction(wins / decided) <= 0:
        return Figure.missing("no edge", n=decided)
    return Figure(
        part * fraction(wins / decided),
        low=part * fraction(interval.low),
        high=part * fraction(interval.high),
        n=decided,
    )


def average_risk(population: Population) -> Figure:
    """The mean initial risk of a trade."""
    risks = _risks(population)
    if not len(risks):
        return Figure.missing("no initial risk", n=0)
    return Figure(float(risks.mean()), n=len(risks))


def risk_spread(population: Population) -> Figure:
    """How unequal the risks are: their standard deviation over their mean."""
    risks = _risks(population)
    if len(risks) < 2:
        return Figure.missing("fewer than 2 trades with a known risk", n=len(risks))
    return Figure(float(risks.std(ddof=1) / risks.mean()), n=len(risks))


def largest_risk(population: Population) -> Figure:
    """The initial risk of the trade that risked most."""
    risks = _risks(population)
    return (
        Figure(float(risks.max()), n=len(risks))
        if len(risks)
        else Figure.missing("no initial risk", n=0)
    )


def _risks(population: Population) -> Floats:
    """Initial risks in the measure of the population."""
    rows = population.rows[population.has_r]
    risks: Floats = population.table.initial_risk[rows] / population.table.unit_values(rows)
    return risks[~np.isnan(risks)]


STATISTICS = (
    Statistic(
        "average_risk",
        "Average risk",
        Unit.MONEY,
        average_risk,
        "mean of quantity x multiplier x distance to the first stop, or of the typed risk",
        adds_money=True,
    ),
    Statistic(
        "largest_risk",
        "Largest risk",
        Unit.MONEY,
        largest_risk,
        "initial risk of the trade that risked most",
        adds_money=True,
    ),
    Statistic(
        "risk_spread",
        "Spread of risk",
        Unit.RATIO,
        risk_spread,
        "sample standard deviation of the initial risks / their mean; 0 where all are equal",
        adds_money=True,
    ),
    Statistic(
        "kelly",
        "Kelly fraction",
        Unit.FRACTION,
        kelly,
        "w - (1 - w) / payoff, w the decided win rate; bounds by Wilson's interval of w",
        adds_money=True,
    ),
    Statistic(
        "half_kelly",
        "Half Kelly",
        Unit.FRACTION,
        half_kelly,
        "half of the Kelly fraction",
        adds_money=True,
    ),
)
