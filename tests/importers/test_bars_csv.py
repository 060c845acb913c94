from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fillbook.domain.errors import FillbookError, UnreadableFile
from fillbook.importers.bars_csv import holds_bars, read_bars, symbol_in
from fillbook.importers.importer import SourceFile
from import_sources import a_file, in_zone
from shared_data import shared_data

HOURS = """,Open,High,Low,Close,Volume
2024-03-04 10:00:00,10,12,9,11,100
2024-03-04 11:00:00,11,13,10,12,-
2024-03-04 12:00:00,12,12.5,11,11.5,80
"""


def test_bars_are_read_with_their_resolution():
    file = read_bars(a_file(HOURS, "ES-1h.csv"), in_zone("America/New_York"))

    assert (file.series.symbol, file.series.resolution_s) == ("ES", 3600)
    first = file.series.bars[0]
    assert first.starts_at == datetime(2024, 3, 4, 15, tzinfo=UTC)
    assert (first.open, first.high, first.low, first.close) == (10, 12, 9, 11)
    assert [bar.volume for bar in file.series.bars] == [100, None, 80]


def test_the_order_of_columns_and_rows_does_not_matter():
    text = "Date,Open,Close,High,Low\n2024-03-05,11,12,13,10\n2024-03-04,10,11,12,9\n"

    series = read_bars(a_file(text), in_zone()).series

    assert [bar.high for bar in series.bars] == [12, 13]
    assert series.resolution_s == 86_400


@pytest.mark.parametrize(
    "text",
    [
        "2024.03.04,10:00,10,12,9,11,100\n2024.03.04,10:05,11,12,9,11,100\n",
        "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\n"
        "2024.03.04\t10:00:00\t10\t12\t9\t11\t100\n2024.03.04\t10:05:00\t11\t12\t9\t11\t100\n",
    ],
)
def test_the_exports_of_metatrader_are_bars(text):
    file = read_bars(a_file(text), in_zone())

    assert holds_bars(a_file(text))
    assert file.series.resolution_s == 300
    assert file.series.bars[0].open == 10


def test_a_bad_row_is_named_and_the_rest_is_read():
    text = HOURS + "2024-03-04 13:00:00,1,2,x,1,0\n2024-03-04 12:00:00,1,2,1,1,0\n"

    file = read_bars(a_file(text), in_zone())

    assert len(file.series.bars) == 3
    assert [(out.row, out.reason) for out in file.skipped] == [
        (5, "“x” is not a number"),
        (6, "a second bar at the same time"),
    ]


def test_a_bar_that_opens_outside_is_widened_and_said():
    file = read_bars(a_file(HOURS.replace("10,12,9,11", "8,12,9,11")), in_zone())

    assert file.series.bars[0].low == Decimal(8)
    assert "widened" in file.warnings[0]


def test_a_list_of_fills_is_no_table_of_bars():
    text = "Time,Symbol,Side,Qty,Price\n2024-03-04 10:00:00,ES,Buy,1,5000\n"

    assert not holds_bars(a_file(text))
    with pytest.raises(UnreadableFile, match="no price bars"):
        read_bars(a_file(text), in_zone())


@pytest.mark.parametrize(
    ("name", "symbol"),
    [
        ("EURUSD-1h.csv", "EURUSD"),
        ("EURUSD60.csv", "EURUSD"),
        ("BATS_AAPL, 1D.csv", "AAPL"),
        ("SP500-1m-2019-11.csv", "SP500"),
        ("GBPUSD_M1_201202.csv", "GBPUSD"),
    ],
)
def test_the_symbol_comes_from_the_name(name, symbol):
    assert symbol_in(name) == symbol


@pytest.mark.parametrize(
    ("name", "resolution_s", "count"),
    [
        ("EURUSD-1h.csv", 3600, 5000),
        ("GOOG-1d.csv", 86_400, 2148),
        ("BTCUSD-1M.csv", 2_592_000, 156),
        ("SP500-1m-2019-11.csv", 60, 1563),
        ("SPY-1d-2008-2017.csv", 86_400, 2519),
        ("eurostoxx-5m-2006-01.csv", 300, 2142),
        ("GBPUSD-1m-bid-2012-02.csv", 60, 30_117),
    ],
)
def test_every_sample_of_bars_is_read_whole(name, resolution_s, count):
    file = read_bars(SourceFile.at(shared_data(f"ohlc/{name}")), in_zone())

    assert (file.series.resolution_s, len(file.series.bars)) == (resolution_s, count)
    assert file.skipped == ()


def test_dates_are_put_in_the_order_in_which_the_bars_follow():
    file = read_bars(SourceFile.at(shared_data("ohlc/SP500-1m-2019-11.csv")), in_zone())

    assert file.series.bars[-1].starts_at.date().isoformat() == "2019-11-08"
    assert "month first" in file.warnings[0]


@given(st.text(max_size=120))
def test_any_text_is_bars_or_refused(body):
    for text in (body, HOURS + body):
        with suppress(FillbookError):
            bars = read_bars(a_file(text), in_zone()).series.bars
            assert all(bar.low <= bar.open <= bar.high for bar in bars)
