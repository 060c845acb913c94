"""Which bars to fetch around trades, in which order, and how they become a series."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from fillbook.domain.bar import Bar, BarSeries

MOST_BARS = 5_000
"""Bars of one request: a quarter of what the broker gives, so that none takes long."""

CONTEXT_BARS = 120
"""Bars before and after a trade: what was seen when it was opened, and what came of it."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """A length of bars, and up to which length of a trade it is the sensible one."""

    word: str  # as brokers write it
    seconds: int
    longest: timedelta


RESOLUTIONS = (
    Resolution("1m", 60, timedelta(days=1)),
    Resolution("5m", 300, timedelta(days=5)),
    Resolution("15m", 900, timedelta(days=15)),
    Resolution("1H", 3600, timedelta(days=60)),
    Resolution("4H", 14_400, timedelta(days=240)),
    Resolution("1D", 86_400, timedelta.max),
)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, both ends included."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Traded:
    """Where a trade was open: its bars are wanted."""

    symbol: str
    span: Span


@dataclass(frozen=True, slots=True)
class Chunk:
    """Bars that one request fetches."""

    symbol: str
    resolution: Resolution
    span: Span


def resolution_for(span: Span) -> Resolution:
    """The finest bars that do not become too many for a trade of this length."""
    length = span.end - span.start
    return next(one for one in RESOLUTIONS if length <= one.longest)


def plan(
    trades: Iterable[Traded],
    fetched: Mapping[tuple[str, str], Sequence[Span]],
    since: datetime,
    now: datetime,
    most_bars: int = MOST_BARS,
) -> tuple[Chunk, ...]:
    """What is still to be fetched, the latest first; each stretch of time once.

    Args:
        fetched: What was fetched before, by symbol and word of the resolution; it may have
            brought no bars, as a weekend does.
        since: How far back the user wants them. A trade that was open then is taken whole.
    """
    wanted: dict[tuple[str, Resolution], list[Span]] = defaultdict(list)
    for trade in trades:
        if trade.span.end >= since:
            resolution = resolution_for(trade.span)
            wanted[trade.symbol, resolution].append(_with_context(trade.span, resolution, now))
    chunks = [
        Chunk(symbol, resolution, piece)
        for (symbol, resolution), spans in wanted.items()
        for span in _without(_merged(spans), _merged(fetched.get((symbol, resolution.word), ())))
        for piece in _cut(span, resolution, most_bars)
    ]
    chunks.sort(key=lambda chunk: (chunk.span.end, chunk.symbol), reverse=True)
    return tuple(chunks)


def series(symbol: str, resolution: Resolution, bars: Iterable[Bar]) -> BarSeries:
    """Bars as they are kept: one at a time, oldest first, open and close within low and high."""
    found = {bar.starts_at: _widened(bar) for bar in bars}
    in_order = sorted(found.values(), key=lambda bar: bar.starts_at)
    return BarSeries(symbol, resolution.seconds, tuple(in_order))


def _with_context(span: Span, resolution: Resolution, now: datetime) -> Span:
    """A span with bars around it, from the beginning of one to the beginning of another."""
    margin = timedelta(seconds=resolution.seconds * CONTEXT_BARS)
    start = _floored(span.start - margin, resolution)
    return Span(start, _floored(min(span.end + margin, now), resolution))


def _floored(moment: datetime, resolution: Resolution) -> datetime:
    seconds = int(moment.timestamp()) // resolution.seconds * resolution.seconds
    return datetime.fromtimestamp(seconds, UTC)


def _merged(spans: Iterable[Span]) -> list[Span]:
    """The same time without overlaps, earliest first."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start):
        if found and span.start <= found[-1].end:
            found[-1] = replace(found[-1], end=max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def _without(wanted: Sequence[Span], fetched: Sequence[Span]) -> Iterator[Span]:
    """What of some stretches lies in none of others. Neither overlap among themselves."""
    for span in wanted:
        start = span.start
        for had in fetched:
            if had.end < start or had.start > span.end:
                continue
            if had.start > start:
                yield Span(start, had.start)
            start = max(start, had.end)
        if start < span.end or (start == span.start == span.end):
            yield Span(start, span.end)


def _cut(span: Span, resolution: Resolution, most_bars: int) -> Iterator[Span]:
    """A span in pieces of so many bars; pieces share the bar between them."""
    length = timedelta(seconds=resolution.seconds * (most_bars - 1))
    start = span.start
    while span.end - start > length:
        yield Span(start, start + length)
        start += length
    yield Span(start, span.end)


def _widened(bar: Bar) -> Bar:
    prices: tuple[Decimal, ...] = (bar.open, bar.high, bar.low, bar.close)
    return replace(bar, high=max(prices), low=min(prices))


def fetched_of(text: str | None) -> dict[tuple[str, str], list[Span]]:
    """What was fetched, out of the text in which it is kept."""
    kept: dict[str, list[list[str]]] = json.loads(text) if text else {}
    return {
        _key(name): [Span(*map(datetime.fromisoformat, span)) for span in spans]
        for name, spans in kept.items()
    }


def with_fetched(text: str | None, chunk: Chunk) -> str:
    """The text with one chunk more. The bar that still runs is fetched again later."""
    found = fetched_of(text)
    key = (chunk.symbol, chunk.resolution.word)
    found[key] = _merged([*found.get(key, []), chunk.span])
    return json.dumps(
        {
            f"{word} {symbol}": [[span.start.isoformat(), span.end.isoformat()] for span in spans]
            for (symbol, word), spans in sorted(found.items())
        }
    )


def _key(name: str) -> tuple[str, str]:
    word, _, symbol = name.partition(" ")
    return symbol, word
