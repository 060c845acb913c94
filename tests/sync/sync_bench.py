"""A library with connections to a server on this computer, for tests of whole runs."""

from collections.abc import Callable
from pathlib import Path

from fillbook.domain.connection import Connection, NewConnection
from fillbook.remotes.credentials import Credentials
from fillbook.remotes.secret import Secret
from fillbook.storage.library import Library
from raw_server import answer

KEY = "canary-4f9a77"
EMPTY_JOURNAL = answer(
    200, b'{"ok":true,"data":{"user":{"id":7,"email":"ann@example.org"},"trades":[]},"meta":{}}'
)
"""Tradavity's answer to anything, from somebody who has no trades."""

REVOKED = answer(401, b'{"ok":false,"error":{"code":"key_revoked","message":"revoked"}}')


def connected(library: Library, base_url: str, name: str = "tv") -> Connection:
    """A connection of the library to a journal at an address."""
    asked = NewConnection(name=name, kind="tradavity", base_url=base_url)
    library.sync(lambda store: store.add_connection(asked, "7"))
    return library.connection(name)


def lent(*connections: Connection, key: str = KEY) -> Credentials:
    """Secrets of this run alone, for these connections."""
    credentials = Credentials(lambda: None)
    for connection in connections:
        credentials.lend(connection.id, Secret(key))
    return credentials


def a_library(folder: Path) -> Library:
    return Library.open(folder / "journal")


def until(holds: Callable[[], object], seconds: float = 10.0) -> None:
    """Wait until something holds."""
    import time

    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.01)
