"""Verified copies of the database, and which of them are kept."""

import hashlib
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from fillbook.domain.backup import Backup
from fillbook.domain.errors import FillbookError
from fillbook.storage.database import Connection, open_writer
from fillbook.storage.folder import LibraryFolder, sync_folder

DAILY, WEEKLY, MONTHLY = 7, 4, 12
CAP_BYTES = 2 * 1024**3
"""Rotating backups together stay below this; the newest is always kept."""

_COUNTED = ("account", "execution", "trade", "note", "screenshot", "change_log")
_STAMP = "%Y%m%d-%H%M%S"


def copy_database(source: Connection, target: Path) -> Path:
    """A copy of a live database in one file that was checked before it got its name.

    Raises:
        FillbookError: the copy is not whole.
    """
    making = target.with_name(f"{target.name}.making")
    making.unlink(missing_ok=True)
    making.touch(mode=0o600)
    copy = open_writer(making)
    try:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE").fetchone()
        _verify(source, copy)
    except BaseException:
        copy.close()
        making.unlink(missing_ok=True)
        raise
    copy.close()
    with making.open("rb+") as file:
        os.fsync(file.fileno())
    making.replace(target)
    sync_folder(target.parent)
    return target


def rotate(connection: Connection, folder: LibraryFolder) -> Path:
    """Make today's backup and let go of those that are no longer wanted."""
    for cut_off in folder.backups.glob("*.making*"):
        cut_off.unlink()
    now = datetime.now(UTC)
    made = copy_database(connection, folder.backups / f"journal-{now.strftime(_STAMP)}.db")
    held = _dated(folder)
    for file in held.keys() - set(_kept(held)):
        file.unlink()
    return made


def before_migration(connection: Connection, folder: LibraryFolder, version: int) -> Path:
    """A backup that the rotation never lets go of."""
    stamp = datetime.now(UTC).strftime(_STAMP)
    return copy_database(connection, folder.backups / f"schema-{version:04d}-{stamp}.db")


def last_made(folder: LibraryFolder) -> datetime | None:
    """When the newest rotating backup was made."""
    return max(_dated(folder).values(), default=None)


def listed(folder: LibraryFolder) -> tuple[Backup, ...]:
    """All backups in the library's folder, newest first."""
    files = [file for file in folder.backups.glob("*.db") if file.is_file()]
    return tuple(
        sorted(map(described, files), key=lambda backup: (backup.at, backup.file), reverse=True)
    )


def described(file: Path) -> Backup:
    """A file with its hash."""
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    status = file.stat()
    return Backup(
        file=file,
        sha256=digest,
        size_bytes=status.st_size,
        at=datetime.fromtimestamp(status.st_mtime, UTC),
    )


def _verify(source: Connection, copy: Connection) -> None:
    (verdict,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise FillbookError("The backup is not whole.", f"It was not kept: {verdict}.")
    for table in _COUNTED:
        count = f"SELECT count(*) FROM {table}"
        if source.execute(count).fetchone() != copy.execute(count).fetchone():
            raise FillbookError("The backup is not whole.", f"Rows of {table} are missing in it.")


def _dated(folder: LibraryFolder) -> dict[Path, datetime]:
    found = {}
    for file in folder.backups.glob("journal-*.db"):
        try:
            stamp = file.stem.removeprefix("journal-")
            found[file] = datetime.strptime(f"{stamp}+0000", f"{_STAMP}%z")
        except ValueError:
            continue  # somebody else's file
    return found


def _kept(held: dict[Path, datetime]) -> Iterable[Path]:
    """The newest of each of the last days, weeks and months, under the cap."""
    newest_first = sorted(held, key=lambda file: held[file], reverse=True)
    kept: dict[Path, None] = {}
    for form, count in (("%Y-%m-%d", DAILY), ("%G-%V", WEEKLY), ("%Y-%m", MONTHLY)):
        newest: dict[str, Path] = {}
        for file in newest_first:
            newest.setdefault(held[file].strftime(form), file)
        kept |= dict.fromkeys(list(newest.values())[:count])
    size = 0
    for file in (file for file in newest_first if file in kept):
        size += file.stat().st_size
        if size <= CAP_BYTES or file == newest_first[0]:
            yield file
