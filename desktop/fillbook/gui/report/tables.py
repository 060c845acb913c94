"""A table as a file that a spreadsheet opens: CSV, or XLSX."""

import csv
import re
from pathlib import Path

from fillbook.domain.errors import FillbookError
from fillbook.gui import format
from fillbook.gui.charts.drawing import Table

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_UNITS = (" R", " d")
_MOST_NAME = 31  # of a sheet
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def write_table(title: str, table: Table, file: Path) -> None:
    """Write a table by the file's ending.

    Raises:
        FillbookError: the file cannot be written.
    """
    try:
        if file.suffix.lower() == ".xlsx":
            _write_xlsx(title, table, file)
        else:
            _write_csv(table, file)
    except OSError as error:
        raise FillbookError(f"{file.name} could not be written.", str(error)) from error


def plain(text: str) -> str:
    """A cell with ASCII signs, a point and no groups; a unit that its column names is dropped."""
    group, point = format.separators()
    shown = text.replace(format.MINUS, "-").replace(format.THIN, " ")
    digits = shown
    for unit in _UNITS:
        digits = digits.removesuffix(unit)
    digits = digits.replace(group, "").replace(point, ".")
    percent = digits.endswith(" %")
    if _NUMBER.fullmatch(digits.removesuffix(" %")):
        return digits.replace(" %", "%").lstrip("+") if percent else digits.lstrip("+")
    return "" if shown == format.UNKNOWN else shown


def _write_csv(table: Table, file: Path) -> None:
    with file.open("w", newline="", encoding="utf-8-sig") as stream:
        writer = csv.writer(stream)
        writer.writerow(table.headers)
        writer.writerows([plain(cell) for cell in row] for row in table.rows)


def _write_xlsx(title: str, table: Table, file: Path) -> None:
    from xlsxwriter import Workbook

    # Strings are strings: a symbol that begins with "=" is no formula.
    with Workbook(str(file), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(title.translate(_FORBIDDEN)[:_MOST_NAME] or "Table")
        head, share = book.add_format({"bold": True}), book.add_format({"num_format": "0.0%"})
        sheet.freeze_panes(1, 0)
        for column, header in enumerate(table.headers):
            longest = max((len(row[column]) for row in table.rows), default=0)
            sheet.set_column(column, column, min(max(longest, len(header)) + 2, 60))
            sheet.write_string(0, column, header, head)
        for line, row in enumerate(table.rows, 1):
            for column, cell in enumerate(row):
                value = plain(cell)
                if _NUMBER.fullmatch(value):
                    sheet.write_number(line, column, float(value))
                elif _NUMBER.fullmatch(value.removesuffix("%")) and value.endswith("%"):
                    sheet.write_number(line, column, float(value[:-1]) / 100, share)
                else:
                    sheet.write_string(line, column, value)
