"""A connection's remote to translate and to reckon with, and not to talk to."""

from math import ceil

from fillbook.domain.connection import Connection
from fillbook.remotes.catalogue import remote_spec
from fillbook.remotes.remote import Remote, Settings
from fillbook.remotes.secret import Secret
from fillbook.storage.library import Library
from fillbook.sync.report import Report


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


def planned_seconds(library: Library, report: Report) -> int:
    """How long what a preview planned takes at the remote's pace."""
    pace = translator(library, report.connection_id).limits.per_minute
    return ceil(report.planned_requests * 60 / pace)
