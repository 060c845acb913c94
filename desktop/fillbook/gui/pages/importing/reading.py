"""Reading the files of an import: work for a thread, without Qt and without saving."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from fillbook.domain.account import Account
from fillbook.domain.errors import FillbookError
from fillbook.domain.importing import ImportPreview
from fillbook.domain.statement import Statement
from fillbook.importers.catalogue import detect
from fillbook.importers.importer import Cancelled, Importer, ReadOptions, SourceFile
from fillbook.storage.library import Library


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for; a choice left open is None."""

    paths: tuple[Path, ...]
    account: Account
    zone: str | None = None  # None: remembered for the format, else the account's
    profiles: tuple[tuple[str, Importer], ...] = ()  # file name -> the mapping made for it


@dataclass(frozen=True, slots=True)
class ReadFile:
    """One file: its statement, or why it cannot be read."""

    path: Path
    title: str  # of the format, in words
    statement: Statement | None
    error: FillbookError | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What the files hold and what saving them would do. Nothing is saved."""

    request: Request
    zone: str  # the zone that was used
    files: tuple[ReadFile, ...]
    preview: ImportPreview | None  # None: no file could be read

    @property
    def statements(self) -> tuple[Statement, ...]:
        return tuple(one.statement for one in self.files if one.statement is not None)


def read(
    library: Library,
    request: Request,
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> Reading:
    """Read all files and compare them with the library.

    Raises:
        Cancelled: the user stopped it.
    """
    zone = request.zone or request.account.timezone
    files = []
    for path in request.paths:
        one, zone = _read_file(library, request, path, progress, cancelled)
        files.append(one)
    statements = tuple(one.statement for one in files if one.statement is not None)
    preview = library.preview_import(request.account.id, statements) if statements else None
    return Reading(request, zone, tuple(files), preview)


def _read_file(
    library: Library,
    request: Request,
    path: Path,
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> tuple[ReadFile, str]:
    account = request.account
    zone, title = request.zone or account.timezone, ""
    try:
        source = SourceFile.at(path)
        importer = dict(request.profiles).get(path.name) or detect(source)
        title = importer.title
        zone = request.zone or library.file_zone(account.id, importer.id) or account.timezone
        options = ReadOptions(
            zone=ZoneInfo(zone),
            asset_type=account.asset_type,
            progress=progress,
            cancelled=cancelled,
        )
        return ReadFile(path, title, importer.read(source, options), None), zone
    except Cancelled:
        raise
    except FillbookError as error:
        return ReadFile(path, title, None, error), zone
