"""By what trades can be told apart: each dimension gives every trade a key."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from fillbook.domain.trade_columns import TradeColumns, Words
from fillbook.statistics.columns import Table
from fillbook.statistics.integers import Indices
from fillbook.statistics.keys import Keys
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


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way to split trades."""

    key: str
    title: str
    derive: Callable[[Table], Keys]

    def keys_of(self, table: Table) -> Keys:
        """The keys of all trades of a library, derived once."""
        keys = table.keys.get(self.key)
        if keys is None:
            keys = table.keys[self.key] = self.derive(table)
        return keys


def _worded(codes: Indices, words: Sequence[str]) -> Keys:
    """Keys in alphabetical order; spellings that differ in case are one key."""
    folded: dict[str, str] = {}
    for word in words:
        folded.setdefault(word.strip().casefold(), word)
    place = {key: i for i, key in enumerate(sorted(folded))}
    renumber = np.array([*(place[word.strip().casefold()] for word in words), len(place)])
    return Keys(renumber[codes], tuple(folded[key] for key in place))


def _column(choose: Callable[[TradeColumns], Words]) -> Callable[[Table], Keys]:
    def keys_of(table: Table) -> Keys:
        words = choose(table.source)
        return _worded(np.asarray(words.codes), words.words)

    return keys_of


def _numbered(numbers: Indices, keys: tuple[str, ...]) -> Keys:
    """Keys by their number, -1 of which is no value."""
    return Keys(np.where(numbers < 0, len(keys), numbers), keys)


def _weekday(table: Table) -> Keys:
    return _numbered(np.asarray(table.source.open_weekday), WEEKDAYS)


def _hour(table: Table) -> Keys:
    return _numbered(table.open_minute // 60, tuple(f"{hour:02}" for hour in range(24)))


def _day(table: Table) -> Keys:
    return _dated(table, 10)


def _month(table: Table) -> Keys:
    return _dated(table, 7)


def _year(table: Table) -> Keys:
    return _dated(table, 4)


def _dated(table: Table, length: int) -> Keys:
    """Keys by the first letters of the day's ISO date."""
    days, codes = np.unique(trading_days(table.source), return_inverse=True)
    dates = [date.fromordinal(day).isoformat()[:length] if day else "" for day in days.tolist()]
    place = {key: i for i, key in enumerate(dict.fromkeys(key for key in dates if key))}
    renumber = np.array([place.get(key, len(place)) for key in dates], dtype=np.intp)
    return Keys(renumber[codes], tuple(place))


def _tag(table: Table) -> Keys:
    """One entry a tag of a trade; a trade without tags has one entry without a value."""
    starts = np.asarray(table.source.tag_starts)
    counts = np.diff(starts)
    trades = np.repeat(np.arange(table.size), counts)
    untagged = np.flatnonzero(counts == 0)
    codes = np.concatenate((np.asarray(table.source.tag_codes), np.full(len(untagged), -1)))
    trades = np.concatenate((trades, untagged))
    order = np.argsort(trades, kind="stable")
    worded = _worded(codes[order], table.source.tag_words)
    return Keys(worded.codes, worded.keys, trades[order])


def _account(table: Table) -> Keys:
    return _worded(table.account, [account.name for account in table.source.accounts])


def _currency(table: Table) -> Keys:
    return _worded(table.account, [account.currency for account in table.source.accounts])


def _direction(table: Table) -> Keys:
    return Keys(np.where(np.asarray(table.source.direction) > 0, 0, 1), ("long", "short"))


def _holding(table: Table) -> Keys:
    held = table.held_s
    bucket = np.searchsorted([edge for _, edge in HOLDING], held, side="right")
    keys = (*(name for name, _ in HOLDING), _LONGER)
    return _numbered(np.where(np.isnan(held), -1, bucket), keys)


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
