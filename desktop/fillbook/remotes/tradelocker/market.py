"""What the broker says of its instruments and of their prices, typed. Unknown is None."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from fillbook.domain.bar import Bar
from fillbook.remotes.record import BadRecord, Record
from fillbook.remotes.tradelocker import cells


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """What can be traded, as the list of an account has it."""

    id: str
    name: str
    kind: str | None  # FOREX, CRYPTO ...
    info_routes: tuple[str, ...]  # of which some may not work

    @classmethod
    def of(cls, record: Record) -> "Instrument":
        routes = record.records("routes") or ()
        return cls(
            id=record.required_id("tradableInstrumentId"),
            name=cells.required(record, "name"),
            kind=record.text("type"),
            info_routes=tuple(
                route.required_id("id") for route in routes if route.text("type") == "INFO"
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentDetail:
    """What a lot of an instrument is, and in which money it is priced."""

    name: str
    kind: str | None
    quote_currency: str | None
    base_currency: str | None
    lot_size: Decimal | None  # units of a lot
    tick_size: Decimal | None
    session_id: str | None
    session_status_id: str | None

    @classmethod
    def of(cls, record: Record) -> "InstrumentDetail":
        ticks = record.records("tickSize") or ()
        return cls(
            name=cells.required(record, "name"),
            kind=record.text("type"),
            quote_currency=record.text("quotingCurrency"),
            base_currency=record.text("baseCurrency"),
            lot_size=record.number("lotSize"),
            tick_size=ticks[0].number("tickSize") if ticks else None,
            session_id=record.id("tradeSessionId"),
            session_status_id=record.id("tradeSessionStatusId"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeSession:
    """When an instrument is traded, as far as it is documented."""

    name: str | None
    blocks_trading: bool
    holidays: tuple[date, ...]

    @classmethod
    def of(cls, record: Record) -> "TradeSession":
        holidays = (one.text("date") for one in record.records("holidays") or ())
        return cls(
            name=record.text("name"),
            blocks_trading=record.flag("blockTrading"),
            holidays=tuple(cells.day(text) for text in holidays if text),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionStatus:
    """What is allowed right now: three operations and six kinds of order."""

    operations: tuple[bool, ...]
    order_types: tuple[bool, ...]

    @classmethod
    def of(cls, record: Record) -> "SessionStatus":
        return cls(
            operations=_flags(record, "allowedOperations"),
            order_types=_flags(record, "allowedOrderTypes"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The best prices of the moment."""

    ask: Decimal | None
    bid: Decimal | None
    ask_size: Decimal | None
    bid_size: Decimal | None

    @classmethod
    def of(cls, record: Record) -> "Quote":
        ask, bid, ask_size, bid_size = map(record.number, ("ap", "bp", "as", "bs"))
        return cls(ask=ask, bid=bid, ask_size=ask_size, bid_size=bid_size)


@dataclass(frozen=True, slots=True, kw_only=True)
class Depth:
    """Prices and sizes of the book, best first."""

    asks: tuple[tuple[Decimal, Decimal], ...]
    bids: tuple[tuple[Decimal, Decimal], ...]

    @classmethod
    def of(cls, record: Record) -> "Depth":
        return cls(asks=_levels(record, "asks"), bids=_levels(record, "bids"))


def bar(record: Record, starts_at: datetime) -> Bar:
    """A bar, of whose prices none may be missing."""
    opened, high, low, closed = map(record.number, ("o", "h", "l", "c"))
    if opened is None or high is None or low is None or closed is None:
        raise BadRecord("A bar lacks a price.")
    return Bar(starts_at, opened, high, low, closed, record.number("v"))


def _flags(record: Record, key: str) -> tuple[bool, ...]:
    found = record.fields.get(key)
    if not isinstance(found, list):
        raise BadRecord(f'"{key}" is no list.')
    return tuple(bool(value) for value in found)


def _levels(record: Record, key: str) -> tuple[tuple[Decimal, Decimal], ...]:
    found = record.fields.get(key)
    if not isinstance(found, list):
        raise BadRecord(f'"{key}" is no list.')
    levels = []
    for level in found:
        if not isinstance(level, list) or len(level) != 2:
            raise BadRecord(f'"{key}" holds no prices and sizes.')
        price, size = map(Record({"p": level[0], "s": level[1]}).number, "ps")
        if price is None or size is None:
            raise BadRecord(f'"{key}" holds no prices and sizes.')
        levels.append((price, size))
    return tuple(levels)
