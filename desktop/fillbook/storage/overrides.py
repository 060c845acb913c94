"""Decisions of the user about which fills make a trade, as records that a rebuild obeys."""

import json
from collections.abc import Iterable, Sequence

from fillbook.domain.errors import Refused
from fillbook.storage import derivation
from fillbook.storage.database import Connection
from fillbook.storage.history import Transaction

_PLACEHOLDER = (
    "account_id", "instrument_id", "kind", "direction", "status", "quantity", "opening_quantity",
)  # fmt: skip


def split(tx: Transaction, execution_ids: Sequence[str]) -> str:
    """Make these fills a trade of their own and return its id.

    What is left of a closed trade is held together too, so that no other trade changes.

    Raises:
        Refused: they are no fills, all the fills, or shared with a neighbour.
    """
    chosen = set(execution_ids)
    trades = _trades_with(tx.connection, chosen)
    if not trades:
        raise Refused("There is nothing to split.", "Choose some fills of a trade.")
    trade = trades[0]
    fills = _fills_of(tx.connection, trade)
    _require_whole(tx.connection, trade, fills)
    rest = [fill for fill in fills if fill not in chosen]
    if not rest:
        raise Refused("These are all the fills of the trade.", "Choose some of them.")
    added = _new_trade(tx, trade)
    if _is_closed(tx.connection, trade):
        _record(tx, "split", trade, rest)
    _record(tx, "split", added, execution_ids)
    derivation.derive(tx, fills)
    return added


def own_trade(tx: Transaction, execution_ids: Sequence[str]) -> str:
    """Make fills that somebody entered as one trade that trade, whatever else is open; its id."""
    added = _new_trade(tx, _trades_with(tx.connection, execution_ids)[0])
    _record(tx, "split", added, execution_ids)
    derivation.derive(tx, execution_ids)
    return added


def merge(tx: Transaction, trade_ids: Sequence[str]) -> str:
    """Make several trades one, under the lowest number, and return its id.

    Raises:
        Refused: they are fewer than two, of different instruments, or have no fills.
    """
    trades = tx.connection.execute(
        "SELECT id, account_id, instrument_id FROM trade"
        " WHERE id IN (SELECT value FROM json_each(?)) ORDER BY number",
        (json.dumps(list(trade_ids)),),
    ).fetchall()
    if len(trades) < 2:
        raise Refused("One trade alone cannot be merged.", "Choose two or more.")
    if len({(account, instrument) for _, account, instrument in trades}) > 1:
        raise Refused(
            "These trades are of different accounts or symbols.", "Choose trades of one symbol."
        )
    ids = [id_ for id_, _, _ in trades]
    fills: dict[str, None] = {}
    for trade in ids:
        parts = _fills_of(tx.connection, trade)
        if not parts:
            raise Refused("A trade without fills cannot be merged.", "Leave plans out.")
        _require_whole(tx.connection, trade, parts, ids)
        fills |= dict.fromkeys(parts)
    _record(tx, "merge", ids[0], fills)
    derivation.derive(tx, fills)
    return str(ids[0])


def _record(tx: Transaction, kind: str, trade_id: str, fills: Iterable[str]) -> None:
    override = tx.insert("trade_override", {"kind": kind, "trade_id": trade_id})
    tx.connection.executemany(
        "INSERT INTO trade_override_fill (override_id, execution_id) VALUES (?, ?)",
        ((override, fill) for fill in fills),
    )


def _new_trade(tx: Transaction, like: str) -> str:
    """An identity and a number for a trade that the derivation fills in."""
    row = tx.connection.execute(
        f"SELECT {', '.join(_PLACEHOLDER)} FROM trade WHERE id = ?", (like,)
    ).fetchone()
    values = dict(zip(_PLACEHOLDER, row, strict=True)) | {"number": tx.take_numbers(1)}
    values |= {"fees_unknown": 0, "fills": 0, "vanished": 1, "archived": 0}
    return tx.insert("trade", values, logged=False)


def _require_whole(
    connection: Connection, trade: str, fills: Iterable[str], together: Iterable[str] = ()
) -> None:
    """Refuse where a fill belongs to a neighbour too, because it crossed zero."""
    mine = {trade, *together}
    if any(set(_trades_with(connection, [fill])) - mine for fill in fills):
        raise Refused(
            "A fill of this trade also opened or closed its neighbour.",
            "Merge the two trades first.",
        )


def _trades_with(connection: Connection, fills: Iterable[str]) -> list[str]:
    rows = connection.execute(
        "SELECT DISTINCT t.id FROM leg l JOIN trade t ON t.id = l.trade_id"
        " WHERE l.execution_id IN (SELECT value FROM json_each(?)) ORDER BY t.number",
        (json.dumps(list(fills)),),
    )
    return [trade for (trade,) in rows]


def _fills_of(connection: Connection, trade: str) -> list[str]:
    rows = connection.execute(
        "SELECT execution_id FROM leg WHERE trade_id = ? GROUP BY execution_id"
        " ORDER BY min(position)",
        (trade,),
    )
    return [fill for (fill,) in rows]


def _is_closed(connection: Connection, trade: str) -> bool:
    row = connection.execute("SELECT status FROM trade WHERE id = ?", (trade,)).fetchone()
    return bool(row[0] == "closed")
