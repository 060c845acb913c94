"""Rows of delimited text with the line at which each begins."""

import csv
import io
from collections.abc import Iterator

from fillbook.domain.errors import UnreadableFile

DELIMITERS = ",;\t|"

Row = tuple[int, list[str]]
"""The 1-based line at which a row begins, and its cells."""


def read_rows(text: str, delimiter: str = ",") -> Iterator[Row]:
    """Every row of the text, blank ones too.

    Raises:
        UnreadableFile: a cell is larger than any table's; most often a quote is not closed.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFile(
            f"The table breaks off at line {line}.", "A quote may be open there; export it again."
        ) from error


def is_blank(cells: list[str]) -> bool:
    for cell in cells:  # noqa: SIM110 - a generator takes three times as long
        if cell.strip():
            return False
    return True


def detect_delimiter(lines: list[str]) -> str:
    """The mark that parts most lines into the same number of cells; a comma when none does."""

    def agreement(delimiter: str) -> tuple[int, int]:
        widths = [len(cells) for cells in csv.reader(lines, delimiter=delimiter) if cells]
        wide = [width for width in widths if width > 1]
        if not wide:
            return (0, 0)
        usual = max(set(wide), key=lambda width: (wide.count(width), width))
        return (wide.count(usual), usual)

    try:
        return max(DELIMITERS, key=agreement)
    except csv.Error:
        return ","
