"""Exchange rates out of CSV files.

Two shapes are read: a row a rate (``Date, From, To, Rate``), and a row a day with a column
a currency, as central banks publish them; there each number is what one unit of the bank's
own currency was worth.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from fillbook.domain.errors import UnreadableFile
from fillbook.domain.exchange_rate import ExchangeRate
from fillbook.importers.cells import CellError
from fillbook.importers.csv_rows import Row
from fillbook.importers.csv_table import filled_rows
from fillbook.importers.encoding import decode
from fillbook.importers.importer import SourceFile
from fillbook.importers.numbers import is_nothing, parse_number
from fillbook.importers.vocabulary import normalised

_HEADERS = {
    "day": ("date", "day", "datum"),
    "base": ("from", "base", "base currency", "von"),
    "quote": ("to", "quote", "quote currency", "nach"),
    "rate": ("rate", "kurs", "close"),
}
_CURRENCY = re.compile(r"[A-Z]{3,5}")


@dataclass(frozen=True, slots=True)
class _Column:
    """Where a rate stands, and of what; None is said in the row."""

    place: int
    base: str | None
    quote: str | None


def read_rates(source: SourceFile, base: str = "EUR") -> tuple[ExchangeRate, ...]:
    """The rates of a file, in its order; cells without a number are no rates.

    Args:
        base: The bank's own currency, in a file with a column a currency.

    Raises:
        UnreadableFile: it holds no rates, or a row is none.
    """
    rows = filled_rows(decode(source.content).text)
    places = _places(rows[0][1]) if rows else {}
    columns = _columns(rows[0][1], places, base) if rows else ()
    if "day" not in places or not columns:
        raise UnreadableFile(
            f"{source.name} holds no exchange rates.",
            "It needs the columns Date, From, To and Rate, or Date and one a currency.",
        )
    rates = tuple(rate for row in rows[1:] for rate in _read(row, places, columns, source.name))
    if not rates:
        raise UnreadableFile(f"{source.name} holds no exchange rates.", "Look at its rows.")
    return rates


def _places(header: Sequence[str]) -> dict[str, int]:
    words = [normalised(cell) for cell in header]
    found = {
        name: next((words.index(word) for word in spellings if word in words), -1)
        for name, spellings in _HEADERS.items()
    }
    return {name: place for name, place in found.items() if place >= 0}


def _columns(header: Sequence[str], places: dict[str, int], base: str) -> tuple[_Column, ...]:
    if {"base", "quote", "rate"} <= places.keys():
        return (_Column(places["rate"], None, None),)
    named = ((place, cell.strip()) for place, cell in enumerate(header))
    return tuple(_Column(place, base, code) for place, code in named if _CURRENCY.fullmatch(code))


def _read(
    row: Row, places: dict[str, int], columns: Sequence[_Column], name: str
) -> Iterator[ExchangeRate]:
    line, cells = row
    try:
        day = date.fromisoformat(cells[places["day"]].strip())
        for column in columns:
            cell = cells[column.place] if column.place < len(cells) else ""
            if is_nothing(cell):
                continue
            yield ExchangeRate(
                base=column.base or _currency(cells[places["base"]]),
                quote=column.quote or _currency(cells[places["quote"]]),
                day=day,
                rate=parse_number(cell.strip()),
                source=name,
            )
    except (CellError, IndexError, ValueError) as error:
        raise UnreadableFile(
            f"{name}: line {line} is no rate.", "Write days as 2026-03-31 and rates as 1.0845."
        ) from error


def _currency(cell: str) -> str:
    code = cell.strip().upper()
    if not _CURRENCY.fullmatch(code):
        raise ValueError(code)
    return code
