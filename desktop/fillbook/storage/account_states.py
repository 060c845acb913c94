"""What brokers said of accounts, as a series."""

from datetime import datetime

from fillbook.domain.account_state import AccountState
from fillbook.storage.database import Connection
from fillbook.storage.history import Transaction
from fillbook.storage.values import decimal, instant, microseconds

_COLUMNS = (
    "account_id, source, at, balance, equity, today_gross, today_net, today_fees, today_trades"
)


def read(
    connection: Connection, account_id: str, first: datetime, last: datetime
) -> tuple[AccountState, ...]:
    """What was said of an account between two moments, both included, oldest first."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM account_state"
        " WHERE account_id = ? AND at BETWEEN ? AND ? ORDER BY at",
        (account_id, microseconds(first), microseconds(last)),
    )
    return tuple(_state(*row) for row in rows)


def newest(connection: Connection, account_id: str) -> AccountState | None:
    """What was said of an account last."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM account_state WHERE account_id = ? ORDER BY at DESC LIMIT 1",
        (account_id,),
    ).fetchone()
    return None if row is None else _state(*row)


def last_until(connection: Connection, account_id: str, moment: datetime) -> AccountState | None:
    """What was said of an account last, up to a moment."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM account_state WHERE account_id = ? AND at <= ?"
        " ORDER BY at DESC LIMIT 1",
        (account_id, microseconds(moment)),
    ).fetchone()
    return None if row is None else _state(*row)


def first_from(connection: Connection, account_id: str, moment: datetime) -> AccountState | None:
    """What was said of an account first, from a moment on."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM account_state WHERE account_id = ? AND at >= ?"
        " ORDER BY at LIMIT 1",
        (account_id, microseconds(moment)),
    ).fetchone()
    return None if row is None else _state(*row)


def keep(tx: Transaction, state: AccountState) -> bool:
    """Add to the series what differs from its end; whether it did."""
    known = newest(tx.connection, state.account_id)
    if known is not None and (known.at >= state.at or _said(known) == _said(state)):
        return False
    tx.insert(
        "account_state",
        {
            "account_id": state.account_id,
            "source": state.source,
            "at": state.at,
            "balance": state.balance,
            "equity": state.equity,
            "today_gross": state.today_gross,
            "today_net": state.today_net,
            "today_fees": state.today_fees,
            "today_trades": state.today_trades,
        },
        logged=False,
    )
    return True


def _said(state: AccountState) -> tuple[object, ...]:
    """Everything but the moment."""
    return (
        state.source,
        state.balance,
        state.equity,
        state.today_gross,
        state.today_net,
        state.today_fees,
        state.today_trades,
    )


def _state(
    account_id: str,
    source: str,
    at: int,
    balance: str,
    equity: str | None,
    gross: str | None,
    net: str | None,
    fees: str | None,
    trades: int | None,
) -> AccountState:
    stated = decimal(balance)
    assert stated is not None
    return AccountState(
        account_id=account_id,
        source=source,
        at=instant(at),
        balance=stated,
        equity=decimal(equity),
        today_gross=decimal(gross),
        today_net=decimal(net),
        today_fees=decimal(fees),
        today_trades=trades,
    )
