"""Exact decimals: money, prices and quantities."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext

PLACES = 8
"""Digits behind the point that a proportion is rounded to."""

_UNIT = Decimal(1).scaleb(-PLACES)
_DIGITS = 60
"""Working precision: far beyond what sums and products of market figures need."""


def exactly() -> AbstractContextManager[Context]:
    """A context in which sums and products of market figures are not rounded."""
    return localcontext(prec=_DIGITS)


def canonical(value: Decimal) -> str:
    """Plain digits without exponent, trailing zeros or a negative zero: ``"-37.48"``, ``"0"``."""
    if not value:
        return "0"
    text = str(value)
    if "E" in text:
        text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def optional_canonical(value: Decimal | None) -> str | None:
    """Canonical digits, or None for what is unknown."""
    return None if value is None else canonical(value)


def round_places(value: Decimal) -> Decimal:
    """The value half-even at eight decimals."""
    with exactly():
        return value.quantize(_UNIT, ROUND_HALF_EVEN)


def exact_sum(values: Iterable[Decimal]) -> Decimal:
    """The sum without any rounding; zero when there are none."""
    with exactly():
        return sum(values, Decimal(0))


def exact_product(*factors: Decimal) -> Decimal:
    """The product without any rounding."""
    with exactly():
        result = Decimal(1)
        for factor in factors:
            result *= factor
        return result


def share(amount: Decimal, part: Decimal, whole: Decimal) -> Decimal:
    """What of an amount falls to a part of a whole, half-even at eight decimals."""
    with exactly():
        return (amount * part / whole).quantize(_UNIT, ROUND_HALF_EVEN)


def known_sum(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what is known; None when nothing is."""
    known = [value for value in values if value is not None]
    return exact_sum(known) if known else None
