"""Two groups of trades side by side, and whether they can be told apart."""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from fillbook.domain.query import TradeQuery
from fillbook.gui import format
from fillbook.gui.charts.slice import Slice
from fillbook.gui.figures.families import bounded
from fillbook.gui.figures.ref import FigureRef
from fillbook.gui.figures.source import FigureSource
from fillbook.gui.figures.words import interval_text, key_text, value_text
from fillbook.gui.units import ResultUnit
from fillbook.statistics.catalogue import BY_KEY
from fillbook.statistics.comparison import (
    Difference,
    expectancy_difference,
    mean_r_difference,
)
from fillbook.statistics.population import Population
from fillbook.statistics.terms import Measure
from fillbook.statistics.uncertainty import Interval, Resampling, intervals

_KEYS = (
    "trades", "net_pnl", "expectancy", "expectancy_r", "win_rate_decided", "profit_factor",
    "payoff_ratio", "average_win", "average_loss", "max_drawdown", "median_holding_time_s",
    "sqn",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Side:
    """One of two groups: a value of a dimension, or a stretch of days."""

    dimension: str = ""  # empty: days
    key: str | None = None
    first: date | None = None
    last: date | None = None

    @property
    def word(self) -> str:
        if self.dimension:
            return key_text(self.dimension, self.key)
        ends = [None if day is None else format.day(day) for day in (self.first, self.last)]
        if ends[0] is None or ends[1] is None:
            return f"from {ends[0]}" if ends[0] else f"to {ends[1]}" if ends[1] else "all days"
        return f"{ends[0]} to {ends[1]}"

    def ref(self, query: TradeQuery, key: str, like: FigureRef) -> FigureRef:
        """One of its figures."""
        if self.dimension:
            return replace(like, key=key, query=query, groups=((self.dimension, self.key),))
        return replace(like, key=key, query=_within(query, self.first, self.last))


def _within(query: TradeQuery, first: date | None, last: date | None) -> TradeQuery:
    """The filter's own days, and these too."""
    firsts = [day for day in (query.first_day, first) if day is not None]
    lasts = [day for day in (query.last_day, last) if day is not None]
    return replace(query, first_day=max(firsts, default=None), last_day=min(lasts, default=None))


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One figure of both groups."""

    key: str
    title: str
    first: str
    first_interval: str
    second: str
    second_interval: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The verdict, what it rests on, and the figures."""

    sides: tuple[Side, Side]
    verdict: str
    rests: str  # on what it rests
    chance: str  # and what chance has to do with it
    is_told_apart: bool
    slices: tuple[Slice, ...]  # both groups and their difference
    rows: tuple[ComparedRow, ...]


def compared(
    source: FigureSource,
    like: FigureRef,
    sides: tuple[Side, Side],
    resampling: Resampling | None = None,
) -> Comparison:
    """Both groups among the trades of the filter.

    Args:
        like: Carries the filter and on what terms it is told; its key is not looked at.
    """
    first, second = (source.meant(side.ref(like.query, "trades", like)) for side in sides)
    in_r = bool(len(first.r) and len(second.r))
    told = (
        mean_r_difference(first, second, resampling)
        if in_r
        else expectancy_difference(first, second, resampling)
    )
    rows, slices = [], []
    found = [intervals(each, resampling) for each in (first, second)]
    for key in _KEYS:
        statistic = BY_KEY[key]
        both = [
            bounded(statistic.of(each), bounds.get(key))
            for each, bounds in zip((first, second), found, strict=True)
        ]
        measure = like.terms.measure
        texts = [
            (value_text(statistic, f.value, measure), interval_text(statistic, f, measure))
            for f in both
        ]
        rows.append(ComparedRow(key, statistic.title, *texts[0], *texts[1]))
    for number, (side, each) in enumerate(zip(sides, (first, second), strict=True)):
        slices.append(_slice(side.word, number, each, found[number].get("mean_r")))
    if told is not None and in_r and told.interval is not None:
        slices.append(_difference(told, len(first) + len(second)))
    unit = ResultUnit.R if in_r else ResultUnit(like.terms.measure.value)
    verdict, rests, chance = _words(sides, (first, second), told, unit)
    apart = told is not None and told.distinguishable
    return Comparison(sides, verdict, rests, chance, apart, tuple(slices), tuple(rows))


def _words(
    sides: tuple[Side, Side],
    both: tuple[Population, Population],
    told: Difference | None,
    unit: ResultUnit,
) -> tuple[str, str, str]:
    """The verdict, what it rests on, and what chance has to do with it."""
    names = [side.word for side in sides]
    for name, each in zip(names, both, strict=True):
        if not len(each):
            return f"There is no closed trade in {name}.", "Choose another group.", ""
    if told is None:
        return "These two cannot be compared.", "Their money is in different currencies.", ""
    text = partial(unit.text, signed=True)
    better, worse = names if told.value >= 0 else names[::-1]
    gap = text(abs(told.value)).lstrip("+")
    counts = " and ".join(format.plural(len(each), "trade", "trades") for each in both)
    if told.interval is None:
        return (
            "There are too few days to tell them apart.",
            f"{better} has the higher mean by {gap} a trade, on {counts}.",
            "",
        )
    low, high = told.interval.low, told.interval.high
    bounds = f"{text(low)} to {text(high)}" if low is not None and high is not None else "open"
    rests = f"{names[0]} less {names[1]}: {text(told.value)} a trade, 95 % interval {bounds}"
    if told.distinguishable:
        return (
            f"{better} does better than {worse}, by about {gap} a trade.",
            f"{rests}, on {counts}.",
            "Zero lies outside: chance alone would rarely do that.",
        )
    return (
        f"{names[0]} and {names[1]} are not distinguishable.",
        f"{rests}, on {counts}.",
        "Zero lies inside: the difference may be luck.",
    )


def _slice(word: str, dot: int, population: Population, bounds: Interval | None) -> Slice:
    def of(key: str) -> float | None:
        value = BY_KEY[key].of(population).value
        return None if value is None else float(value)

    low, high = (bounds.low, bounds.high) if bounds else (None, None)
    return Slice(
        word, dot, len(population), of("win_rate_decided"), of("profit_factor"), of("mean_r"),
        low, high, of("net_pnl") if population.measure is Measure.MONEY else None,
    )  # fmt: skip


def _difference(told: Difference, trades: int) -> Slice:
    assert told.interval is not None
    return Slice(
        "Difference", None, trades, None, None, told.value, told.interval.low,
        told.interval.high, None,
    )  # fmt: skip
