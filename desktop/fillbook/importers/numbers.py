"""Exact decimals out of cells, in the ways that brokers write them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from fillbook.importers.cells import CellError, shown

_SPACES = " \u00a0\u2009\u202f\u2007'\u2019"
"""Marks that part thousands and never anything else."""

_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-", "\ufe63": "-", "\uff0d": "-"})
_PLAIN = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?", re.ASCII)
_CURRENCY = re.compile(
    r"^(?:[A-Z]{3}(?=[^A-Za-z])|[$€£¥₹₽₩₿])\s*|\s*(?:(?<=[\d.,)\s-])[A-Z]{3}|[$€£¥₹₽₩₿])$"
)
_EXPONENT = re.compile(r"[eE][+-]?[0-9]{1,3}$")
_NOTHING = frozenset({"", "-", "--", "—", "n/a", "N/A", "null", "NULL", "None"})
_SHAPE = str.maketrans("12345678", "9" * 8)  # zeros stay: 0.123 proves a decimal point
_MAX_DIGITS = 40
_MAX_EXPONENT = 30


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How a file writes numbers. Spaces and apostrophes between thousands are always taken."""

    decimal: str  # "." or ","; "" lets each cell speak for itself and refuses the doubtful
    thousands: str = ""  # the mark between thousands besides spaces; "" for none


POINT = NumberStyle(".", ",")
COMMA = NumberStyle(",", ".")
MIXED = NumberStyle("")


def parse_number(text: str, style: NumberStyle = POINT) -> Decimal:
    """The exact number in a cell: ``1,234.50``, ``$(59.00)``, ``12-``, ``−3``, ``1E-4``.

    Raises:
        CellError: it is no number, a percentage, not finite or beyond any market's range.
    """
    if style.decimal == "." and _PLAIN.fullmatch(text):
        return Decimal(text)
    body, negative = _without_sign(text.translate(_MINUS).strip())
    if "%" in body:
        raise CellError(f"{shown(text)} is a percentage, not an amount")
    digits = _plain_digits(body, style)
    if digits is None:
        raise CellError(f"{shown(text)} is not a number")
    if len(digits) > _MAX_DIGITS:
        raise CellError(f"{shown(text)} has too many digits")
    value = Decimal(digits)
    if value and abs(value.adjusted()) > _MAX_EXPONENT:
        raise CellError(f"{shown(text)} is beyond any price or amount")
    return -value if negative and value else value


def parse_optional(text: str, style: NumberStyle = POINT) -> Decimal | None:
    """The number in a cell; None where the cell says that there is none."""
    if style.decimal == "." and _PLAIN.fullmatch(text):
        return Decimal(text)
    return None if is_nothing(text) else parse_number(text, style)


def is_nothing(text: str) -> bool:
    """Whether a cell is empty or holds one of the marks that stand for nothing."""
    return not text or text.strip() in _NOTHING


def _without_sign(body: str) -> tuple[str, bool]:
    """The amount without currency and sign, and whether it is negative."""
    body = _CURRENCY.sub("", body, count=2).strip()
    negative = False
    if body.startswith("(") and body.endswith(")"):
        body, negative = body[1:-1], True
    elif body.startswith(("-", "+")):
        body, negative = body[1:], body[0] == "-"
    elif body.endswith("-"):
        body, negative = body[:-1], True
    return _CURRENCY.sub("", body.strip(), count=2).strip(), negative


def _plain_digits(body: str, style: NumberStyle) -> str | None:
    """The amount as ``Decimal`` takes it, or None when it does not fit the style."""
    exponent = _EXPONENT.search(body)
    if exponent:
        body = body[: exponent.start()]
    if not style.decimal:
        own = _cell_style(body)
        if own is None:
            return None
        style = own
    whole, _, fraction = body.partition(style.decimal)
    groups = _split_thousands(whole, style.thousands)
    if not groups or (fraction and not _is_digits(fraction)) or not (groups[0] or fraction):
        return None
    digits = "".join(groups) or "0"
    return (
        f"{digits}.{fraction}{exponent.group() if exponent else ''}"
        if fraction or exponent
        else digits
    )


def _split_thousands(whole: str, mark: str) -> list[str]:
    """The groups of digits of the whole part; empty when they are no proper groups."""
    if _is_digits(whole) or not whole:
        return [whole]
    for separator in (mark, *_SPACES):
        groups = whole.split(separator) if separator else [whole]
        proper = (
            len(groups) > 1
            and 1 <= len(groups[0]) <= 3
            and all(len(group) in (2, 3) for group in groups[1:])  # India groups by two
            and len(groups[-1]) == 3
            and all(_is_digits(group) for group in groups)
        )
        if proper:
            return groups
    return []


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _cell_style(text: str) -> NumberStyle | None:
    """The style that one cell proves; POINT where it fits every style; None when in doubt."""
    body = _without_sign(text.translate(_MINUS).strip())[0]
    points, commas = body.count("."), body.count(",")
    if points and commas:
        return COMMA if body.rfind(",") > body.rfind(".") else POINT
    if not points and not commas:
        return POINT
    mark = "." if points else ","
    as_decimal, as_thousands = (POINT, COMMA) if points else (COMMA, POINT)
    if points + commas > 1:
        return as_thousands
    whole, _, fraction = body.partition(mark)
    looks_grouped = len(fraction) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0")
    return None if looks_grouped else as_decimal


def detect_style(texts: Iterable[str]) -> NumberStyle | None:
    """The style that a file's numbers prove together; None when a lone comma stays in doubt.

    A point before three digits counts as decimal unless a comma proves otherwise: rates
    such as 1.085 are everyday, and a file that groups by points shows a comma somewhere.
    """
    proved: set[str] = set()
    doubtful_comma = False
    for text in {text.translate(_SHAPE) for text in texts if "," in text or "." in text}:
        style = _cell_style(text)
        if style is not None:
            proved.add(style.decimal)
        elif "," in text:
            doubtful_comma = True
        if len(proved) == 2:
            return MIXED
    if proved:
        return COMMA if "," in proved else POINT
    return None if doubtful_comma else POINT
