"""Listing a journal that has no pages: windows of days, cut smaller while one is full.

A window is complete when it gives back fewer rows than the limit. Whether its ends are
included is not known at first, so each is asked for with a day more on both sides, and only
the rows of its own days are kept. Where a day next to a window is so full that this does
not help, the journal is asked in a way that tells.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from fillbook.domain.remote_trade import RemoteRow
from fillbook.remotes import json_text
from fillbook.remotes.tradejournalpro.client import MAX_LIMIT
from fillbook.remotes.tradejournalpro.mapping import day_of

_DAY = timedelta(days=1)
_MOST_PAIRS = 500
_FROM, _TO = "from", "to"


@dataclass(frozen=True, slots=True)
class Days:
    """Days, both included; None is open. With a pair, only its trades."""

    first: date | None = None
    last: date | None = None
    pair: str | None = None
    is_met: bool = False  # its last day is known to hold trades
    tells: str = ""  # asked only to learn whether this end is included

    def holds(self, day: date) -> bool:
        after = self.first is None or day >= self.first
        return after and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Asking:
    """What a request says of its days."""

    first: date | None
    last: date | None
    pair: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """The windows that are still to be read, the next one first, and what is known so far."""

    windows: tuple[Days, ...]
    pairs: tuple[str, ...] = ()
    includes_first: bool | None = None
    includes_last: bool | None = None

    @classmethod
    def begin(cls) -> "Plan":
        return cls((Days(),))

    @classmethod
    def parsed(cls, text: str) -> "Plan":
        """The plan that a cursor states."""
        stated = json_text.parse(text.encode())
        assert isinstance(stated, dict)
        windows = tuple(Days(_date(a), _date(b), *rest) for a, b, *rest in stated["windows"])
        return cls(windows, tuple(stated["pairs"]), *stated["includes"])

    def text(self) -> str | None:
        """The cursor that states the plan; None where nothing is left."""
        if not self.windows:
            return None
        windows = [
            [_iso(one.first), _iso(one.last), one.pair, one.is_met, one.tells]
            for one in self.windows
        ]
        includes = [self.includes_first, self.includes_last]
        stated = {"windows": windows, "pairs": list(self.pairs), "includes": includes}
        return json_text.written(stated).decode()

    @property
    def knows_ends(self) -> bool:
        return self.includes_first is not None and self.includes_last is not None

    def asking(self) -> Asking:
        """How the first window is asked for."""
        window = self.windows[0]
        first, last = window.first, window.last
        if first is not None and not (self.includes_first or window.tells == _FROM):
            first -= _DAY
        if last is not None and not (self.includes_last or window.tells == _TO):
            last += _DAY
        return Asking(first, last, window.pair)


@dataclass(frozen=True, slots=True)
class Read:
    """What came of one window: rows that are complete for their days, and what is left."""

    rows: tuple[RemoteRow, ...]
    plan: Plan
    incomplete: str | None = None


def take(plan: Plan, rows: Sequence[RemoteRow], *, full: bool) -> Read:
    """Take in the answer to the first window of a plan.

    Args:
        full: The answer held as many rows as an answer can hold.
    """
    window = plan.windows[0]
    left = replace(plan, windows=plan.windows[1:], pairs=_met(plan.pairs, rows))
    days = [day_of(row) for row in rows]
    if window.tells:
        return Read((), _learned(left, window, days))
    own = tuple(row for row in rows if window.holds(day_of(row)))
    asked = plan.asking()
    is_elsewhere = any(not Days(asked.first, asked.last).holds(day) for day in days)
    is_lost = (window.is_met and window.last not in days) or (full and plan.knows_ends and not own)
    if is_elsewhere or is_lost:
        return Read(own, left, _cannot_list("it does not look for trades by their day"))
    if not full:
        return Read(own, left)
    if window.pair is not None and plan.knows_ends:
        why = f"there are {MAX_LIMIT} or more trades in {window.pair} around {window.first}"
        return Read(own, left, _cannot_list(why))
    kept, parts = _cut(window, own, left) or ((), _questions(window, days))
    return Read(kept, replace(left, windows=(*parts, *left.windows)))


def union(some: Iterable[RemoteRow], others: Iterable[RemoteRow]) -> tuple[RemoteRow, ...]:
    """Rows of two answers about one journal, each once; equal rows without ids stay several."""
    first = tuple(some)
    counts = Counter(row.id or row.hash for row in first)
    more = []
    for row in others:
        key = row.id or row.hash
        if counts[key]:
            counts[key] -= 1
        else:
            more.append(row)
    return (*first, *more)


_Cut = tuple[tuple[RemoteRow, ...], tuple[Days, ...]]


def _cut(window: Days, own: tuple[RemoteRow, ...], plan: Plan) -> _Cut | None:
    """Rows of a full window that are complete already, and smaller windows for the others.

    None where its ends must be known first.
    """
    days = [day_of(row) for row in own]
    if len(set(days)) > 1:
        oldest = min(days)
        if days == sorted(days, reverse=True):
            complete = tuple(row for row in own if day_of(row) > oldest)
            return complete, (replace(window, last=oldest, is_met=True),)
        return (), _around(window, sorted(days)[len(days) // 2])
    if not plan.knows_ends:
        return None
    day = days[0]
    if window.first == window.last == day:
        return (), tuple(replace(window, pair=pair) for pair in plan.pairs)
    return (), _around(window, day)


def _around(window: Days, middle: date) -> tuple[Days, ...]:
    """A window cut into what is after a day, the day itself and what is before."""
    parts = (
        replace(window, first=middle + _DAY),
        replace(window, first=middle, last=middle, is_met=True),
        replace(window, last=middle - _DAY, is_met=False),
    )
    return tuple(
        part for part in parts if part.first is None or part.last is None or part.first <= part.last
    )


def _questions(window: Days, days: Iterable[date]) -> tuple[Days, ...]:
    """The fullest day, asked for once from and once up to it; then the window again."""
    fullest = Counter(days).most_common(1)[0][0]
    return (Days(fullest, fullest, tells=_FROM), Days(fullest, fullest, tells=_TO), window)


def _learned(plan: Plan, window: Days, days: Sequence[date | None]) -> Plan:
    is_included = window.first in days
    if window.tells == _FROM:
        return replace(plan, includes_first=is_included)
    return replace(plan, includes_last=is_included)


def _met(pairs: tuple[str, ...], rows: Iterable[RemoteRow]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*pairs, *(row.facts.symbol for row in rows))))[:_MOST_PAIRS]


def _cannot_list(why: str) -> str:
    return f"TradeJournalPro cannot list its trades completely: {why}."


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
