"""Trades that the user keeps out of a connection."""

import json
from collections.abc import Sequence

from fillbook.domain.errors import Refused
from fillbook.storage.history import Transaction
from fillbook.storage.playbook import name_key


def change(tx: Transaction, ids: Sequence[str], how: str, names: Sequence[str]) -> None:
    """Keep trades out of connections, or let them in again.

    Args:
        how: "+" adds these connections, "-" takes them off, "" leaves exactly these.

    Raises:
        Refused: there is no connection of a name.
    """
    wanted = [_connection(tx, name) for name in names]
    present = _present(tx, ids)
    if how == "-":
        gone = [row for row, _, connection in present if connection in wanted]
    elif how == "+":
        gone = []
    else:
        gone = [row for row, _, connection in present if connection not in wanted]
    if gone:
        tx.update_all("trade_exclusion", gone, {"deleted_hlc": tx.hlc})
    if how != "-":
        for connection in wanted:
            _exclude(tx, ids, connection)
    tx.trades.update(ids)


def _exclude(tx: Transaction, ids: Sequence[str], connection: str) -> None:
    tx.connection.executemany(
        "INSERT INTO trade_exclusion (id, trade_id, connection_id, created_at, updated_hlc,"
        " deleted_hlc) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (trade_id, connection_id) DO NOTHING",
        ((tx.new_id(), trade, connection, tx.at, tx.hlc, tx.hlc) for trade in ids),
    )
    rows = tx.connection.execute(
        "SELECT id FROM trade_exclusion WHERE connection_id = ?"
        " AND trade_id IN (SELECT value FROM json_each(?))",
        (connection, json.dumps(list(ids))),
    ).fetchall()
    tx.update_all("trade_exclusion", [row for (row,) in rows], {"deleted_hlc": None})


def _present(tx: Transaction, ids: Sequence[str]) -> list[tuple[str, str, str]]:
    rows = tx.connection.execute(
        "SELECT id, trade_id, connection_id FROM trade_exclusion WHERE deleted_hlc IS NULL"
        " AND trade_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    return list(rows.fetchall())


def _connection(tx: Transaction, name: str) -> str:
    row = tx.connection.execute(
        "SELECT id FROM connection WHERE name_key = ? AND deleted_hlc IS NULL", (name_key(name),)
    ).fetchone()
    if row is None:
        raise Refused(f'There is no connection "{name}".', "List them: fillbook connections.")
    return str(row[0])
