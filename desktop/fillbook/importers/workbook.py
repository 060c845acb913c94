"""Sheets of an XLSX workbook as rows of text."""

import io
import zipfile
from datetime import date, datetime, time
from decimal import Decimal

from fillbook.domain.errors import UnreadableFile
from fillbook.importers.csv_rows import Row

_ZIP_MARK = b"PK\x03\x04"
_MAX_UNPACKED_BYTES = 512 * 1024 * 1024


def is_workbook(content: bytes) -> bool:
    """Whether a file may be a workbook: they are zip archives."""
    return content.startswith(_ZIP_MARK)


def read_sheets(content: bytes) -> list[list[Row]]:
    """The rows of every sheet that has any, cells as text.

    Raises:
        UnreadableFile: it is a zip archive but no workbook.
    """
    from python_calamine import CalamineError, load_workbook  # loaded only for workbooks

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > _MAX_UNPACKED_BYTES:
            raise UnreadableFile("The workbook is too large.", "Export a shorter period.")
        book = load_workbook(io.BytesIO(content))
        sheets = [
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        ]
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise UnreadableFile(
            "The workbook cannot be read.", "Export it again, or as CSV."
        ) from error
    rows = [
        [(line, [_text(cell) for cell in cells]) for line, cells in enumerate(sheet, 1)]
        for sheet in sheets
    ]
    return [sheet for sheet in rows if sheet]


def _text(cell: object) -> str:
    """A cell as CSV would hold it: numbers in the fewest digits that mean them."""
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, float):
        return format(Decimal(repr(cell)), "f").removesuffix(".0")
    return str(cell)
