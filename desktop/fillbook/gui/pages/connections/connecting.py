"""What the page does to connections: test, keep, pause, answer. Knows no Qt."""

from dataclasses import replace

from fillbook.domain.change import Changes
from fillbook.domain.connection import Connection, NewConnection
from fillbook.domain.errors import NotFound, Refused
from fillbook.gui.pages.connections.form import Entered
from fillbook.remotes.addresses import canonical_base_url, is_loopback
from fillbook.remotes.catalogue import Login, RemoteSpec, remote_spec
from fillbook.remotes.credentials import Credentials
from fillbook.remotes.options import checked_options
from fillbook.remotes.remembering import NO_PASSWORD, keep_login, keep_token, kept_login
from fillbook.remotes.remote import Settings
from fillbook.remotes.secret import Secret
from fillbook.storage.library import Library
from fillbook.sync.connecting import keep_connection
from fillbook.sync.greeting import Greeting, greet
from fillbook.sync.resolving import resolve
from fillbook.sync.translator import settings_of, translator


def test(entered: Entered, known: Connection | None, credentials: Credentials) -> Greeting:
    """What the service says to this login.

    Raises:
        Refused: the login is wrong, or something is missing.
        NotSent, Unclear: the service cannot be reached.
    """
    spec = remote_spec(entered.kind)
    greeting, _ = _greeted(spec, entered, known, credentials)
    return greeting


def keep(
    library: Library, entered: Entered, known: Connection | None, credentials: Credentials
) -> tuple[str, bool]:
    """Save the connection; its id, and whether its key could be kept."""
    spec = remote_spec(entered.kind)
    greeting, secret = _greeted(spec, entered, known, credentials)
    accounts = {local: None if there == "yes" else there for local, there in entered.accounts}
    if not accounts:
        raise Refused("No account is connected.", "Choose at least one below the login.")
    asked = NewConnection(
        name=entered.name,
        kind=entered.kind,
        base_url=canonical_base_url(entered.base_url or spec.default_url, spec.default_url),
        username=entered.username or None,
        server=entered.server or None,
        accounts=accounts,
        options=_options(spec, entered),
    )
    made = keep_connection(library, asked, known, greeting)
    return made.id, keep_login(
        credentials, made.id, secret, greeting.token, keeps_password=entered.keeps_password
    )


def probe(library: Library, connection: Connection, credentials: Credentials) -> Greeting:
    """Ask a service what it says of itself, with reads alone.

    Raises:
        Refused: its key is not known here.
        NotSent, Unclear: it cannot be reached.
    """
    spec = remote_spec(connection.kind)
    settings = settings_of(library, connection)
    secret, token = kept_login(credentials, connection, settings)
    if not secret and token is None:
        raise Refused(f"{spec.title}'s key is not known here.", "Enter it with Change.")
    greeting = greet(spec, settings, secret, token, probe=True)
    keep_token(credentials, connection.id, token, greeting.token)
    return greeting


def pause(library: Library, connection: Connection) -> None:
    """Let a connection rest, or go on."""
    turned = replace(connection, paused=not connection.paused)
    library.sync(lambda store: store.put_connection(turned))


def answer(library: Library, conflict_id: str, choice: str) -> Changes:
    """Carry out an answer."""
    asked = next((each for each in library.conflicts() if each.id == conflict_id), None)
    if asked is None:
        raise NotFound("That is settled already.", "Look at what waits now.")
    remote = translator(library, asked.connection_id)
    _, changes = library.sync(
        lambda store: resolve(store, remote, asked, choice), title="an answer"
    )
    return changes


def _settings(spec: RemoteSpec, entered: Entered) -> Settings:
    return Settings(
        base_url=canonical_base_url(entered.base_url or spec.default_url, spec.default_url),
        username=entered.username or None,
        server=entered.server or None,
        options=_options(spec, entered),
    )


def _options(spec: RemoteSpec, entered: Entered) -> dict[str, str]:
    """What stands in the form; UnknownKey or Refused where an option is none."""
    address = canonical_base_url(entered.base_url or spec.default_url, spec.default_url)
    options = checked_options(entered.options.split(), on_this_computer=is_loopback(address))
    switches = {"push": entered.pushes, "pull": entered.pulls}
    if spec.login is Login.SERVER:
        switches = {"pull": entered.pulls, "keep_password": entered.keeps_password}
    return options | {key: "on" if on else "off" for key, on in switches.items()}


def _greeted(
    spec: RemoteSpec, entered: Entered, known: Connection | None, credentials: Credentials
) -> tuple[Greeting, Secret]:
    """What the service says to what was entered, or else is kept; and that secret."""
    settings = _settings(spec, entered)
    secret, token = NO_PASSWORD, None
    if entered.secret.strip():
        secret = spec.cleaned(entered.secret)
    elif known is not None:
        secret, token = kept_login(credentials, known, settings)
    if not secret and token is None:
        raise Refused(f"{spec.title} needs its key or password.", "Enter it above.")
    greeting = greet(spec, settings, secret, token)
    if known is not None and token is not None:
        keep_token(credentials, known.id, token, greeting.token)
    return greeting, secret
