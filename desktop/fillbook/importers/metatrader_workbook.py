"""Rows of cells out of the workbooks that MetaTrader 5 writes."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineSheet, load_workbook

from fillbook.domain.errors import UnreadableFile
from fillbook.importers.importer import ReadOptions
from fillbook.importers.metatrader_tables import Row

_SIGNATURE = b"PK\x03\x04"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_MAX_UNPACKED = 512 * 1024 * 1024
_ROWS_BETWEEN_LOOKS = 2000
_SECONDS_BETWEEN_LOOKS = 0.05

Cell = int | float | str | bool | time | date | datetime | timedelta


def looks_like_workbook(content: bytes) -> bool:
    """Whether the bytes are a zip that holds a workbook."""
    return content.startswith(_SIGNATURE) and b"xl/workbook.xml" in content


def workbook_rows(content: bytes, options: ReadOptions | None = None) -> Iterator[Row]:
    """The rows of the first sheet, in order.

    Raises:
        UnreadableFile: the workbook is damaged.
        Cancelled: the user asked to stop.
    """
    plain = _in_utf8(content, options)
    try:
        sheet = _first_sheet(plain, options)
        total = sheet.total_height
        for number, cells in enumerate(sheet.iter_rows(), sheet.start[0] + 1 if sheet.start else 1):
            if options is not None and number % _ROWS_BETWEEN_LOOKS == 0:
                options.checkpoint(number, 2 * total)
            texts = tuple(_text(cell) for cell in cells)
            yield Row(number, texts, texts)
    except (CalamineError, OSError, ValueError) as error:
        raise _damaged() from error


def _first_sheet(content: bytes, options: ReadOptions | None) -> CalamineSheet:
    """The first sheet, parsed beside this thread so that a large one can be given up."""
    beside = ThreadPoolExecutor(1, "workbook")
    try:
        parsing = beside.submit(lambda: load_workbook(io.BytesIO(content)).get_sheet_by_index(0))
        while True:
            try:
                return parsing.result(_SECONDS_BETWEEN_LOOKS)
            except NotYet:
                if options is not None:
                    options.checkpoint(0, 1)
    finally:
        beside.shutdown(wait=False)


def _damaged() -> UnreadableFile:
    return UnreadableFile("The workbook is damaged.", "Save the report from MetaTrader again.")


def _in_utf8(content: bytes, options: ReadOptions | None) -> bytes:
    """The workbook with every part in UTF-8; MetaTrader writes UTF-16, which calamine refuses."""
    parts: list[tuple[str, bytes]] = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > _MAX_UNPACKED:
                raise UnreadableFile("The workbook unpacks to more than 512 MB.")
            for entry in packed.infolist():
                if options is not None:
                    options.checkpoint(0, 1)
                if entry.filename.endswith((".xml", ".rels")):
                    parts.append((entry.filename, packed.read(entry)))
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError) as error:
        raise _damaged() from error
    except (NotImplementedError, RuntimeError) as error:
        raise UnreadableFile("The workbook is locked or packed in an unknown way.") from error
    if not any(part.startswith(_UTF16_MARKS) for _, part in parts):
        return content
    again = io.BytesIO()
    with zipfile.ZipFile(again, "w", zipfile.ZIP_STORED) as packed:
        for name, part in parts:
            packed.writestr(name, _part_in_utf8(part))
    return again.getvalue()


def _part_in_utf8(part: bytes) -> bytes:
    if not part.startswith(_UTF16_MARKS):
        return part
    return part.decode("utf-16", "replace").replace('encoding="UTF-16"', "", 1).encode("utf-8")


def _text(cell: Cell) -> str:
    """A cell as MetaTrader would print it."""
    if isinstance(cell, str):
        return " ".join(cell.split())
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 2**53 else repr(cell)
    if isinstance(cell, datetime):
        return cell.strftime("%Y.%m.%d %H:%M:%S")
    return str(cell)
