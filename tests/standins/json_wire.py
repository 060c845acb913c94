"""JSON over the wire of the stand-ins: exact numbers in, plain digits out."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from standins.wire import Answered, Asked

_MARK = "\x00exactly:"
_MARKED = re.compile(r'"\\u0000exactly:([^"]*)"')


def json_text(value: Any) -> bytes:
    """A value as JSON; decimals keep their digits."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_marked)
    return _MARKED.sub(r"\1", text).encode("utf-8", "surrogatepass")


def _marked(value: Any) -> str:
    """A decimal as a text that is known again, to lose its quotes."""
    assert isinstance(value, Decimal)
    return _MARK + format(value, "f")


def json_answer(status: int, value: Any, headers: Mapping[str, str] | None = None) -> Answered:
    kind = {"content-type": "application/json; charset=utf-8"}
    return Answered(status, kind | dict(headers or {}), json_text(value))


def html_answer(status: int, words: str, headers: Mapping[str, str] | None = None) -> Answered:
    page = f"<!DOCTYPE html><html><body><h1>{words}</h1></body></html>"
    return Answered(status, {"content-type": "text/html", **(headers or {})}, page.encode())


def empty_answer(status: int) -> Answered:
    return Answered(status, {"content-length": "0"}, b"")


def json_object(asked: Asked) -> dict[str, Any] | None:
    """The object of a request's body; None where it is none."""
    try:
        value = json.loads(asked.body, parse_float=Decimal)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def query(asked: Asked, name: str) -> str | None:
    """The last value of a query parameter; None where it is absent."""
    found = [value for key, value in asked.query if key == name]
    return found[-1] if found else None


def number(value: object) -> Decimal | None:
    """The number that a JSON value is or spells; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        stated = Decimal(str(value).strip())
    except ArithmeticError:
        return None
    return stated if stated.is_finite() else None


def clipped(value: str | None, low: int, high: int, otherwise: int) -> int:
    """A whole number between bounds, as lenient servers read one."""
    if value is None or not value.strip().lstrip("-").isdigit():
        return otherwise
    return min(max(int(value), low), high)
