"""What really happened at a stand-in: tests judge by this, not by what a client believes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

API = "api"
WEBSITE = "website"
VENDOR = "vendor"


@dataclass(frozen=True, slots=True)
class Entry:
    """One effect."""

    at: datetime
    who: str  # API, WEBSITE or VENDOR
    did: str  # "created", "changed", "deleted", "read", "queued" ...
    what: str  # "trade", "execution", "import" ...
    id: str
    request: int | None  # the number of the request that did it, from 1


class Ledger:
    """All effects, oldest first."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []

    def note(self, entry: Entry) -> None:
        self._entries.append(entry)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def of(
        self, did: str | None = None, what: str | None = None, who: str | None = None
    ) -> list[Entry]:
        """The effects of a kind."""
        return [
            entry
            for entry in self._entries
            if did in (None, entry.did) and what in (None, entry.what) and who in (None, entry.who)
        ]
