"""What a live account answers to questions that a vendor's documentation leaves open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from fillbook.remotes.effects import Answer, Operation
from fillbook.remotes.errors import RefusedThere, Unclear

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Finding:
    """A question, and what the account's answers say to it. Never a secret."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Something of a journal that is looked at and never kept: signals, a leaderboard."""

    title: str
    rows: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """What a probe learned."""

    answers: tuple[Finding, ...] = ()
    shown: tuple[Shown, ...] = ()


@runtime_checkable
class Probing(Protocol):
    """A remote that knows what its documentation leaves open."""

    def findings(self) -> Operation[Findings]:
        """Ask, with reads alone."""
        ...


def table(title: str, rows: Sequence[object]) -> Shown:
    """Objects as received, as texts."""
    return Shown(
        title,
        tuple(
            {str(key): str(value)[:_LONGEST] for key, value in row.items()}
            for row in rows
            if isinstance(row, dict)
        ),
    )


def tried(operation: Operation[list[object]], title: str) -> Operation[Shown]:
    """A list as a table; where it is refused, a table that says why."""
    try:
        return table(title, (yield from operation))
    except (RefusedThere, Unclear) as error:
        return Shown(title, ({"refused": error.title},))


def kinds_of(rows: Sequence[object], key: str) -> str:
    """Of what kinds a field's values are: texts, numbers, none ..."""
    found = {_kind(row[key]) if key in row else "absent" for row in rows if isinstance(row, dict)}
    return ", ".join(sorted(found)) or "no rows"


def words_of(rows: Sequence[object], key: str) -> str:
    """The different values of a field."""
    found = {str(row[key])[:40] for row in rows if isinstance(row, dict) and key in row}
    return ", ".join(sorted(found)[:20]) or "none"


def names_of(rows: Sequence[object]) -> str:
    """The names of all fields that rows carry."""
    found = {str(key) for row in rows if isinstance(row, dict) for key in row}
    return ", ".join(sorted(found)) or "no rows"


def order_of(rows: Sequence[object], key: str) -> str:
    """Whether a field's values come falling, rising or in no order."""
    values = [str(row[key]) for row in rows if isinstance(row, dict) and row.get(key) is not None]
    if len(set(values)) < 2:
        return "cannot be told"
    if values == sorted(values, reverse=True):
        return "newest first"
    return "oldest first" if values == sorted(values) else "in no order"


def limits_of(answer: Answer) -> str:
    """What an answer's headers say of rate limits."""
    found = [
        f"{name}: {value}"
        for name, value in sorted(answer.headers.items())
        if "ratelimit" in name or name == "retry-after"
    ]
    return ", ".join(found) or "nothing"


def is_included(rows: Sequence[object], key: str, day: str) -> str:
    """Whether a window's own day is among its rows."""
    return "yes" if any(_is_of(row, key, day) for row in rows) else "no"


def _is_of(row: object, key: str, day: str) -> bool:
    return isinstance(row, dict) and str(row.get(key) or "").startswith(day)


def _kind(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "yes or no"
    if isinstance(value, str):
        return "text"
    if isinstance(value, list | dict):
        return "list" if isinstance(value, list) else "object"
    return "number"
