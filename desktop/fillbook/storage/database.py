"""The one place that opens SQLite, and the words for what can go wrong there."""

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from fillbook.domain.errors import FillbookError
from fillbook.storage.volume import is_remote

if TYPE_CHECKING:
    import sqlite3 as driver
else:
    try:
        from pysqlite3 import dbapi2 as driver  # carries a current SQLite
    except ImportError:
        import sqlite3 as driver

DRIVER = driver
Connection = driver.Connection
Cursor = driver.Cursor
DatabaseError = driver.Error
SQLITE_VERSION: str = driver.sqlite_version

WAL_LIMIT_BYTES = 4 * 1024 * 1024
_COMMON = ("busy_timeout=5000", "trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0")
_WRITER = (
    "synchronous=FULL",
    "foreign_keys=ON",
    "wal_autocheckpoint=0",
    f"journal_size_limit={WAL_LIMIT_BYTES}",
    "cache_size=-32768",
)
_MACOS = ("fullfsync=ON", "checkpoint_fullfsync=ON")


def open_writer(file: Path) -> Connection:
    """The connection that owns every write and checkpoint of a database.

    Across a network the memory that a ``-wal`` file needs is not shared: a rollback journal
    is safe there, and slower.
    """
    connection = _connect(f"{file.absolute().as_uri()}?mode=rwc")
    journal = "DELETE" if is_remote(file.parent) else "WAL"
    _apply(connection, (*_COMMON, f"journal_mode={journal}", *_WRITER))
    if sys.platform == "darwin":
        _apply(connection, _MACOS)
    return connection


def open_reader(file: Path) -> Connection:
    """A connection that cannot write.

    In a folder where nothing can be written, and with no changes waiting in a ``-wal``
    file, SQLite is told that the file cannot change: it would ask for a lock file else.
    """
    connection = _connect(f"{file.absolute().as_uri()}?mode=ro")
    _apply(connection, (*_COMMON, "query_only=ON"))
    try:
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except driver.OperationalError:
        connection.close()
        if Path(f"{file}-wal").exists():
            raise
        connection = _connect(f"{file.absolute().as_uri()}?immutable=1")
        _apply(connection, (*_COMMON, "query_only=ON"))
    return connection


def checkpoint(connection: Connection, mode: str = "PASSIVE") -> None:
    """Fold the ``-wal`` file into the database."""
    connection.execute(f"PRAGMA wal_checkpoint({mode})").fetchone()


def close_writer(connection: Connection) -> None:
    """Close the writer of a database; its changes are all in one file then, if they can be."""
    with suppress(driver.OperationalError):  # a full disk: they stay in the -wal file
        checkpoint(connection, "TRUNCATE")
    connection.close()


def checkpoint_when_large(connection: Connection, file: Path) -> None:
    """Fold the ``-wal`` file in once it has grown over its limit."""
    wal = Path(f"{file}-wal")
    if wal.exists() and wal.stat().st_size > WAL_LIMIT_BYTES:
        checkpoint(connection)


@contextmanager
def immediate(connection: Connection) -> Iterator[None]:
    """One ``BEGIN IMMEDIATE`` transaction: committed whole, or gone without a trace."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def snapshot(connection: Connection) -> Iterator[None]:
    """One moment of the database for several statements."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


@contextmanager
def discarded(connection: Connection) -> Iterator[Connection]:
    """One transaction that is always rolled back."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
    finally:
        connection.execute("ROLLBACK")


@contextmanager
def copied_to_memory(connection: Connection) -> Iterator[Connection]:
    """The database as it is now, on a connection that anything may be tried on."""
    copy = _connect("file::memory:")
    try:
        connection.backup(copy)
        yield copy
    finally:
        copy.close()


@contextmanager
def translated() -> Iterator[None]:
    """Turn errors of SQLite and of the disk that the world causes into ours."""
    try:
        yield
    except driver.IntegrityError:
        raise  # a broken rule is our fault, not the disk's
    except driver.OperationalError as error:
        raise _in_words(str(error)) from error
    except driver.DatabaseError as error:
        if "malformed" in str(error) or "not a database" in str(error):
            raise FillbookError(
                "The journal file is damaged.",
                "Restore the newest backup: fillbook restore FILE. Nothing was overwritten.",
            ) from error
        raise
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise _in_words("full") from error
        reason = (error.strerror or str(error)).lower()
        raise FillbookError(
            f"The library's folder cannot be used: {reason}.",
            "Check the disk and the folder's permissions.",
        ) from error


def is_broken(error: FillbookError) -> bool:
    """Whether the disk failed under a connection, so that it must not be trusted any more."""
    return isinstance(error.__cause__, DatabaseError) and "disk I/O" in str(error.__cause__)


def _in_words(message: str) -> FillbookError:
    if "full" in message:
        return FillbookError("The disk is full.", "Free some space and save again.")
    if "locked" in message or "busy" in message:
        return FillbookError("The journal is busy.", "Try again in a moment.")
    if "readonly" in message or "unable to open" in message:
        return FillbookError("The journal cannot be written.", "Check the folder's permissions.")
    if "disk I/O" in message:
        return FillbookError("The disk failed while writing.", "Close Fillbook and open it again.")
    return FillbookError("The journal could not be used.", f"SQLite says: {message}.")


def _connect(uri: str) -> Connection:
    return driver.connect(uri, uri=True, isolation_level=None, check_same_thread=False)


def _apply(connection: Connection, pragmas: tuple[str, ...]) -> None:
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}").fetchone()
