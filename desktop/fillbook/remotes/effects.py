"""What an operation of a remote yields: requests. It does no I/O of its own."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from fillbook.remotes.secret import Secret

READ_TIMEOUT_S = 30.0

TOKEN = "token"
"""The entity of a request that only logs in. It may be repeated freely."""
TOKEN = "token"
"""The entity of a request that logs in, or renews a login."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One HTTP request to the connection's own origin.

    Secrets stay wrapped until the transport has checked where the bytes go.
    """

    method: str
    path: str  # below the base URL, begins with "/"
    query: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str | Secret], ...] = ()
    body: bytes | Secret | None = None
    content_type: str | None = None
    timeout_s: float = READ_TIMEOUT_S
    lane: str = ""  # the limiter's route, where a remote has several
    entity: str = "trade"  # what a write changes: "trade", "screenshot", "tag" ...

    @property
    def is_read(self) -> bool:
        """Whether it changes nothing there. A request for a token changes nothing either."""
        return self.method == "GET" or self.entity == TOKEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back, whole and with a readable status."""

    status: int
    headers: Mapping[str, str]  # lower-case names
    body: bytes
    is_ours: bool = False  # said in the remote's stead: nothing was asked

    def header(self, name: str) -> str | None:
        return self.headers.get(name)


Result = TypeVar("Result")

Operation = Generator[Request, Answer, Result]
"""Steps of one conversation: yields requests, is sent their answers, returns its result.

``NotSent`` and ``Unclear`` of ``remotes.errors`` are thrown into it where no answer came.
"""
