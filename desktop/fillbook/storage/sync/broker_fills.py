"""Fills as a broker delivers them: each once, be it also in a file."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from fillbook.domain.account import Account
from fillbook.domain.execution import BROKER, Execution, StoredExecution
from fillbook.domain.money import optional_canonical
from fillbook.domain.trade import StopChange
from fillbook.storage import accounts, consequences, executions
from fillbook.storage.database import Connection
from fillbook.storage.executions import COLUMNS, INSERT, LIVE, Identity, Source
from fillbook.storage.history import CREATED, Transaction
from fillbook.storage.instruments import Instruments
from fillbook.storage.trade_writing import Written
from fillbook.storage.twins import OtherFills
from fillbook.storage.values import microseconds

_KNOWN = f"""
SELECT {", ".join(f"e.{name}" for name in COLUMNS)}, NULL FROM execution e
WHERE e.account_id = :account AND e.source = :source
UNION ALL
SELECT {", ".join(f"e.{name}" for name in COLUMNS)}, s.external_id
FROM execution_source s JOIN execution e ON e.id = s.execution_id
WHERE s.account_id = :account AND s.source = :source AND NOT EXISTS (
    SELECT 1 FROM import_batch b WHERE b.id = e.batch_id AND b.deleted_hlc IS NOT NULL)
"""


_TRADES_OF = f"""
SELECT e.position_id, g.trade_id, max(t.source_stop) FROM execution e
JOIN leg g ON g.execution_id = e.id JOIN trade t ON t.id = g.trade_id
WHERE e.account_id = ? AND e.source = ? AND e.{LIVE.replace(" AND ", " AND e.")}
    AND e.position_id IN (SELECT value FROM json_each(?))
GROUP BY e.position_id, g.trade_id ORDER BY e.position_id
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
    new = _unknown(tx.connection, account, fills)
    others = OtherFills(tx.connection, account.id, source_of(name), new)
    changed: list[tuple[str, str]] = []
    for fill in new:
        executions.check(fill)
        stated = others.take(fill)
        if stated:
            changed += _name_source(tx, account, name, fill, stated)
        else:
            changed.append(("execution", _add(tx, account, name, instruments, fill)))
    instruments.save_decimals()
    changed += [("instrument", id_) for id_ in instruments.changed]
    return consequences.follow(tx, changed)


def note_stops(
    tx: Transaction, account_id: str, name: str, stops: Mapping[str, Sequence[StopChange]]
) -> None:
    """Keep where the stops of positions stood, but for the first: that is the trade's own."""
    given = (account_id, source_of(name), json.dumps(list(stops)))
    trades = tx.connection.execute(_TRADES_OF, given).fetchall()
    known = _known_stops(tx.connection, [trade for _, trade, _ in trades])
    for position, trade, first in trades:
        until, last = known.get(trade, (0, first))
        for stop in stops[position]:
            price = optional_canonical(stop.price)
            if microseconds(stop.at) > until and price != last:
                tx.insert("stop_change", {"trade_id": trade, "at": stop.at, "price": stop.price})
                last = price


def _known_stops(
    connection: Connection, trades: Sequence[str]
) -> Mapping[str, tuple[int, str | None]]:
    """When the stop of each of these trades was moved last, and to where."""
    rows = connection.execute(
        "SELECT trade_id, at, price FROM stop_change"
        " WHERE trade_id IN (SELECT value FROM json_each(?)) ORDER BY at, id",
        (json.dumps(trades),),
    )
    return {trade: (at, price) for trade, at, price in rows}


def _name_source(
    tx: Transaction,
    account: Account,
    name: str,
    fill: Execution,
    stated: Sequence[StoredExecution],
) -> list[tuple[str, str]]:
    """Note that the broker states these fills too, and what it knows better of them."""
    for twin in stated:
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
    return [("execution", twin.id) for twin in stated]


def _alias(fill: Execution) -> str:
    """The broker's ids of a fill and of its order, in one."""
    return f"{fill.external_id}@{fill.order_id}"


def _under_alias(fill: Execution, alias: str) -> Execution:
    """A fill of a file under the broker's ids."""
    external_id, _, order_id = alias.partition("@")
    return replace(fill, external_id=external_id, order_id=order_id)


def _unknown(
    connection: Connection, account: Account, fills: Sequence[Execution]
) -> list[Execution]:
    """The fills that were never stored: what the user took out stays out."""
    keys = {_identity_key(fill): fill for fill in fills}
    rows = connection.execute(
        "SELECT e.identity FROM json_each(?) k CROSS JOIN execution e"
        " WHERE e.account_id = ? AND e.identity = k.value",
        (json.dumps(list(keys)), account.id),
    )
    stored = {key for (key,) in rows}
    return [fill for key, fill in keys.items() if key not in stored]


def _identity_key(fill: Execution) -> str:
    return f"id:{fill.external_id}"


def _add(
    tx: Transaction, account: Account, name: str, instruments: Instruments, fill: Execution
) -> str:
    id_ = tx.new_id()
    identity = Identity(_identity_key(fill), executions.content_hash(fill), 0)
    source = Source(account.id, source_of(name), None, tx.at, tx.hlc)
    row = executions.to_row(fill, id_, instruments.of(fill), identity, source)
    tx.connection.execute(INSERT, row)
    tx.log("execution", id_, CREATED, None, None)
    return id_
