"""The journal: trades made of fills, and what a trader says of them."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, literal_column
from sqlmodel import SQLModel

from fillbook.domain.execution import Direction
from fillbook.domain.review import NoteKind
from fillbook.domain.trade import Kind, Role, Status
from fillbook.storage.columns import decimal, digits, instant, integer, one_of, real_of, text
from fillbook.storage.tables.record import STRICT, Record, Synced

OVERRIDES = ("split", "merge", "attach")
"""Fills that the user made a trade of their own, put together, or gave to a plan."""


class TradeRow(Synced, table=True):
    """A trade's identity and what is derived from its fills."""

    __tablename__ = "trade"
    __table_args__ = (
        one_of("kind", Kind),
        one_of("direction", Direction),
        one_of("status", Status),
        digits("quantity", "entry_price", "exit_price", "opening_price", "opening_quantity"),
        digits("gross_pnl", "fees", "net_pnl", "broker_pnl", "computed_pnl", "multiplier"),
        digits("source_stop", "source_target", "source_risk", "initial_risk", "r_multiple"),
        CheckConstraint("fees IS NOT NULL OR gross_pnl IS net_pnl"),
        Index("trade_number", "number", unique=True),
        Index("trade_stream", "account_id", "instrument_id"),
        Index("trade_anchor", "anchor_id"),
        Index(
            "trade_opened",
            "opened_at",
            "number",
            sqlite_where=literal_column("deleted_hlc IS NULL AND vanished = 0"),
        ),
        Index("trade_net_pnl", "net_pnl_real"),
        STRICT,
    )

    number: int = integer()  # for people; never used again
    account_id: str = text(foreign_key="account.id")
    instrument_id: str = text(foreign_key="instrument.id")
    kind: str = text()
    direction: str = text()
    status: str = text()
    anchor_id: str | None = text()  # its first opening fill when it was created
    first_execution_id: str | None = text()
    last_execution_id: str | None = text()  # the last closing fill; None while open
    quantity: Decimal = decimal()  # the sum of its entries
    opened_at: datetime | None = instant()
    closed_at: datetime | None = instant()
    trading_day: int | None = integer()  # ordinal; of the last closing fill, else of the opening
    entry_price: Decimal | None = decimal()
    exit_price: Decimal | None = decimal()
    opening_price: Decimal | None = decimal()  # VWAP of the entries before the first exit
    opening_quantity: Decimal = decimal()  # their summed quantity
    gross_pnl: Decimal | None = decimal()
    fees: Decimal | None = decimal()
    fees_unknown: int = integer()
    net_pnl: Decimal | None = decimal()
    net_pnl_real: float | None = real_of("net_pnl")
    broker_pnl: Decimal | None = decimal()
    computed_pnl: Decimal | None = decimal()
    multiplier: Decimal | None = decimal()
    fills: int = integer()
    source_stop: Decimal | None = decimal()  # as the fills' source states it
    source_target: Decimal | None = decimal()
    source_risk: Decimal | None = decimal()
    initial_risk: Decimal | None = decimal()  # typed, else from the first stop
    r_multiple: Decimal | None = decimal()
    vanished: int = integer()  # 1: its fills are gone; kept for its number and its notes
    archived: int = integer()


class LegRow(SQLModel, table=True):
    """The part of a fill that belongs to a trade. Derived: a rebuild makes it again."""

    __tablename__ = "leg"
    __table_args__ = (
        one_of("role", Role),
        digits("quantity", "fees", "gross_pnl", "net_pnl"),
        Index("leg_execution", "execution_id"),
        {"sqlite_strict": True, "sqlite_with_rowid": False},
    )

    trade_id: str = text(primary_key=True, foreign_key="trade.id")
    position: int = integer(primary_key=True)  # order of fills within the trade, from 0
    execution_id: str = text(foreign_key="execution.id")
    role: str = text()
    quantity: Decimal = decimal()
    fees: Decimal | None = decimal()  # the fill's fees in proportion
    gross_pnl: Decimal | None = decimal()  # realised by an exit, of record
    net_pnl: Decimal | None = decimal()  # less its own fees and those of the entries it closes
    executed_at: datetime = instant()
    trading_day: int = integer()  # ordinal


class TradeOverrideRow(Synced, table=True):
    """A decision of the user about which fills make a trade; a rebuild obeys it."""

    __tablename__ = "trade_override"
    __table_args__ = (
        one_of("kind", OVERRIDES),
        Index("trade_override_trade", "trade_id"),
        STRICT,
    )

    kind: str = text()
    trade_id: str = text(foreign_key="trade.id")  # the identity that the fills take


class TradeOverrideFillRow(SQLModel, table=True):
    """A fill that an override is about."""

    __tablename__ = "trade_override_fill"
    __table_args__ = (
        Index("trade_override_fill_execution", "execution_id"),
        {"sqlite_strict": True, "sqlite_with_rowid": False},
    )

    override_id: str = text(primary_key=True, foreign_key="trade_override.id")
    execution_id: str = text(primary_key=True, foreign_key="execution.id")


class StrategyRow(Synced, table=True):
    """A strategy of the playbook."""

    __tablename__ = "strategy"
    __table_args__ = (Index("strategy_name", "name_key", unique=True), STRICT)

    name: str = text()
    name_key: str = text()


