"""Fills as a broker delivers them: each once, be it also in a file."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from fillbook.domain.account import Account
from fillbook.domain.execution import BROKER, Execution, StoredExecution
from fillbook.domain.instrument import symbol_key
from fillbook.domain.summed import sums_up_to
from fillbook.storage import accounts, consequences, executions
from fillbook.storage.database import Connection
from fillbook.storage.executions import COLUMNS, INSERT, LIVE, Identity, Source
from fillbook.storage.history import CREATED, Transaction
from fillbook.storage.instruments import Instruments
from fillbook.storage.trade_writing import Written
from fillbook.storage.values import microseconds

_ABOUT = timedelta(seconds=1)
"""How far two sources may differ in the time of one fill."""

_KNOWN = f"""
SELECT {", ".join(f"e.{name}" for name in COLUMNS)}, NULL FROM execution e
WHERE e.account_id = :account AND e.source = :source
UNION ALL
SELECT {", ".join(f"e.{name}" for name in COLUMNS)}, s.external_id
FROM execution_source s JOIN execution e ON e.id = s.execution_id
WHERE s.account_id = :account AND s.source = :source AND NOT EXISTS (
    SELECT 1 FROM import_batch b WHERE b.id = e.batch_id AND b.deleted_hlc IS NOT NULL)
"""

_NEAR = f"""
SELECT {", ".join(COLUMNS)} FROM execution e
WHERE account_id = ? AND executed_at BETWEEN ? AND ? AND side = ? AND {LIVE}
    AND source <> ? AND NOT EXISTS (
        SELECT 1 FROM execution_source s WHERE s.execution_id = e.id AND s.source = ?)
ORDER BY executed_at, sequence
"""


def source_of(connection_name: str) -> str:
    """Under which name a broker's fills are kept."""
    return f"{BROKER}{connection_name}"


def known(connection: Connection, account_id: str, name: str) -> tuple[Execution, ...]:
    """All fills of an account that a broker delivered before, deleted ones included.

    One that was in a file already is given with the broker's id of its order.
    """
    rows = connection.execute(_KNOWN, {"account": account_id, "source": source_of(name)})
    found = []
    for *row, alias in rows:
        fill = executions.from_row(row).fill
        found.append(fill if alias is None else _under_alias(fill, alias))
    return tuple(found)


def take(tx: Transaction, account_id: str, name: str, fills: Sequence[Execution]) -> Written:
    """Store a broker's new fills; what that did to trades."""
    account = accounts.find(tx.connection, account_id)
    instruments = Instruments(tx, account)
    changed: list[tuple[str, str]] = []
    for fill in fills:
        executions.check(fill)
        twins = _twins(tx.connection, account, name, fill)
        if twins:
            changed += _name_source(tx, account, name, fill, twins)
        elif not _is_known(tx.connection, account, fill):
            changed.append(("execution", _add(tx, account, name, instruments, fill)))
    instruments.save_decimals()
    changed += [("instrument", id_) for id_ in instruments.changed]
    return consequences.follow(tx, changed)


def _twins(
    connection: Connection, account: Account, name: str, fill: Execution
) -> Sequence[StoredExecution]:
    """Fills of other sources that are this one: the same, or its parts."""
    source = source_of(name)
    near = [
        executions.from_row(row)
        for row in connection.execute(
            _NEAR,
            (
                account.id,
                microseconds(fill.executed_at - _ABOUT),
                microseconds(fill.executed_at + _ABOUT),
                fill.side.value,
                source,
                source,
            ),
        )
    ]
    key = symbol_key(fill.symbol)
    near = [one for one in near if symbol_key(one.fill.symbol) == key]
    same = [
        one for one in near if one.fill.quantity == fill.quantity and one.fill.price == fill.price
    ]
    if same:
        return same[:1]
    parts = [one for one in near if one.fill.order_id in (None, fill.order_id)]
    if len(parts) > 1 and _are_parts(parts, fill):
        return parts
    return ()


def _are_parts(parts: Sequence[StoredExecution], whole: Execution) -> bool:
    if whole.price is None:
        return False
    return sums_up_to([part.fill for part in parts], whole.quantity, whole.price)


def _name_source(
    tx: Transaction,
    account: Account,
    name: str,
    fill: Execution,
    twins: Sequence[StoredExecution],
) -> list[tuple[str, str]]:
    """Note that the broker states these fills too, and what it knows better of them."""
    for twin in twins:
        tx.connection.execute(
            "INSERT INTO execution_source (id, created_at, execution_id, account_id, source,"
            " external_id, batch_id, row) VALUES (?, ?, ?, ?, ?, ?, NULL, NULL)",
            (tx.new_id(), tx.at, twin.id, account.id, source_of(name), _alias(fill)),
        )
        values = {
            key: getattr(fill, key)
            for key in ("position_id", "stop_loss", "take_profit")
            if getattr(twin.fill, key) is None and getattr(fill, key) is not None
        }
        if values:
            tx.update("execution", twin.id, values)
    return [("execution", twin.id) for twin in twins]


def _alias(fill: Execution) -> str:
    """The broker's ids of a fill and of its order, in one."""
    return f"{fill.external_id}@{fill.order_id}"


def _under_alias(fill: Execution, alias: str) -> Execution:
    """A fill of a file under the broker's ids."""
    external_id, _, order_id = alias.partition("@")
    return replace(fill, external_id=external_id, order_id=order_id)


def _is_known(connection: Connection, account: Account, fill: Execution) -> bool:
    """Whether it was stored once: what the user took out stays out."""
    row = connection.execute(
        "SELECT 1 FROM execution WHERE account_id = ? AND identity = ?",
        (account.id, f"id:{fill.external_id}"),
    )
    return row.fetchone() is not None


def _add(
    tx: Transaction, account: Account, name: str, instruments: Instruments, fill: Execution
) -> str:
    id_ = tx.new_id()
    identity = Identity(f"id:{fill.external_id}", executions.content_hash(fill), 0)
    source = Source(account.id, source_of(name), None, tx.at, tx.hlc)
    row = executions.to_row(fill, id_, instruments.of(fill), identity, source)
    tx.connection.execute(INSERT, row)
    tx.log("execution", id_, CREATED, None, None)
    return id_
