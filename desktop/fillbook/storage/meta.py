"""The one row that says what a library is, and the making of a new one."""

import time
from pathlib import Path
from typing import NamedTuple

from fillbook import __version__
from fillbook.domain.errors import Refused
from fillbook.storage.database import SQLITE_VERSION, Connection, immediate

SCHEMA_VERSION = 3
"""The newest migration; libraries below it are migrated when opened for writing."""

SCHEMA_FILE = Path(__file__).with_name("schema.sql")


class Meta(NamedTuple):
    """What the library says of itself, read once when it is opened."""

    schema_version: int
    minimum_reader: int
    epoch: str
    generation: int
    device_id: str
    restored: str | None
    clean_shutdown: int
    checked_at: int | None
    backed_up_revision: int
    revision: int


def read_meta(connection: Connection) -> Meta:
    """The library's own row."""
    row = connection.execute(
        "SELECT schema_version, minimum_reader, epoch, generation, device_id, restored,"
        " clean_shutdown, checked_at, backed_up_revision, revision FROM library_meta"
    ).fetchone()
    return Meta(*row)


def read_revision(connection: Connection) -> int:
    """The number of transactions so far."""
    (revision,) = connection.execute("SELECT revision FROM library_meta").fetchone()
    return int(revision)


def is_empty(connection: Connection) -> bool:
    """Whether the file holds no library yet."""
    return connection.execute("SELECT 1 FROM sqlite_master").fetchone() is None


def create(connection: Connection) -> None:
    """Make the tables of a new library, all or none."""
    from uuid_utils import uuid7

    if not _has_full_text(connection):
        raise Refused(
            "This SQLite has no full-text search.", "Install pysqlite3, then start Fillbook again."
        )
    with immediate(connection):
        for statement in SCHEMA_FILE.read_text(encoding="utf-8").split(";\n\n"):
            if statement:
                connection.execute(statement)
        connection.execute("INSERT INTO alembic_version VALUES (?)", (f"{SCHEMA_VERSION:04d}",))
        connection.execute(
            "INSERT INTO library_meta (id, schema_version, minimum_reader, epoch, generation,"
            " device_id, device_seq, hlc, revision, next_number, clean_shutdown,"
            " backed_up_revision, app_version, sqlite_version, created_at)"
            " VALUES (1, ?, 1, ?, 0, ?, 0, 0, 0, 1, 1, 0, ?, ?, ?)",
            (
                SCHEMA_VERSION,
                str(uuid7()),
                str(uuid7()),
                __version__,
                SQLITE_VERSION,
                time.time_ns() // 1000,
            ),
        )


def _has_full_text(connection: Connection) -> bool:
    options = {option for (option,) in connection.execute("PRAGMA compile_options")}
    return "ENABLE_FTS5" in options
