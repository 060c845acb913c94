from datetime import UTC, datetime, timedelta
from decimal import Decimal

from fillbook.domain.bar import Bar, BarSeries
from fillbook.domain.execution import Execution, Side
from fillbook.domain.instrument import symbol_key
from fillbook.importers.bars_csv import read_bars
from fillbook.importers.catalogue import detect
from fillbook.importers.importer import SourceFile
from fillbook.importers.zone_check import suggested_shift, zone_fits
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

    assert (fits[0].shift_h, fits[0].inside, fits[0].covered) == (0, 20, 20)
    assert suggested_shift(fits) is None


def test_fills_of_another_zone_are_moved_back():
    assert suggested_shift(zone_fits(fills(3), SERIES)) == -3


def test_daily_bars_cannot_tell():
    days = BarSeries("ES", 86_400, SERIES.bars[:2])

    assert zone_fits(fills(3), days) == ()
    assert suggested_shift(()) is None


def test_the_sample_statement_fits_three_hours_earlier():
    statement = SourceFile.at(shared_data("mt/mt4-detailed-statement-demo.htm"))
    fills = detect(statement).read(statement, in_zone()).executions
    bars = read_bars(SourceFile.at(shared_data("ohlc/EURUSD-1h.csv")), in_zone())

    fits = zone_fits([fill for fill in fills if symbol_key(fill.symbol) == "EURUSD"], bars.series)

    unmoved = next(fit for fit in fits if fit.shift_h == 0)
    assert (fits[0].shift_h, fits[0].inside, fits[0].covered) == (-3, 36, 36)
    assert unmoved.inside == 27
    assert suggested_shift(fits) == -3
