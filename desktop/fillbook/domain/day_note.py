"""What a trader writes of a day."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class DayNote:
    """The note of one day; each day has one at most."""

    id: str  # UUIDv7
    day: date
    text: str  # never empty
    revision: int  # rises with every change
