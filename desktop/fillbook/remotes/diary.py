"""A journal that keeps a diary beside its trades: one entry a day."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from fillbook.domain.day_note import RemoteDay
from fillbook.remotes.effects import Answer, Operation, Request
from fillbook.remotes.remote import Remote

ENTITY = "day_note"
"""What a write to the diary changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiaryPage:
    """One page of a diary."""

    entries: tuple[RemoteDay, ...]
    cursor: str | None = None  # None: this was the last one
    bad_rows: tuple[str, ...] = ()  # why an entry could not be read


class Diary(Remote, Protocol):
    """A journal with ``Capability.DIARY``."""

    def days(self, cursor: str | None, day: date | None = None) -> Operation[DiaryPage]:
        """One page of the diary, newest day first, or what one day has; None begins."""
        ...

    def read_day(self, remote_id: str) -> Operation[RemoteDay]:
        """One entry; RefusedThere NOT_FOUND where it is gone."""
        ...

    def day_text(self, text: str) -> str | None:
        """A note of ours in the form in which both sides are compared."""
        ...

    def day_creation(self, day: date, text: str) -> Request:
        """The request that begins a day's entry."""
        ...

    def day_created(self, answer: Answer) -> str | None:
        """The new entry's id."""
        ...

    def write_day(self, remote_id: str, text: str) -> Operation[RemoteDay]:
        """Replace an entry's words, and read back what is stored now."""
        ...
