"""What the window hears of the runs: frozen records, from the sync thread."""

from dataclasses import dataclass
from datetime import datetime

from fillbook.domain.change import Changes
from fillbook.sync.report import Report
from fillbook.sync.watching import Holdings


@dataclass(frozen=True, slots=True)
class Began:
    """A run began."""

    connection_id: str
    is_preview: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """How far a run is; ``total`` None where nobody knows."""

    connection_id: str
    words: str
    done: int
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Wrote:
    """A run changed the library."""

    connection_id: str
    changes: Changes


@dataclass(frozen=True, slots=True)
class Ended:
    """A run came to its end, whatever that is."""

    report: Report
    is_preview: bool = False


@dataclass(frozen=True, slots=True)
class Stopped:
    """A run was stopped by hand, or by the end of the program."""

    connection_id: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A run could not go on, for a reason that lies here and not with the remote."""

    connection_id: str
    title: str
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """A broker said what is open."""

    connection_id: str
    holdings: tuple[Holdings, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Unseen:
    """A broker could not be asked what is open."""

    connection_id: str
    title: str
    next_step: str = ""


News = Began | Moved | Wrote | Ended | Stopped | Failed | Seen | Unseen
