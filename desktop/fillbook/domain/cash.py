"""Money that moves an account's balance without a trade."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class CashKind(StrEnum):
    DEPOSIT = "deposit"
    WITHDRAWAL = "withdrawal"
    INTEREST = "interest"
    FEE = "fee"
    DIVIDEND = "dividend"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class CashEvent:
    """A deposit, a withdrawal or a charge that belongs to no trade."""

    kind: CashKind
    amount: Decimal  # account currency; money received is positive
    at: datetime
    external_id: str | None = None
    comment: str = ""
    row: int | None = None
