"""What the sync engine keeps of each remote: links, bases, intents, and what it saw."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql_text
from sqlmodel import SQLModel

from fillbook.storage.columns import blob, instant, integer, one_of, text
from fillbook.storage.tables.record import STRICT, Record, Synced

LINK_STATES = (
    "pending_create", "unknown", "ambiguous", "linked", "stale_remote", "archived_remote",
    "missing_remote", "ineligible", "detached",
)  # fmt: skip
INTENT_STATES = ("prepared", "in_flight", "unknown", "applied", "rejected", "ambiguous")


class ConnectionRow(Synced, table=True):
    """One configured remote. Its secret is in the keyring, never here."""

    __tablename__ = "connection"
    __table_args__ = (Index("connection_name", "name_key", unique=True), STRICT)

    name: str = text()
    name_key: str = text()
    kind: str = text()
    base_url: str = text()
    username: str | None = text()
    server: str | None = text()
    identity: str | None = text()  # pinned
    accounts: str = text()  # JSON: local account id -> remote account
    options: str = text()  # JSON
    capability_version: int = integer()
    state: str = text()
    message: str | None = text()
    breaker: str | None = text()  # JSON
    limiter: str | None = text()  # JSON
    last_success: datetime | None = instant()
    paused: int = integer()  # by hand
    lease_device_id: str | None = text()  # the one device that may run it
    lease_until: datetime | None = instant()


class LinkRow(Record, table=True):
    """A local record and the remote one that is the same. One to one."""

    __tablename__ = "link"
    __table_args__ = (
        one_of("state", LINK_STATES),
        Index("link_remote", "connection_id", "entity", "remote_id", unique=True),
        Index("link_local", "connection_id", "entity", "local_id", unique=True),
        Index("link_of", "local_id"),
        Index("link_audit", "connection_id", "entity", "state", "verified_at"),
        Index(
            "link_noted",
            "connection_id",
            sqlite_where=sql_text("parked <> '[]' OR remarks <> '[]'"),
        ),
        STRICT,
    )

    connection_id: str = text(foreign_key="connection.id")
    entity: str = text()
    local_id: str = text()
    remote_id: str | None = text()  # as received, or a content key; None until known
    state: str = text()
    synced_rev: int = integer()  # dirty is rev > synced_rev
    remote_hash: str | None = text()
    verified_at: datetime | None = instant()
    sent: str = text()  # JSON: write-only fields as they were sent
    trading_day_zone: str | None = text()
    parked: str = text()  # JSON: what did not go, and why
    remarks: str = text()  # JSON: what is worth knowing


class BaseSnapshotRow(SQLModel, table=True):
    """The merge base of a link, made from what the server answered."""

    __tablename__ = "base_snapshot"
    __table_args__ = (STRICT,)

    link_id: str = text(primary_key=True, foreign_key="link.id")
    fields: str = text()  # canonical JSON: key -> [ours, theirs]
    codec_version: int = integer()
    updated_hlc: int = integer()


class RemotePayloadRow(Record, table=True):
    """A remote object byte for byte as it was last answered, and a few earlier ones."""

    __tablename__ = "remote_payload"
    __table_args__ = (
        Index("remote_payload_object", "connection_id", "entity", "remote_id", "read_at"),
        STRICT,
    )

    connection_id: str = text(foreign_key="connection.id")
    entity: str = text()
    remote_id: str = text()
    body: bytes = blob()
    status: int = integer()
    hash: str = text()
    read_at: datetime = instant()


class IntentRow(Record, table=True):
    """A request that cannot be repeated freely, kept before its first byte leaves."""

    __tablename__ = "intent"
    __table_args__ = (
        one_of("state", INTENT_STATES),
        CheckConstraint("attempts >= 0"),
        Index("intent_open", "connection_id", "state"),
        Index("intent_local", "entity", "local_id"),
        Index("intent_fingerprint", "connection_id", "fingerprint"),
        STRICT,
    )

    connection_id: str = text(foreign_key="connection.id")
    entity: str = text()
    local_id: str = text()
    verb: str = text()
    state: str = text()
    idempotency_key: str | None = text()
    body: bytes | None = blob()
    body_sha256: str | None = text()
    content_type: str | None = text()  # with the multipart boundary
    known: str = text()  # JSON: ids of the census
    known_count: int = integer()
    fingerprint: str | None = text()
    first_sent_at: datetime | None = instant()
    last_sent_at: datetime | None = instant()
    server_date: datetime | None = instant()
    attempts: int = integer()
    probes: int = integer()
    not_before: datetime | None = instant()
    depends_on: str | None = text(foreign_key="intent.id")
    sent_rev: int = integer()
    sent_fields: str = text()  # JSON: ours, as they were sent


class CursorRow(SQLModel, table=True):
    """Where a listing stands; saved in the transaction of its page."""

    __tablename__ = "cursor"
    __table_args__ = (STRICT,)

    connection_id: str = text(primary_key=True, foreign_key="connection.id")
    stream: str = text(primary_key=True)
    cursor: str | None = text()
    listing_epoch: int = integer()
    pages_done: int = integer()
    complete: int = integer()
    started_at: datetime = instant()


class RemoteSeenRow(SQLModel, table=True):
    """A row of a listing, so that changed and absent ones are found without details."""

    __tablename__ = "remote_seen"
    __table_args__ = (STRICT,)

    connection_id: str = text(primary_key=True, foreign_key="connection.id")
    entity: str = text(primary_key=True)
    remote_id: str = text(primary_key=True)
    row_hash: str = text()
    listing_epoch: int = integer()


class ConflictRow(Record, table=True):
    """Something that waits for the user's decision."""

    __tablename__ = "conflict"
    __table_args__ = (
        Index("conflict_open", "connection_id", "resolved_at"),
        Index("conflict_trade", "trade_id"),
        Index("conflict_remote", "connection_id", "remote_id"),
        STRICT,
    )

    connection_id: str = text(foreign_key="connection.id")
    link_id: str | None = text(foreign_key="link.id")
    trade_id: str | None = text(foreign_key="trade.id")
    remote_id: str | None = text()
    kind: str = text()
    field: str | None = text()
    base: str = text()  # JSON, like mine and theirs
    mine: str = text()
    theirs: str = text()
    choices: str = text()  # JSON
    seen_at: datetime = instant()
    resolved_at: datetime | None = instant()
    resolution: str | None = text()
    resolved_by: str | None = text()


