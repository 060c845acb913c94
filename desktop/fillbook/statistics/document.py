"""Figures as plain records of text: what scripts read, and the window too."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from fillbook.domain.exchange_rate import ExchangeRate
from fillbook.domain.money import canonical
from fillbook.statistics.breakdown import groups
from fillbook.statistics.catalogue import STATISTICS, figures
from fillbook.statistics.comparison import chance_of_luck, discoveries
from fillbook.statistics.dimensions import Dimension
from fillbook.statistics.explanation import Explanation
from fillbook.statistics.population import Population
from fillbook.statistics.sample import SampleGrade, sample_grade
from fillbook.statistics.statistic import Figure, Statistic, Value
from fillbook.statistics.terms import Band
from fillbook.statistics.uncertainty import Interval, Resampling, intervals

Document = dict[str, object]


@dataclass(frozen=True, slots=True)
class Row:
    """A statistic with its figure."""

    statistic: Statistic
    figure: Figure


def plain(value: Value | None) -> str | None:
    """A value in plain digits, floats as the shortest that tell them apart; None stays."""
    if value is None:
        return None
    return canonical(value if isinstance(value, Decimal) else Decimal(repr(value)))


def rows(population: Population, found: dict[str, Interval] | None = None) -> tuple[Row, ...]:
    """Every statistic of a population, with the bootstrap intervals that were found."""
    by_key = figures(population)
    for key, interval in (found or {}).items():
        if by_key[key].value is not None:
            by_key[key] = replace(by_key[key], low=interval.low, high=interval.high)
    return tuple(Row(statistic, by_key[statistic.key]) for statistic in STATISTICS)


def figure_document(row: Row, population: Population) -> Document:
    """One figure of ``fillbook stats``."""
    figure = row.figure
    return {
        "key": row.statistic.key,
        "title": row.statistic.title,
        "value": plain(figure.value),
        "unit": row.statistic.unit_in(population.measure).value,
        "reason": figure.reason,
        "low": plain(figure.low),
        "high": plain(figure.high),
        "n": len(population) if figure.n is None else figure.n,
        "preliminary": figure.preliminary,
    }


def population_document(population: Population) -> Document:
    """What the figures rest on, and what was left out."""
    days = population.close_day
    excluded = population.excluded()
    one_currency = population.currency_reason is None
    return {
        "trades": len(population),
        "open": len(population.open_rows),
        "from": _day(int(days.min())) if len(days) else None,
        "to": _day(int(days.max())) if len(days) else None,
        "currency": population.currency,
        "rates": [rate_document(rate) for rate in population.rates()],
        "basis": population.basis.value,
        "unit": population.measure.value,
        "breakeven": _band(population.table.band),
        "clock": _clock(population),
        "realised_open": (
            plain(population.money(population.realised_open)) if one_currency else None
        ),
        "fees_unknown": population.fees_unknown,
        "grade": sample_grade(population).value,
        "excluded": [{"trade": left.trade, "reason": left.reason} for left in excluded],
    }


def statistics_document(
    population: Population, by: Dimension | None = None, resampling: Resampling | None = None
) -> Document:
    """The whole document of ``fillbook stats``, with intervals by the bootstrap of days."""
    found = intervals(population, resampling)
    return {
        "population": population_document(population),
        "statistics": _figures(population, found),
        "groups": None if by is None else _groups(population, by, resampling),
    }


def _groups(population: Population, by: Dimension, resampling: Resampling | None) -> list[Document]:
    """Each group, and whether it stands out though so many were looked at."""
    found = list(groups(population, by))
    chances = [_chance(group.population, resampling) for group in found]
    told = iter(discoveries([chance for chance in chances if chance is not None]).tolist())
    return [
        {
            "key": group.key,
            "statistics": _figures(group.population, intervals(group.population, resampling)),
            "share": plain(_share(group.population, population)),
            "grade": sample_grade(group.population).value,
            "chance_of_luck": plain(chance),
            "stands_out": chance is not None and next(told),
        }
        for group, chance in zip(found, chances, strict=True)
    ]


def _share(part: Population, whole: Population) -> float | None:
    """What of the whole result a group brought; None where it cannot be shared out."""
    if whole.currency_reason is not None or not whole.net:
        return None
    return part.net / whole.net


def _chance(population: Population, resampling: Resampling | None) -> float | None:
    """How often chance alone brings such a mean R; None where the sample has no grade."""
    if sample_grade(population) is SampleGrade.NONE:
        return None
    return chance_of_luck(population, resampling)


def explanation_document(explanation: Explanation) -> Document:
    """How one figure came about: ``fillbook stats --explain``."""
    statistic, behind = explanation.statistic, explanation.behind
    return {
        **figure_document(Row(statistic, explanation.figure), behind.population),
        "formula": statistic.formula,
        "inputs": [
            {"key": each.statistic.key, "value": plain(each.figure.value)}
            for each in explanation.inputs
        ],
        "left_out": [{"trade": left.trade, "reason": left.reason} for left in explanation.left_out],
        "contributions": [
            {"trade": each.trade, "value": plain(each.value), "unit": behind.counted_in.value}
            for each in behind
        ],
        "adds_up": behind.adds_up,
    }


def _figures(population: Population, found: dict[str, Interval] | None = None) -> list[Document]:
    return [figure_document(row, population) for row in rows(population, found)]


def rate_document(rate: ExchangeRate) -> Document:
    """A rate of exchange with its source."""
    return {
        "from": rate.base,
        "to": rate.quote,
        "day": rate.day.isoformat(),
        "rate": plain(rate.rate),
        "source": rate.source,
    }


def _band(band: Band | None) -> Document | None:
    """The band of all accounts; None where each goes by its own."""
    if band is None:
        return None
    return {"low": plain(band.low), "high": plain(band.high), "unit": band.measure.value}


def _clock(population: Population) -> list[Document]:
    """The zones and ends of the days that are told apart."""
    clocks = {(a.timezone, a.day_ends) for a in population.accounts}
    return [{"timezone": zone, "day_ends": f"{ends:%H:%M}"} for zone, ends in sorted(clocks)]


def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()
