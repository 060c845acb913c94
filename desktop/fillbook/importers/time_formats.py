"""Finds the formats of a column of times by looking at all of its cells."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from fillbook.importers.cells import CellError, shown
from fillbook.importers.timestamps import EPOCH_MILLIS, EPOCH_SECONDS, MONTHS

_DIGITS_TO_NINE = str.maketrans("0123456789", "9" * 10)
_TIME = re.compile(
    r"(?P<join>\s*[T,;]?\s*)(?P<hour>\d{1,2})(?P<mark>[:.]?)(?P<minute>\d{2})"
    r"(?:(?P=mark)(?P<second>\d{2})(?P<point>[.,])?(?P<fraction>(?(point)\d{1,9}|)))?"
    r"(?P<gap>\s*)(?P<half>[AaPp]\.?[Mm]\.?)?"
    r"(?P<gap2>\s*)(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?"
)
_DATES = (
    (re.compile(r"\d{4}([-/.])\d{1,2}\1\d{1,2}"), "%Y{0}%m{0}%d"),
    (re.compile(r"(?:19|20)\d{2}[01]\d[0-3]\d"), "%Y%m%d"),
    (re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2\d{4}"), ""),
    (re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2\d{2}(?!\d)"), ""),
    (re.compile(r"\d{1,2}([- /.]\s?)([^\W\d_]{3,9})\.?([- /,.]\s?)\d{4}"), "%d{0}%b{2}%Y"),
    (re.compile(r"([^\W\d_]{3,9})\.?(\s)\d{1,2}(,?\s)\d{4}"), "%b{1}%d{2}%Y"),
)  # fmt: skip
_YEAR_LAST, _SHORT_YEAR = _DATES[2][0], _DATES[3][0]


@dataclass(slots=True)
class _Order:
    """What the cells of one separator prove about which of day and month comes first."""

    day_first: str = ""  # a cell that proves it
    month_first: str = ""

    def learn(self, first: int, second: int, text: str) -> None:
        if first > 12 >= second:
            self.day_first = text
        elif second > 12 >= first:
            self.month_first = text


class AmbiguousDates(CellError):
    """Cells that could be read day first or month first."""


def detect_time_formats(texts: Iterable[str], *, day_first: bool | None = None) -> tuple[str, ...]:
    """The ``strptime`` formats in which every cell can be read.

    Args:
        texts: All cells of the column; empty ones are passed over.
        day_first: What the user says where the cells cannot tell.

    Raises:
        AmbiguousDates: 03/04/2024 and nothing that proves the order.
        CellError: no date, two-digit years, or both orders in one column.
    """
    shapes: dict[str, str] = {}
    orders: dict[str, _Order] = {}
    unknown = ""
    for raw in texts:
        text = raw.strip()
        if not text:
            continue
        shape = text.translate(_DIGITS_TO_NINE)
        if shape not in shapes:
            shapes[shape] = _format_of(text)
        if not shapes[shape]:
            del shapes[shape]
            unknown = unknown or text
        elif "{order" in shapes[shape]:
            found = _YEAR_LAST.match(text)
            assert found is not None
            first, mark, second = found.groups()
            orders.setdefault(mark, _Order()).learn(int(first), int(second), text)
    if not shapes:
        raise CellError(_no_date(unknown) if unknown else "the column of times is empty")
    return tuple(dict.fromkeys(_settled(form, orders, day_first) for form in shapes.values()))


def looks_like_time(text: str) -> bool:
    """Whether a cell is written as a date, even one that cannot be read without asking."""
    return bool(_format_of(text)) or _SHORT_YEAR.match(text) is not None


def _no_date(text: str) -> str:
    if _SHORT_YEAR.match(text):
        return f"{shown(text)} has a year of two digits; say the format, such as %d/%m/%y"
    return f"{shown(text)} is not a date and time of a known form"


def _settled(form: str, orders: dict[str, _Order], day_first: bool | None) -> str:
    """The format with the order of day and month filled in."""
    if "{order" not in form:
        return form
    mark = form[form.index("{order") + 6]
    order = orders[mark]
    if order.day_first and order.month_first:
        raise CellError(f"{order.day_first} and {order.month_first} put day and month differently")
    if order.day_first or order.month_first:
        first = bool(order.day_first)
    elif mark == ".":
        first = True  # nobody writes month.day.year
    elif day_first is not None:
        first = day_first
    else:
        raise AmbiguousDates("the dates fit day/month and month/day alike; say the format")
    date = f"%d{mark}%m{mark}%Y" if first else f"%m{mark}%d{mark}%Y"
    return form.replace("{order" + mark + "}", date)


def _format_of(text: str) -> str:
    """The format of one cell, its day and month still open; "" when it is none."""
    if text.isascii() and text.isdigit() and len(text) in (10, 13):
        return EPOCH_SECONDS if len(text) == 10 else EPOCH_MILLIS
    for pattern, date in _DATES:
        found = pattern.match(text)
        if found is None or pattern is _SHORT_YEAR:
            continue
        if pattern is _YEAR_LAST:
            date = "{order" + found.group(2) + "}"
        elif "%b" in date and not _names_month(found.group(0)):
            continue
        else:
            date = date.format(*found.groups())
        rest = text[found.end() :]
        clock = _time_format(rest) if rest else ""
        if clock is not None:
            return date + clock
    return ""


def _names_month(text: str) -> bool:
    words = re.findall(r"[^\W\d_]{3,9}", text)
    return any(word.casefold() in MONTHS or word.casefold()[:3] in MONTHS for word in words)


def _time_format(text: str) -> str | None:
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    part = found.groupdict()
    if not part["join"] and not part["mark"]:
        return None
    form = part["join"] + ("%I" if part["half"] else "%H") + part["mark"] + "%M"
    if part["second"]:
        form += part["mark"] + "%S"
    if part["fraction"]:
        form += (part["point"] or "") + "%f"
    form += part["gap"] + ("%p" if part["half"] else "")
    return form + part["gap2"] + ("%z" if part["zone"] else "")
