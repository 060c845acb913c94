"""Price bars: exact, by resolution, and replaced where newer ones overlap."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from builders import NOON
from fillbook.domain.bar import Bar, BarSeries
from fillbook.domain.errors import Refused
from fillbook.storage.library import Library


def a_bar(minute: int, close: str) -> Bar:
    price = Decimal(close)
    return Bar(NOON + timedelta(minutes=minute), price, price + 1, price - 1, price)


@pytest.fixture
def library(tmp_path: Path):
    with Library.open(tmp_path / "library") as opened:
        yield opened


def closes(library: Library, symbol: str = "ES") -> dict[int, list[Decimal]]:
    found = library.bars(symbol, NOON, NOON + timedelta(minutes=10))
    return {series.resolution_s: [bar.close for bar in series.bars] for series in found}


def test_bars_come_back_exact_oldest_first_finest_resolution_first(library: Library):
    library.add_bars(BarSeries("ES", 300, (a_bar(0, "7"), a_bar(5, "8"))))
    library.add_bars(BarSeries("es", 60, (a_bar(1, "0.00000001"), a_bar(0, "12345678.12345678"))))

    assert closes(library) == {
        60: [Decimal("12345678.12345678"), Decimal("0.00000001")],
        300: [7, 8],
    }
    assert list(closes(library)) == [60, 300]


def test_overlapping_bars_are_replaced_by_later_ones(library: Library):
    library.add_bars(BarSeries("ES", 60, (a_bar(0, "5"), a_bar(1, "6"))))
    library.add_bars(BarSeries("ES", 60, (a_bar(1, "7"), a_bar(2, "8"))))

    assert closes(library) == {60: [5, 7, 8]}
    (stored,) = library.bar_series()
    assert (stored.symbol, stored.resolution_s, stored.count) == ("ES", 60, 3)
    assert (stored.first, stored.last) == (NOON, NOON + timedelta(minutes=2))
    library.undo()
    assert closes(library) == {60: [5, 6]}


def test_the_end_of_a_span_is_not_in_it(library: Library):
    library.add_bars(BarSeries("ES", 60, (a_bar(9, "5"), a_bar(10, "6"))))

    assert closes(library) == {60: [5]}


def test_no_bars_are_refused(library: Library):
    with pytest.raises(Refused, match="no bars of ES"):
        library.add_bars(BarSeries("ES", 60, ()))
