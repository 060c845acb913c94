"""The trades of a population by one dimension: at first counts and sums, then how sure they are."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

import numpy as np

from fillbook.gui import format
from fillbook.gui.charts.marks import Bar
from fillbook.gui.figures.words import key_text
from fillbook.gui.units import ResultUnit
from fillbook.statistics.breakdown import groups, table
from fillbook.statistics.catalogue import BY_KEY
from fillbook.statistics.comparison import chance_of_luck, discoveries, expected_by_luck
from fillbook.statistics.dimensions import BY_KEY as DIMENSIONS
from fillbook.statistics.dimensions import Dimension
from fillbook.statistics.integers import Floats, floats
from fillbook.statistics.population import Population
from fillbook.statistics.uncertainty import Interval, Resampling, r_intervals

MOST_SURE = 400
"""More groups than this are shown without intervals."""

FEW = 10
"""Of fewer trades a group says nothing: no colour, and it never stands out."""

NAN = math.nan

_WORDS = frozenset(
    {"setup", "strategy", "symbol", "tag", "account", "currency", "emotion", "exit_type",
     "asset_type", "direction", "bias", "market_condition", "session", "rule", "rules",
     "decision"}
)  # fmt: skip
"""Dimensions whose values have no order of their own."""

_TIME_BITS = 52  # of microseconds, 142 years; what is left counts the groups
_TIME_MASK = (1 << _TIME_BITS) - 1


@dataclass(frozen=True, slots=True)
class BreakdownRow:
    """One group. What is not known is nan."""

    key: str | None
    word: str
    dot: int | None  # index of its category's colour
    trades: int
    wins: int
    win_rate: float  # decided
    profit_factor: float
    expectancy: float
    mean_r: float
    net: float
    total_r: float
    held_s: float = NAN  # median
    low_r: float = NAN
    high_r: float = NAN
    stands_out: bool = False  # from what chance makes of so many groups

    @property
    def token(self) -> str:
        """Grey where the interval spans zero or the sample is thin."""
        if self.trades < FEW or not (self.low_r > 0 or self.high_r < 0):
            return "text2"
        return "gain" if self.low_r > 0 else "loss"


@dataclass(frozen=True, slots=True)
class BreakdownState:
    """All groups in the order of their keys, and the whole."""

    dimension: str
    title: str
    rows: tuple[BreakdownRow, ...]
    whole: BreakdownRow
    overlaps: bool
    is_sure: bool = False  # intervals are there
    luck: str = ""  # how much of it chance alone would make


def breakdown(population: Population, key: str) -> BreakdownState:
    """Counts, sums and means of every group."""
    dimension = DIMENSIONS[key]
    found = table(population, dimension)
    money = population.currency_reason is None
    net = floats(found.net, population.places)
    profit, loss = (floats(each, population.places) for each in (found.gross_profit,
                                                                 found.gross_loss))  # fmt: skip
    decided = found.wins + found.losses
    held = _median_held(population, dimension, found.keys)
    words = _dots(population, key)
    with np.errstate(divide="ignore", invalid="ignore"):
        columns = (
            found.trades,
            found.wins,
            found.wins / decided,
            np.where(loss > 0, profit / loss, NAN),
            net / found.trades,
            found.r_total / found.r_known,
            net,
            np.where(found.r_known > 0, found.r_total, NAN),
            held,
        )
    rows = []
    for name, trades, wins, rate, factor, mean, mean_r, total, total_r, seconds in zip(
        found.keys, *(column.tolist() for column in columns), strict=True
    ):
        rows.append(
            BreakdownRow(
                key=name,
                word=key_text(key, name),
                dot=words.index(name) if name in words else None,
                trades=trades,
                wins=wins,
                win_rate=rate,
                profit_factor=factor if money else NAN,
                expectancy=mean if money else NAN,
                mean_r=mean_r,
                net=total if money else NAN,
                total_r=total_r,
                held_s=seconds,
            )
        )
    return BreakdownState(key, dimension.title, tuple(rows), _whole(population), found.overlaps)


def sure(
    state: BreakdownState, population: Population, resampling: Resampling | None = None
) -> BreakdownState:
    """The same with the interval of each group, and what luck alone would make of them."""
    if len(state.rows) > MOST_SURE:
        return replace(state, is_sure=True, luck=f"no intervals for {len(state.rows)} groups")
    rows, chances = [], []
    parts = {
        group.key: group.population for group in groups(population, DIMENSIONS[state.dimension])
    }
    for row in state.rows:
        part = parts[row.key]
        rows.append(_bounded(row, r_intervals(part, resampling).get("mean_r")))
        chances.append(chance_of_luck(part, resampling) if row.trades >= FEW else None)
    known = [chance for chance in chances if chance is not None]
    found = iter(discoveries(known).tolist())
    marks = [False if chance is None else next(found) for chance in chances]
    rows = [replace(row, stands_out=mark) for row, mark in zip(rows, marks, strict=True)]
    whole = _bounded(state.whole, r_intervals(population, resampling).get("mean_r"))
    return replace(
        state, rows=tuple(rows), whole=whole, is_sure=True, luck=_luck_words(state, known, marks)
    )


def in_order(state: BreakdownState, unit: ResultUnit) -> tuple[BreakdownRow, ...]:
    """The groups as bars stand: hours and sizes in theirs, words from the best to the worst."""
    if state.dimension not in _WORDS:
        return state.rows
    value = attrgetter("mean_r" if unit is ResultUnit.R else "net")
    known = [row for row in state.rows if not math.isnan(value(row))]
    unknown = [row for row in state.rows if math.isnan(value(row))]
    return (*sorted(known, key=value, reverse=True), *unknown)


def bars(rows: Sequence[BreakdownRow], unit: ResultUnit) -> tuple[Bar, ...]:
    """The result of each group as a bar; in R its mean with the interval."""
    if unit is ResultUnit.R:
        return tuple(
            Bar(row.word, _known(row.mean_r), row.trades, _known(row.low_r), _known(row.high_r))
            for row in rows
        )
    return tuple(Bar(row.word, _known(row.net), row.trades) for row in rows)


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


def _bounded(row: BreakdownRow, interval: Interval | None) -> BreakdownRow:
    if interval is None:
        return row
    low = NAN if interval.low is None else interval.low
    return replace(row, low_r=low, high_r=NAN if interval.high is None else interval.high)


def _whole(population: Population) -> BreakdownRow:
    def of(key: str) -> float:
        value = BY_KEY[key].of(population).value
        return NAN if value is None else float(value)

    return BreakdownRow(
        key=None,
        word="All trades",
        dot=None,
        trades=len(population),
        wins=population.wins,
        win_rate=of("win_rate_decided"),
        profit_factor=of("profit_factor"),
        expectancy=of("expectancy"),
        mean_r=of("mean_r"),
        net=of("net_pnl"),
        total_r=of("total_r"),
        held_s=of("median_holding_time_s"),
    )


def _median_held(
    population: Population, dimension: Dimension, shown: Sequence[str | None]
) -> Floats:
    """The middle holding time of each group; nan where none can be told."""
    keys = dimension.keys_of(population.table)
    positions, codes = keys.among(population.rows)
    held = population.table.held_s[population.rows]
    if positions is not None:
        held = held[positions]
    timed = ~np.isnan(held)
    codes, held = codes[timed].astype(np.int64), held[timed]
    counts = np.bincount(codes, minlength=keys.size)
    starts = np.cumsum(counts) - counts
    # Group and time in one integer: sorting these is ten times as fast as by two columns.
    together = (codes << _TIME_BITS) + np.rint(held * 1e6).astype(np.int64)
    together.sort()
    medians, filled = np.full(keys.size, NAN), counts > 0
    low = together[starts[filled] + (counts[filled] - 1) // 2] & _TIME_MASK
    high = together[starts[filled] + counts[filled] // 2] & _TIME_MASK
    medians[filled] = (low + high) / 2e6
    place = {name: code for code, name in enumerate(keys.names)}
    found: Floats = medians[[place[name] for name in shown]] if len(shown) else medians[:0]
    return found


def _dots(population: Population, key: str) -> list[str]:
    """Words of the user's own, in the order that gives each its colour everywhere."""
    source = population.table.source
    match key:
        case "setup":
            return sorted(source.setup.words, key=str.casefold)
        case "strategy":
            return sorted(source.strategy.words, key=str.casefold)
        case "tag":
            return sorted(source.tag_words, key=str.casefold)
        case "account":
            return [account.name for account in source.accounts]
        case _:
            return []


def _luck_words(state: BreakdownState, chances: Sequence[float], marks: Sequence[bool]) -> str:
    if len(chances) < 2:
        return ""
    many, outstanding = len(chances), sum(marks)
    if outstanding:
        verb = "stands" if outstanding == 1 else "stand"
        return f"{outstanding} of {many} {verb} out from chance"
    lucky = max(1, round(expected_by_luck(chances)))
    verb = "is" if lucky == 1 else "are"
    return f"{lucky} of {format.count(many)} {verb} expected to look this good by luck"
