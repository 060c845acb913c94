"""What a broker says of an account."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountState:
    """An account at a moment, in its currency, as its broker states it; None is unknown."""

    account_id: str
    source: str  # the connection's name
    at: datetime
    balance: Decimal  # closed trades alone
    equity: Decimal | None = None  # with what open positions are worth
    today_gross: Decimal | None = None  # of the broker's own day so far
    today_net: Decimal | None = None
    today_fees: Decimal | None = None
    today_trades: int | None = None
