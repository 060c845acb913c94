from datetime import UTC, datetime, timedelta
from decimal import Decimal

from fillbook.domain.bar import Bar, BarSeries
from fillbook.domain.execution import Execution, Side
from fillbook.domain.instrument import symbol_key
from fillbook.importers.bars_csv import read_bars
from fillbook.importers.catalogue import detect
from fillbook.importers.importer import SourceFile
from fillbook.importers.zone_check import ZoneFit, suggested_fit, zone_doubt, zone_fits
from import_sources import in_zone
from shared_data import shared_data

START = datetime(2024, 3, 4, tzinfo=UTC)
SERIES = BarSeries(
    "ES",
    3600,
    tuple(
        Bar(START + timedelta(hours=h), Decimal(h + 1), Decimal(h + 2), Decimal(h + 1),
            Decimal(h + 2))
        for h in range(72)
    ),
)  # fmt: skip


def fills(hours_late):
    return [
        Execution(
            symbol="ES",
            side=Side.BUY,
            quantity=Decimal(1),
            price=Decimal(hour) + Decimal("1.5"),
            executed_at=START + timedelta(hours=hour + hours_late, minutes=30),
        )
        for hour in range(20, 40)
    ]


def test_fills_in_their_own_bars_are_left_where_they_are():
    fits = zone_fits(fills(0), SERIES)

    assert [(fit.shift_h, fit.covered) for fit in fits if fit.inside == 20] == [(0, 20)]
    assert suggested_fit(fits) is None


def test_fills_of_another_zone_are_moved_back():
    assert suggested_fit(zone_fits(fills(3), SERIES)) == ZoneFit(-3, 20, 20)


def test_daily_bars_cannot_tell():
    days = BarSeries("ES", 86_400, SERIES.bars[:2])

    assert zone_fits(fills(3), days) == ()
    assert suggested_fit(()) is None


def test_a_handful_of_fills_proves_nothing():
    assert suggested_fit(zone_fits(fills(3)[:7], SERIES)) is None


def test_the_sample_statement_fits_three_hours_earlier():
    source = SourceFile.at(shared_data("mt/mt4-detailed-statement-demo.htm"))
    statement = detect(source).read(source, in_zone())
    bars = read_bars(SourceFile.at(shared_data("ohlc/EURUSD-1h.csv")), in_zone()).series

    doubt = zone_doubt(
        statement, lambda symbol, start, end: [bars] if symbol_key(symbol) == "EURUSD" else []
    )

    assert doubt is not None
    assert "36 of 36 fills" in doubt
    assert "3 hours earlier, as they stand 27" in doubt
    assert "Etc/GMT-3" in doubt


def test_nothing_is_said_where_no_bars_are_known():
    source = SourceFile.at(shared_data("mt/mt4-detailed-statement-demo.htm"))
    statement = detect(source).read(source, in_zone())

    assert zone_doubt(statement, lambda symbol, start, end: ()) is None
