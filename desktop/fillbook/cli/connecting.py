"""``connect`` and ``connections``."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from fillbook.cli.balances import balances_document
from fillbook.cli.documents import Document, connection_document
from fillbook.cli.request import request_of
from fillbook.domain.account import Account
from fillbook.domain.connection import Connection, NewConnection
from fillbook.domain.errors import NotFound, Refused
from fillbook.remotes.addresses import canonical_base_url, is_loopback
from fillbook.remotes.catalogue import RemoteSpec, remote_spec
from fillbook.remotes.credentials import Credentials
from fillbook.remotes.options import checked_options
from fillbook.remotes.probing import Shown
from fillbook.remotes.remembering import NO_PASSWORD, keep_login, keep_token, kept_login
from fillbook.remotes.remote import RemoteAccount, Settings
from fillbook.remotes.secret import Secret
from fillbook.storage.library import Library
from fillbook.sync.connecting import keep_connection
from fillbook.sync.greeting import Greeting, greet

_NOT_KEPT = "No keyring is available here: the key is not stored, and sync asks for it again."


def connect(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="tradavity, tradervue ...")],
    name: Annotated[str, typer.Option(help="As you call it.")],
    base_url: Annotated[str | None, typer.Option(help="Default: the vendor's.")] = None,
    username: Annotated[str | None, typer.Option(help="User name or e-mail address.")] = None,
    server: Annotated[str | None, typer.Option(help="The broker's server.")] = None,
    account: Annotated[
        list[str] | None, typer.Option(metavar="LOCAL=REMOTE", help="Which accounts meet.")
    ] = None,
    option: Annotated[
        list[str] | None, typer.Option(metavar="KEY=VALUE", help="As push=off or settle_s=120.")
    ] = None,
    probe: Annotated[
        bool, typer.Option("--probe", help="Tell what the service says of itself; change nothing.")
    ] = False,
) -> None:
    """Make or change a connection; the key or password is the first line of standard input."""
    request = request_of(context)
    spec = remote_spec(kind)
    address = canonical_base_url(base_url or spec.default_url, spec.default_url)
    options = checked_options(option or (), on_this_computer=is_loopback(address))
    credentials = Credentials()
    with request.writing() as library:
        known = _known(library, name)
        if known is not None and known.kind != spec.kind:
            raise Refused(
                f'"{known.name}" is a connection to {known.kind}.', "Choose another name."
            )
        asked = NewConnection(
            name=known.name if known else name.strip(),
            kind=spec.kind,
            base_url=address,
            username=username if username is not None else known.username if known else None,
            server=server if server is not None else known.server if known else None,
            options={**(known.options if known else {}), **options},
        )
        settings = Settings(
            base_url=address,
            username=asked.username,
            server=asked.server,
            options=asked.options,
        )
        secret, token = _login(spec, known, settings, credentials)
        greeting = greet(spec, settings, secret, token, probe=probe)
        if known is not None and token is not None:
            keep_token(credentials, known.id, token, greeting.token)
        if probe:
            request.answer(_probe_document(greeting), lambda out: _show_probe(out, greeting))
            return
        accounts = _mapped(library, spec, greeting, account or (), known)
        saved = keep_connection(library, replace(asked, accounts=accounts), known, greeting)
        keeps_password = saved.allows("keep_password", True)
        kept = keep_login(
            credentials, saved.id, secret, greeting.token, keeps_password=keeps_password
        )
        document = _document(saved, library)
    note = None if kept else _NOT_KEPT
    if note is not None:
        print(note, file=sys.stderr)
    request.answer(
        document | {"message": note or document["message"]},
        lambda out: _show_connections(out, [document]),
    )


def connections(context: typer.Context) -> None:
    """List the connections: how they stand, and what waits."""
    request = request_of(context)
    with request.reading() as library:
        documents = [_document(each, library) for each in library.connections()]
    request.answer(documents, lambda out: _show_connections(out, documents))


def _document(connection: Connection, library: Library) -> Document:
    return connection_document(connection, library) | {
        "balances": balances_document(connection, library)
    }


def _known(library: Library, name: str) -> Connection | None:
    try:
        return library.connection(name)
    except NotFound:
        return None


def _login(
    spec: RemoteSpec, known: Connection | None, settings: Settings, credentials: Credentials
) -> tuple[Secret, Secret | None]:
    """The secret that was typed, else what is kept: a secret, a token or both."""
    typed = "" if sys.stdin is None or sys.stdin.isatty() else sys.stdin.readline()
    if typed.strip():
        return spec.cleaned(typed), None
    secret, token = kept_login(credentials, known, settings) if known else (NO_PASSWORD, None)
    if not secret and token is None:
        raise Refused(
            f"{spec.title} needs its key or password.",
            "Give it as the first line of standard input.",
        )
    return secret, token


def _mapped(
    library: Library,
    spec: RemoteSpec,
    greeting: Greeting,
    given: Sequence[str],
    known: Connection | None,
) -> Mapping[str, str | None]:
    """Local accounts to the remote's, the one where pulls land first."""
    if not given and known is not None:
        return known.accounts
    knows_accounts = bool(greeting.accounts)
    if not given:
        if knows_accounts:
            raise Refused(
                f"{spec.title} keeps several accounts.",
                "Say which meet: --account LOCAL=REMOTE. It has: "
                + (", ".join(_names(greeting.accounts)) or "none"),
            )
        return {_only_account(library).id: None}
    found: dict[str, str | None] = {}
    for pair in given:
        local_name, separator, remote_name = pair.partition("=")
        local = library.account(local_name)
        found[local.id] = (
            _remote_account(spec, greeting.accounts, remote_name.strip(), local)
            if separator
            else None
        )
        if knows_accounts and not separator:
            raise Refused(
                f'"{pair}" does not name an account there.', "Write --account LOCAL=REMOTE."
            )
    return found


