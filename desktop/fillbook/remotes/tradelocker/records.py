"""What the broker says of accounts, orders, positions and fills, typed. Unknown is None."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from fillbook.domain.execution import Side
from fillbook.remotes.broker import Worth
from fillbook.remotes.record import BadRecord, Record
from fillbook.remotes.tradelocker import cells


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
            currency=cells.required(record, "currency").upper(),
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

    @classmethod
    def of(cls, record: Record) -> "Order":
        created = cells.required_moment(record, "createdDate")
        return cls(
            id=record.required_id("id"),
            instrument_id=record.required_id("tradableInstrumentId"),
            side=cells.side(record),
            status=record.text("status") or "",
            kind=(record.text("type") or "").casefold() or None,
            quantity=record.number("qty"),
            filled=record.number("filledQty") or Decimal(0),
            average_price=record.number("avgPrice"),
            price=record.number("price"),
            stop_price=record.number("stopPrice"),
            created_at=created,
            modified_at=cells.moment(record, "lastModified") or created,
            position_id=cells.position_id(record),
            stop_loss=record.number("stopLoss"),
            stop_loss_type=record.text("stopLossType"),
            take_profit=record.number("takeProfit"),
            take_profit_type=record.text("takeProfitType"),
            commission=record.number("commission"),
            swap=cells.swap(record),
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
            side=cells.side(record),
            quantity=cells.quantity(record, "qty"),
            average_price=record.number("avgPrice"),
            stop_order_id=record.id("stopLossId"),
            target_order_id=record.id("takeProfitId"),
            opened_at=cells.moment(record, "openDate"),
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
            position_id=cells.position_id(record),
            instrument_id=record.required_id("tradableInstrumentId"),
            side=cells.side(record),
            quantity=cells.positive(record, "qty"),
            price=price,
            at=cells.required_moment(record, "createdDate"),
            commission=record.number("commission"),
            swap=cells.swap(record),
        )


def worth(record: Record) -> Worth:
    """An account's money, and the running day's figures."""
    balance = record.number("balance")
    if balance is None:
        raise BadRecord('"balance" is missing.')
    return Worth(
        balance=balance,
        equity=record.number("projectedBalance"),
        today_gross=record.number("todayGross"),
        today_net=record.number("todayNet"),
        today_fees=record.number("todayFees"),
        today_trades=record.whole("todayTradesCount"),
    )
