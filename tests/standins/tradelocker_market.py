"""A market for the broker's stand-in: instruments, and prices that depend on time alone."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import pairwise

MINUTE_MS = 60_000
DAY_MS = 86_400_000
BEGINS = datetime(2020, 1, 1, tzinfo=UTC)
"""Before it there are no bars."""

RESOLUTIONS_M = {
    "1m": 1, "5m": 5, "15m": 15, "30m": 30, "1H": 60, "4H": 240, "1D": 1440, "1W": 10_080,
}  # fmt: skip
_FINEST_STEPS = 60
"""Prices of which a bar's high and low are made, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """What can be traded, in the broker's words."""

    id: int  # tradableInstrumentId
    symbol_id: int
    name: str
    kind: str  # FOREX, CRYPTO ...
    quote: str
    lot_size: Decimal
    tick: Decimal
    price: Decimal  # around which it moves
    swing: float = 0.01  # how far, as a part of it
    base: str | None = None
    lot_step: Decimal = Decimal("0.01")
    max_lot: Decimal = Decimal(50)

    @property
    def trade_route(self) -> int:
        return 400 + self.id

    @property
    def info_route(self) -> int:
        return 9000 + self.id

    @property
    def trades_weekends(self) -> bool:
        return self.kind == "CRYPTO"


def _made(
    id_: int, symbol_id: int, name: str, kind: str, quote: str, lot: str, tick: str, price: str
) -> Instrument:
    return Instrument(
        id=id_,
        symbol_id=symbol_id,
        name=name,
        kind=kind,
        quote=quote,
        lot_size=Decimal(lot),
        tick=Decimal(tick),
        price=Decimal(price),
        base=name[:3] if kind in ("FOREX", "CRYPTO") else None,
        swing=0.08 if kind == "CRYPTO" else 0.015,
    )


INSTRUMENTS = (
    _made(278, 315, "EURUSD", "FOREX", "USD", "100000", "0.00001", "1.10"),
    _made(279, 316, "USDJPY", "FOREX", "JPY", "100000", "0.001", "150"),
    _made(281, 318, "GBPUSD", "FOREX", "USD", "100000", "0.00001", "1.27"),
    _made(206, 240, "BTCUSD", "CRYPTO", "USD", "1", "0.01", "62000"),
    _made(207, 241, "ETHUSD", "CRYPTO", "USD", "1", "0.01", "3100"),
    _made(208, 242, "LTCUSD", "CRYPTO", "USD", "1", "0.01", "85"),
    _made(209, 243, "DOGEUSD", "CRYPTO", "USD", "1", "0.00001", "0.16"),
    _made(510, 610, "US500", "INDICES", "USD", "1", "0.1", "5300"),
    _made(511, 611, "DE40", "INDICES", "EUR", "1", "0.1", "18200"),
    _made(720, 820, "AAPL", "EQUITY_CFD", "USD", "1", "0.01", "190"),
    _made(721, 821, "XAUUSD", "FUTURES_CFD", "USD", "100", "0.01", "2350"),
)

BY_ID = {instrument.id: instrument for instrument in INSTRUMENTS}
BY_NAME = {instrument.name: instrument for instrument in INSTRUMENTS}


@dataclass(frozen=True, slots=True)
class Candle:
    """One bar, of bid prices."""

    at_ms: int
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    volume: int


def milliseconds(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def bid(instrument: Instrument, at_ms: int) -> Decimal:
    """The bid at an instant: straight from minute to minute, so no bar is left by a fill."""
    minute, rest = divmod(at_ms, MINUTE_MS)
    start, end = _level(instrument, minute), _level(instrument, minute + 1)
    return _on_tick(instrument, start + (end - start) * rest / MINUTE_MS)


def ask(instrument: Instrument, at_ms: int) -> Decimal:
    """The ask at an instant, two ticks above the bid."""
    return bid(instrument, at_ms) + 2 * instrument.tick


def candles(
    instrument: Instrument, resolution: str, first_ms: int, last_ms: int
) -> Iterator[Candle]:
    """The bars that begin within a window, both ends included, oldest first."""
    first_ms = max(first_ms, milliseconds(BEGINS))
    for start, end in pairwise(_starts(resolution, first_ms, last_ms)):
        if start < first_ms or start > last_ms or _is_closed(instrument, start, end):
            continue
        minutes = (end - start) // MINUTE_MS
        step = max(1, minutes // _FINEST_STEPS)
        levels = [
            _on_tick(instrument, _level(instrument, start // MINUTE_MS + minute))
            for minute in (*range(0, minutes, step), minutes)
        ]
        yield Candle(start, levels[0], max(levels), min(levels), levels[-1], 100 + minutes)


def _starts(resolution: str, first_ms: int, last_ms: int) -> Iterator[int]:
    """Where bars begin, from the one that holds the first instant to one past the last."""
    if resolution == "1M":
        day = datetime.fromtimestamp(first_ms / 1000, UTC).replace(
            day=1, hour=0, minute=0, second=0, microsecond=0
        )
        while milliseconds(day) <= last_ms:
            yield milliseconds(day)
            day = (day + timedelta(days=32)).replace(day=1)
        yield milliseconds(day)
        return
    span = RESOLUTIONS_M[resolution] * MINUTE_MS
    anchor = 4 * DAY_MS if resolution == "1W" else 0  # weeks begin on Mondays
    start = (first_ms - anchor) // span * span + anchor
    while start <= last_ms:
        yield start
        start += span
    yield start


def _is_closed(instrument: Instrument, start: int, end: int) -> bool:
    """Whether a bar lies in a weekend altogether."""
    if instrument.trades_weekends or end - start > DAY_MS:
        return False
    return datetime.fromtimestamp(start / 1000, UTC).weekday() >= 5


def _level(instrument: Instrument, minute: int) -> float:
    """A price that wanders: slow, daily, hourly and restless waves, of its own phase."""
    phase = instrument.id
    waves = (
        math.sin(minute / 9_700 + phase)
        + 0.45 * math.sin(minute / 1_310 + 2 * phase)
        + 0.2 * math.sin(minute / 170 + 3 * phase)
        + 0.08 * math.sin(minute / 17 + 5 * phase)
        + 0.03 * math.sin(minute * 2.399 + phase)
    )
    return float(instrument.price) * (1 + instrument.swing * waves / 1.76)


def _on_tick(instrument: Instrument, price: float) -> Decimal:
    steps = (Decimal(price) / instrument.tick).quantize(Decimal(1), ROUND_HALF_EVEN)
    return steps * instrument.tick
