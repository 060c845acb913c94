"""In what the trades of a population are measured."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from fillbook.domain.execution import Basis
from fillbook.domain.trading_day import TradingCalendar


class Measure(StrEnum):
    """What a result is counted in."""

    MONEY = "money"
    R = "r"  # the initial risk of the trade
    PERCENT = "percent"  # what its account started with; a fraction, 0.01 is one percent
    TICKS = "ticks"  # the smallest step in price, for one unit of quantity


@dataclass(frozen=True, slots=True)
class Band:
    """Results that are neither won nor lost, bounds included."""

    low: Decimal
    high: Decimal
    measure: Measure = Measure.MONEY


@dataclass(frozen=True, slots=True)
class Terms:
    """What a population is asked for besides its trades."""

    basis: Basis = Basis.NET
    measure: Measure = Measure.MONEY
    currency: str | None = None  # converted into; None: as it was realised
    band: Band | None = None  # None: of each account its own
    calendar: TradingCalendar | None = None  # None: of each account its own
