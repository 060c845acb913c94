"""``import`` and ``formats``."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.table import Table

from fillbook.cli.accounts import zone_of
from fillbook.cli.documents import Document, import_document
from fillbook.cli.request import DONE, WAITS, plural, progress, request_of
from fillbook.domain.account import Account
from fillbook.domain.errors import UnreadableFile
from fillbook.domain.importing import FileImport
from fillbook.domain.money import canonical
from fillbook.domain.statement import Statement, zone_key
from fillbook.importers.catalogue import IMPORTERS, detect, importer
from fillbook.importers.generic_csv import GenericCsv, read_mapped
from fillbook.importers.importer import Importer, ReadOptions, SourceFile
from fillbook.importers.profile import Profile
from fillbook.importers.profile_json import parse_profile, profile_at
from fillbook.importers.proposal import propose_profile
from fillbook.importers.zone_check import zone_doubt
from fillbook.storage.library import Library

_LEFT_OUT_SHOWN = 20


def import_files(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="From your broker.")],
    account: Annotated[str, typer.Option(help="Whose fills they are.")],
    format_id: Annotated[
        str | None, typer.Option("--format", help="See `fillbook formats`; found if not given.")
    ] = None,
    timezone: Annotated[
        str | None, typer.Option(help="Zone of the times in the files; remembered.")
    ] = None,
    profile: Annotated[
        Path | None, typer.Option("--map", help="Which column means what, for other tables.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say it, save nothing.")] = False,
) -> int:
    """Read broker files. A file that was read before adds nothing."""
    request = request_of(context)
    zone = None if timezone is None else zone_of(timezone)
    mapping = None if profile is None else profile_at(profile)
    with request.reading() if dry_run else request.writing() as library:
        owner = library.account(account)
        reader = _Reader(library, owner, zone, format_id, mapping)
        with progress("Reading") as report:
            statements = [reader.read(path, report) for path in files]
        if dry_run:
            preview = library.preview_import(owner.id, statements)
            outcome = preview.files, len(preview.created), len(preview.changed)
        else:
            with progress("Saving") as report:
                result = library.save_import(owner.id, statements, progress=report)
            outcome = result.files, result.trades_created, result.trades_changed
    document = import_document(statements, *outcome)
    request.answer(document, lambda console: _show(console, statements, *outcome, dry_run))
    return WAITS if any(_waits(statement) for statement in statements) else DONE


def formats(context: typer.Context) -> None:
    """List the formats that can be read."""
    documents: list[Document] = [
        {"id": each.id, "title": each.title, "extensions": list(each.extensions)}
        for each in IMPORTERS
    ]

    def show(console: Console) -> None:
        table = Table(box=None, header_style="dim")
        for heading in ("Id", "Format", "Files"):
            table.add_column(heading)
        for each in IMPORTERS:
            table.add_row(each.id, each.title, ", ".join(each.extensions))
        console.print(table)

    request_of(context).answer(documents, show)


class _Reader:
    """Reads files with what is known of the account."""

    def __init__(
        self,
        library: Library,
        account: Account,
        zone: ZoneInfo | None,
        format_id: str | None,
        profile: Profile | None,
    ) -> None:
        self.library, self.account, self.zone = library, account, zone
        self.format_id, self.profile = format_id, profile

    def read(self, path: Path, report: Callable[[int, int], None]) -> Statement:
        """The statement in a file.

        Raises:
            UnreadableFile: it cannot be read as a whole, or nothing recognises it.
        """
        statement = self._as_written(SourceFile.at(path), report)
        doubt = zone_doubt(statement, self.library.bars)
        return replace(statement, warnings=(*statement.warnings, doubt)) if doubt else statement

    def _as_written(self, source: SourceFile, report: Callable[[int, int], None]) -> Statement:
        if self.profile is not None:
            return self._mapped(source, self.profile, report)
        if self.format_id is not None:
            return self._read(source, importer(self.format_id), report)
        remembered = self._remembered_profile(source)
        if remembered is not None:
            return self._mapped(source, remembered, report)
        return self._read(source, detect(source), report)

    def _read(
        self, source: SourceFile, chosen: Importer, report: Callable[[int, int], None]
    ) -> Statement:
        options, is_guess = self._options(zone_key(chosen.id, None), report)
        statement = chosen.read(source, options)
        return _with_zone_warning(statement) if is_guess else statement

    def _mapped(
        self, source: SourceFile, profile: Profile, report: Callable[[int, int], None]
    ) -> Statement:
        options, is_guess = self._options(zone_key(GenericCsv.id, profile.name), report)
        if self.zone is not None:
            profile = replace(profile, timezone=None)  # what is typed now is what is meant
        statement = read_mapped(source, profile, options)
        return _with_zone_warning(statement) if is_guess and not profile.timezone else statement

    def _options(
        self, remembered_under: str, report: Callable[[int, int], None]
    ) -> tuple[ReadOptions, bool]:
        """How to read, and whether the zone is nothing but the account's."""
        remembered = self.library.file_zone(self.account.id, remembered_under)
        zone = self.zone or ZoneInfo(remembered or self.account.timezone)
        options = ReadOptions(zone, self.account.asset_type, progress=report)
        return options, self.zone is None and remembered is None

    def _remembered_profile(self, source: SourceFile) -> Profile | None:
        """The profile that read a table with this header before."""
        try:
            text = self.library.profile_for_header(propose_profile(source).header_hash)
        except UnreadableFile:
            return None
        return None if text is None else parse_profile(text)


def _with_zone_warning(statement: Statement) -> Statement:
    if not any(fill.utc_offset_minutes is None for fill in statement.executions):
        return statement
    guess = (
        f"The file names no time zone; its times were read in {statement.timezone}, the "
        "account's. If that is wrong, undo and import again with --timezone."
    )
    return replace(statement, warnings=(*statement.warnings, guess))


def _waits(statement: Statement) -> bool:
    """Whether something of a file needs a look: lost rows, totals that differ."""
    return bool(statement.skipped) or not all(t.agrees for t in statement.control_totals)


def _show(
    console: Console,
    statements: Sequence[Statement],
    files: Sequence[FileImport],
    created: int,
    changed: int,
    dry_run: bool,
) -> None:
    for statement, file in zip(statements, files, strict=True):
        console.print(statement.file, style="bold")
        console.print(f"  {statement.format}, times in {statement.timezone}")
        console.print(
            f"  {plural(file.executions_read, 'fill')}: {file.executions_new:,} new, "
            f"{file.executions_known:,} known"
        )
        for total in statement.control_totals:
            verdict = "agrees" if total.agrees else f"differs by {canonical(total.difference)}"
            console.print(
                f"  {total.name}: stated {canonical(total.stated)}, "
                f"computed {canonical(total.computed)}, {verdict}",
                style="green" if total.agrees else "red",
            )
        for row in statement.skipped[:_LEFT_OUT_SHOWN]:
            console.print(f"  row {row.row} could not be read: {row.reason}", style="yellow")
        if len(statement.skipped) > _LEFT_OUT_SHOWN:
            console.print(f"  and {len(statement.skipped) - _LEFT_OUT_SHOWN} more rows")
        for warning in statement.warnings:
            console.print(f"  {warning}", style="yellow")
    made = f"{plural(created, 'trade')} made, {changed:,} changed"
    console.print(f"Nothing is saved. It would be: {made}." if dry_run else f"{made}.")
