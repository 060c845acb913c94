"""The library itself: its identity, and the log of every change."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import SQLModel

from fillbook.storage.columns import instant, integer, text
from fillbook.storage.tables.record import STRICT, Record


class LibraryMetaRow(SQLModel, table=True):
    """The one row that says what this library is and where it stands."""

    __tablename__ = "library_meta"
    __table_args__ = (CheckConstraint("id = 1"), STRICT)

    id: int = integer(primary_key=True)
    schema_version: int = integer()
    minimum_reader: int = integer()  # the oldest schema version whose program may read this
    epoch: str = text()  # UUID of the library's life; a restore keeps it
    generation: int = integer()  # rises at each opening for writing
    device_id: str = text()
    device_seq: int = integer()  # of the last log row of this device
    hlc: int = integer()  # the highest clock seen
    revision: int = integer()  # rises with each transaction
    next_number: int = integer()  # of the next trade
    restored: str | None = text()  # why pushing is off until the user has looked; None: it is not
    clean_shutdown: int = integer()
    checked_at: datetime | None = instant()  # last quick check
    backed_up_revision: int = integer()
    app_version: str = text()
    sqlite_version: str = text()
    created_at: datetime = instant()


class ChangeSetRow(Record, table=True):
    """One transaction: who asked for it, and what it was, in words."""

    __tablename__ = "change_set"
    __table_args__ = (
        Index("change_set_hlc", "hlc", "device_id"),
        Index("change_set_undoes", "undoes"),
        STRICT,
    )

    device_id: str = text()
    hlc: int = integer()
    origin: str = text()  # user, import, remote:NAME, rule, undo, migration, recovery
    title: str = text()
    undoes: str | None = text(foreign_key="change_set.id")


class ChangeLogRow(SQLModel, table=True):
    """One changed value. Append only; field ``*`` is a whole new record."""

    __tablename__ = "change_log"
    __table_args__ = (
        Index("change_log_set", "change_set_id"),
        Index("change_log_entity", "entity_id", "entity"),
        {"sqlite_strict": True, "sqlite_with_rowid": False},
    )

    device_id: str = text(primary_key=True)
    device_seq: int = integer(primary_key=True)  # 1, 2, ... without gaps
    change_set_id: str = text(foreign_key="change_set.id")
    entity: str = text()  # a table
    entity_id: str = text()
    field: str = text()
    old: str | None = text()
    new: str | None = text()


class TombstoneRow(Record, table=True):
    """A deletion to be told to a remote, and the guard against its coming back."""

    __tablename__ = "tombstone"
    __table_args__ = (Index("tombstone_entity", "entity", "local_id"), STRICT)

    entity: str = text()
    local_id: str = text()
    connection_id: str | None = text()
    remote_id: str | None = text()
    deleted_rev: int = integer()
    state: str = text()
    not_before: datetime | None = instant()
