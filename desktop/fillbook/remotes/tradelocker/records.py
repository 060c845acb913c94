"""What the broker's read routes say, typed. Unknown is None."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from fillbook.domain.bar import Bar
from fillbook.domain.execution import Side
from fillbook.remotes.record import BadRecord, Record

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST_MS = 253_402_300_799_000
_FILLED = "filled"

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class TradingAccount:
    """An account of a login."""

    id: str
    number: str  # accNum, which each request under /trade carries
    name: str
    currency: str
    status: str | None = None
    balance: Decimal | None = None

    @classmethod
    def of(cls, record: Record) -> "TradingAccount":
        balance = record.number("accountBalance")
        return cls(
            id=record.required_id("id"),
            number=record.required_id("accNum"),
            name=record.text("name") or "",
            currency=_required(record, "currency").upper(),
            status=record.text("status"),
            balance=record.number("aaccountBalance") if balance is None else balance,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRules:
    """What ``/trade/accounts`` adds: the kind of an account, and what it may do."""

    id: str
    kind: str | None
    closes_partly: bool
    has_brackets: bool

    @classmethod
    def of(cls, record: Record) -> "AccountRules":
        rules = record.record("tradingRules") or Record({})
        return cls(
            id=record.required_id("id"),
            kind=record.text("type"),
            closes_partly=rules.flag("supportPartialClosePosition"),
            has_brackets=rules.flag("supportBrackets"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order, pending or final; its fills are summed up."""

    id: str
    instrument_id: str
    side: Side
    status: str
    kind: str | None  # market, limit, stop
    quantity: Decimal | None  # lots
    filled: Decimal  # lots; zero: nothing
    average_price: Decimal | None
    price: Decimal | None
    stop_price: Decimal | None
    created_at: datetime
    modified_at: datetime
    position_id: str | None
    stop_loss: Decimal | None  # as it was placed with the order
    stop_loss_type: str | None
    take_profit: Decimal | None
    take_profit_type: str | None
    commission: Decimal | None = None
    swap: Decimal | None = None

    @property
    def is_filled(self) -> bool:
        """Whether it is final with all of its quantity."""
        return self.status.casefold() == _FILLED

    @classmethod
    def of(cls, record: Record) -> "Order":
        created = _required_moment(record, "createdDate")
        return cls(
            id=record.required_id("id"),
            instrument_id=record.required_id("tradableInstrumentId"),
            side=_side(record),
            status=record.text("status") or "",
            kind=(record.text("type") or "").casefold() or None,
            quantity=record.number("qty"),
            filled=record.number("filledQty") or Decimal(0),
            average_price=record.number("avgPrice"),
            price=record.number("price"),
            stop_price=record.number("stopPrice"),
            created_at=created,
            modified_at=moment(record, "lastModified") or created,
            position_id=_position_id(record),
            stop_loss=record.number("stopLoss"),
            stop_loss_type=record.text("stopLossType"),
            take_profit=record.number("takeProfit"),
            take_profit_type=record.text("takeProfitType"),
            commission=record.number("commission"),
            swap=_swap(record),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """An open position."""

    id: str
    instrument_id: str
    side: Side
    quantity: Decimal  # lots
    average_price: Decimal | None
    stop_order_id: str | None
    target_order_id: str | None
    opened_at: datetime | None
    unrealised_pnl: Decimal | None  # account currency

    @classmethod
    def of(cls, record: Record) -> "Position":
        return cls(
            id=record.required_id("id"),
            instrument_id=record.required_id("tradableInstrumentId"),
            side=_side(record),
            quantity=_quantity(record, "qty"),
            average_price=record.number("avgPrice"),
            stop_order_id=record.id("stopLossId"),
            target_order_id=record.id("takeProfitId"),
            opened_at=moment(record, "openDate"),
            unrealised_pnl=record.number("unrealizedPl"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """One fill of the running session."""

    id: str
    order_id: str
    position_id: str | None
    instrument_id: str
    side: Side
    quantity: Decimal  # lots
    price: Decimal
    at: datetime
    commission: Decimal | None = None
    swap: Decimal | None = None

    @classmethod
    def of(cls, record: Record) -> "Deal":
        price = record.number("price")
        if price is None:
            raise BadRecord('"price" is missing.')
        return cls(
            id=record.required_id("id"),
            order_id=record.required_id("orderId"),
            position_id=_position_id(record),
            instrument_id=record.required_id("tradableInstrumentId"),
            side=_side(record),
            quantity=_positive(record, "qty"),
            price=price,
            at=_required_moment(record, "createdDate"),
            commission=record.number("commission"),
            swap=_swap(record),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountState:
    """An account's money at the moment of the answer, and the running day's figures."""

    balance: Decimal
    equity: Decimal | None
    today_gross: Decimal | None
    today_net: Decimal | None
    today_fees: Decimal | None
    today_trades: int | None

    @classmethod
    def of(cls, record: Record) -> "AccountState":
        balance = record.number("balance")
        if balance is None:
            raise BadRecord('"balance" is missing.')
        return cls(
            balance=balance,
            equity=record.number("projectedBalance"),
            today_gross=record.number("todayGross"),
            today_net=record.number("todayNet"),
            today_fees=record.number("todayFees"),
            today_trades=record.whole("todayTradesCount"),
        )


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
            name=_required(record, "name"),
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
            name=_required(record, "name"),
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
            holidays=tuple(_day(text) for text in holidays if text),
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


def moment(record: Record, key: str) -> datetime | None:
    """The instant that a number of milliseconds since 1970 names."""
    stated = record.whole(key)
    if stated is None or stated == 0:
        return None
    if not 0 < stated < _LATEST_MS:
        raise BadRecord(f'"{key}" is no time.')
    return _EPOCH + timedelta(milliseconds=stated)


def milliseconds(instant: datetime) -> int:
    """An instant as the broker's queries state it."""
    return (instant - _EPOCH) // timedelta(milliseconds=1)


def read_all(make: Callable[[Record], T], records: Iterable[Record]) -> tuple[T, ...]:
    """All records; BadRecord where one cannot be read: half of a broker's answer is none."""
    return tuple(map(make, records))


def _position_id(record: Record) -> str | None:
    """The id of a position; zero is none."""
    found = record.id("positionId")
    return None if found == "0" else found


def _required_moment(record: Record, key: str) -> datetime:
    found = moment(record, key)
    if found is None:
        raise BadRecord(f'"{key}" is missing.')
    return found


def _required(record: Record, key: str) -> str:
    found = record.text(key)
    if found is None:
        raise BadRecord(f'"{key}" is missing.')
    return found


def _quantity(record: Record, key: str) -> Decimal:
    found = record.number(key)
    if found is None or found < 0:
        raise BadRecord(f'"{key}" is no quantity.')
    return found


def _positive(record: Record, key: str) -> Decimal:
    found = _quantity(record, key)
    if not found:
        raise BadRecord(f'"{key}" is no quantity.')
    return found


def _side(record: Record) -> Side:
    word = (record.text("side") or "").casefold()
    if word not in {side.value for side in Side}:
        raise BadRecord('"side" is neither buy nor sell.')
    return Side(word)


def _swap(record: Record) -> Decimal | None:
    stated = record.number("swap")
    return record.number("swaps") if stated is None else stated


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise BadRecord('"date" is no date.') from error


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
