"""Exact sums of money columns: 64-bit integers where they fit, Python's beyond."""

from decimal import Decimal, localcontext
from typing import Any

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[Any]
"""int64, or Python integers in an object array where a sum could leave 64 bits."""

Indices = NDArray[np.signedinteger[Any]]
Floats = NDArray[np.floating[Any]]
Mask = NDArray[np.bool_]

_SAFE_SUM = 2**62
_SAFE_FLOAT = 2**53


def largest(values: Integers) -> int:
    """The largest absolute value; 0 of nothing."""
    return max(int(values.max()), -int(values.min())) if len(values) else 0


def summable(values: Integers) -> Integers:
    """The values in a form whose sums, in any order, are exact."""
    if values.dtype == object or largest(values) * len(values) < _SAFE_SUM:
        return values
    return values.astype(object)


def total(values: Integers) -> int:
    """The exact sum of summable values."""
    return int(values.sum())


def sums_by(codes: Indices, values: Integers, size: int) -> Integers:
    """The exact sum of the values of each code from 0 to size - 1."""
    if values.dtype != object and largest(values) * len(values) < _SAFE_FLOAT:
        # Every partial sum is an integer that a double holds exactly.
        return np.bincount(codes, weights=values, minlength=size).astype(np.int64)
    sums: Integers = np.zeros(size, dtype=values.dtype)
    np.add.at(sums, codes, values)
    return sums


def floats(values: Integers, places: int) -> Floats:
    """The amounts as binary numbers, for ratios and curves."""
    return values.astype(np.float64) / float(10**places)


def amount(units: int, places: int) -> Decimal:
    """The exact amount of so many of the smallest units."""
    return Decimal(f"{units}e-{places}")


def mean_amount(units: int, count: int, places: int) -> Decimal:
    """The amount shared among so many, at seventeen digits."""
    with localcontext() as context:
        context.prec = 17
        return Decimal(units) / Decimal(count * 10**places)
