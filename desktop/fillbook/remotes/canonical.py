"""Canonical forms in which a remote's values and ours are compared."""

import hashlib
import unicodedata
from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation

from fillbook.domain.money import canonical, round_places
from fillbook.remotes import json_text

DOUBLE_DIGITS = 15
"""Significant digits that survive a remote which keeps its numbers as doubles."""

_DOUBLE = Context(prec=DOUBLE_DIGITS, rounding=ROUND_HALF_EVEN)
_MAX_EXPONENT = 24
_UNREADABLE_CHARACTER = "\N{REPLACEMENT CHARACTER}"


def text(value: str) -> str:
    """NFC, lines that end in LF, and no character that a database cannot keep."""
    if value.isascii() and "\r" not in value and "\0" not in value:
        return value
    whole = value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    lines = whole.replace("\r\n", "\n").replace("\r", "\n").replace("\0", _UNREADABLE_CHARACTER)
    return unicodedata.normalize("NFC", lines)


def optional_text(value: str | None) -> str | None:
    """Canonical text; None where it is empty."""
    return text(value) or None if value else None


def double(value: Decimal) -> Decimal:
    """The value as a remote gives it back that keeps eight decimals and counts in doubles."""
    return _DOUBLE.plus(round_places(value))


def amount(value: Decimal | None) -> str | None:
    """Canonical digits of what survives a double; None for what is unknown."""
    return None if value is None else canonical(double(value))


def number(value: object) -> Decimal:
    """The number that a JSON value states, as a number or as text.

    Raises:
        ValueError: it states none, or one that no market has.
    """
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise ValueError("no number")
    try:
        stated = Decimal(value.strip() if isinstance(value, str) else value)
    except InvalidOperation as error:
        raise ValueError("no number") from error
    if not stated.is_finite() or (stated and abs(stated.adjusted()) > _MAX_EXPONENT):
        raise ValueError("no number of a market")
    return stated


def second(instant: datetime) -> datetime:
    """The whole second, in UTC, in which an instant lies."""
    return instant.astimezone(UTC).replace(microsecond=0)


def instant_text(instant: datetime) -> str:
    """``2026-03-09T13:35:10Z``, floored to the second."""
    return second(instant).replace(tzinfo=None).isoformat() + "Z"


def instant(value: str) -> datetime:
    """The instant, in UTC, that an ISO 8601 text states; without an offset it is UTC.

    Raises:
        ValueError: it states none.
    """
    stated = datetime.fromisoformat(value.strip())
    try:
        return stated.replace(tzinfo=UTC) if stated.tzinfo is None else stated.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("no instant") from error


def fingerprint(value: object) -> str:
    """A hash that is equal for equal JSON values."""
    return hashlib.sha256(json_text.sorted_text(value)).hexdigest()
