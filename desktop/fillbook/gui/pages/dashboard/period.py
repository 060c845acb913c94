"""The stretch of time that the dashboard looks at."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from fillbook.gui import format


class Period(StrEnum):
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from the first to the last, both included; no first day is from the beginning."""

    first: date | None
    last: date
    title: str


def stretch(period: Period, last: date) -> Stretch:
    """The calendar period that the last day lies in, up to that day."""
    to = f"to {format.long_day(last)}"
    match period:
        case Period.WEEK:
            monday = last - timedelta(days=last.weekday())
            return Stretch(monday, last, f"Week of {format.long_day(monday)}")
        case Period.MONTH:
            return Stretch(last.replace(day=1), last, f"{format.month(last)}, {to}")
        case Period.QUARTER:
            quarter = (last.month - 1) // 3
            first = last.replace(month=3 * quarter + 1, day=1)
            return Stretch(first, last, f"Quarter {quarter + 1} of {last.year}, {to}")
        case Period.YEAR:
            return Stretch(last.replace(month=1, day=1), last, f"{last.year}, {to}")
        case Period.ALL:
            return Stretch(None, last, f"All days {to} {last.year}")
