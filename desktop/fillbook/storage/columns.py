"""Column types: exact decimals as TEXT, instants as INTEGER, and shorthands for fields.

A plain ``Decimal`` column becomes a float in SQLite without a word; these do not.
"""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import REAL, CheckConstraint, Computed, Dialect, Integer, LargeBinary, Text
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field

from fillbook.storage.values import instant as instant_of
from fillbook.storage.values import microseconds, plain_digits


class DecimalText(TypeDecorator[Decimal]):
    """A Decimal in canonical plain digits."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        assert value is None or isinstance(value, Decimal), "money is a Decimal"
        return None if value is None else plain_digits(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class InstantMicroseconds(TypeDecorator[datetime]):
    """An aware datetime as UTC microseconds."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else instant_of(value)


def text(**options: Any) -> Any:
    """A TEXT column."""
    return Field(sa_type=Text, **options)


def integer(**options: Any) -> Any:
    """An INTEGER column; a boolean is 0 or 1."""
    return Field(sa_type=Integer, **options)


def blob(**options: Any) -> Any:
    """A BLOB column."""
    return Field(sa_type=LargeBinary, **options)


def decimal(**options: Any) -> Any:
    """An exact decimal."""
    return Field(sa_type=DecimalText, **options)


def instant(**options: Any) -> Any:
    """An instant."""
    return Field(sa_type=InstantMicroseconds, **options)


def real_of(column: str) -> Any:
    """A VIRTUAL float of a decimal column, for ordering and filtering, never for a total."""
    expression = Computed(f"CAST({column} AS REAL)", persisted=False)
    return Field(default=None, sa_type=REAL, sa_column_args=[expression])


def one_of(column: str, words: Iterable[str]) -> CheckConstraint:
    """The column holds one of the words, or nothing where it may be empty."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})")


def digits(*columns: str) -> CheckConstraint:
    """The decimal columns hold plain digits."""
    return CheckConstraint(" AND ".join(f"{column} NOT GLOB '*[^0-9.-]*'" for column in columns))
