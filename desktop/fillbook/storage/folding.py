"""Giving what hangs on one trade to another: nothing that was said is lost."""

from fillbook.storage import annotations
from fillbook.storage.history import Transaction


def fold(tx: Transaction, winner: str, loser: str, number: int) -> None:
    """Add the notes, tags and pictures of a trade to another one, under its number."""
    _notes(tx, winner, loser, f"## From trade #{number}")
    _tags(tx, winner, loser)
    _screenshots(tx, winner, loser)


def _notes(tx: Transaction, winner: str, loser: str, heading: str) -> None:
    for kind, body in tx.connection.execute(
        "SELECT kind, body FROM note WHERE trade_id = ? AND deleted_hlc IS NULL AND body <> ''",
        (loser,),
    ).fetchall():
        row = tx.connection.execute(
            "SELECT body FROM note WHERE trade_id = ? AND kind = ? AND deleted_hlc IS NULL",
            (winner, kind),
        ).fetchone()
        own = row[0] if row else ""
        together = f"{own}\n\n{heading}\n\n{body}" if own else f"{heading}\n\n{body}"
        annotations.set_note(tx, [winner], kind, together)
        annotations.set_note(tx, [loser], kind, "")


def _tags(tx: Transaction, winner: str, loser: str) -> None:
    names = [
        name
        for (name,) in tx.connection.execute(
            "SELECT tag.name FROM trade_tag k JOIN tag ON tag.id = k.tag_id"
            " WHERE k.trade_id = ? AND k.deleted_hlc IS NULL ORDER BY tag.name_key",
            (loser,),
        )
    ]
    for name in names:
        annotations.add_tag(tx, [winner], name)
    annotations.remove_tags(tx, [loser], names)


def _screenshots(tx: Transaction, winner: str, loser: str) -> None:
    (after,) = tx.connection.execute(
        "SELECT coalesce(max(position), -1) FROM screenshot WHERE trade_id = ?", (winner,)
    ).fetchone()
    for id_, position in tx.connection.execute(
        "SELECT id, position FROM screenshot WHERE trade_id = ? AND deleted_hlc IS NULL", (loser,)
    ).fetchall():
        tx.update("screenshot", id_, {"trade_id": winner, "position": after + 1 + position})
        tx.touch_trade(winner)
