"""Bringing a library back. What stands in its place is kept aside, never overwritten."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fillbook.domain.backup import Restored
from fillbook.domain.errors import FillbookError, Refused, UnreadableFile
from fillbook.storage import meta
from fillbook.storage.copies import archive, backup, export
from fillbook.storage.database import (
    Connection,
    DatabaseError,
    checkpoint,
    immediate,
    open_reader,
    open_writer,
)
from fillbook.storage.folder import LibraryFolder
from fillbook.storage.integrity import sha256_of
from fillbook.storage.lock import WriterLock

_SQLITE = b"SQLite format 3\0"
_ZIP = b"PK\x03\x04"


def restore(folder: Path, source: Path) -> Restored:
    """Make the library in a folder what a backup or an export says it was.

    Raises:
        UnreadableFile: the source is no backup or export, or is damaged.
        Refused: a newer Fillbook made it.
        LibraryBusy: another process writes the library that stands there.
    """
    target = folder.absolute()
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    making = LibraryFolder(target.with_name(f"{target.name}.restoring-{stamp}"))
    source_hash = sha256_of(source) if source.is_file() else ""
    reader = _reader_of(source)
    lock = WriterLock(LibraryFolder(target).lock) if target.is_dir() else None
    try:
        making.make()
        reader(source, making)
        _take_pictures(LibraryFolder(target), making)
        missing = _finish(making)
    except BaseException:
        shutil.rmtree(making.path, ignore_errors=True)
        raise
    finally:
        if lock is not None:
            lock.release()
    aside = _swap(making.path, target, stamp)
    return Restored(
        folder=folder, sha256=source_hash, kept_aside=aside, missing_screenshots=missing
    )


def _reader_of(source: Path) -> Callable[[Path, LibraryFolder], None]:
    try:
        with source.open("rb") as file:
            head = file.read(len(_SQLITE))
    except OSError as error:
        reason = (error.strerror or "it cannot be opened").lower()
        raise UnreadableFile(
            f"{source.name} cannot be read: {reason}.", "Check the path."
        ) from error
    if head == _SQLITE:
        return _from_database
    if head.startswith(_ZIP):
        return _from_archive
    if head.lstrip().startswith(b"{"):
        return _from_json
    raise UnreadableFile(
        f"{source.name} is no backup or export of Fillbook.", "Choose another file."
    )


def _from_database(source: Path, making: LibraryFolder) -> None:
    making.database.unlink()
    try:
        held = open_reader(source)
        try:
            backup.copy_database(held, making.database)
        finally:
            held.close()
    except DatabaseError as error:
        raise UnreadableFile(
            f"{source.name} is no library of Fillbook.", "Choose another file."
        ) from error


def _from_archive(source: Path, making: LibraryFolder) -> None:
    with archive.opened(source) as files:
        for name in files.names:
            if name == archive.DATABASE:
                files.extract(name, making.database)
            elif name == archive.JSON:
                text = making.path / archive.JSON
                files.extract(name, text)
                _from_json(text, making)
                text.unlink()
            elif name.startswith(archive.SCREENSHOTS):
                files.extract(name, making.screenshots / _hash_in(name))


def _hash_in(name: str) -> str:
    digest = name.removeprefix(archive.SCREENSHOTS)
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise UnreadableFile("The archive names a file that no library has.", "Take another one.")
    return digest


def _from_json(source: Path, making: LibraryFolder) -> None:
    try:
        document = json.loads(source.read_text(encoding="utf-8"))
        if document["format"] != export.FORMAT:
            raise ValueError("not an export of ours")
        schema_version = int(document["schema_version"])
        tables = {
            str(name): _Rows(table["columns"], table["rows"])
            for name, table in document["tables"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableFile(
            f"{source.name} is no export of Fillbook.", "Choose another file."
        ) from error
    _refuse_newer(schema_version)
    writer = open_writer(making.database)
    try:
        meta.create(writer)
        writer.execute("PRAGMA foreign_keys=OFF")
        with immediate(writer):
            _fill(writer, tables, source.name)
    finally:
        writer.close()


@dataclass(frozen=True, slots=True)
class _Rows:
    columns: list[str]
    rows: list[list[object]]


def _fill(writer: Connection, tables: dict[str, _Rows], name: str) -> None:
    writer.execute("DELETE FROM library_meta")
    for table in export.stored_tables(writer):
        given = tables.pop(table, None)
        if given is None:
            continue
        if not set(given.columns) <= set(export.stored_columns(writer, table)):
            raise UnreadableFile(f"{name} has columns that no library has.", "Choose another file.")
        try:
            writer.executemany(
                f"INSERT INTO {table} ({', '.join(given.columns)})"
                f" VALUES ({', '.join('?' * len(given.columns))})",
                (tuple(map(export.read_value, row)) for row in given.rows),
            )
        except (DatabaseError, AssertionError, ValueError) as error:
            raise UnreadableFile(f"{name} has a row that cannot be read.", str(error)) from error
    if tables:
        raise UnreadableFile(f"{name} has tables that no library has.", "Choose another file.")


def _refuse_newer(schema_version: int) -> None:
    if schema_version > meta.SCHEMA_VERSION:
        raise Refused("A newer Fillbook made this file.", "Update Fillbook and restore it then.")


def _take_pictures(old: LibraryFolder, making: LibraryFolder) -> None:
    """Copy pictures that the source does not bring from the library that stands there."""
    reader = open_reader(making.database)
    try:
        wanted = [sha256 for (sha256,) in reader.execute("SELECT sha256 FROM blob")]
    except DatabaseError as error:
        raise UnreadableFile("This is no library of Fillbook.", "Choose another file.") from error
    finally:
        reader.close()
    for sha256 in wanted:
        held, place = old.screenshots / sha256, making.screenshots / sha256
        if not place.exists() and held.is_file() and sha256_of(held) == sha256:
            shutil.copyfile(held, place)


def _finish(making: LibraryFolder) -> int:
    """Check the new library and mark it as restored; how many pictures it lacks."""
    writer = open_writer(making.database)
    try:
        _refuse_newer(meta.read_meta(writer).schema_version)
        (verdict,) = writer.execute("PRAGMA quick_check(1)").fetchone()
        broken = writer.execute("PRAGMA foreign_key_check").fetchone()
        if verdict != "ok" or broken is not None:
            raise FillbookError("The file is damaged.", "Choose another backup.")
        missing = [
            (sha256,)
            for (sha256,) in writer.execute("SELECT sha256 FROM blob")
            if not (making.screenshots / sha256).exists()
        ]
        with immediate(writer):
            writer.execute("UPDATE blob SET state = 'present'")
            writer.executemany("UPDATE blob SET state = 'missing' WHERE sha256 = ?", missing)
            writer.execute("UPDATE library_meta SET restored = 'restored', clean_shutdown = 1")
        checkpoint(writer, "TRUNCATE")
    finally:
        writer.close()
    return len(missing)


def _swap(making: Path, target: Path, stamp: str) -> Path | None:
    """Put the new library in its place; where the old one is now."""
    aside = target.with_name(f"{target.name}-before-{stamp}")
    held = LibraryFolder(target).database.exists()
    if held:
        target.rename(aside)
    elif target.is_dir():
        leftover = {LibraryFolder(target).lock}
        if set(target.iterdir()) - leftover:
            shutil.rmtree(making)
            raise Refused(f"{target} holds other files.", "Choose an empty or a new folder.")
        shutil.rmtree(target)
    making.rename(target)
    return aside if held else None
