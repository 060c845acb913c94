"""A connection's remote to translate with, and not to talk to."""

from fillbook.domain.connection import Connection
from fillbook.remotes.catalogue import remote_spec
from fillbook.remotes.remote import Remote, Settings
from fillbook.remotes.secret import Secret
from fillbook.storage.library import Library


def settings_of(library: Library, connection: Connection) -> Settings:
    """What a connection tells its remote."""
    return Settings(
        base_url=connection.base_url,
        username=connection.username,
        server=connection.server,
        accounts=connection.accounts,
        zones={account.id: account.timezone for account in library.accounts()},
        options=connection.options,
    )


def translator(library: Library, connection_id: str) -> Remote:
    """The remote of a connection, without a secret."""
    connection = library.connection(connection_id)
    return remote_spec(connection.kind).make(settings_of(library, connection), Secret("none"))
