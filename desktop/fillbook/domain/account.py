"""An account: whose fills are matched together, in which money and on whose days."""

from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from enum import StrEnum

from fillbook.domain.instrument import AssetType


class Matching(StrEnum):
    """How an exit finds its entries."""

    FIFO = "fifo"
    AVERAGE = "average"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """An account as somebody asks for it: everything but its identity."""

    name: str
    currency: str
    timezone: str = "UTC"  # reporting zone, an IANA name
    day_ends: time = time(0, 0)  # wall time in the zone at which the trading day changes
    starting_balance: Decimal | None = None
    asset_type: AssetType = AssetType.STOCKS  # what its fills are, where a file does not say
    matching: Matching = Matching.FIFO
    breakeven_low: Decimal = Decimal(0)  # net P&L from low to high is a breakeven
    breakeven_high: Decimal = Decimal(0)
    counted: bool = True  # False: its trades stay out of every figure
    archived: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Account(NewAccount):
    """An account of the library."""

    id: str
