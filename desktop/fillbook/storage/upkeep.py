"""What a library needs when it is opened for writing: its guard, a check, a backup."""

import time
from datetime import UTC, datetime, timedelta

from fillbook.domain.errors import FillbookError
from fillbook.storage import guard, screenshots
from fillbook.storage.copies import backup
from fillbook.storage.database import Connection, immediate
from fillbook.storage.folder import LibraryFolder
from fillbook.storage.meta import Meta, read_meta

_CHECK_EVERY = timedelta(days=7)
_BACKUP_EVERY = timedelta(days=1)


def start(connection: Connection, folder: LibraryFolder) -> None:
    """Raise the generation, and look the file over when that is due.

    Raises:
        FillbookError: the file is damaged and must not be written.
    """
    found = guard.raise_generation(connection, folder)
    if _check_is_due(found):
        _quick_check(connection)


def keep_copy(connection: Connection, folder: LibraryFolder) -> None:
    """Back the library up when that is due, and sweep files that nothing names."""
    if _backup_is_due(read_meta(connection), folder):
        backup.rotate(connection, folder)
        with immediate(connection):
            connection.execute("UPDATE library_meta SET backed_up_revision = revision")
    screenshots.sweep(connection, folder.screenshots)


def shut_down(connection: Connection) -> None:
    """Note that nothing was cut off."""
    with immediate(connection):
        connection.execute("UPDATE library_meta SET clean_shutdown = 1")


def _check_is_due(found: Meta) -> bool:
    age_us = time.time_ns() // 1000 - (found.checked_at or 0)
    return not found.clean_shutdown or age_us > _CHECK_EVERY / timedelta(microseconds=1)


def _quick_check(connection: Connection) -> None:
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise FillbookError(
            "The journal file is damaged.",
            "It stays as it is. Restore the newest backup: fillbook restore FILE.",
        )
    with immediate(connection):
        connection.execute("UPDATE library_meta SET checked_at = ?", (time.time_ns() // 1000,))


def _backup_is_due(found: Meta, folder: LibraryFolder) -> bool:
    if found.revision == found.backed_up_revision:
        return False
    last = backup.last_made(folder)
    return last is None or datetime.now(UTC) - last > _BACKUP_EVERY
