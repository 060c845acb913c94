"""A configured remote: whose journal it is, which accounts meet, and how it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class ConnectionState(StrEnum):
    """How a connection stands, the gravest first."""

    PAUSED = "paused"  # brake, restore guard, identity pin, or by hand
    REFUSED = "refused"  # login or key
    OFFLINE = "offline"
    WAITING = "waiting"  # for the user
    PARKED = "parked"  # goes by itself later
    IN_SYNC = "in_sync"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewConnection:
    """A connection as somebody asks for it."""

    name: str
    kind: str  # of remotes.catalogue
    base_url: str  # canonical: scheme, host, port and the API's own ending
    username: str | None = None
    server: str | None = None
    accounts: Mapping[str, str | None] = field(default_factory=dict)
    """Local account id to the remote's id of it, None where the remote knows no accounts;
    the first is where pulls land."""
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection(NewConnection):
    """A connection of the library. Its secret is in the keyring, never here."""

    id: str
    identity: str | None = None  # pinned when it was made
    state: ConnectionState = ConnectionState.IN_SYNC
    message: str | None = None
    last_success: datetime | None = None
    breaker: str | None = None  # JSON of sync.breaker
    limiter: str | None = None  # JSON of the limiter's window
    paused: bool = False  # by hand

    def option(self, key: str, otherwise: str) -> str:
        """An option's value."""
        return self.options.get(key, otherwise)

    def allows(self, key: str, otherwise: bool) -> bool:
        """Whether a switch is on."""
        return self.options.get(key, "on" if otherwise else "off") == "on"