def _only_account(library: Library) -> Account:
    accounts = library.accounts()
    if len(accounts) != 1:
        raise Refused(
            "It is not clear whose trades go there.", "Name the account: --account LOCAL."
        )
    return accounts[0]


def _remote_account(
    spec: RemoteSpec, accounts: Sequence[RemoteAccount], wanted: str, local: Account
) -> str:
    """The remote's id of an account that was named by id, number or name."""
    if not accounts:
        return wanted
    for account in accounts:
        if wanted in (account.id, account.number) or wanted.casefold() == account.name.casefold():
            if account.currency and account.currency.upper() != local.currency:
                raise Refused(
                    f'"{account.name}" is in {account.currency}, not in {local.currency}.',
                    "Map accounts of one currency.",
                )
            return account.id
    raise Refused(
        f'{spec.title} has no account "{wanted}".', f"It has: {', '.join(_names(accounts))}."
    )


def _names(accounts: Sequence[RemoteAccount]) -> list[str]:
    return [f"{account.name} ({account.id})" for account in accounts]


def _probe_document(greeting: Greeting) -> Document:
    identity = greeting.identity
    return {
        "identity": None if identity is None else identity.words,
        "scopes": sorted(identity.scopes) if identity is not None and identity.scopes else None,
        "zone": None if identity is None else identity.zone,
        "accounts": [
            {
                "id": account.id,
                "name": account.name,
                "currency": account.currency,
                "archived": account.is_archived,
            }
            for account in greeting.accounts
        ],
        "trades_on_first_page": greeting.rows,
        "fields": list(greeting.fields),
        "findings": [
            {"question": found.question, "answer": found.answer}
            for found in greeting.findings.answers
        ],
        "shown": {part.title: [dict(row) for row in part.rows] for part in greeting.findings.shown},
    }


def _show_probe(console: Console, greeting: Greeting) -> None:
    if greeting.identity is not None:
        console.print(greeting.identity.words)
        if greeting.identity.scopes:
            console.print(f"May: {', '.join(sorted(greeting.identity.scopes))}")
    for account in _names(greeting.accounts):
        console.print(f"Account {account}")
    console.print(f"{greeting.rows} trades on its first page")
    if greeting.fields:
        console.print(f"A trade has: {', '.join(greeting.fields)}")
    for found in greeting.findings.answers:
        console.print(f"{found.question} {found.answer}", markup=False)
    for part in greeting.findings.shown:
        if part.rows:
            console.print(_shown(part))


def _shown(part: Shown) -> Table:
    """What a journal shows beside its trades."""
    table = Table(title=part.title, box=None, header_style="dim", title_justify="left")
    names = list(dict.fromkeys(name for row in part.rows for name in row))
    for name in names:
        table.add_column(name)
    for row in part.rows:
        table.add_row(*(Text(row.get(name, "")) for name in names))
    return table


def _show_connections(console: Console, documents: Sequence[Document]) -> None:
    table = Table(box=None, header_style="dim")
    for heading in ("Connection", "Kind", "State", "Last success", "To send", "Waits", "Message"):
        table.add_column(heading)
    for entry in documents:
        table.add_row(
            str(entry["name"]),
            str(entry["kind"]),
            str(entry["state"]).replace("_", " "),
            str(entry["last_success"] or "–"),
            str(entry["pending"]),
            str(entry["conflicts"]),
            str(entry["message"] or ""),
        )
    console.print(table if documents else "No connection yet. Make one: fillbook connect ...")
