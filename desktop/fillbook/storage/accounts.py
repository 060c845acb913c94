"""Accounts: the ones there are, a new one, a changed one."""

from dataclasses import asdict, fields
from datetime import time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fillbook.domain.account import Account, Matching, NewAccount
from fillbook.domain.errors import NotFound, Refused
from fillbook.domain.instrument import AssetType
from fillbook.storage.database import Connection
from fillbook.storage.history import CREATED, Transaction
from fillbook.storage.values import decimal, stored

_COLUMNS = tuple(field.name for field in fields(Account))
DERIVING = frozenset({"timezone", "day_ends", "matching"})
"""What moves figures of trades when it changes."""


def read_all(connection: Connection) -> tuple[Account, ...]:
    """All accounts by name."""
    rows = connection.execute(
        f"SELECT {', '.join(_COLUMNS)} FROM account WHERE deleted_hlc IS NULL ORDER BY name_key"
    )
    return tuple(_account(dict(zip(_COLUMNS, row, strict=True))) for row in rows)


def find(connection: Connection, name: str) -> Account:
    """The account of this name, in any case, or of this id.

    Raises:
        NotFound: there is none.
    """
    key = name.strip().casefold()
    accounts = read_all(connection)
    for account in accounts:
        if account.id == name or account.name.casefold() == key:
            return account
    known = ", ".join(account.name for account in accounts) or "none yet"
    raise NotFound(
        f'There is no account "{name}".',
        f"Make it with: fillbook account add NAME --currency USD. Known: {known}.",
    )


def add(tx: Transaction, new: NewAccount) -> Account:
    """A new account.

    Raises:
        Refused: a value is impossible, or the name is taken.
    """
    _check(tx.connection, new, None)
    account = Account(id=tx.new_id(), **asdict(new))
    from fillbook.storage.session import session
    from fillbook.storage.tables.facts import AccountRow

    with session(tx.connection) as objects:
        row = AccountRow(created_at=tx.now, updated_hlc=tx.hlc, rev=1, **_row(account))
        objects.add(row)
    tx.log("account", account.id, CREATED, None, account.name)
    tx.accounts = True
    return find(tx.connection, account.id)


def change(tx: Transaction, account: Account) -> frozenset[str]:
    """Bring an account to these values; the names of those that were different.

    Raises:
        Refused: a value is impossible, or the name is taken.
        NotFound: there is no account of this id.
    """
    before = find(tx.connection, account.id)
    _check(tx.connection, account, account.id)
    if before.currency != account.currency and _has_fills(tx.connection, account.id):
        raise Refused(
            "The currency of an account with fills cannot change.",
            "Make another account for the other currency.",
        )
    row = _row(account)
    row.pop("id")
    tx.update("account", account.id, row)
    tx.accounts = True
    return frozenset(name for name in _COLUMNS if getattr(before, name) != getattr(account, name))


def _check(connection: Connection, account: NewAccount, own_id: str | None) -> None:
    if not account.name.strip():
        raise Refused("An account needs a name.", "Give one, for example: Main.")
    if not (account.currency.isalpha() and 3 <= len(account.currency) <= 5):
        raise Refused(
            f'"{account.currency}" is not a currency.', "Give its code, for example USD or EUR."
        )
    try:
        ZoneInfo(account.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Refused(
            f'"{account.timezone}" is not a time zone.',
            "Give its name, for example America/New_York or Europe/Berlin.",
        ) from error
    for amount in (account.starting_balance, account.breakeven_low, account.breakeven_high):
        stored(amount)
    if account.breakeven_low > account.breakeven_high:
        raise Refused("The breakeven band is upside down.", "Its lower end comes first.")
    taken = connection.execute(
        "SELECT id FROM account WHERE name_key = ? AND deleted_hlc IS NULL",
        (account.name.strip().casefold(),),
    ).fetchone()
    if taken is not None and taken[0] != own_id:
        raise Refused(f'There is an account "{account.name}" already.', "Give another name.")


def _has_fills(connection: Connection, account_id: str) -> bool:
    row = connection.execute("SELECT 1 FROM execution WHERE account_id = ?", (account_id,))
    return row.fetchone() is not None


def _row(account: Account) -> dict[str, Any]:
    row = asdict(account)
    return row | {
        "name": account.name.strip(),
        "name_key": account.name.strip().casefold(),
        "currency": account.currency.upper(),
        "day_ends": account.day_ends.isoformat(),
        "asset_type": account.asset_type.value,
        "matching": account.matching.value,
        "counted": int(account.counted),
        "archived": int(account.archived),
    }


def _account(row: dict[str, str]) -> Account:
    return Account(
        id=row["id"],
        name=row["name"],
        currency=row["currency"],
        timezone=row["timezone"],
        day_ends=time.fromisoformat(row["day_ends"]),
        starting_balance=decimal(row["starting_balance"]),
        asset_type=AssetType(row["asset_type"]),
        matching=Matching(row["matching"]),
        breakeven_low=Decimal(row["breakeven_low"]),
        breakeven_high=Decimal(row["breakeven_high"]),
        counted=bool(row["counted"]),
        archived=bool(row["archived"]),
    )
