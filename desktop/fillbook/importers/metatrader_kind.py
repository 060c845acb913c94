"""Which of MetaTrader's reports a file is, told by the shape of its rows."""

import re
from collections.abc import Iterable, Sequence
from enum import Enum
from itertools import islice

from fillbook.domain.errors import UnreadableFile
from fillbook.importers.encoding import decode
from fillbook.importers.importer import SourceFile
from fillbook.importers.metatrader_tables import (
    Row,
    html_rows,
    is_integer,
    is_time,
    looks_like_html,
)
from fillbook.importers.metatrader_workbook import looks_like_workbook, workbook_rows

_TELLING_ROWS = 3000
"""A report shows what it is within so many rows; a tester's settings may run long."""

_PERIOD = re.compile(r"\(\d{4}\.\d\d\.\d\d ?- ?\d{4}\.\d\d\.\d\d\)")
_ACCOUNT = re.compile(r"\d+ ?\([A-Z]{3}, ?[^()]*\)")
_HEADING_CELLS = 9


class ReportKind(Enum):
    MT4_STATEMENT = "MetaTrader 4 statement"
    MT4_TESTER = "MetaTrader 4 Strategy Tester report"
    MT5_HISTORY = "MetaTrader 5 history report"
    MT5_TESTER = "MetaTrader 5 Strategy Tester report"


def kind_of_page(source: SourceFile) -> ReportKind | None:
    """The kind of an HTML report; None when it is none."""
    if looks_like_workbook(source.content):
        return None
    try:
        text = decode(source.content).text
    except UnreadableFile:
        return None
    if not looks_like_html(text):
        return None
    return kind_of(html_rows(text), has_sections=titles_sections(text))


def kind_of_workbook(source: SourceFile) -> ReportKind | None:
    """The kind of a report in a workbook; None when it is none."""
    if not looks_like_workbook(source.content):
        return None
    try:
        return kind_of(workbook_rows(source.content), has_sections=True)
    except UnreadableFile:
        return None


def titles_sections(text: str) -> bool:
    """Whether a page titles its tables as MetaTrader 5 does, in cells that are headings."""
    return "<th" in text.lower()


def kind_of(rows: Iterable[Row], *, has_sections: bool) -> ReportKind | None:
    """The kind by the first row that tells; an empty report by its headings and head."""
    tester = history = heading = False
    for row in islice(rows, _TELLING_ROWS):
        tester = tester or any(_PERIOD.search(cell) for cell in row.filled)
        history = history or any(_ACCOUNT.fullmatch(cell) for cell in row.filled)
        heading = heading or is_heading(row)
        if _is_mt4_row(row.cells):
            return _kind_of_mt4(row.cells)
        if _is_mt5_row(row.cells):
            return ReportKind.MT5_TESTER if tester and not history else ReportKind.MT5_HISTORY
    if not heading:
        return None
    if tester:
        return ReportKind.MT5_TESTER if has_sections else ReportKind.MT4_TESTER
    if history:
        return ReportKind.MT5_HISTORY
    return None if has_sections else ReportKind.MT4_STATEMENT


def require(found: ReportKind | None, wanted: ReportKind, name: str) -> None:
    """Refuse a file that is something else than was asked for.

    Raises:
        UnreadableFile: it is another report, or none of MetaTrader's.
    """
    if found is wanted:
        return
    actual = f"It is a {found.value}." if found else "Save the report from MetaTrader again."
    raise UnreadableFile(f"{name} is no {wanted.value}.", actual)


def is_heading(row: Row) -> bool:
    """Whether a row holds the titles of a table's columns."""
    filled = row.filled
    return len(filled) >= _HEADING_CELLS and not any(
        mark.isdigit() for cell in filled for mark in cell
    )


def _is_mt4_row(cells: Sequence[str]) -> bool:
    """Ticket, time, type: in both of MetaTrader 4's reports; old ones count the rows first."""
    return (
        len(cells) >= 5
        and is_integer(cells[0])
        and (is_time(cells[1]) or (is_integer(cells[1]) and is_time(cells[2])))
    )


def _kind_of_mt4(cells: Sequence[str]) -> ReportKind:
    """The tester has the order's number after the type, where a statement has the size."""
    is_test = len(cells) <= 10 and is_time(cells[1]) and is_integer(cells[3])
    return ReportKind.MT4_TESTER if is_test else ReportKind.MT4_STATEMENT


def _is_mt5_row(cells: Sequence[str]) -> bool:
    """Time, ticket, symbol, type, and far more."""
    return len(cells) >= _HEADING_CELLS and is_time(cells[0]) and is_integer(cells[1])
