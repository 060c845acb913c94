"""The notes of days, each kept once."""

from datetime import date

from fillbook.domain.day_note import DayNote
from fillbook.storage.database import Connection
from fillbook.storage.history import Transaction

_READ = "SELECT id, day, body, rev FROM day_note WHERE deleted_hlc IS NULL AND body <> ''"


def read(connection: Connection, first: date, last: date) -> tuple[DayNote, ...]:
    """The notes of these days, both ends included, oldest first."""
    rows = connection.execute(
        f"{_READ} AND day BETWEEN ? AND ? ORDER BY day", (first.toordinal(), last.toordinal())
    )
    return tuple(_note(*row) for row in rows)


def find(connection: Connection, note_id: str) -> DayNote | None:
    """The note of this id; None where it is empty or unknown."""
    row = connection.execute(f"{_READ} AND id = ?", (note_id,)).fetchone()
    return None if row is None else _note(*row)


def write(tx: Transaction, day: date, text: str) -> str:
    """Give a day its note; an empty text takes it away. The note's id."""
    row = tx.connection.execute(
        "SELECT id FROM day_note WHERE day = ?", (day.toordinal(),)
    ).fetchone()
    if row is None:
        return tx.insert("day_note", {"day": day, "body": text})
    (note_id,) = row
    tx.update("day_note", note_id, {"body": text, "deleted_hlc": None})
    return str(note_id)


def _note(id_: str, day: int, body: str, revision: int) -> DayNote:
    return DayNote(id=id_, day=date.fromordinal(day), text=body, revision=revision)
