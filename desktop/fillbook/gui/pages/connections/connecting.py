"""What the page does to connections: test, keep, pause, answer. Knows no Qt."""

from dataclasses import replace

from fillbook.domain.change import Changes
from fillbook.domain.connection import Connection, NewConnection
from fillbook.domain.errors import NotFound, Refused
from fillbook.gui.pages.connections.form import Entered
from fillbook.remotes.addresses import canonical_base_url, is_loopback
from fillbook.remotes.catalogue import RemoteSpec, remote_spec
from fillbook.remotes.credentials import Credentials
from fillbook.remotes.options import checked_options
from fillbook.remotes.remote import Settings
from fillbook.remotes.secret import Secret
from fillbook.storage.library import Library
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
    return greet(spec, _settings(spec, entered), _secret(spec, entered, known, credentials))


def keep(
    library: Library, entered: Entered, known: Connection | None, credentials: Credentials
) -> tuple[str, bool]:
    """Save the connection; its id, and whether its key could be kept."""
    spec = remote_spec(entered.kind)
    secret = _secret(spec, entered, known, credentials)
    greeting = greet(spec, _settings(spec, entered), secret)
    pin = greeting.identity.pin if greeting.identity is not None else None
    if known is not None and known.identity is not None and pin not in (None, known.identity):
        raise Refused("That key belongs to another journal.", "Make a new connection for it.")
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
    if known is None:
        made, _ = library.sync(lambda store: store.add_connection(asked, pin))
    else:
        made = known.id
        changed = replace(
            known,
            base_url=asked.base_url,
            username=asked.username,
            server=asked.server,
            accounts=asked.accounts,
            options=asked.options,
            identity=known.identity or pin,
            paused=False,
        )
        library.sync(lambda store: store.put_connection(changed))
        library.sync(lambda store: store.try_again(known.id))
    return made, credentials.keep(made, secret)


def probe(library: Library, connection: Connection, credentials: Credentials) -> Greeting:
    """Ask a service what it says of itself, with reads alone.

    Raises:
        Refused: its key is not known here.
        NotSent, Unclear: it cannot be reached.
    """
    spec = remote_spec(connection.kind)
    secret = credentials.get(connection.id)
    if secret is None:
        raise Refused(f"{spec.title}'s key is not known here.", "Enter it with Change.")
    return greet(spec, settings_of(library, connection), secret, probe=True)


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
    return options | {key: "on" if on else "off" for key, on in switches.items()}


def _secret(
    spec: RemoteSpec, entered: Entered, known: Connection | None, credentials: Credentials
) -> Secret:
    if entered.secret.strip():
        return spec.cleaned(entered.secret)
    stored = credentials.get(known.id) if known is not None else None
    if stored is None:
        raise Refused(f"{spec.title} needs its key or password.", "Enter it above.")
    return stored
