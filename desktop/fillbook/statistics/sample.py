"""How much a sample can bear."""

import math
from enum import StrEnum

from fillbook.statistics.population import Population
from fillbook.statistics.statistic import Figure, Statistic, Unit
from fillbook.statistics.uncertainty import Z_95


class SampleGrade(StrEnum):
    """By trades and by days; the worse of the two counts."""

    NONE = "none"  # under 10: no colour
    EARLY = "early"
    USABLE = "usable"
    SOLID = "solid"


def grade_of(count: int) -> SampleGrade:
    """The grade of so many trades, or so many days."""
    if count < 10:
        return SampleGrade.NONE
    if count < 30:
        return SampleGrade.EARLY
    return SampleGrade.USABLE if count < 100 else SampleGrade.SOLID


def sample_grade(population: Population) -> SampleGrade:
    """The grade of a population: of its trades or of the days they closed on."""
    return grade_of(min(len(population), population.daily.days_of_closing))


def trades_needed(population: Population) -> Figure:
    """From how many trades on the present mean R would exclude zero at 95 %."""
    r = population.r
    if len(r) < 2:
        return Figure.missing("fewer than 2 trades with a known risk", n=len(r))
    mean, spread = population.r_moments
    if not mean:
        return Figure.missing("the mean R is zero", n=len(r))
    return Figure(math.floor((Z_95 * spread / mean) ** 2) + 1, n=len(r))


STATISTICS = (
    Statistic(
        "trades_needed",
        "Trades needed",
        Unit.COUNT,
        trades_needed,
        "smallest n at which the present mean and standard deviation of R exclude zero at 95 %",
    ),
)