class TradeDecisionRow(SQLModel, table=True):
    """Which trades are copies of one decision: they share the decision's id."""

    __tablename__ = "trade_decision"
    __table_args__ = (Index("trade_decision_members", "decision_id"), STRICT)

    trade_id: str = text(primary_key=True, foreign_key="trade.id")
    decision_id: str = text()  # the id of the trade that is the source


class TradeExtraRow(SQLModel, table=True):
    """What a remote says of a trade and we only show, as JSON."""

    __tablename__ = "trade_extra"
    __table_args__ = (STRICT,)

    trade_id: str = text(primary_key=True, foreign_key="trade.id")
    connection_id: str = text(primary_key=True, foreign_key="connection.id")
    name: str = text(primary_key=True)
    body: str = text()


class RemoteArchiveRow(Record, table=True):
    """A remote object as it was before we deleted or replaced it."""

    __tablename__ = "remote_archive"
    __table_args__ = (
        Index("remote_archive_object", "connection_id", "entity", "remote_id"),
        STRICT,
    )

    connection_id: str = text(foreign_key="connection.id")
    entity: str = text()
    remote_id: str = text()
    body: bytes = blob()
    blobs: str = text()  # JSON: hashes of its files
    reason: str = text()


class SyncRunRow(Record, table=True):
    """One run of the sync engine for one connection."""

    __tablename__ = "sync_run"
    __table_args__ = (Index("sync_run_connection", "connection_id", "created_at"), STRICT)

    connection_id: str = text(foreign_key="connection.id")
    finished_at: datetime | None = instant()
    requests: int = integer()
    writes: int = integer()
    counters: str = text()  # JSON
    outcome: str | None = text()


class SyncEventRow(Record, table=True):
    """One readable line of a run."""

    __tablename__ = "sync_event"
    __table_args__ = (Index("sync_event_run", "run_id"), STRICT)

    run_id: str = text(foreign_key="sync_run.id")
    kind: str = text()
    message: str = text()  # redacted
