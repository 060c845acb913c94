"""Small records for tests; what matters to a test stands in the test."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from fillbook.domain.account import NewAccount
from fillbook.domain.execution import Execution, Side, StoredExecution
from fillbook.domain.statement import Statement

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
    return tuple(
        a_fill(*text.split("@"), minute=minute, sequence=minute, **fields)
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
