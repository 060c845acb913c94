"""One run of one connection: what it works with, and what it has done so far."""

from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime

from fillbook.domain.connection import Connection
from fillbook.domain.link import Parked
from fillbook.domain.remote_trade import RemoteRow
from fillbook.remotes.effects import Answer
from fillbook.remotes.errors import NotSent, RemoteError
from fillbook.remotes.remote import Capability, Identity, Remote, Window
from fillbook.sync.report import Planned, Pulled, Pushed

_STUMBLES = 3


class Previewed(RemoteError):
    """A preview has come to a write, which is not sent."""


@dataclass(frozen=True, slots=True)
class Census:
    """A complete listing of a window, and when it was read."""

    rows: tuple[RemoteRow, ...]
    read_at: datetime


@dataclass(slots=True)
class Run:
    """The state of a run; it lives as long as its flow."""

    connection: Connection
    remote: Remote
    manual: bool = False  # somebody asked for it by hand
    full: bool = False  # all pages, every linked detail
    preview: bool = False  # plan against real reads, send nothing
    identity: Identity | None = None
    pulled: Pulled = field(default_factory=Pulled)
    pushed: Pushed = field(default_factory=Pushed)
    planned: dict[Planned, None] = field(default_factory=dict)  # each once
    writes: int = 0
    requests: int = 0
    may_push: bool = True
    gone_waits: bool = False  # so many are gone there that the user is asked first
    gone_confirmed: bool = False  # the user was asked, and said to go on
    create_stopped: Parked | None = None  # what stopped the last create stops them all
    paused: str | None = None  # why it stopped short
    foreign_accounts: set[str] = field(default_factory=set)  # named by the remote, not mapped
    bad_rows: list[str] = field(default_factory=list)
    oddities: list[str] = field(default_factory=list)  # what a broker says does not add up
    verified: set[str] = field(default_factory=set)  # trades whose detail was read in this run
    updated: set[str] = field(default_factory=set)  # trades counted as pulled
    sent: set[str] = field(default_factory=set)  # trades counted as pushed
    emptied: set[str] = field(default_factory=set)  # trades in which something was emptied there
    may_empty: bool = False
    censuses: dict[Window, Census] = field(default_factory=dict)
    server_date: datetime | None = None
    fed_accounts: frozenset[str] | None = None  # remote ids; None: not asked yet
    early_copies: dict[str, set[str]] = field(default_factory=dict)  # read before their source
    _stumbles: int = 0

    def can(self, capability: Capability) -> bool:
        return capability in self.remote.capabilities

    @property
    def pushes(self) -> bool:
        """Whether anything may be written there."""
        return self.may_push and self.connection.allows("push", True)

    @property
    def pulls(self) -> bool:
        """Whether anything may be taken over from there."""
        return self.connection.allows("pull", True)

    def plan(
        self, trade_id: str, operation: str, fields: tuple[str, ...] = (), reason: str | None = None
    ) -> None:
        """Note a write that is about to be sent."""
        if self.preview:
            write = Planned(trade_id=trade_id, operation=operation, fields=fields, reason=reason)
            self.planned[write] = None

    def count_pull(self, trade_id: str) -> None:
        """Count a trade that took something over, once."""
        if trade_id not in self.updated:
            self.updated.add(trade_id)
            self.pulled.updated += 1

    def count_push(self, trade_id: str) -> None:
        """Count a trade of which something was written there, once."""
        if trade_id not in self.sent:
            self.sent.add(trade_id)
            self.pushed.updated += 1

    def pause(self, why: str) -> None:
        """Send nothing more in this run, and say why."""
        self.paused = self.paused or why
        self.may_push = False

    def heard(self, answer: Answer) -> None:
        """Note what any answer tells of the server."""
        self._stumbles = 0
        if answer.is_ours:
            self.requests -= 1
        date = answer.header("date")
        if date is not None:
            self.server_date = _http_date(date) or self.server_date

    def stumble(self, error: RemoteError) -> None:
        """Go on after one failure with one trade; raise where the remote itself fails."""
        self._stumbles += 1
        if isinstance(error, NotSent) or self._stumbles >= _STUMBLES:
            raise error


def _http_date(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
