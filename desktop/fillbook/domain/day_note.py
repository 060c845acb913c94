"""What a trader writes of a day."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class DayNote:
    """The note of one day; each day has one at most."""

    id: str  # UUIDv7
    day: date
    text: str  # empty: it was taken away
    revision: int  # rises with every change


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteDay:
    """A day's entry in a journal service's diary."""

    id: str  # as the service gives it
    day: date
    text: str | None  # in comparable form; None: an entry without words
