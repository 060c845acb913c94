"""What a run of one connection did, and what it left."""

from dataclasses import dataclass, field
from datetime import datetime

from fillbook.domain.connection import ConnectionState


@dataclass(slots=True)
class Pulled:
    """Trades that the remote's news touched here, and notes of days."""

    created: int = 0
    updated: int = 0
    gone: int = 0
    linked: int = 0
    days: int = 0  # notes of days


@dataclass(slots=True)
class Pushed:
    """Trades that our news touched there, and pictures and notes of days that were sent."""

    created: int = 0
    updated: int = 0
    deleted: int = 0
    screenshots: int = 0
    days: int = 0  # notes of days


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A write that did not go."""

    trade_id: str
    operation: str
    reason: str
    until: datetime | None  # None: it needs the user
    field: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something worth knowing that waits for nobody."""

    trade_id: str
    kind: str  # outdated, held, local_only, discrepancy, stored_as ...
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A write that a preview would have sent."""

    trade_id: str
    operation: str
    fields: tuple[str, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One connection after its run."""

    connection_id: str
    name: str
    kind: str
    state: ConnectionState
    requests: int = 0
    writes: int = 0
    pulled: Pulled = field(default_factory=Pulled)
    pushed: Pushed = field(default_factory=Pushed)
    conflicts: int = 0
    parked: tuple[Waiting, ...] = ()
    remarks: tuple[Remark, ...] = ()
    planned: tuple[Planned, ...] = ()
    planned_requests: int = 0  # that would follow from what is planned
    message: str | None = None
