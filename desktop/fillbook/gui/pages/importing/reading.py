"""Reading the files of an import: work for a thread, without Qt and without saving."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from zoneinfo import ZoneInfo

from fillbook.domain.account import Account
from fillbook.domain.errors import FillbookError, UnreadableFile
from fillbook.domain.importing import ImportPreview
from fillbook.domain.statement import Statement, zone_key
from fillbook.importers.catalogue import detect
from fillbook.importers.generic_csv import GenericCsv, read_mapped
from fillbook.importers.importer import Cancelled, ReadOptions, SourceFile
from fillbook.importers.profile import Profile
from fillbook.importers.profile_json import parse_profile
from fillbook.importers.proposal import Proposal, propose_profile
from fillbook.importers.zone_check import zone_doubt
from fillbook.storage.library import Library


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for; a choice left open is None."""

    paths: tuple[Path, ...]
    accounts: tuple[Account, ...]  # of the library, at least one
    chosen: Account | None = None  # None: the first one in the currency of the files
    zone: str | None = None  # None: remembered for the format, else the account's
    profiles: Mapping[Path, Profile] = field(default_factory=dict)  # mapped by the user now


@dataclass(frozen=True, slots=True)
class ReadFile:
    """One file: its statement, or why it cannot be read."""

    path: Path
    title: str  # of the format, in words
    statement: Statement | None
    error: FillbookError | None
    proposal: Proposal | None = None  # of a table: how its columns may be mapped


@dataclass(frozen=True, slots=True)
class Reading:
    """What the files hold and what saving them would do. Nothing is saved."""

    account: Account
    zone: str  # the zone that was used
    files: tuple[ReadFile, ...]
    preview: ImportPreview | None  # None: no file could be read, or the account refuses them
    refused: FillbookError | None = None
    currency: str | None = None  # of the files, where no account is in it

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
    account = request.chosen or request.accounts[0]
    files, zone = _read_files(library, request, account, progress, cancelled)
    currency = next((one.statement.currency for one in files if one.statement), None)
    if request.chosen is None and currency not in (None, account.currency):
        fitting = [each for each in request.accounts if each.currency == currency]
        if not fitting:
            return Reading(account, zone, files, None, currency=currency)
        account = fitting[0]
        files, zone = _read_files(library, request, account, progress, cancelled)
    return _compared(library, Reading(account, zone, files, None))


def _compared(library: Library, reading: Reading) -> Reading:
    """What was read beside what the library holds."""
    if not reading.statements:
        return reading
    try:
        preview = library.preview_import(reading.account.id, reading.statements)
    except FillbookError as error:
        return replace(reading, refused=error)
    return replace(reading, preview=preview)


def _read_files(
    library: Library,
    request: Request,
    account: Account,
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> tuple[tuple[ReadFile, ...], str]:
    zone = request.zone or account.timezone
    files = []
    for path in request.paths:
        one, zone = _read_file(library, request, account, path, progress, cancelled)
        files.append(one)
    return tuple(files), zone


def _read_file(
    library: Library,
    request: Request,
    account: Account,
    path: Path,
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> tuple[ReadFile, str]:
    zone, title, proposal = request.zone or account.timezone, "", None
    try:
        source = SourceFile.at(path)
        proposal = _proposal(source)
        profile = request.profiles.get(path) or _remembered(library, proposal)
        importer = None if profile else detect(source)
        title = importer.title if importer else GenericCsv.title
        format_id = importer.id if importer else GenericCsv.id
        key = zone_key(format_id, profile.name if profile else None)
        zone = request.zone or library.file_zone(account.id, key) or account.timezone
        options = ReadOptions(
            zone=ZoneInfo(zone),
            asset_type=account.asset_type,
            progress=progress,
            cancelled=cancelled,
        )
        if profile is not None:
            statement = read_mapped(source, profile, options)
        else:
            assert importer is not None
            statement = importer.read(source, options)
        doubt = zone_doubt(statement, library.bars)
        if doubt is not None:
            statement = replace(statement, warnings=(*statement.warnings, doubt))
        return ReadFile(path, title, statement, None, proposal), zone
    except Cancelled:
        raise
    except FillbookError as error:
        return ReadFile(path, title, None, error, proposal), zone


def _proposal(source: SourceFile) -> Proposal | None:
    """How the columns of a table may be mapped; None for a file that is known without."""
    try:
        if detect(source).id != GenericCsv.id:
            return None
    except UnreadableFile:
        pass
    try:
        return propose_profile(source)
    except UnreadableFile:
        return None


def _remembered(library: Library, proposal: Proposal | None) -> Profile | None:
    """The mapping that the user made for a table with this header before."""
    if proposal is None:
        return None
    text = library.profile_for_header(proposal.header_hash)
    return parse_profile(text) if text else None
