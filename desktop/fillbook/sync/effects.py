"""What the engine asks the world for. It has no clock, chance or connection of its own.

Each function here is one step of a ``Flow``: ``answer = yield from ask(request)``. The
production driver and the simulator run the same flows.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from fillbook.domain.link import Link
from fillbook.remotes.effects import Answer, Request
from fillbook.storage.sync.reading import SyncReader
from fillbook.storage.sync.writing import SyncStore

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A write whose intent is committed: only these may leave."""

    request: Request
    intent_id: str


@dataclass(frozen=True, slots=True)
class Transact:
    """Work on the library in one transaction."""

    work: Callable[[SyncStore], Any]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """A question to the library, of one moment."""

    work: Callable[[SyncReader], Any]


@dataclass(frozen=True, slots=True)
class Sleep:
    seconds: float
    why: str = ""


@dataclass(frozen=True, slots=True)
class Now:
    """The wall clock, in UTC. Only schedules and the age of keys use it."""


@dataclass(frozen=True, slots=True)
class NewKey:
    """128 random bits in base32."""


@dataclass(frozen=True, slots=True)
class NewId:
    """A new UUIDv7."""


@dataclass(frozen=True, slots=True)
class ReadPicture:
    """The bytes of a stored screenshot; FillbookError where they are missing."""

    sha256: str


@dataclass(frozen=True, slots=True)
class KeepPicture:
    """Check a picture and store its file, before a transaction refers to it."""

    content: bytes
    name: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long run is; ``total`` None where nobody knows."""

    words: str
    done: int
    total: int | None = None


Effect = (
    Request
    | Prepared
    | Transact
    | Look
    | Sleep
    | Now
    | NewKey
    | NewId
    | ReadPicture
    | KeepPicture
    | Progress
)

Flow = Generator[Effect, Any, T]
"""Steps of the engine: yields effects, is sent their results, returns its own."""


def ask(request: Request) -> Flow[Answer]:
    """The answer to a read; NotSent or Unclear is raised where none came."""
    answer = yield request
    assert isinstance(answer, Answer)
    return answer


def send(request: Request, intent_id: str) -> Flow[Answer]:
    """The answer to a write whose intent stands."""
    answer = yield Prepared(request, intent_id)
    assert isinstance(answer, Answer)
    return answer


def transact(work: Callable[[SyncStore], T], title: str = "") -> Flow[T]:
    """What one transaction gives back."""
    result: T = yield Transact(work, title)
    return result


def look(work: Callable[[SyncReader], T]) -> Flow[T]:
    """What the library answers."""
    result: T = yield Look(work)
    return result


def keep(link: Link) -> Flow[None]:
    """Keep a link, alone."""
    yield from transact(lambda store: store.put_link(link))


def now() -> Flow[datetime]:
    """The moment, in UTC."""
    moment = yield Now()
    assert isinstance(moment, datetime)
    return moment


def sleep(seconds: float, why: str = "") -> Flow[None]:
    yield Sleep(seconds, why)


def new_key() -> Flow[str]:
    key = yield NewKey()
    assert isinstance(key, str)
    return key


def new_id() -> Flow[str]:
    made = yield NewId()
    assert isinstance(made, str)
    return made


def tell(words: str, done: int, total: int | None = None) -> Flow[None]:
    """Show how far the run is."""
    yield Progress(words, done, total)
