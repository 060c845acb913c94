"""What passes between a client and a stand-in: whole requests and whole answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from standins.clock import Clock


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, as it arrived."""

    method: str
    path: str  # decoded, without the query
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)  # lower-case names
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)  # lower-case names
    body: bytes = b""


class StandIn(Protocol):
    """A remote in a box: no sockets, no clock of its own."""

    clock: Clock

    def answer(self, asked: Asked) -> Answered:
        """One whole request, its effect included."""
        ...
