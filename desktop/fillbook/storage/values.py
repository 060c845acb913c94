"""How values lie in SQLite: exact decimals as plain digits, instants as microseconds."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from fillbook.domain.errors import Refused
from fillbook.domain.money import canonical

Value = str | int | float | bytes | None
"""What a column can hold."""

FIRST_MOMENT = datetime(1, 1, 1, tzinfo=UTC)
LAST_MOMENT = datetime(9999, 12, 31, tzinfo=UTC)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_DIGITS = 60


def microseconds(instant: datetime) -> int:
    """An aware instant as microseconds since 1970, UTC."""
    return (instant - _EPOCH) // _MICROSECOND


def instant(stored: int) -> datetime:
    """The instant, in UTC, that a column holds."""
    return _EPOCH + timedelta(microseconds=stored)


def optional_instant(stored: int | None) -> datetime | None:
    return None if stored is None else instant(stored)


def decimal(stored: str | None) -> Decimal | None:
    """The exact decimal that a column holds; None is unknown."""
    return None if stored is None else Decimal(stored)


def day(stored: int | None) -> date | None:
    """The day that a column holds as its ordinal (day 1 is 0001-01-01)."""
    return None if stored is None else date.fromordinal(stored)


def plain_digits(value: Decimal) -> str:
    """The canonical text of a decimal that the library can keep.

    Raises:
        Refused: it is not a number, or longer than any amount in a market.
    """
    if not value or abs(value.adjusted()) <= _DIGITS:
        text = canonical(value)
        if len(text) <= 2 * _DIGITS and text[-1].isdigit():
            return text
    raise Refused(f"{value} is not an amount.", "Give it in plain digits.")


def stored(value: object) -> Value:
    """A domain value as a column holds it."""
    if isinstance(value, Decimal):
        return plain_digits(value)
    if isinstance(value, datetime):
        return microseconds(value)
    if isinstance(value, date):
        return value.toordinal()
    if isinstance(value, bool):
        return int(value)
    if value is None or isinstance(value, str | int | float | bytes):
        return str(value) if isinstance(value, str) else value
    raise AssertionError(f"{type(value).__name__} has no column type")
