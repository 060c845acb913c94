"""A trade: a round trip with an identity, and what a trader says of it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from fillbook.domain.execution import Direction, Precision, StoredExecution
from fillbook.domain.instrument import AssetType
from fillbook.domain.review import Confirmation, Review, Screenshot


class Status(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class Outcome(StrEnum):
    WIN = "win"
    LOSS = "loss"
    BREAKEVEN = "breakeven"


class Kind(StrEnum):
    """What a row of the journal stands for."""

    EXECUTED = "executed"  # derived from fills
    PLANNED = "planned"  # a plan whose fills may attach later
    MISSED = "missed"  # seen and not taken; never in a figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """One row of the journal. Money is in the account's currency; unknown is None."""

    id: str
    number: int  # for people; given once, never used again
    account: str  # name
    account_id: str
    instrument_id: str
    symbol: str
    asset_type: AssetType
    direction: Direction
    status: Status
    kind: Kind = Kind.EXECUTED
    quantity: Decimal  # the sum of its entries
    opened_at: datetime | None
    closed_at: datetime | None
    entry_price: Decimal | None  # VWAP, 8 decimals
    exit_price: Decimal | None
    gross_pnl: Decimal | None  # of record; an open trade's realised part
    fees: Decimal | None  # None: no fee is known
    fees_unknown: int  # fills whose fees are unknown
    net_pnl: Decimal | None
    currency: str
    broker_pnl: Decimal | None  # as stated, None where no source states one
    computed_pnl: Decimal | None  # gross from prices; None: not computable
    multiplier: Decimal | None
    initial_risk: Decimal | None  # money
    r_multiple: Decimal | None  # net over initial risk, 4 decimals
    stop_loss: Decimal | None  # the present one
    take_profit: Decimal | None
    initial_stop: Decimal | None = None
    trading_day: date | None = None  # of the last closing fill; while open, of the opening
    precision: Precision = Precision.SECOND  # of its times; DAY: the time of day is not known
    review: Review = field(default_factory=Review)
    archived: bool = False
    deleted: bool = False  # in the bin
    executions: int = 0
    screenshots: int = 0
    revision: int = 0


class Role(StrEnum):
    ENTRY = "entry"
    EXIT = "exit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """The part of a fill that belongs to a trade."""

    execution: StoredExecution
    role: Role
    quantity: Decimal  # may be less than the fill's, where it crosses zero
    fees: Decimal | None  # the fill's fees in proportion
    gross_pnl: Decimal | None  # realised by an exit, of record
    net_pnl: Decimal | None  # less its own fees and those of the entries that it closes
    trading_day: date


@dataclass(frozen=True, slots=True)
class StopChange:
    at: datetime
    price: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One changed value of the change log."""

    change_id: str  # the transaction that `undo` takes back
    at: datetime
    origin: str  # user, import, undo, ...
    entity: str
    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeDetail:
    """A trade with everything that hangs on it."""

    trade: Trade
    legs: tuple[Leg, ...]  # in order of fills
    screenshots: tuple[Screenshot, ...]
    stops: tuple[StopChange, ...]  # oldest first
    history: tuple[HistoryEntry, ...]  # newest first
    reasons: tuple[str, ...] = ()  # why a figure is unknown, in words
    confirmations: tuple[Confirmation, ...] = ()  # in alphabetical order
