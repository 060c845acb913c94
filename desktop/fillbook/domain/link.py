"""How a local trade and a remote one hang together, and what is under way between them."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime
from enum import StrEnum

from fillbook.domain.remote_trade import Fields, Value


class LinkState(StrEnum):
    PENDING_CREATE = "pending_create"  # is to be created there
    UNKNOWN = "unknown"  # a create left us, and no answer told what became of it
    AMBIGUOUS = "ambiguous"  # several remote trades could be it
    LINKED = "linked"
    STALE_REMOTE = "stale_remote"  # sent, and outdated there: the remote takes no changes
    ARCHIVED_REMOTE = "archived_remote"
    MISSING_REMOTE = "missing_remote"
    INELIGIBLE = "ineligible"  # the remote asks for more than the trade has
    DETACHED = "detached"  # the user keeps it here alone


@dataclass(frozen=True, slots=True)
class Agreed:
    """A field as both sides had it when they last agreed, each in its own words."""

    mine: Value
    theirs: Value


@dataclass(frozen=True, slots=True)
class Parked:
    """Something that did not go."""

    operation: str  # "create", "update", "delete", "screenshot"
    reason: str
    _: KW_ONLY
    field: str | None = None  # None: the whole operation
    until: datetime | None = None  # None: it needs the user
    rev: int = 0  # the trade's revision that was refused; a newer one is tried
    plan: str | None = None  # the plan and rights that refused it; under others it is tried


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A local record and the remote one that is the same."""

    id: str
    connection_id: str
    entity: str = "trade"  # or "screenshot"
    local_id: str
    remote_id: str | None = None
    state: LinkState
    synced_rev: int = 0  # dirty is rev > synced_rev
    base: Mapping[str, Agreed] | None = None  # None: there never was an agreement
    remote_hash: str | None = None  # of what the remote answered last
    verified_at: datetime | None = None
    sent: Fields = field(default_factory=dict)  # write-only fields as they were sent
    parked: tuple[Parked, ...] = ()
    remarks: tuple[tuple[str, str], ...] = ()  # kind and words: outdated, held, discrepancy ...
    trading_day_zone: str | None = None


class IntentState(StrEnum):
    PREPARED = "prepared"
    IN_FLIGHT = "in_flight"
    UNKNOWN = "unknown"
    APPLIED = "applied"
    REJECTED = "rejected"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """A request that must not be repeated freely, kept before its first byte leaves."""

    id: str
    connection_id: str
    entity: str  # "trade", "screenshot", "tag" ...
    local_id: str
    verb: str  # method and path: "POST /trades"
    state: IntentState
    key: str | None = None  # idempotency key
    body: bytes = b""
    content_type: str | None = None
    known: tuple[str, ...] = ()  # ids that matched before it was sent
    known_count: int = 0  # where rows carry no id
    fingerprint: str | None = None
    first_sent_at: datetime | None = None
    last_sent_at: datetime | None = None
    server_date: datetime | None = None  # of the first answer after it was sent
    attempts: int = 0
    probes: int = 0
    not_before: datetime | None = None
    sent_rev: int = 0
    sent_fields: Fields = field(default_factory=dict)  # mine, as they were sent


class ConflictKind(StrEnum):
    FIELD = "field"
    BRAKE = "brake"
    RESTORED = "restored"
    IDENTITY = "identity"
    MATCH = "match"
    GONE = "gone"
    RECREATE = "recreate"
    REMOTE_DELETE = "remote_delete"
    DUPLICATE = "duplicate"


CHOICES: Mapping[ConflictKind, tuple[str, ...]] = {
    ConflictKind.FIELD: ("mine", "theirs", "both"),
    ConflictKind.BRAKE: ("go_on", "stop"),
    ConflictKind.RESTORED: ("accept", "refuse"),
    ConflictKind.IDENTITY: ("accept", "refuse"),
    ConflictKind.MATCH: ("same", "different"),
    ConflictKind.GONE: ("keep", "delete_here", "create_again"),
    ConflictKind.RECREATE: ("archive_and_recreate", "leave"),
    ConflictKind.REMOTE_DELETE: ("delete", "leave"),
    ConflictKind.DUPLICATE: ("merge", "leave"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Something that waits for the user's decision."""

    id: str
    connection_id: str
    link_id: str | None = None
    trade_id: str | None = None
    kind: ConflictKind
    field: str | None = None
    base: Value = None
    mine: Value = None
    theirs: Value = None
    choices: tuple[str, ...]
    seen_at: datetime
    resolution: str | None = None
    remote_id: str | None = None  # the remote trade in question, where it is not linked


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """Where a listing stands."""

    cursor: str | None = None  # the remote's; None: at its first page
    epoch: int = 0  # rises with each listing that begins
    pages: int = 0
    complete: bool = False
    started_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLog:
    """A run of a connection, as its log tells it."""

    started_at: datetime
    finished_at: datetime | None
    requests: int
    writes: int
    outcome: str | None  # a ConnectionState
    lines: tuple[str, ...]
