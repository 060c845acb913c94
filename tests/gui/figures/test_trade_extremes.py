"""Extremes of trades in the window: bounds where bars leave them open, the newest first."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from builders import NOON, a_fill, a_statement, an_account
from fillbook.domain.bar import Bar, BarSeries
from fillbook.domain.query import TradeQuery
from fillbook.gui.figures.excursions import HeatState, Way, heat
from fillbook.gui.figures.explaining import explained
from fillbook.gui.figures.ref import FigureRef
from fillbook.gui.figures.source import FigureSource
from fillbook.gui.units import ResultUnit
from fillbook.statistics.uncertainty import Stopped
from fillbook.storage.library import Library

PRICES = (("100", "103", "96", "101"), ("101", "106", "98", "104"), ("104", "107", "95", "103"))
"""Of three bars; fills lie in the first and the last, so that their lows may be others'."""

BARS = BarSeries(
    "ES",
    600,
    tuple(
        Bar(NOON + timedelta(hours=hour, minutes=10 * place), *map(Decimal, prices))
        for hour in range(3)
        for place, prices in enumerate(PRICES)
    ),
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as opened:
        yield opened


@pytest.fixture
def source(library: Library) -> FigureSource:
    account, _ = library.add_account(an_account())
    fills = [
        a_fill(side, price, symbol="ES", minute=60 * hour + minute)
        for hour in range(3)
        for side, price, minute in ((1, 100, 3), (-1, 104, 23))
    ]
    library.save_import(account.id, [a_statement(*fills)])
    library.edit(library.columns().ids, {"initial_risk": "10"})
    library.add_bars(BARS)
    return FigureSource(library)


def extremes(source: FigureSource, way: Way, most: int | None = None) -> HeatState:
    return heat(source.reaches, source.population(TradeQuery()), way, most, lambda: False)


def test_what_bars_leave_open_is_a_range(source: FigureSource):
    found = extremes(source, Way.ADVERSE)

    assert found.unit is ResultUnit.R
    assert found.points.x == pytest.approx([0.2] * 3)  # 98 was surely seen
    assert found.points.far == pytest.approx([0.5] * 3)  # 95 may have been


def test_how_far_trades_went_for_their_trader(source: FigureSource):
    found = extremes(source, Way.FAVORABLE)

    assert found.points.x == pytest.approx([0.6] * 3)
    assert found.note.startswith("MFE in R, all 3, bars of 10")


def test_the_newest_are_shown_before_the_rest_is_read(source: FigureSource):
    found = extremes(source, Way.ADVERSE, most=2)

    assert not found.is_whole
    assert found.note.startswith("MAE in R, 2 of 3 so far")
    assert len(found.ids) == 2


def test_reading_stops_when_nobody_wants_it(source: FigureSource):
    with pytest.raises(Stopped):
        heat(source.reaches, source.population(TradeQuery()), Way.ADVERSE, None, lambda: True)


def test_a_figure_of_bars_says_what_they_leave_open(source: FigureSource):
    found = explained(source, FigureRef("average_mae", TradeQuery()))

    assert found.value == "−2.00"
    assert found.sure.startswith("The bars leave it open between −5.00 and −2.00")


def test_without_bars_nothing_is_read(library: Library):
    account, _ = library.add_account(an_account())
    library.save_import(account.id, [a_statement(a_fill(1, 100), a_fill(-1, 104, minute=5))])

    found = extremes(FigureSource(library), Way.ADVERSE)

    assert found.is_whole
    assert not found.ids
    assert found.empty == "Import price bars to see how far trades went"


def test_coarse_bars_are_taken_where_there_are_no_finer_ones(library: Library):
    account, _ = library.add_account(an_account())
    fills = (a_fill(1, 100, symbol="NQ", minute=300), a_fill(-1, 104, symbol="NQ", minute=305))
    library.save_import(account.id, [a_statement(*fills)])
    day = Bar(NOON - timedelta(hours=12), *map(Decimal, ("90", "120", "80", "110")))
    library.add_bars(BarSeries("NQ", 86_400, (day,)))

    found = extremes(FigureSource(library), Way.FAVORABLE)

    assert len(found.ids) == 1
    assert found.points.far == pytest.approx([20])  # somewhere on that day
