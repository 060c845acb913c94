"""Opening a library: for writing, for reading beside another process, or read-only for good."""

from dataclasses import dataclass

from fillbook.domain.errors import LibraryBusy, LibraryReadOnly, NotFound, Refused
from fillbook.storage import meta
from fillbook.storage.database import Connection, open_reader, open_writer, translated
from fillbook.storage.folder import LibraryFolder
from fillbook.storage.lock import WriterLock
from fillbook.storage.meta import SCHEMA_VERSION, Meta


@dataclass(frozen=True, slots=True)
class Opened:
    """A library that is open: with its lock and its writer, or with the reason for neither."""

    meta: Meta
    lock: WriterLock | None = None
    writer: Connection | None = None
    read_only: str | None = None


def open_to_write(folder: LibraryFolder) -> Opened:
    """Take the lock and the writing connection, making or migrating the library as needed.

    Raises:
        LibraryBusy: another process writes it.
        LibraryReadOnly: it cannot be written at all; the title says why.
    """
    if not folder.can_be_written():
        raise LibraryReadOnly("This folder cannot be written.", "Choose another folder.")
    with translated():
        folder.make()
    lock = WriterLock(folder.lock)
    try:
        with translated():
            return _with_lock(folder, lock)
    except BaseException:
        lock.release()
        raise


def open_to_read(folder: LibraryFolder, reason: str) -> Opened:
    """Look at a library without writing it.

    Raises:
        NotFound: there is none.
    """
    database = folder.database
    if not database.exists() or not database.stat().st_size:
        raise NotFound(
            f"There is no library in {folder.path}.", "Import a statement or make an account first."
        )
    with translated():
        connection = open_reader(database)
        try:
            if meta.is_empty(connection):
                raise NotFound(f"The library in {folder.path} is not made yet.", "Try again.")
            found = meta.read_meta(connection)
            if found.minimum_reader > SCHEMA_VERSION:
                raise Refused("A newer Fillbook made this library.", "Update Fillbook to open it.")
        finally:
            connection.close()
    return Opened(found, read_only=_newer(found) or _older(found) or reason)


def open_best(folder: LibraryFolder) -> Opened:
    """Open for writing, else for reading with the reason."""
    try:
        return open_to_write(folder)
    except (LibraryBusy, LibraryReadOnly) as error:
        if not folder.database.exists():
            raise
        return open_to_read(folder, error.title)


def _with_lock(folder: LibraryFolder, lock: WriterLock) -> Opened:
    writer = open_writer(folder.database)
    try:
        if meta.is_empty(writer):
            meta.create(writer)
        found = meta.read_meta(writer)
        newer = _newer(found)
        if newer is not None:
            raise LibraryReadOnly(newer, "Update Fillbook to change it.")
        if found.schema_version < SCHEMA_VERSION:
            from fillbook.storage.migrations.upgrade import upgrade

            writer.close()
            upgrade(folder)
            writer = open_writer(folder.database)
            found = meta.read_meta(writer)
        return Opened(found, lock, writer)
    except BaseException:
        writer.close()
        raise


def _newer(found: Meta) -> str | None:
    if found.schema_version <= SCHEMA_VERSION:
        return None
    return "A newer Fillbook made this library."


def _older(found: Meta) -> str | None:
    if found.schema_version >= SCHEMA_VERSION:
        return None
    return "This library waits for its update: open it with the window first."
