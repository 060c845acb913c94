"""How much waits to be sent to a connection."""

from fillbook.domain.connection import Connection
from fillbook.remotes.catalogue import remote_spec
from fillbook.storage.library import Library


def to_send(library: Library, connection: Connection) -> int:
    """How many trades have something to be sent; a broker is sent nothing."""
    if remote_spec(connection.kind).is_broker:
        return 0
    accounts = tuple(connection.accounts)
    return library.look(lambda store: store.waiting_count(connection.id, accounts))
