"""By what trades can be told apart: each dimension gives every trade a key."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from fillbook.domain.trade_columns import TradeColumns, Words
from fillbook.statistics.activity import holding_seconds
from fillbook.statistics.columns import Table
from fillbook.statistics.integers import Indices
from fillbook.statistics.selection import trading_days

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
HOLDING = (
    ("under 1 min", _MINUTE),
    ("1-5 min", 5 * _MINUTE),
    ("5-15 min", 15 * _MINUTE),
    ("15-60 min", _HOUR),
    ("1-4 h", 4 * _HOUR),
    ("4-24 h", _DAY),
    ("1-7 days", 7 * _DAY),
)
"""Buckets of the holding time with their upper edges in seconds, which are outside."""
_LONGER = "over 7 days"


@dataclass(frozen=True, eq=False)
class Keys:
    """The key of each trade as a code, and what the codes mean.

    Codes follow the order in which keys are shown. Code -1 is no value. Where trades can
    have several keys, ``rows`` names the trade of each code; else codes are one a trade.
    """

    codes: Indices
    keys: tuple[str, ...]
    rows: Indices | None = None


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way to split trades; its keys are of all trades of a library."""

    key: str
    title: str
    keys_of: Callable[[Table], Keys]


def _numbered(values: Indices, none: int, name: Callable[[int], str]) -> Keys:
    """Keys by ascending number, one value of which is none."""
    found, codes = np.unique(values, return_inverse=True)
    numbers = found.tolist()
    if none in numbers:
        gap = numbers.index(none)
        codes = np.where(codes == gap, -1, codes - (codes > gap))
        numbers.pop(gap)
    return Keys(codes, tuple(name(number) for number in numbers))


def _worded(codes: Sequence[int] | Indices, words: Sequence[str]) -> Keys:
    """Keys in alphabetical order; spellings that differ in case are one key."""
    folded: dict[str, str] = {}
    for word in words:
        folded.setdefault(word.strip().casefold(), word)
    ordered = sorted(folded)
    place = {key: i for i, key in enumerate(ordered)}
    renumber = np.array([*(place[word.strip().casefold()] for word in words), -1], dtype=np.intp)
    return Keys(renumber[np.asarray(codes)], tuple(folded[key] for key in ordered))


def _column(choose: Callable[[TradeColumns], Words]) -> Callable[[Table], Keys]:
    def keys_of(table: Table) -> Keys:
        words = choose(table.source)
        return _worded(np.asarray(words.codes), words.words)

    return keys_of


def _weekday(table: Table) -> Keys:
    return _numbered(np.asarray(table.source.open_weekday), -1, lambda day: WEEKDAYS[day])


def _hour(table: Table) -> Keys:
    minutes = table.open_minute
    return _numbered(np.where(minutes < 0, -1, minutes // 60), -1, lambda hour: f"{hour:02}")


def _day(table: Table) -> Keys:
    return _numbered(trading_days(table.source), 0, lambda day: date.fromordinal(day).isoformat())


def _month(table: Table) -> Keys:
    return _shortened(_day(table), 7)


def _year(table: Table) -> Keys:
    return _shortened(_day(table), 4)


def _shortened(days: Keys, length: int) -> Keys:
    keys = sorted({key[:length] for key in days.keys})
    place = {key: i for i, key in enumerate(keys)}
    renumber = np.array([*(place[key[:length]] for key in days.keys), -1], dtype=np.intp)
    return Keys(renumber[days.codes], tuple(keys))


def _tag(table: Table) -> Keys:
    """One entry a tag of a trade; a trade without tags has one entry without a value."""
    starts = np.asarray(table.source.tag_starts)
    counts = np.diff(starts)
    rows = np.repeat(np.arange(table.size), counts)
    untagged = np.flatnonzero(counts == 0)
    codes = np.concatenate((np.asarray(table.source.tag_codes), np.full(len(untagged), -1)))
    rows = np.concatenate((rows, untagged))
    worded = _worded(codes, table.source.tag_words)
    order = np.argsort(rows, kind="stable")
    return Keys(worded.codes[order], worded.keys, rows[order])


def _account(table: Table) -> Keys:
    return _worded(table.account, [account.name for account in table.source.accounts])


def _currency(table: Table) -> Keys:
    return _worded(table.account, [account.currency for account in table.source.accounts])


def _direction(table: Table) -> Keys:
    return Keys(np.where(np.asarray(table.source.direction) > 0, 0, 1), ("long", "short"))


def _holding(table: Table) -> Keys:
    held = holding_seconds(table, np.arange(table.size))
    bucket = np.searchsorted([edge for _, edge in HOLDING], held, side="right")
    codes = np.where(np.isnan(held), -1, bucket)
    return Keys(codes, (*(name for name, _ in HOLDING), _LONGER))


DIMENSIONS = (
    Dimension("symbol", "Symbol", _column(lambda columns: columns.symbol)),
    Dimension("weekday", "Weekday", _weekday),
    Dimension("hour", "Hour", _hour),
    Dimension("day", "Day", _day),
    Dimension("month", "Month", _month),
    Dimension("year", "Year", _year),
    Dimension("tag", "Tag", _tag),
    Dimension("account", "Account", _account),
    Dimension("direction", "Direction", _direction),
    Dimension("setup", "Setup", _column(lambda columns: columns.setup)),
    Dimension("strategy", "Strategy", _column(lambda columns: columns.strategy)),
    Dimension("grade", "Grade", _column(lambda columns: columns.grade)),
    Dimension("emotion", "Emotion", _column(lambda columns: columns.emotion)),
    Dimension("session", "Session", _column(lambda columns: columns.trading_session)),
    Dimension("asset_type", "Asset type", _column(lambda columns: columns.asset_type)),
    Dimension("currency", "Currency", _currency),
    Dimension("exit_type", "Exit type", _column(lambda columns: columns.exit_type)),
    Dimension("holding", "Holding time", _holding),
)

BY_KEY = {dimension.key: dimension for dimension in DIMENSIONS}
