"""What a day's note is called in links, bases and questions."""

from datetime import date

from fillbook.domain.link import Conflict, Intent
from fillbook.remotes.diary import ENTITY

TEXT = "notes"
"""The one field of a day in a base."""

EMPTIED = "emptied"
"""The remark of a link whose words are to go there too, on the user's word."""


def field_of(day: date) -> str:
    """The field of a question about a day."""
    return f"{ENTITY}.{day.isoformat()}"


def day_of(conflict: Conflict) -> date | None:
    """The day that a question is about; None where it is about none."""
    entity, _, day = (conflict.field or "").partition(".")
    return date.fromisoformat(day) if entity == ENTITY else None


def begins_day(intent: Intent) -> bool:
    """Whether an intent is of a day's new entry."""
    return intent.entity == ENTITY and intent.verb.startswith("POST ")
