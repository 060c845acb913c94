"""Being let in again by a token, so that no password has to be kept."""

from typing import Protocol, runtime_checkable

from fillbook.domain.connection import Connection
from fillbook.remotes.credentials import Credentials
from fillbook.remotes.remote import Settings
from fillbook.remotes.secret import Secret

NO_PASSWORD = Secret("")
"""What a remote is made with where a token alone lets it in."""


@runtime_checkable
class Remembering(Protocol):
    """A remote that gives tokens for a later login."""

    def resume(self, token: Secret) -> None:
        """Log in with a token that was given before."""
        ...

    def token(self) -> Secret | None:
        """The newest token that was given; None where none is taken any more."""
        ...


def kept_token(credentials: Credentials, connection_id: str) -> Secret | None:
    """The token that a connection was given last; None where none is kept."""
    return credentials.get(_entry(connection_id))


def kept_login(
    credentials: Credentials, connection: Connection, settings: Settings
) -> tuple[Secret, Secret | None]:
    """What is kept to let a connection in: its password or key, and a token of the same login."""
    asked = (settings.base_url, settings.username, settings.server)
    is_same = asked == (connection.base_url, connection.username, connection.server)
    token = kept_token(credentials, connection.id) if is_same else None
    return credentials.get(connection.id) or NO_PASSWORD, token


def keep_token(
    credentials: Credentials, connection_id: str, before: Secret | None, token: Secret | None
) -> bool:
    """Keep a token in the place of the one before; whether it stays beyond this run."""
    if token is None:
        if before is not None:
            credentials.forget(_entry(connection_id))
        return False
    if before is not None and before.reveal() == token.reveal():
        return True
    return credentials.keep(_entry(connection_id), token)


def keep_login(
    credentials: Credentials,
    connection_id: str,
    password: Secret,
    token: Secret | None,
    *,
    keeps_password: bool,
) -> bool:
    """Keep what lets somebody in again; whether that stays beyond this run.

    Args:
        token: None where the service gives none: then the password or key is kept.
    """
    stays = keep_token(credentials, connection_id, None, token)
    if token is not None and not keeps_password:
        credentials.forget(connection_id)
        return stays
    return credentials.keep(connection_id, password) if password else stays


def is_known(credentials: Credentials, connection_id: str) -> bool:
    """Whether anything is kept that lets a connection in."""
    return (
        credentials.get(connection_id) is not None
        or kept_token(credentials, connection_id) is not None
    )


def _entry(connection_id: str) -> str:
    return f"{connection_id} token"
