"""A price bar."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Bar:
    """Open, high, low and close of one span of time that starts at an instant (UTC)."""

    starts_at: datetime
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    volume: Decimal | None = None


@dataclass(frozen=True, slots=True)
class BarSeries:
    """Bars of one symbol and resolution, oldest first."""

    symbol: str
    resolution_s: int
    bars: tuple[Bar, ...]
