"""One request to Tradavity as its routes see it, and what they say before the envelope."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from standins.json_wire import clipped, query
from standins.tradavity_bodies import body_of
from standins.tradavity_book import Book
from standins.tradavity_fields import Invalid
from standins.tradavity_switches import Switches
from standins.tradavity_website import Website
from standins.wire import Answered, Asked


class Refused(Exception):
    """A no, with its code and details."""

    def __init__(
        self, status: int, code: str, headers: Mapping[str, str] | None = None, **details: Any
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.headers, self.details = status, code, headers or {}, details


def waiting(code: str, seconds: int, scope: str) -> Refused:
    """A 429 that says how long."""
    return Refused(429, code, {"retry-after": str(seconds), "x-ratelimit-scope": scope})


@dataclass(frozen=True, slots=True)
class Reply:
    """A yes: what stands under ``data``."""

    data: Any
    status: int = 200
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A request that was let in."""

    asked: Asked
    scopes: tuple[str, ...]
    now: datetime
    numbers: tuple[int, ...]
    site: Website
    usage: Callable[[], dict[str, Any]]  # what the key asked in the last day

    @property
    def book(self) -> Book:
        return self.site.book

    @property
    def switches(self) -> Switches:
        return self.site.switches

    @property
    def number(self) -> int:
        """The first number of the path."""
        return self.numbers[0]

    @property
    def body(self) -> dict[str, Any]:
        return body_of(self.asked)

    def query(self, name: str) -> str | None:
        return query(self.asked, name)

    def note(self, did: str, what: str, number: object) -> None:
        self.site.note_request(did, what, number)

    def page(self, rows: list[Any]) -> list[Any]:
        """The part of a list that ``limit`` and ``offset`` ask for."""
        start = clipped(self.query("offset"), 0, 1_000_000, 0)
        return rows[start : start + clipped(self.query("limit"), 1, 200, 50)]

    def chosen(self, name: str, allowed: tuple[str, ...], otherwise: str | None = None) -> Any:
        """A query word of a closed set."""
        value = self.query(name)
        if value is not None and value not in allowed:
            raise Invalid(fields={name: "is not one of the allowed values"}, allowed=list(allowed))
        return otherwise if value is None else value


Respond = Callable[[Call], Reply | Answered]
Routes = dict[tuple[str, ...], tuple[str | None, Respond]]
"""Method and path, a number as "*", to the scope that it needs and what answers it."""


def named(body: Mapping[str, Any], most: int) -> str:
    """The name in a body."""
    name = body.get("name")
    if not isinstance(name, str) or not 1 <= len(name) <= most:
        raise Invalid(fields={"name": f"must have 1 to {most} characters"})
    return name
