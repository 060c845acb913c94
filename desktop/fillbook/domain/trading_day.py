"""Which day an instant belongs to, by an account's zone and cut-over."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_NOON = time(12, 0)


@dataclass(frozen=True, slots=True)
class TradingCalendar:
    """The days of an account.

    A day that ends at 00:00 is the calendar day of the zone. A day that ends later
    than noon (17:00 in New York) begins on the evening before: an instant at or after
    the cut-over belongs to the next date. One that ends before noon (02:00) belongs,
    until then, to the date before.
    """

    zone: ZoneInfo
    day_ends: time = time(0, 0)

    def local(self, instant: datetime) -> datetime:
        """The wall clock of the zone at an instant."""
        return instant.astimezone(self.zone)

    def day(self, instant: datetime) -> date:
        """The trading day of an instant."""
        local = self.local(instant)
        if self.day_ends > _NOON:
            return local.date() + timedelta(days=local.time() >= self.day_ends)
        return local.date() - timedelta(days=local.time() < self.day_ends)

    def starts(self, day: date) -> datetime:
        """The first instant, in UTC, of a trading day."""
        first = day - timedelta(days=1) if self.day_ends > _NOON else day
        return datetime.combine(first, self.day_ends, self.zone).astimezone(UTC)

    def ends(self, day: date) -> datetime:
        """The instant, in UTC, at which a trading day is over."""
        return self.starts(day + timedelta(days=1))
