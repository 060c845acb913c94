"""Every figure of the catalogue, in families, with what bounds it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from fillbook.gui import format
from fillbook.gui.figures.words import interval_text, sentence, value_text
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
from fillbook.statistics.catalogue import figures
from fillbook.statistics.population import Population
from fillbook.statistics.sample import SampleGrade, grade_of, sample_grade
from fillbook.statistics.statistic import Figure, Statistic
from fillbook.statistics.uncertainty import Interval

WAYS = "Excursions and exits"
"""The family that needs price bars, and whose bounds they leave open."""

FAMILIES: tuple[tuple[str, tuple[Statistic, ...]], ...] = (
    ("Results", (*counts.STATISTICS, *profit.STATISTICS)),
    ("Expectancy", expectancy.STATISTICS),
    ("Multiples of the risk", r_multiples.STATISTICS),
    ("Equity and drawdown", drawdown.STATISTICS),
    ("Risk-adjusted, by the day", (*risk_adjusted.STATISTICS, *money_weighted.STATISTICS)),
    (WAYS, ways.STATISTICS),
    ("Streaks", streaks.STATISTICS),
    ("Time and activity", activity.STATISTICS),
    ("Rules and decisions", (*rules.STATISTICS, *decisions.STATISTICS)),
    ("Sizing and sample", (*sizing.STATISTICS, *sample.STATISTICS)),
)
_GRADES = {
    SampleGrade.NONE: "few",
    SampleGrade.EARLY: "early",
    SampleGrade.USABLE: "usable",
    SampleGrade.SOLID: "solid",
}


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One line of a family."""

    key: str
    title: str
    value: str
    interval: str
    n: str
    grade: str
    reason: str  # why there is no value, or why it is preliminary
    formula: str
    preliminary: bool


@dataclass(frozen=True, slots=True)
class Family:
    title: str
    rows: tuple[FigureRow, ...]


def families(
    population: Population,
    found: Mapping[str, Interval],
    only: Collection[str] | None = None,
) -> tuple[Family, ...]:
    """The figures of a population.

    Args:
        found: Bootstrap intervals by key, empty while they are being computed.
        only: Titles of the families that are wanted; None is all.
    """
    wanted = [each for each in FAMILIES if only is None or each[0] in only]
    by_key = figures(population, tuple(s for _, statistics in wanted for s in statistics))
    grade = sample_grade(population)
    return tuple(
        Family(
            title,
            tuple(
                _row(s, bounded(by_key[s.key], found.get(s.key)), population, grade)
                for s in statistics
            ),
        )
        for title, statistics in wanted
    )


def bounded(figure: Figure, interval: Interval | None) -> Figure:
    """The figure with the interval that resampling found."""
    if interval is None or figure.value is None:
        return figure
    return replace(figure, low=interval.low, high=interval.high)


def _row(
    statistic: Statistic, figure: Figure, population: Population, whole: SampleGrade
) -> FigureRow:
    n = len(population) if figure.n is None else figure.n
    grade = whole if figure.n is None else min((whole, grade_of(n)), key=list(SampleGrade).index)
    return FigureRow(
        key=statistic.key,
        title=statistic.title,
        value=value_text(statistic, figure.value, population.measure),
        interval=interval_text(statistic, figure, population.measure),
        n=format.count(n),
        grade=_GRADES[grade],
        reason=sentence(figure.reason or ""),
        formula=sentence(statistic.formula),
        preliminary=figure.preliminary,
    )
