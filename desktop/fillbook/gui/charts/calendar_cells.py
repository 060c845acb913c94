"""What a calendar shows: days, weeks and months with what they brought."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fillbook.gui.figures.shown import token_of


@dataclass(frozen=True, slots=True)
class DayCell:
    """One date of a calendar, in words; ``share`` is its result as a part of the largest, signed.

    A day on which nothing was realised has no words.
    """

    day: date
    share: float = 0.0
    result: str = ""
    trades: str = ""
    beside: str = ""  # the same in another unit
    reviewed: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.result

    @property
    def token(self) -> str:
        return token_of(self.share)


@dataclass(frozen=True, slots=True)
class WeekTotal:
    """The right end of a week: its number and what it brought."""

    number: int
    share: float = 0.0
    result: str = ""
    trades: str = ""
    bars: tuple[float, ...] = ()  # of each day, as parts of the largest of the month

    @property
    def token(self) -> str:
        return token_of(self.share)


@dataclass(frozen=True, slots=True)
class MonthSheet:
    """Whole weeks from Monday to Sunday around one month."""

    first: date  # of the month
    title: str
    result: str
    token: str
    trades: str
    share: float  # of the largest month shown beside it, signed
    weeks: tuple[tuple[DayCell, ...], ...]
    totals: tuple[WeekTotal, ...]

    def holds(self, day: date) -> bool:
        return (day.year, day.month) == (self.first.year, self.first.month)


def part(value: Decimal | float | None, largest: float) -> float:
    """A result as a part of the largest, from -1 to 1."""
    return float(value) / largest if value and largest else 0.0


def largest_of(values: Sequence[Decimal | float | None]) -> float:
    """The largest without its sign; 0 of nothing."""
    return max((abs(float(value)) for value in values if value is not None), default=0.0)
