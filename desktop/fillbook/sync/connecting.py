"""Keeping a connection whose service has greeted us."""

from dataclasses import replace

from fillbook.domain.connection import Connection, NewConnection
from fillbook.domain.errors import Refused
from fillbook.storage.library import Library
from fillbook.sync.greeting import Greeting


def keep_connection(
    library: Library, asked: NewConnection, known: Connection | None, greeting: Greeting
) -> Connection:
    """A new connection, or a known one with what was asked for.

    Raises:
        Refused: the known one belongs to another journal than the one that greeted us.
    """
    identity = greeting.identity
    pin = identity.pin if identity is not None else None
    if known is None:
        made, _ = library.sync(lambda store: store.add_connection(asked, pin))
        return library.connection(made)
    if identity is not None and known.identity is not None and pin not in (None, known.identity):
        raise Refused(
            f'"{known.name}" belongs to another journal than {identity.words}.',
            "Make a connection with a new name.",
        )
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
    return library.connection(known.id)
