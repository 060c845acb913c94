"""The typed filter: `symbol:MES tag:late pnl<0 "moved stop"` to a query and back."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from fillbook.domain.execution import Direction
from fillbook.domain.query import TradeQuery
from fillbook.domain.trade import Outcome, Status
from fillbook.domain.trade_columns import TradeColumns

_TERM = re.compile(r'(?:(?P<field>[a-z]+):)?(?:"(?P<quoted>[^"]*)"?|(?P<plain>[^\s"]+))', re.I)
_RESULT = re.compile(r"(?:pnl|net)\s*([<>=])\s*0", re.I)
_OUTCOMES = {"<": Outcome.LOSS, ">": Outcome.WIN, "=": Outcome.BREAKEVEN}

FIELDS = {
    "account": "accounts",
    "symbol": "symbols",
    "side": "directions",
    "tag": "tags",
    "setup": "setups",
    "strategy": "strategies",
    "grade": "grades",
    "is": "statuses",
    "result": "outcomes",
    "from": "first_day",
    "to": "last_day",
    "reviewed": "reviewed",
}
"""What can be typed before a colon, and the part of the query that it fills."""

_DATES = ("first_day", "last_day")


@dataclass(frozen=True, slots=True)
class Term:
    """One filter as its chip says it."""

    label: str
    text: str
    part: str  # of the query
    value: object


class NotUnderstood(ValueError):
    """A typed word that is no filter; the message says what would be one."""


def parsed(typed: str, base: TradeQuery) -> TradeQuery:
    """The base query and what was typed besides.

    Raises:
        NotUnderstood: a filter has no such value.
    """
    query = base
    words = []
    for result in _RESULT.finditer(typed):
        query = _with(query, "outcomes", _OUTCOMES[result[1]])
    for term in _TERM.finditer(_RESULT.sub(" ", typed)):
        value = term["quoted"] if term["quoted"] is not None else term["plain"]
        field = (term["field"] or "").lower()
        if not field:
            words.append(value)
        elif field not in FIELDS:
            raise NotUnderstood(f"There is no filter {field}. Try {', '.join(FIELDS)}.")
        elif value:
            query = _with(query, FIELDS[field], _value(FIELDS[field], value))
    text = " ".join([query.text, *words]).strip()
    return replace(query, text=text)


def terms(query: TradeQuery) -> list[Term]:
    """The filters of a query, in the order in which they are read."""
    found = []
    for label, part in FIELDS.items():
        value = getattr(query, part)
        if part in _DATES:
            if value is not None:
                found.append(Term(label, value.isoformat(), part, value))
        elif part == "reviewed":
            if value is not None:
                found.append(Term("", "reviewed" if value else "not reviewed", part, value))
        else:
            found.extend(Term(label, str(each), part, each) for each in value)
    if query.text:
        found.append(Term("words", query.text, "text", query.text))
    return found


def without(query: TradeQuery, term: Term) -> TradeQuery:
    """The query without one of its filters."""
    if term.part == "text":
        return replace(query, text="")
    value = getattr(query, term.part)
    if isinstance(value, tuple):
        return _changed(query, term.part, tuple(each for each in value if each != term.value))
    return _changed(query, term.part, None)


def _with(query: TradeQuery, part: str, value: object) -> TradeQuery:
    present = getattr(query, part)
    if isinstance(present, tuple):
        return query if value in present else _changed(query, part, (*present, value))
    return _changed(query, part, value)


def _changed(query: TradeQuery, part: str, value: object) -> TradeQuery:
    changes: dict[str, Any] = {part: value}
    return replace(query, **changes)


def _value(part: str, typed: str) -> object:
    if part in _DATES:
        try:
            return date.fromisoformat(typed)
        except ValueError as error:
            raise NotUnderstood(f"{typed} is no day. Write it as 2026-11-20.") from error
    words = _CLOSED.get(part)
    if words is None:
        return typed
    if typed.lower() not in words:
        raise NotUnderstood(f"{typed} is not one of {', '.join(words)}.")
    return words[typed.lower()]


_CLOSED: Mapping[str, Mapping[str, object]] = {
    "directions": {each.value: each for each in Direction},
    "statuses": {each.value: each for each in Status},
    "outcomes": {each.value: each for each in Outcome},
    "reviewed": {"yes": True, "no": False},
}

Known = Callable[[str], Sequence[str]]
"""The words that the library knows for a part of the query."""


def offers(typed: str, known: Known) -> tuple[str, list[tuple[str, str]]]:
    """What may follow at the end of the line: the letters typed, and (replacement, shown)."""
    last = typed[term_start(typed) :]
    field, colon, value = last.partition(":")
    if not colon:
        if not last:
            return "", []
        fields = [name for name in FIELDS if name.startswith(last.lower())]
        return last, [(f"{name}:", f"{name}:") for name in fields]
    part = FIELDS.get(field.lower())
    if part is None or part in _DATES:
        return "", []
    wanted = value.strip('"')
    words = list(_CLOSED[part]) if part in _CLOSED else list(known(part))
    matching = [word for word in words if wanted.casefold() in word.casefold()]
    return wanted, [(f"{field}:{_quoted(word)} ", word) for word in matching]


def term_start(typed: str) -> int:
    """Where the term begins that is being typed."""
    quoted = typed.count('"') % 2 == 1
    head = typed[: typed.rindex('"')] if quoted else typed
    return head.rfind(" ") + 1


def _quoted(word: str) -> str:
    return f'"{word}"' if " " in word else word


def known_words(columns: TradeColumns, part: str) -> tuple[str, ...]:
    """The words of a library that a part of the query can take, in alphabetical order."""
    if part == "accounts":
        return tuple(account.name for account in columns.accounts)
    if part == "tags":
        return columns.tag_words
    words = {
        "symbols": columns.symbol,
        "setups": columns.setup,
        "strategies": columns.strategy,
        "grades": columns.grade,
    }
    return tuple(sorted(words[part].words, key=str.casefold)) if part in words else ()
