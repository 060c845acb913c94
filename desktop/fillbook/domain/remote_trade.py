"""A trade as another journal keeps it, in canonical form: what a sync compares."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from fillbook.domain.execution import Direction, Side
from fillbook.domain.instrument import AssetType

Value = str | tuple[str, ...] | None
"""A field's canonical value: text, a set of words in order, or None where it is unset."""

Fields = Mapping[str, Value]
"""Values by the keys of ``fillbook edit``, and ``fills``. An absent key was not delivered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a trade was, as far as its source tells. Unknown is None."""

    symbol: str
    direction: Direction
    asset_type: AssetType | None = None
    multiplier: Decimal | None = None
    quantity: Decimal | None = None
    opened_at: datetime | None = None  # UTC
    closed_at: datetime | None = None
    trading_day: date | None = None  # where the source gives a day without a time
    entry_price: Decimal | None = None
    exit_price: Decimal | None = None
    gross_pnl: Decimal | None = None
    fees: Decimal | None = None
    net_pnl: Decimal | None = None
    currency: str | None = None
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteFill:
    """One fill of a remote trade."""

    side: Side
    quantity: Decimal
    price: Decimal
    executed_at: datetime | None  # UTC
    fees: Decimal | None = None
    external_id: str | None = None  # only where it stays the same for ever


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteImage:
    """A picture on a remote trade; its bytes are read on their own."""

    id: str
    label: str = ""
    position: int = 0
    size_bytes: int | None = None
    mime_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteRow:
    """A trade in a listing, which may say less than its detail."""

    id: str | None  # None: the remote's rows carry no id
    hash: str  # of the row as received
    facts: Facts
    account: str | None = None  # the remote's id of it
    account_name: str | None = None
    body: bytes = b""  # the row as received


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteTrade:
    """A trade with everything that the remote delivers of it."""

    id: str | None
    facts: Facts
    fields: Fields  # in the remote's own space
    account: str | None = None
    account_name: str | None = None
    fills: tuple[RemoteFill, ...] | None = None  # None: not delivered
    images: tuple[RemoteImage, ...] | None = None  # None: not delivered
    is_archived: bool = False
    copy_of: str | None = None  # the source trade, where this one is a copy
    is_copy_source: bool = False
    whole: frozenset[str] = frozenset()
    """Beginnings of keys that were delivered whole: such a key without a value is unset."""
    stamp: str | None = None  # the remote's own mark of its last change
    extras: Mapping[str, str] = field(default_factory=dict)  # JSON of what we only show
    body: bytes = b""  # as received
