"""How a figure came about: in words, from what, of which trades, and what was left out."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from fillbook.domain.execution import Direction
from fillbook.domain.query import TradeQuery
from fillbook.gui import format
from fillbook.gui.figures.certainty import Certainty
from fillbook.gui.figures.families import bounded
from fillbook.gui.figures.ref import FigureRef
from fillbook.gui.figures.shown import token_of
from fillbook.gui.figures.source import OF_BARS, FigureSource
from fillbook.gui.figures.words import interval_text, key_text, sentence, value_text
from fillbook.gui.units import ResultUnit
from fillbook.statistics.behind import Behind
from fillbook.statistics.catalogue import BY_KEY
from fillbook.statistics.dimensions import BY_KEY as DIMENSIONS
from fillbook.statistics.explanation import explain
from fillbook.statistics.population import Population
from fillbook.statistics.statistic import Figure, Unit
from fillbook.statistics.terms import Measure

_MOST = 500
_SIZES = frozenset(
    {"fees", "cost_drag", "cost_per_trade", "cost_r", "gross_loss", "max_drawdown",
     "average_holding_time_s", "average_holding_time_wins_s", "average_holding_time_losses_s",
     "median_holding_time_s", "time_in_market_s"}
)  # fmt: skip
"""Figures whose parts are sizes, neither gain nor loss."""


@dataclass(frozen=True, slots=True)
class Input:
    """A figure that another is made of."""

    key: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Part:
    """A trade behind a figure, and what it brought to it."""

    id: str
    number: str
    symbol: str
    day: str
    amount: str
    token: str


@dataclass(frozen=True, slots=True)
class Explained:
    """Everything that the panel says of a figure."""

    ref: FigureRef
    title: str
    value: str
    sure: str  # between which bounds, or why it is thin
    formula: str
    inputs: tuple[Input, ...]
    about: tuple[str, ...]  # which trades, in which currency
    left_out: tuple[tuple[str, str], ...]  # a reason, and how many
    parts_title: str
    parts: tuple[Part, ...]  # the largest first
    parts_note: str  # that they add up to the figure, where they do
    trades: int
    certainty: Certainty | None = None  # None: cannot be drawn, or not drawn yet


def explained(
    source: FigureSource, ref: FigureRef, certainty: Certainty | None = None
) -> Explained:
    """A figure with all that stands behind it."""
    population = source.meant(ref)
    explanation = explain(population, ref.key)
    statistic, behind = explanation.statistic, explanation.behind
    figure = bounded(explanation.figure, None if certainty is None else certainty.interval)
    reasons = Counter(sentence(each.reason) for each in explanation.left_out)
    return Explained(
        ref=ref,
        title=statistic.title,
        value=value_text(statistic, figure.value, population.measure),
        sure=_sure(ref.key, figure, population.measure),
        formula=sentence(statistic.formula),
        inputs=tuple(
            Input(each.statistic.key, each.statistic.title,
                  value_text(each.statistic, each.figure.value, population.measure))
            for each in explanation.inputs
        ),
        about=tuple(_about(population, ref)),
        left_out=tuple((reason, format.count(n)) for reason, n in reasons.most_common()),
        parts_title="Trades behind it" if len(behind) else "",
        parts=_parts(behind, is_signed=ref.key not in _SIZES),
        parts_note="they add up to the figure" if behind.adds_up else "",
        trades=len(population),
        certainty=certainty,
    )  # fmt: skip


def _sure(key: str, figure: Figure, measure: Measure) -> str:
    words = interval_text(BY_KEY[key], figure, measure)
    if words and key in OF_BARS:
        words = f"The bars leave it open between {words.replace(' to ', ' and ')}"
    elif words and (figure.low is None or figure.high is None):
        words = f"95 % interval {words}"
    elif words:
        words = f"19 of 20 resamples lie between {words.replace(' to ', ' and ')}"
    reason = sentence(figure.reason or "")
    return f"{words}. {reason}" if words and reason else words or reason


def _about(population: Population, ref: FigureRef) -> list[str]:
    days = population.close_day
    lines = [format.plural(len(population), "closed trade", "closed trades")]
    if len(days):
        first, last = (date.fromordinal(int(day)) for day in (days.min(), days.max()))
        lines[0] += f", {format.day(first)} to {format.day(last)}"
    lines.append(f"{ref.terms.basis.value.capitalize()} of costs, {_counted_in(population)}")
    for dimension, key in ref.groups:
        lines.append(f"{DIMENSIONS[dimension].title}: {key_text(dimension, key)}")
    if ref.reach is not None:
        lines.append(f"Results {ref.reach.words}")
    if population.rates():
        sources = ", ".join(sorted({rate.source for rate in population.rates()}))
        lines.append(f"Converted at the rates of each day, from {sources}")
    if population.fees_unknown:
        lines.append(f"Fees unknown on {format.plural(population.fees_unknown, 'fill', 'fills')}")
    return lines


def _counted_in(population: Population) -> str:
    """In what the results are told."""
    match population.measure:
        case Measure.MONEY:
            return population.currency or "no single currency"
        case Measure.R:
            return "in multiples of the risk of each trade"
        case Measure.PERCENT:
            return "in percent of what each account started with"
        case Measure.TICKS:
            return "in ticks of a contract"


def filter_of(ref: FigureRef) -> TradeQuery | None:
    """The filter that shows the trades of a figure; None where no filter can say its group."""
    if ref.reach is not None:
        return None
    query = ref.query
    for dimension, key in ref.groups:
        part = _FILTERS.get(dimension)
        if part is None or key is None:
            return None
        value = Direction(key) if dimension == "direction" else key
        narrower: dict[str, Any] = {part: (value,)}
        query = replace(query, **narrower)
    return query


_FILTERS = {
    "symbol": "symbols",
    "account": "accounts",
    "tag": "tags",
    "setup": "setups",
    "strategy": "strategies",
    "grade": "grades",
    "direction": "directions",
}


def _parts(behind: Behind, *, is_signed: bool) -> tuple[Part, ...]:
    """The trades behind a figure, the largest share first."""
    source = behind.population.table.source
    sizes = np.abs(behind.values.astype(np.float64))
    found = []
    for place in np.argsort(-sizes, kind="stable")[:_MOST].tolist():
        row, value = int(behind.rows[place]), behind.values[place]
        day = source.close_day[row] or source.open_day[row]
        found.append(
            Part(
                id=source.ids[row],
                number=f"#{source.number[row]}",
                symbol=source.symbol.words[source.symbol.codes[row]],
                day=format.short_day(date.fromordinal(day), year=True) if day else "",
                amount=_amount(behind, value, is_signed=is_signed),
                token=token_of(float(value)) if is_signed else "text",
            )
        )
    return tuple(found)


def _amount(behind: Behind, value: int | float, *, is_signed: bool) -> str:
    if behind.unit is Unit.MONEY:
        exact = behind.population.money(int(value))
        unit = ResultUnit(behind.population.measure.value)
        if unit is ResultUnit.MONEY:
            return format.money(exact, signed=is_signed)
        return unit.text(float(exact), signed=is_signed)
    if behind.unit is Unit.SECONDS:
        return format.duration(float(value))
    return format.r_multiple(float(value))
