"""``sync``, ``conflicts`` and ``resolve``."""

import sys
from collections.abc import Mapping, Sequence
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from fillbook.cli.balances import agreements, balances_document
from fillbook.cli.documents import Document, conflict_document, report_document
from fillbook.cli.request import DONE, UNREACHED, WAITS, plural, progress, request_of
from fillbook.domain.connection import ConnectionState
from fillbook.domain.errors import NotFound
from fillbook.domain.link import Conflict
from fillbook.remotes.catalogue import remote_spec
from fillbook.remotes.credentials import Credentials
from fillbook.remotes.remembering import is_known
from fillbook.storage.library import Library
from fillbook.sync.news import Moved, News
from fillbook.sync.report import Report
from fillbook.sync.resolving import resolve as decide
from fillbook.sync.running import run_now
from fillbook.sync.translator import planned_seconds, translator


def sync(
    context: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME...]")] = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="Say what would be done; do none of it.")
    ] = False,
    full: Annotated[
        bool, typer.Option("--full", help="Read every page and every linked trade.")
    ] = False,
) -> int:
    """Bring the library and its connections together, as far as that can be done now."""
    request = request_of(context)
    opened = request.reading if preview else request.writing
    with opened() as library:
        credentials = Credentials()
        _lend_secrets(library, names or (), credentials)
        with progress("Syncing") as told:

            def tell(news: News) -> None:
                if isinstance(news, Moved) and news.total is not None:
                    told(news.done, news.total)

            reports = run_now(
                library, credentials, names or (), full=full, preview=preview, tell=tell
            )
        seconds = [planned_seconds(library, report) for report in reports]
        document = sync_document(library, reports, seconds, preview=preview)
        days = {
            report.name: agreements(library, library.connection(report.name)) for report in reports
        }
    request.answer(document, lambda out: _show_reports(out, reports, days))
    return _exit_code(reports)


def conflicts(context: typer.Context) -> int:
    """List everything that waits for you."""
    request = request_of(context)
    with request.reading() as library:
        names = {connection.id: connection.name for connection in library.connections()}
        found = library.conflicts()
    documents = [conflict_document(each, names.get(each.connection_id, "")) for each in found]
    request.answer(documents, lambda out: _show_conflicts(out, documents))
    return DONE


def resolve(
    context: typer.Context,
    conflict: Annotated[str, typer.Argument(metavar="ID", help="As conflicts lists it.")],
    choice: Annotated[str, typer.Argument(metavar="CHOICE", help="One of its choices.")],
) -> None:
    """Answer something that waits. The next sync sends what follows from it."""
    request = request_of(context)
    with request.writing() as library:
        asked = _find(library, conflict)
        remote = translator(library, asked.connection_id)
        name = library.connection(asked.connection_id).name
        library.sync(
            lambda store: decide(store, remote, asked, choice), title=f"{choice} for {name}"
        )
    document = conflict_document(asked, name) | {"resolution": choice}
    request.answer(document, lambda out: out.print(f"{choice}: the next sync follows it."))


def sync_document(
    library: Library, reports: Sequence[Report], seconds: Sequence[int], *, preview: bool
) -> Document:
    """What a run did, or would do."""
    document: Document = {
        "connections": [
            report_document(report)
            | {"balances": balances_document(library.connection(report.name), library)}
            for report in reports
        ]
    }
    if not preview:
        return document
    planned = [
        {
            "connection": report.name,
            "trade": entry.trade_id,
            "operation": entry.operation,
            "fields": list(entry.fields),
            "reason": entry.reason,
        }
        for report in reports
        for entry in report.planned
    ]
    return document | {
        "preview": True,
        "planned": planned,
        "planned_requests": sum(report.planned_requests for report in reports),
        "planned_seconds": max(seconds, default=0),
    }


def _lend_secrets(library: Library, names: Sequence[str], credentials: Credentials) -> None:
    """Secrets from standard input, a line for each connection, where none are kept."""
    chosen = [library.connection(name) for name in names] or list(library.connections())
    missing = [each for each in chosen if not is_known(credentials, each.id)]
    if not missing or sys.stdin is None or sys.stdin.isatty():
        return
    for connection in chosen:
        line = sys.stdin.readline()
        if line.strip() and connection in missing:
            credentials.lend(connection.id, remote_spec(connection.kind).cleaned(line))


def _find(library: Library, wanted: str) -> Conflict:
    for conflict in library.conflicts():
        if conflict.id == wanted:
            return conflict
    raise NotFound(f"Nothing waits under {wanted}.", "List what waits: fillbook conflicts.")


def _exit_code(reports: Sequence[Report]) -> int:
    states = {report.state for report in reports}
    if ConnectionState.OFFLINE in states:
        return UNREACHED
    return DONE if states <= {ConnectionState.IN_SYNC} else WAITS


def _show_reports(
    console: Console, reports: Sequence[Report], days: Mapping[str, Sequence[str]]
) -> None:
    for report in reports:
        console.print(f"{report.name}: {report.state.value.replace('_', ' ')}")
        for line in (*_lines(report), *days[report.name]):
            console.print(f"  {line}")
        for planned in report.planned:
            fields = f" {', '.join(planned.fields)}" if planned.fields else ""
            console.print(f"  would {planned.operation}{fields}")
        for waiting in report.parked:
            until = f", until {waiting.until:%Y-%m-%d %H:%M} UTC" if waiting.until else ""
            console.print(f"  not sent: {waiting.reason}{until}")
        if report.message:
            console.print(f"  {report.message}")
    if not reports:
        console.print("No connection yet. Make one: fillbook connect ...")


def _lines(report: Report) -> Sequence[str]:
    pulled, pushed = report.pulled, report.pushed
    counts = (
        (pulled.created, "new here"),
        (pulled.linked, "found on both sides"),
        (pulled.updated, "updated here"),
        (pulled.gone, "gone there"),
        (pushed.created, "created there"),
        (pushed.updated, "updated there"),
        (pushed.deleted, "removed there"),
        (pushed.screenshots, "screenshots sent"),
    )
    lines = [f"{plural(count, 'trade')} {words}" for count, words in counts if count]
    days = ((pulled.days, "taken over"), (pushed.days, "sent"))
    lines += [f"{plural(count, 'day note')} {words}" for count, words in days if count]
    if report.conflicts:
        lines.append(f"{report.conflicts} waiting for you: fillbook conflicts")
    return lines or ["nothing new"]


def _show_conflicts(console: Console, documents: Sequence[Document]) -> None:
    table = Table(box=None, header_style="dim")
    for heading in ("ID", "Kind", "Connection", "Field", "Mine", "Theirs", "Choices"):
        table.add_column(heading)
    for entry in documents:
        choices = entry["choices"]
        assert isinstance(choices, list)
        table.add_row(
            str(entry["id"]),
            str(entry["kind"]),
            str(entry["connection"]),
            str(entry["field"] or ""),
            str(entry["mine"] or ""),
            str(entry["theirs"] or ""),
            ", ".join(choices),
        )
    console.print(table if documents else "Nothing waits for you.")
