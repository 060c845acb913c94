"""A fill: the fact that everything else is derived from."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from fillbook.domain.instrument import AssetType
from fillbook.domain.money import known_sum

BROKER = "broker:"
"""How the source of a fill begins that a broker delivered: its connection's name follows."""

_FROM_HERE = ("import", "manual")


class Side(StrEnum):
    BUY = "buy"
    SELL = "sell"


class Direction(StrEnum):
    LONG = "long"
    SHORT = "short"


class Precision(StrEnum):
    """How finely a source tells the time."""

    DAY = "day"
    MINUTE = "minute"
    SECOND = "second"
    MILLI = "milli"
    MICRO = "micro"


class Basis(StrEnum):
    """Whether a stated P&L is before or after costs."""

    GROSS = "gross"
    NET = "net"


@dataclass(frozen=True, slots=True)
class StatedPnl:
    """The P&L of a closing fill as its source states it: the P&L of record."""

    amount: Decimal  # account currency
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """One fill as a source states it, in UTC and with costs positive.

    Unknown is None and never zero. What the library adds to it (ids, account,
    instrument) stands in ``StoredExecution``.
    """

    symbol: str
    side: Side
    quantity: Decimal  # positive: shares, contracts or lots, as the source speaks
    price: Decimal | None  # None: the source gives the P&L alone
    executed_at: datetime
    sequence: int = 0  # order among fills of one instant (rulings: the broker's, else the file's)
    precision: Precision = Precision.SECOND
    utc_offset_minutes: int | None = None  # as received; None: the file names no offset
    commission: Decimal | None = None  # a cost is positive, a rebate negative
    other_fees: Decimal | None = None
    swap: Decimal | None = None  # money received is positive
    stated_pnl: StatedPnl | None = None
    asset_type: AssetType | None = None
    multiplier: Decimal | None = None  # money a unit of quantity and of price
    external_id: str | None = None  # the broker's id of this fill
    order_id: str | None = None
    position_id: str | None = None  # fills of one position are matched among themselves
    stop_loss: Decimal | None = None  # of the position when the source was written
    take_profit: Decimal | None = None
    initial_risk: Decimal | None = None  # of the trade that this fill opens, account currency
    derived: bool = False  # made from a row that states a whole trade, or all of an order
    row: int | None = None  # 1-based row of the file

    @property
    def fees(self) -> Decimal | None:
        """Commission and other fees less swap; None when no part is known."""
        swap = None if self.swap is None else -self.swap
        return known_sum((self.commission, self.other_fees, swap))

    @property
    def signed_quantity(self) -> Decimal:
        """The change of the position: positive for a buy."""
        return self.quantity if self.side is Side.BUY else -self.quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredExecution:
    """A fill as the library keeps it."""

    id: str
    account_id: str
    instrument_id: str
    content_hash: str  # of the normalised fields
    ordinal: int  # 0, 1, ... among fills of equal content in one file
    fill: Execution
    source: str  # "import", "manual", a journal's connection, or BROKER and a broker's
    batch_id: str | None = None  # the import that brought it

    @property
    def is_of_a_summary(self) -> bool:
        """Whether another journal told a trade as a whole, and this stands for a side of it."""
        is_own = self.source in _FROM_HERE or self.source.startswith(BROKER)
        return self.fill.derived and not is_own

    @property
    def order(self) -> tuple[datetime, int, str, int]:
        """The key that orders fills; no local id takes part."""
        return (self.fill.executed_at, self.fill.sequence, self.content_hash, self.ordinal)
