"""The notes of days, each kept once."""

from datetime import date

from fillbook.domain.day_note import DayNote
from fillbook.storage.database import Connection
from fillbook.storage.history import Transaction

_READ = "SELECT id, day, body, rev FROM day_note WHERE deleted_hlc IS NULL AND body <> ''"
_ALL = "SELECT id, day, iif(deleted_hlc IS NULL, body, ''), rev FROM day_note"
_WRITER = """
SELECT c.origin FROM change_log l JOIN change_set c ON c.id = l.change_set_id
WHERE l.entity = 'day_note' AND l.entity_id = ?
ORDER BY c.hlc DESC, l.device_seq DESC LIMIT 1
"""


def read(connection: Connection, first: date, last: date) -> tuple[DayNote, ...]:
    """The notes of these days, both ends included, oldest first."""
    rows = connection.execute(
        f"{_READ} AND day BETWEEN ? AND ? ORDER BY day", (first.toordinal(), last.toordinal())
    )
    return tuple(_note(*row) for row in rows)


def all_days(connection: Connection) -> tuple[DayNote, ...]:
    """Every day that has or had a note, oldest first."""
    return tuple(_note(*row) for row in connection.execute(f"{_ALL} ORDER BY day"))


def of_day(connection: Connection, day: date) -> DayNote | None:
    """The note that a day has or had."""
    row = connection.execute(f"{_ALL} WHERE day = ?", (day.toordinal(),)).fetchone()
    return None if row is None else _note(*row)


def writer(connection: Connection, note_id: str) -> str:
    """Who wrote a note last: user, remote:NAME ..."""
    row = connection.execute(_WRITER, (note_id,)).fetchone()
    return "" if row is None else str(row[0])


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
