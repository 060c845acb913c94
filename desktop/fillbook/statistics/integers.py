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


def weights(values: Integers) -> Integers:
    """The values as doubles where every sum of them is one exactly, else as they are."""
    if values.dtype != object and largest(values) * len(values) < _SAFE_FLOAT:
        return values.astype(np.float64)
    return values


def sums_by(codes: Indices, weights: Integers, size: int) -> Integers:
    """The exact sum of the weights of each code from 0 to size - 1."""
    if weights.dtype == np.float64:
        return np.bincount(codes, weights=weights, minlength=size).astype(np.int64)
    sums: Integers = np.zeros(size, dtype=weights.dtype)
    np.add.at(sums, codes, weights)
    return sums


def taken(column: Integers, rows: Indices) -> Integers:
    """The entries of ascending rows; a view where they follow each other without a gap."""
    if len(rows) and int(rows[-1]) - int(rows[0]) + 1 == len(rows):
        return column[rows[0] : rows[-1] + 1]
    return column[rows]


def floats(values: Integers, places: int) -> Floats:
    """The amounts as binary numbers, for ratios and curves."""
    wide = values.astype(np.float64) if values.dtype == object else values
    scaled: Floats = wide / float(10**places)
    return scaled


def amount(units: int, places: int) -> Decimal:
    """The exact amount of so many of the smallest units."""
    return Decimal(f"{units}e-{places}")


def mean_amount(units: int, count: int, places: int) -> Decimal:
    """The amount shared among so many, at seventeen digits."""
    with localcontext() as context:
        context.prec = 17
        return Decimal(units) / Decimal(count * 10**places)


def begins(values: Integers) -> Indices:
    """The first entry of each run of equal values."""
    differs = np.empty(len(values), dtype=np.bool_)
    differs[:1] = True
    np.not_equal(values[1:], values[:-1], out=differs[1:])
    return differs.nonzero()[0]
