"""The fills of a trade that another journal keeps: its own, or two that its summary implies."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from fillbook.domain.account import Account
from fillbook.domain.connection import Connection
from fillbook.domain.execution import Basis, Direction, Execution, Precision, Side, StatedPnl
from fillbook.domain.remote_trade import Facts, RemoteTrade
from fillbook.storage import accounts, consequences, overrides
from fillbook.storage.executions import (
    INSERT,
    LIVE,
    Identity,
    Source,
    check,
    content_hash,
    to_row,
)
from fillbook.storage.history import CREATED, Transaction
from fillbook.storage.instruments import Instruments


class _Keyed(NamedTuple):
    key: str  # the same for the same fill of the same remote trade
    fill: Execution


def create(tx: Transaction, connection: Connection, account_id: str, seen: RemoteTrade) -> str:
    """Make the trade of a remote one, which never mixes with other fills; its id."""
    account = accounts.find(tx.connection, account_id)
    keyed = list(_keyed(connection, account, seen))
    ids = _put(tx, connection, account, keyed)
    trades = _trades_of(tx, ids)
    return trades[0] if len(trades) == 1 else overrides.own_trade(tx, ids)


def follow(tx: Transaction, connection: Connection, trade_id: str, seen: RemoteTrade) -> None:
    """Bring a trade's fills to what the remote says now; it stays the same trade."""
    before = tx.connection.execute(
        "SELECT DISTINCT e.id, e.identity, e.account_id FROM leg g"
        " JOIN execution e ON e.id = g.execution_id WHERE g.trade_id = ? ORDER BY g.position",
        (trade_id,),
    ).fetchall()
    account = accounts.find(tx.connection, before[0][2])
    keyed = list(_keyed(connection, account, seen))
    wanted = {entry.key for entry in keyed}
    gone = [id_ for id_, key, _ in before if key not in wanted]
    kept = {key for _, key, _ in before}
    added = [entry for entry in keyed if entry.key not in kept]
    if not gone and not added:
        return
    new = _put(tx, connection, account, added, settle=False)
    for old, after in zip(gone, new, strict=False):
        tx.update("execution", old, {"superseded_by": after})
    for old in gone[len(new) :]:
        tx.remove("execution", old)
    consequences.follow(tx, [("execution", id_) for id_ in (*gone, *new)])


def _keyed(connection: Connection, account: Account, seen: RemoteTrade) -> Iterator[_Keyed]:
    fills = _own(seen, account) if seen.fills else _implied(seen.facts, account)
    position = f"{connection.id}:{seen.id}"
    for number, fill in enumerate(fills):
        placed = replace(fill, position_id=position, sequence=number)
        digest = hashlib.blake2b(repr(placed).encode(), digest_size=12).hexdigest()
        yield _Keyed(f"{position}:{number}:{digest}", placed)


def _own(seen: RemoteTrade, account: Account) -> Iterator[Execution]:
    """The remote's fills; the trade's fees go to its last exit."""
    facts, fills = seen.facts, seen.fills or ()
    opening = _opening(facts.direction)
    last_exit = max((n for n, fill in enumerate(fills) if fill.side is not opening), default=-1)
    told = [fill.executed_at for fill in fills if fill.executed_at is not None]
    fallback = facts.opened_at or (told[0] if told else _noon(facts, account))
    knows_fees = any(fill.fees is not None for fill in fills)
    exits = sum(1 for fill in fills if fill.side is not opening)
    for number, fill in enumerate(fills):
        is_last = number == last_exit
        yield Execution(
            symbol=facts.symbol,
            side=fill.side,
            quantity=fill.quantity,
            price=fill.price,
            executed_at=fill.executed_at or fallback,
            commission=fill.fees if knows_fees else _fee(facts, is_last=is_last),
            stated_pnl=_stated(facts) if is_last and exits == 1 else None,
            asset_type=facts.asset_type,
            multiplier=facts.multiplier,
            external_id=None,
        )


def _implied(facts: Facts, account: Account) -> Iterator[Execution]:
    """An entry, and while the trade is closed an exit with the P&L as it is stated."""
    opening = _opening(facts.direction)
    quantity = facts.quantity if facts.quantity and facts.quantity > 0 else Decimal(1)
    opened = facts.opened_at or _noon(facts, account)
    precision = Precision.SECOND if facts.opened_at else Precision.DAY
    entry = Execution(
        symbol=facts.symbol,
        side=opening,
        quantity=quantity,
        price=facts.entry_price,
        executed_at=opened,
        precision=precision,
        asset_type=facts.asset_type,
        multiplier=facts.multiplier,
        derived=True,
        commission=Decimal(0),
    )
    yield entry
    if not facts.is_open:
        yield replace(
            entry,
            side=Side.SELL if opening is Side.BUY else Side.BUY,
            price=facts.exit_price,
            executed_at=max(facts.closed_at or opened, opened),
            commission=facts.fees or Decimal(0),
            stated_pnl=_stated(facts),
        )


def _stated(facts: Facts) -> StatedPnl | None:
    if facts.gross_pnl is not None:
        return StatedPnl(facts.gross_pnl, Basis.GROSS)
    return None if facts.net_pnl is None else StatedPnl(facts.net_pnl, Basis.NET)


def _fee(facts: Facts, *, is_last: bool) -> Decimal | None:
    if facts.fees is None:
        return None
    return facts.fees if is_last else Decimal(0)


def _opening(direction: Direction) -> Side:
    return Side.BUY if direction is Direction.LONG else Side.SELL


def _noon(facts: Facts, account: Account) -> datetime:
    """Noon of a day without a time, in the account's zone: it stays that day."""
    assert facts.trading_day is not None
    return datetime.combine(facts.trading_day, time(12), ZoneInfo(account.timezone))


def _put(
    tx: Transaction,
    connection: Connection,
    account: Account,
    keyed: Sequence[_Keyed],
    *,
    settle: bool = True,
) -> list[str]:
    """Add fills, or bring back those that an undo took away; their ids."""
    instruments = Instruments(tx, account)
    ids = [_one(tx, connection, account, instruments, entry) for entry in keyed]
    instruments.save_decimals()
    if settle:
        changed = [("execution", id_) for id_ in ids]
        changed += [("instrument", id_) for id_ in instruments.changed]
        consequences.follow(tx, changed)
    return ids


def _one(
    tx: Transaction,
    connection: Connection,
    account: Account,
    instruments: Instruments,
    entry: _Keyed,
) -> str:
    check(entry.fill)
    row = tx.connection.execute(
        "SELECT id FROM execution WHERE account_id = ? AND identity = ?", (account.id, entry.key)
    ).fetchone()
    if row is not None:
        tx.revive("execution", row[0])
        tx.update("execution", row[0], {"superseded_by": None})
        return str(row[0])
    id_ = tx.new_id()
    identity = Identity(entry.key, content_hash(entry.fill), 0)
    source = Source(account.id, connection.name, None, tx.at, tx.hlc)
    instrument = instruments.of(entry.fill)
    tx.connection.execute(INSERT, to_row(entry.fill, id_, instrument, identity, source))
    tx.log("execution", id_, CREATED, None, None)
    return id_


def _trades_of(tx: Transaction, fills: Sequence[str]) -> list[str]:
    marks = ", ".join("?" * len(fills))
    rows = tx.connection.execute(
        f"SELECT DISTINCT g.trade_id FROM leg g JOIN execution e ON e.id = g.execution_id"
        f" WHERE e.id IN ({marks}) AND e.{LIVE.replace(' AND ', ' AND e.')}",
        tuple(fills),
    )
    return [trade for (trade,) in rows]
