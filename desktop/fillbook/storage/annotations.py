"""Writing what hangs on trades: review fields, notes, tags and stops, for many at once."""

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from fillbook.storage.history import Transaction
from fillbook.storage.playbook import find_or_add, name_key


def set_review(
    tx: Transaction, ids: Sequence[str], values: Mapping[str, object]
) -> tuple[str, ...]:
    """Give the same review fields to these trades; the ids of those that changed."""
    if any(value is not None for value in values.values()):
        tx.connection.executemany(
            "INSERT INTO review (id, created_at, updated_hlc) VALUES (?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            ((trade, tx.at, tx.hlc) for trade in ids),
        )
    changed = tx.update_all("review", ids, values)
    _touch(tx, changed)
    return changed


def set_note(tx: Transaction, ids: Sequence[str], kind: str, body: str) -> None:
    """Write one of the four notes; an empty one is cleared."""
    if body:
        tx.connection.executemany(
            "INSERT INTO note (id, trade_id, kind, body, created_at, updated_hlc)"
            " VALUES (?, ?, ?, '', ?, ?) ON CONFLICT (trade_id, kind) DO NOTHING",
            ((tx.new_id(), trade, kind, tx.at, tx.hlc) for trade in ids),
        )
    notes = _owners(
        tx,
        "SELECT id, trade_id FROM note WHERE kind = ?"
        " AND trade_id IN (SELECT value FROM json_each(?))",
        kind,
        ids,
    )
    _touch(tx, (notes[note] for note in tx.update_all("note", list(notes), {"body": body})))


def add_tag(tx: Transaction, ids: Sequence[str], name: str) -> None:
    """Put a tag on these trades."""
    tag = find_or_add(tx, "tag", name)
    tx.connection.executemany(
        "INSERT INTO trade_tag (id, trade_id, tag_id, created_at, updated_hlc, deleted_hlc)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (trade_id, tag_id) DO NOTHING",
        ((tx.new_id(), trade, tag, tx.at, tx.hlc, tx.hlc) for trade in ids),
    )
    rows = _owners(
        tx,
        "SELECT id, trade_id FROM trade_tag WHERE tag_id = ?"
        " AND trade_id IN (SELECT value FROM json_each(?))",
        tag,
        ids,
    )
    _touch(tx, (rows[row] for row in tx.update_all("trade_tag", list(rows), {"deleted_hlc": None})))


def remove_tags(tx: Transaction, ids: Sequence[str], names: Iterable[str]) -> None:
    """Take tags off these trades."""
    rows = _owners(
        tx,
        "SELECT k.id, k.trade_id FROM trade_tag k JOIN tag ON tag.id = k.tag_id"
        " WHERE tag.name_key IN (SELECT value FROM json_each(?)) AND k.deleted_hlc IS NULL"
        " AND k.trade_id IN (SELECT value FROM json_each(?))",
        json.dumps([name_key(name) for name in names]),
        ids,
    )
    gone = tx.update_all("trade_tag", list(rows), {"deleted_hlc": tx.hlc})
    _touch(tx, (rows[row] for row in gone))


def set_tags(tx: Transaction, ids: Sequence[str], names: Sequence[str]) -> None:
    """Leave exactly these tags on the trades."""
    kept = {name_key(name) for name in names}
    present = tx.connection.execute(
        "SELECT DISTINCT tag.name_key FROM trade_tag k JOIN tag ON tag.id = k.tag_id"
        " WHERE k.deleted_hlc IS NULL AND k.trade_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    ).fetchall()
    remove_tags(tx, ids, [key for (key,) in present if key not in kept])
    for name in names:
        add_tag(tx, ids, name)


def set_confirmation(tx: Transaction, ids: Sequence[str], name: str, answer: str | None) -> None:
    """Say whether a condition of the setup was met; None takes the answer back."""
    tx.connection.executemany(
        "INSERT INTO confirmation (id, trade_id, name, answer, created_at, updated_hlc,"
        " deleted_hlc) VALUES (?, ?, ?, '', ?, ?, ?) ON CONFLICT (trade_id, name) DO NOTHING",
        ((tx.new_id(), trade, name, tx.at, tx.hlc, tx.hlc) for trade in ids),
    )
    rows = _owners(
        tx,
        "SELECT id, trade_id FROM confirmation WHERE name = ?"
        " AND trade_id IN (SELECT value FROM json_each(?))",
        name,
        ids,
    )
    values = {"deleted_hlc": tx.hlc} if answer is None else {"answer": answer, "deleted_hlc": None}
    standing = [
        row
        for (row,) in tx.connection.execute(
            "SELECT id FROM confirmation WHERE deleted_hlc IS NULL"
            " AND id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(rows)),),
        )
    ]
    chosen = standing if answer is None else list(rows)
    _touch(tx, (rows[row] for row in tx.update_all("confirmation", chosen, values)))


def set_stop(tx: Transaction, ids: Sequence[str], price: Decimal | None) -> None:
    """Move the stop. The first one that a trade gets is its initial stop for good."""
    if price is not None:
        first = tx.connection.execute(
            "SELECT t.id FROM trade t LEFT JOIN review r ON r.id = t.id"
            " WHERE coalesce(r.initial_stop, t.source_stop) IS NULL"
            " AND t.id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        ).fetchall()
        set_review(tx, [trade for (trade,) in first], {"initial_stop": price})
    for trade in set_review(tx, ids, {"stop_loss": price}):
        tx.insert("stop_change", {"trade_id": trade, "at": tx.now, "price": price})


def _owners(tx: Transaction, query: str, first: str, ids: Sequence[str]) -> dict[str, str]:
    return dict(tx.connection.execute(query, (first, json.dumps(list(ids)))).fetchall())


def _touch(tx: Transaction, trades: Iterable[str]) -> None:
    tx.trades.update(trades)
