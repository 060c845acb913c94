"""A library with an account, a connection and trades, for tests of what a sync keeps."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from builders import NOON, a_statement, an_account, fills_of
from fillbook.domain.connection import NewConnection
from fillbook.domain.execution import Direction
from fillbook.domain.link import CHOICES, Agreed, Conflict, ConflictKind, Link, LinkState
from fillbook.domain.remote_trade import Facts, RemoteTrade
from fillbook.storage.library import Library

BROUGHT = "remote:Away"


def a_journal(folder: Path, trades: int = 1) -> tuple[Library, str, str]:
    """A library with closed trades, its account and its connection "Away"."""
    library = Library.open(folder)
    account, _ = library.add_account(an_account("Main"))
    for number in range(trades):
        fills = fills_of("2@10", "-2@15", symbol=f"T{number}", fees="0.5")
        library.save_import(account.id, [a_statement(*fills, file=f"{number}.csv")])
    return library, account.id, a_connection(library, account.id)


def a_connection(
    library: Library, account: str, name: str = "Away", identity: str | None = "user-1"
) -> str:
    asked = NewConnection(
        name=name, kind="tradavity", base_url="https://away.example", accounts={account: None}
    )
    return library.sync(lambda store: store.add_connection(asked, identity))[0]


def trade_of(library: Library, symbol: str = "T0") -> str:
    return next(row.id for row in library.newest() if row.symbol == symbol)


def a_link(connection: str, local: str, remote: str | None = "r1", **fields: Any) -> Link:
    given = {
        "id": f"link-{local}",
        "connection_id": connection,
        "local_id": local,
        "remote_id": remote,
        "state": LinkState.LINKED,
        "base": {"grade": Agreed("A", "A+"), "tags": Agreed(("a", "b"), None)},
    }
    return Link(**(given | fields))


def a_conflict(connection: str, trade: str, **fields: Any) -> Conflict:
    given = {
        "id": "conflict",
        "connection_id": connection,
        "trade_id": trade,
        "kind": ConflictKind.FIELD,
        "field": "grade",
        "mine": "A",
        "theirs": "B",
        "choices": CHOICES[ConflictKind.FIELD],
        "seen_at": NOON,
    }
    return Conflict(**(given | fields))


def seen_there(**facts: Any) -> RemoteTrade:
    """A closed trade of another journal, told as a summary."""
    given = {
        "symbol": "NQ",
        "direction": Direction.LONG,
        "quantity": Decimal(2),
        "opened_at": NOON,
        "closed_at": NOON + timedelta(minutes=5),
        "net_pnl": Decimal("41.5"),
        "fees": Decimal("1.5"),
        "currency": "USD",
    }
    return RemoteTrade(id="r9", facts=Facts(**(given | facts)), fields={})
