"""Small records for tests; what matters to a test stands in the test."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from fillbook.domain.account import NewAccount
from fillbook.domain.execution import Execution, Side, StoredExecution
from fillbook.domain.instrument import AssetType
from fillbook.domain.review import Confirmation, Review, Screenshot
from fillbook.domain.round_trip import round_trips
from fillbook.domain.statement import Statement
from fillbook.domain.trade import Leg, Status, Trade, TradeDetail

NOON = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)


def a_fill(quantity: str | int = 1, price: str | int | None = 10, **fields: Any) -> Execution:
    """A fill of one share or so; a negative quantity is a sell. ``minute`` is its time."""
    signed = Decimal(quantity)
    minute = fields.pop("minute", 0)
    fees = fields.pop("fees", None)
    given = {
        "symbol": "ACME",
        "side": Side.BUY if signed > 0 else Side.SELL,
        "quantity": abs(signed),
        "price": None if price is None else Decimal(price),
        "executed_at": NOON + timedelta(minutes=minute),
        "commission": None if fees is None else Decimal(fees),
    }
    return Execution(**(given | fields))


def fills_of(*quantities_at_prices: str, **fields: Any) -> tuple[Execution, ...]:
    """Fills a minute apart, each as the issue writes them: ``"2@10", "-2@15"``."""
    starts = fields.pop("starts", 0)
    return tuple(
        a_fill(*text.split("@"), minute=starts + minute, sequence=minute, **fields)
        for minute, text in enumerate(quantities_at_prices)
    )


def stored(fills: Iterable[Execution], first: int = 0) -> tuple[StoredExecution, ...]:
    """Fills as a library keeps them, with ids in their order."""
    return tuple(
        StoredExecution(
            id=f"fill-{number}",
            account_id="account",
            instrument_id="instrument",
            content_hash=hashlib.sha256(f"{number:09}".encode()).hexdigest(),
            ordinal=number,
            fill=fill,
            source="import",
        )
        for number, fill in enumerate(fills, first)
    )


def an_account(name: str = "Main", **fields: Any) -> NewAccount:
    return NewAccount(name=name, **({"currency": "USD"} | fields))


def a_statement(*fills: Execution, file: str = "statement.csv", **fields: Any) -> Statement:
    """A file that holds these fills."""
    given = {
        "file": file,
        "sha256": hashlib.sha256(repr((file, fills)).encode()).hexdigest(),
        "executions": fills,
        "format": "generic",
        "encoding": "utf-8",
        "timezone": "UTC",
    }
    return Statement(**(given | fields))


def a_trade(
    *quantities_at_prices: str,
    review: Review | None = None,
    confirmations: tuple[Confirmation, ...] = (),
    screenshots: tuple[Screenshot, ...] = (),
    fills: tuple[Execution, ...] = (),
    **fields: Any,
) -> TradeDetail:
    """A trade with the figures of its fills: ``a_trade("2@10", "-2@15", symbol="MES")``.

    Args:
        fills: Given instead of quantities at prices.
    """
    given = fills or fills_of(*(quantities_at_prices or ("1@10", "-1@12")), fees="0.5")
    multiplier = fields.get("multiplier", Decimal(1))
    trip = round_trips(stored(given), multiplier)[0]
    own = {
        "id": "trade",
        "number": 1,
        "account": "Main",
        "account_id": "account",
        "instrument_id": "instrument",
        "symbol": "ACME",
        "asset_type": AssetType.STOCKS,
        "direction": trip.direction,
        "status": Status.OPEN if trip.is_open else Status.CLOSED,
        "quantity": trip.quantity,
        "opened_at": trip.legs[0].execution.fill.executed_at,
        "closed_at": None if trip.is_open else trip.legs[-1].execution.fill.executed_at,
        "entry_price": trip.entry_price,
        "exit_price": trip.exit_price,
        "gross_pnl": trip.gross_pnl,
        "fees": trip.fees,
        "fees_unknown": trip.fees_unknown,
        "net_pnl": trip.net_pnl,
        "currency": "USD",
        "broker_pnl": trip.broker_pnl,
        "computed_pnl": trip.computed_pnl,
        "multiplier": multiplier,
        "initial_risk": None,
        "r_multiple": None,
        "stop_loss": None,
        "take_profit": None,
        "review": review or Review(),
        "revision": 1,
    }
    legs = tuple(
        Leg(
            execution=leg.execution,
            role=leg.role,
            quantity=leg.quantity,
            fees=leg.fees,
            gross_pnl=leg.gross_pnl,
            net_pnl=leg.net_pnl,
            trading_day=leg.execution.fill.executed_at.date(),
        )
        for leg in trip.legs
    )
    return TradeDetail(
        trade=Trade(**(own | fields)),
        legs=legs,
        screenshots=screenshots,
        stops=(),
        history=(),
        confirmations=confirmations,
    )
