"""By what trades can be told apart: each dimension gives every trade a key."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from fillbook.domain.execution import Basis
from fillbook.domain.trade_columns import MISSING, TradeColumns, Words
from fillbook.statistics.columns import Table
from fillbook.statistics.integers import Indices
from fillbook.statistics.keys import Keys
from fillbook.statistics.market_hours import market_hours
from fillbook.statistics.rules import rule_of, rules_of
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
SIZES = (
    ("under half", 0.5),
    ("half to usual", 0.999999),
    ("usual", 1.000001),
    ("up to double", 2.000001),
)
"""Buckets of the quantity beside the median of the symbol, their upper edges outside."""
_LARGER = "over double"
_NTH = ("1st", "2nd", "3rd", "4th", "5th", "6th or later")
_AFTER = ("win", "loss", "breakeven")


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


def _half_hour(table: Table) -> Keys:
    names = tuple(f"{slot // 2:02}:{slot % 2 * 30:02}" for slot in range(48))
    return _numbered(table.open_minute // 30, names)


def _quarter_hour(table: Table) -> Keys:
    names = tuple(f"{slot // 4:02}:{slot % 4 * 15:02}" for slot in range(96))
    return _numbered(table.open_minute // 15, names)


def _day(table: Table) -> Keys:
    return _grouped(table, date.isoformat)


def _month(table: Table) -> Keys:
    return _grouped(table, lambda day: day.isoformat()[:7])


def _year(table: Table) -> Keys:
    return _grouped(table, lambda day: day.isoformat()[:4])


def _week(table: Table) -> Keys:
    return _grouped(table, lambda day: "{}-W{:02}".format(*day.isocalendar()))


def _quarter(table: Table) -> Keys:
    return _grouped(table, lambda day: f"{day.year:04}-Q{(day.month + 2) // 3}")


def _grouped(table: Table, name: Callable[[date], str]) -> Keys:
    """Keys by a name of the trading day that grows with it."""
    days, codes = np.unique(trading_days(table.source), return_inverse=True)
    dates = [name(date.fromordinal(day)) if day else "" for day in days.tolist()]
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


def _confidence(table: Table) -> Keys:
    levels = np.asarray(table.source.confidence).astype(np.intp)
    return _numbered(np.minimum(levels, 10) - 1, tuple(str(level) for level in range(1, 11)))


def _reviewed(table: Table) -> Keys:
    return Keys(1 - np.asarray(table.source.is_reviewed).astype(np.intp), ("yes", "no"))


def _nth(table: Table) -> Keys:
    """Which trade of its account's day it was, by its entry."""
    last = len(_NTH)
    executed = np.flatnonzero((table.is_executed == 1) & (table.opened_at != MISSING))
    order = executed[np.lexsort((table.opened_at[executed], table.account[executed]))]
    account, day = table.account[order], table.open_day[order]
    begins = np.concatenate(([True], (account[1:] != account[:-1]) | (day[1:] != day[:-1])))
    place = np.arange(len(order))
    rank = place - np.maximum.accumulate(np.where(begins[: len(order)], place, 0))
    numbers = np.full(table.size, -1)
    numbers[order] = np.minimum(rank, last - 1)
    return _numbered(numbers, _NTH)


def _after(table: Table) -> Keys:
    """What the trade of its account that closed last before its entry had been."""
    numbers = np.full(table.size, -1)
    closed = table.candidates(Basis.NET).closed
    classes = table.results_of(Basis.NET).classes
    for account in range(len(table.accounts)):
        mine = np.flatnonzero((table.account == account) & (table.opened_at != MISSING))
        earlier = np.flatnonzero(closed & (table.account == account))
        if not len(earlier):
            continue
        at = np.maximum.accumulate(table.closed_at[earlier])
        itself = np.searchsorted(earlier, mine)  # a trade of no length is not its own past
        before = np.searchsorted(at, table.opened_at[mine], side="right")
        before = np.minimum(before, itself) - 1
        previous = earlier[np.maximum(before, 0)]
        kind = np.where(classes.won[previous], 0, np.where(classes.lost[previous], 1, 2))
        numbers[mine] = np.where(before < 0, -1, kind)
    return _numbered(numbers, _AFTER)


def _size(table: Table) -> Keys:
    """How large a trade was beside the usual, the median of its symbol."""
    sizes = np.asarray(table.source.quantity)
    symbols = np.asarray(table.source.symbol.codes)
    usual = np.ones(len(table.source.symbol.words) + 1)
    for code in range(len(usual) - 1):
        mine = sizes[(symbols == code) & (table.is_executed == 1)]
        usual[code] = np.median(mine) if len(mine) else 1.0
    edges = [edge for _, edge in SIZES]
    bucket = np.searchsorted(edges, sizes / usual[symbols], side="right")
    return _numbered(np.where(sizes > 0, bucket, -1), (*(name for name, _ in SIZES), _LARGER))


def _copies(table: Table) -> Keys:
    """Whether the decision of a trade was carried out in several accounts."""
    return Keys(np.where(np.asarray(table.source.decision) < 0, 1, 0), ("copied", "single"))


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
    Dimension("half_hour", "Half hour", _half_hour),
    Dimension("quarter_hour", "Quarter hour", _quarter_hour),
    Dimension("market_hours", "Markets open", market_hours),
    Dimension("week", "Week", _week),
    Dimension("quarter", "Quarter", _quarter),
    Dimension("bias", "Bias", _column(lambda columns: columns.bias)),
    Dimension("confidence", "Confidence", _confidence),
    Dimension("market_condition", "Market", _column(lambda columns: columns.market_condition)),
    Dimension("reviewed", "Reviewed", _reviewed),
    Dimension("rules", "Rules", rules_of),
    Dimension("rule", "Rule", rule_of),
    Dimension("size", "Size", _size),
    Dimension("decision", "Copies", _copies),
    Dimension("nth_of_day", "Trade of the day", _nth),
    Dimension("after", "After a", _after),
)

BY_KEY = {dimension.key: dimension for dimension in DIMENSIONS}
