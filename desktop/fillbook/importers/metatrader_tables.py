"""Rows of cells out of MetaTrader's reports, whichever way they were saved."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from fillbook.importers.importer import ReadOptions

_CHUNK = 128 * 1024
"""So many characters are parsed between two looks at whether the user cancelled."""

_ROW_START = re.compile(r"<tr\b", re.IGNORECASE)
_MAX_SPAN = 64
_MAX_CELLS = 256
_INTEGER = re.compile(r"\d{1,18}", re.ASCII)
_TIME = re.compile(r"\d{4}([./-])\d\d\1\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?", re.ASCII)
_POINTED = re.compile(r"[-+]?[\d ]*\d\.\d+", re.ASCII)
_COMMA = re.compile(r"[-+]?(?:\d{1,3}(?:[ .]\d{3})+|\d+),\d+", re.ASCII)
_SAMPLE_ROWS = 300
_NUMBER = re.compile(r"[-+−]?\d[\d \u00a0\u202f',]*(?:\.\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table."""

    number: int  # 1-based: the <tr> of the page, the row of the sheet
    cells: tuple[str, ...]  # as they follow each other
    grid: tuple[str, ...]  # the same in their columns: a cell over three columns takes three
    note: str = ""  # what the report shows only as a tooltip, or hides

    @property
    def filled(self) -> tuple[str, ...]:
        """The cells that hold anything."""
        return tuple(cell for cell in self.cells if cell)


def is_integer(text: str) -> bool:
    """Whether a cell is a ticket or a count."""
    return _INTEGER.fullmatch(text) is not None


def is_time(text: str) -> bool:
    """Whether a cell is a time as MetaTrader writes it."""
    return _TIME.fullmatch(text) is not None


def is_number(text: str) -> bool:
    """Whether a cell is an amount, a price or a count."""
    return _NUMBER.fullmatch(text) is not None


def html_rows(text: str, options: ReadOptions | None = None) -> Iterator[Row]:
    """The rows of all tables of a page, in order.

    Args:
        options: Told about the progress, which ends half way: the rows are still to be understood.
            None while a file is only recognised.

    Raises:
        Cancelled: the user asked to stop.
    """
    number = 0
    for start, end in _chunks(text):
        if options is not None:
            options.checkpoint(start, 2 * len(text))
        page = LexborHTMLParser(f"<table>{text[start:end]}</table>")
        for node in page.css("tr"):
            number += 1
            yield _html_row(number, node)


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of the page that begin with a row."""
    first = _ROW_START.search(text)
    start = first.start() if first else len(text)
    while start < len(text):
        following = _ROW_START.search(text, start + _CHUNK)
        end = following.start() if following else len(text)
        yield start, end
        start = end


def _html_row(number: int, row: LexborNode) -> Row:
    cells: list[str] = []
    grid: list[str] = []
    notes: list[str] = []
    for cell in row.iter():
        if cell.tag not in ("td", "th") or len(grid) > _MAX_CELLS:
            continue
        text = _plain(cell.text())
        attributes = cell.attributes
        if attributes:
            if "hidden" in (attributes.get("class") or ""):
                notes.append(text)
                continue
            if "title" in attributes:
                notes.append(_plain(attributes["title"] or ""))
        cells.append(text)
        grid.append(text)
        if "colspan" in attributes:
            grid.extend([""] * (_span(attributes["colspan"]) - 1))
    return Row(number, tuple(cells), tuple(grid), " ".join(filter(None, notes)))


def _span(text: str | None) -> int:
    return min(int(text), _MAX_SPAN) if text and is_integer(text) else 1


def _plain(text: str) -> str:
    """A cell's text on one line, its blanks of every kind as plain ones."""
    return text if text.isalnum() else " ".join(text.split())


def looks_like_html(text: str) -> bool:
    """Whether a text has table rows at all."""
    return _ROW_START.search(text) is not None


def is_cut_off(text: str) -> bool:
    """Whether a page ends before its closing tag."""
    return "</html>" not in text[-2048:].lower()


def with_points(rows: list[Row]) -> list[Row]:
    """The rows with decimal points. MetaTrader writes points; what passed through may not."""
    sample = [cell for row in rows[:_SAMPLE_ROWS] for cell in row.filled]
    commas = sum(_COMMA.fullmatch(cell) is not None for cell in sample)
    if commas <= sum(_POINTED.fullmatch(cell) is not None for cell in sample):
        return rows
    return [
        Row(row.number, _pointed(row.cells), _pointed(row.grid), row.note)
        if any("," in cell for cell in row.cells)
        else row
        for row in rows
    ]


def _pointed(cells: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        cell.replace(" ", "").replace(".", "").replace(",", ".").replace("/", " / ")
        if all(_COMMA.fullmatch(part) for part in cell.split(" / "))
        else cell
        for cell in cells
    )
