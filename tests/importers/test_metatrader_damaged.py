"""Whatever bytes come in, a reader answers with a statement or a reason."""

import time
from collections.abc import Callable
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from metatrader_files import mt4_statement, mt4_tester, mt5_lines, mt5_page, mt5_workbook
from test_metatrader4 import PIECES, TWO_TRADES, TWO_TRADES_SUMMARY
from test_metatrader4_tester import EVENTS, RESULTS
from test_metatrader5 import hedged_lines

from fillbook.domain.errors import UnreadableFile
from fillbook.importers.catalogue import IMPORTERS
from fillbook.importers.importer import Cancelled, Importer, ReadOptions, SourceFile

OPTIONS = ReadOptions(ZoneInfo("UTC"))
METATRADER = tuple(one for one in IMPORTERS if one.id.startswith("mt"))
FILES = (
    mt4_statement((*TWO_TRADES, *PIECES), **TWO_TRADES_SUMMARY).encode(),
    mt4_statement(PIECES, language="zh").encode("gbk"),
    mt4_tester(EVENTS, RESULTS).encode("utf-16"),
    mt5_page(hedged_lines()).encode(),
    mt5_workbook(hedged_lines()),
    mt5_workbook(hedged_lines(), utf16=True),
)


def try_all(content: bytes) -> None:
    source = SourceFile("file", content)
    for importer in METATRADER:
        importer.recognises(source)
        try:
            importer.read(source, OPTIONS)
        except UnreadableFile:
            continue


@given(st.binary(max_size=400))
@example(b"")
@example(b"PK\x03\x04xl/workbook.xml")
@example(b"<tr>")
@example(b"\xff\xfe<\x00t\x00r\x00")
def test_garbage_is_refused(content: bytes) -> None:
    try_all(content)


@settings(max_examples=40)
@given(
    file=st.sampled_from(FILES),
    cuts=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=12)), max_size=6
    ),
)
def test_a_damaged_file_never_crashes(file: bytes, cuts: list[tuple[float, int, bytes]]) -> None:
    for place, removed, put in cuts:
        start = int(place * len(file))
        file = file[:start] + put + file[start + removed :]

    try_all(file)


@given(
    texts=st.lists(
        st.sampled_from(
            ("", "-", "/", "1 / 2", "in", "buy", "2024.01.02 10:00:00", "9" * 30, "-1", "1e9", "٣")
        ),
        min_size=14,
        max_size=14,
    ),
    row=st.integers(0, 7),
)
def test_cells_of_any_kind_cost_their_row_at_most(texts: list[str], row: int) -> None:
    lines = hedged_lines()
    first = next(i for i, line in enumerate(lines) if len(line) == 14 and line[1] == "1")
    lines[first + row] = texts

    source = SourceFile("report.html", mt5_page(lines).encode())
    statement = next(one for one in METATRADER if one.id == "mt5_html").read(source, OPTIONS)

    assert len(statement.executions) >= 6


def ten_years(rows: int) -> list[str]:
    """Deals in pairs, each a buy of one lot and its sale a minute later for 1.25."""
    deals, balance = [], Decimal(0)
    for number in range(0, rows, 2):
        stamp = f"20{10 + number % 10}.03.{1 + number % 28:02} {number % 24:02}:{number % 60:02}"
        deals.append(
            f"{stamp}:00|{number + 1}|EURUSD|buy|in|1.00|1.10|{number + 1}|0.00|0.00|0.00"
            f"|{balance}|"
        )
        balance += Decimal("1.25")
        deals.append(
            f"{stamp}:30|{number + 2}|EURUSD|sell|out|1.00|1.11|{number + 2}|0.00|0.00|1.25|"
            f"{balance}|"
        )
    return deals


def long_page() -> bytes:
    return mt5_page(mt5_lines(ten_years(8_000))).encode()


def long_workbook() -> bytes:
    return mt5_workbook(mt5_lines(ten_years(8_000)))


@pytest.mark.parametrize(
    ("make", "format_id"), [(long_page, "mt5_html"), (long_workbook, "mt5_xlsx")]
)
def test_reading_a_long_history_asks_whether_to_stop(
    make: Callable[[], bytes], format_id: str
) -> None:
    importer: Importer = next(one for one in METATRADER if one.id == format_id)
    asked = [time.process_time()]

    def never() -> bool:
        asked.append(time.process_time())
        return False

    statement = importer.read(
        SourceFile("file", make()), ReadOptions(ZoneInfo("UTC"), cancelled=never)
    )

    assert len(statement.executions) == 8_000
    assert len(asked) > 30


def test_a_reading_that_is_cancelled_stops() -> None:
    asked = iter([False] * 5 + [True] * 1000)

    with pytest.raises(Cancelled):
        METATRADER[0].read(
            SourceFile("file", FILES[0] * 40),
            ReadOptions(ZoneInfo("UTC"), cancelled=lambda: next(asked)),
        )
