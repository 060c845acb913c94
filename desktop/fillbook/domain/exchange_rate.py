"""What one currency is worth in another."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeRate:
    """How much of a currency one unit of another was worth on a day, and who said so."""

    base: str  # one unit of this
    quote: str  # is worth so much of that
    day: date
    rate: Decimal  # above zero
    source: str  # a file's name, a bank
