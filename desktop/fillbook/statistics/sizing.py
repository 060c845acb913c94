"""What the results say about the size of a position. A description, never advice."""

from fillbook.statistics.expectancy import payoff_ratio
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


STATISTICS = (
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
