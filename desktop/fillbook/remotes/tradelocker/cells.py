"""Cells of the broker's answers, each read as what it should be."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from fillbook.domain.execution import Side
from fillbook.remotes.record import BadRecord, Record

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST_MS = 253_402_300_799_000

T = TypeVar("T")


def moment(record: Record, key: str) -> datetime | None:
    """The instant that a number of milliseconds since 1970 names."""
    stated = record.whole(key)
    if stated is None or stated == 0:
        return None
    if not 0 < stated < _LATEST_MS:
        raise BadRecord(f'"{key}" is no time.')
    return _EPOCH + timedelta(milliseconds=stated)


def milliseconds(instant: datetime) -> int:
    """An instant as the broker's queries state it."""
    return (instant - _EPOCH) // timedelta(milliseconds=1)


def readable(make: Callable[[Record], T], records: Iterable[Record]) -> Iterator[T]:
    """The records that can be read."""
    for record in records:
        with suppress(BadRecord):
            yield make(record)


def position_id(record: Record) -> str | None:
    """The id of a position; zero is none."""
    found = record.id("positionId")
    return None if found == "0" else found


def required_moment(record: Record, key: str) -> datetime:
    found = moment(record, key)
    if found is None:
        raise BadRecord(f'"{key}" is missing.')
    return found


def required(record: Record, key: str) -> str:
    found = record.text(key)
    if found is None:
        raise BadRecord(f'"{key}" is missing.')
    return found


def quantity(record: Record, key: str) -> Decimal:
    found = record.number(key)
    if found is None or found < 0:
        raise BadRecord(f'"{key}" is no quantity.')
    return found


def positive(record: Record, key: str) -> Decimal:
    found = quantity(record, key)
    if not found:
        raise BadRecord(f'"{key}" is no quantity.')
    return found


def side(record: Record) -> Side:
    word = (record.text("side") or "").casefold()
    if word not in {side.value for side in Side}:
        raise BadRecord('"side" is neither buy nor sell.')
    return Side(word)


def swap(record: Record) -> Decimal | None:
    stated = record.number("swap")
    return record.number("swaps") if stated is None else stated


def day(text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise BadRecord('"date" is no date.') from error
