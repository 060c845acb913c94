"""Writing a library, or its trades, into a file of the user's choice."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fillbook.domain.backup import Backup, Exported
from fillbook.domain.errors import Refused
from fillbook.storage.copies import archive, backup, export
from fillbook.storage.database import Connection
from fillbook.storage.folder import LibraryFolder


def save_backup(connection: Connection, folder: LibraryFolder, target: Path) -> Backup:
    """The whole library, screenshots included, in one verified ZIP."""
    _refuse_inside(folder, target)
    with _workshop(target) as place:
        database = backup.copy_database(connection, place / archive.DATABASE)
        archive.write_archive(target, {archive.DATABASE: database} | _pictures(connection, folder))
    return backup.described(target)


def save_export(connection: Connection, folder: LibraryFolder, target: Path) -> Exported:
    """The library as JSON or ZIP, or its trades as CSV, by the file's ending.

    Raises:
        Refused: the ending is none of these.
    """
    _refuse_inside(folder, target)
    writers = {".json": _save_json, ".csv": _save_csv, ".zip": _save_zip}
    write = writers.get(target.suffix.lower())
    if write is None:
        raise Refused(
            f"{target.name} does not say what to write.", "End it in .json, .csv or .zip."
        )
    trades, executions = export.count_exported(connection)
    pictures = write(connection, folder, target)
    return Exported(file=target, trades=trades, executions=executions, screenshots=pictures)


def _save_json(connection: Connection, folder: LibraryFolder, target: Path) -> int:
    with archive.making(target) as path, path.open("w", encoding="utf-8") as text:
        export.write_json(connection, text)
    return 0


def _save_csv(connection: Connection, folder: LibraryFolder, target: Path) -> int:
    with archive.making(target) as path, path.open("w", encoding="utf-8-sig", newline="") as text:
        export.write_csv(connection, text)
    return 0


def _save_zip(connection: Connection, folder: LibraryFolder, target: Path) -> int:
    pictures = _pictures(connection, folder)
    with _workshop(target) as place:
        _save_json(connection, folder, place / archive.JSON)
        _save_csv(connection, folder, place / archive.CSV)
        files = {name: place / name for name in (archive.JSON, archive.CSV)}
        archive.write_archive(target, files | pictures)
    return len(pictures)


def _pictures(connection: Connection, folder: LibraryFolder) -> dict[str, Path]:
    files = export.screenshot_files(connection, folder)
    return {f"{archive.SCREENSHOTS}{file.name}": file for file in files}


def _refuse_inside(folder: LibraryFolder, target: Path) -> None:
    inner = target.absolute().parent
    if inner in (folder.path.absolute(), folder.screenshots.absolute()):
        raise Refused("That is the library's own folder.", "Choose a place outside of it.")


@contextmanager
def _workshop(target: Path) -> Iterator[Path]:
    """A folder of our own beside the target, gone afterwards."""
    try:
        place = tempfile.TemporaryDirectory(dir=target.absolute().parent, prefix=".fillbook-")
    except OSError as error:
        raise archive.cannot_write(target, error) from error
    with place as name:
        yield Path(name)