class SetupRow(Synced, table=True):
    """A setup of the playbook."""

    __tablename__ = "setup"
    __table_args__ = (Index("setup_name", "name_key", unique=True), STRICT)

    name: str = text()
    name_key: str = text()


class ReviewRow(Synced, table=True):
    """The judgement of one trade; its id is the trade's."""

    __tablename__ = "review"
    __table_args__ = (
        digits("stop_loss", "take_profit", "initial_stop", "initial_risk"),
        CheckConstraint("confidence BETWEEN 1 AND 10"),
        Index("review_setup", "setup_id"),
        Index("review_strategy", "strategy_id"),
        STRICT,
    )

    id: str = text(primary_key=True, foreign_key="trade.id")
    grade: str | None = text()
    setup_id: str | None = text(foreign_key="setup.id")
    strategy_id: str | None = text(foreign_key="strategy.id")
    emotion: str | None = text()
    bias: str | None = text()
    confidence: int | None = integer()
    setup_quality: str | None = text()
    market_condition: str | None = text()
    trading_session: str | None = text()
    relative_volume: str | None = text()
    exit_type: str | None = text()
    news: str | None = text()
    reviewed: int = integer(sa_column_kwargs={"server_default": "0"})
    stop_loss: Decimal | None = decimal()  # typed; None: as the source states it
    take_profit: Decimal | None = decimal()
    initial_stop: Decimal | None = decimal()  # the first stop, or as corrected
    initial_risk: Decimal | None = decimal()  # typed money


class NoteRow(Synced, table=True):
    """One of the four notes of a trade."""

    __tablename__ = "note"
    __table_args__ = (
        one_of("kind", NoteKind),
        one_of("format", ("plain", "html")),
        Index("note_trade", "trade_id", "kind", unique=True),
        STRICT,
    )

    trade_id: str = text(foreign_key="trade.id")
    kind: str = text()
    format: str = text(sa_column_kwargs={"server_default": "plain"})
    body: str = text()  # NFC, LF


class DayNoteRow(Synced, table=True):
    """What a trader writes of a day; an empty text is none."""

    __tablename__ = "day_note"
    __table_args__ = (Index("day_note_day", "day", unique=True), STRICT)

    day: int = integer()  # ordinal
    body: str = text()  # NFC, LF


class TagRow(Synced, table=True):
    """A tag."""

    __tablename__ = "tag"
    __table_args__ = (Index("tag_name", "name_key", unique=True), STRICT)

    name: str = text()
    name_key: str = text()
    colour: int = integer()  # index into the palette


class TradeTagRow(Synced, table=True):
    """A tag on a trade; taken off, the row stays with its ``deleted_hlc``."""

    __tablename__ = "trade_tag"
    __table_args__ = (
        Index("trade_tag_trade", "trade_id", "tag_id", unique=True),
        Index("trade_tag_tag", "tag_id"),
        STRICT,
    )

    trade_id: str = text(foreign_key="trade.id")
    tag_id: str = text(foreign_key="tag.id")


class ConfirmationRow(Synced, table=True):
    """Whether a condition of the setup was met; taken back, the row stays."""

    __tablename__ = "confirmation"
    __table_args__ = (Index("confirmation_trade", "trade_id", "name", unique=True), STRICT)

    trade_id: str = text(foreign_key="trade.id")
    name: str = text()
    answer: str = text()  # "yes", "no", "yes: note"


class TradeExclusionRow(Synced, table=True):
    """A trade that the user keeps out of a connection; taken back, the row stays."""

    __tablename__ = "trade_exclusion"
    __table_args__ = (
        Index("trade_exclusion_trade", "trade_id", "connection_id", unique=True),
        STRICT,
    )

    trade_id: str = text(foreign_key="trade.id")
    connection_id: str = text(foreign_key="connection.id")


class StopChangeRow(Synced, table=True):
    """A stop as it was set; the history of a trade's stops."""

    __tablename__ = "stop_change"
    __table_args__ = (digits("price"), Index("stop_change_trade", "trade_id", "at"), STRICT)

    trade_id: str = text(foreign_key="trade.id")
    at: datetime = instant()
    price: Decimal | None = decimal()


class BlobRow(SQLModel, table=True):
    """A stored file, named by its content."""

    __tablename__ = "blob"
    __table_args__ = (one_of("state", ("present", "missing", "quarantined")), STRICT)

    sha256: str = text(primary_key=True)
    size_bytes: int = integer()
    mime_type: str = text()
    width: int = integer()
    height: int = integer()
    state: str = text()
    created_at: datetime = instant()


class ScreenshotRow(Synced, table=True):
    """A picture on a trade; several may share one blob."""

    __tablename__ = "screenshot"
    __table_args__ = (
        Index("screenshot_trade", "trade_id", "position"),
        Index("screenshot_blob", "sha256"),
        STRICT,
    )

    trade_id: str = text(foreign_key="trade.id")
    sha256: str = text(foreign_key="blob.sha256")
    label: str = text()
    position: int = integer()


class DraftRow(Record, table=True):
    """Typing that was not saved yet."""

    __tablename__ = "draft"
    __table_args__ = (Index("draft_editor", "editor", "entity", "entity_id", unique=True), STRICT)

    editor: str = text()
    entity: str = text()
    entity_id: str = text()
    body: str = text()
    saved_at: datetime = instant()
