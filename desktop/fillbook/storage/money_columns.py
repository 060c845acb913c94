"""Exact decimals of a column as integers of one scale."""

from array import array
from collections.abc import Iterable

from fillbook.domain.trade_columns import MISSING

Digits = Iterable[str | None]
"""Plain decimals; None is not known."""


def places(*columns: Digits) -> int:
    """The most digits behind the point that any of these decimals has."""
    return max(
        (len(text.partition(".")[2]) for column in columns for text in column if text is not None),
        default=0,
    )


def scaled(column: Digits, digits: int) -> "array[int] | list[int]":
    """The decimals times 10 ** digits."""
    return fitted([MISSING if text is None else integer(text, digits) for text in column])


def fitted(values: list[int]) -> "array[int] | list[int]":
    """A buffer of 64-bit integers, where they fit; the list where they do not."""
    try:
        return array("q", values)
    except OverflowError:
        return values


def integer(text: str, digits: int) -> int:
    """One decimal times 10 ** digits."""
    whole, _, fraction = text.partition(".")
    return int(whole + fraction.ljust(digits, "0"))
