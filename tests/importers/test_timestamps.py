from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fillbook.domain.execution import Precision
from fillbook.importers.cells import CellError
from fillbook.importers.time_formats import AmbiguousDates, detect_time_formats
from fillbook.importers.timestamps import Clock, Moment, TimeReader

NEW_YORK = ZoneInfo("America/New_York")


def read(text: str, zone: ZoneInfo = NEW_YORK) -> Moment:
    return TimeReader(detect_time_formats([text]), Clock(zone)).read(text)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2024-01-02 03:04:05", "2024-01-02T08:04:05"),
        ("2024-07-02 03:04:05", "2024-07-02T07:04:05"),
        ("2024.01.02 10:11:12", "2024-01-02T15:11:12"),
        ("2024-01-02T03:04:05Z", "2024-01-02T03:04:05"),
        ("2024-01-02 03:04:05+05:30", "2024-01-01T21:34:05"),
        ("02.01.2024 10:11:12", "2024-01-02T15:11:12"),
        ("01/13/2024 1:05 PM", "2024-01-13T18:05:00"),
        ("01/13/2024 12:05 AM", "2024-01-13T05:05:00"),
        ("13/01/2024 10:11", "2024-01-13T15:11:00"),
        ("20230522;101112", "2023-05-22T14:11:12"),
        ("5 Jan 2024", "2024-01-05T05:00:00"),
        ("Jan 5, 2024 10:11", "2024-01-05T15:11:00"),
        ("05-Mär-2024", "2024-03-05T05:00:00"),
        ("1659085200000", "2022-07-29T09:00:00"),
    ],
)
def test_a_time_is_read_in_many_forms(text, utc):
    assert read(text).at == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("2024-01-02", Precision.DAY),
        ("2024-01-02 03:04", Precision.MINUTE),
        ("2024-01-02 03:04:05", Precision.SECOND),
        ("2024-01-02 03:04:05.123", Precision.MILLI),
        ("2024-01-02 03:04:05.123456", Precision.MICRO),
    ],
)
def test_a_time_knows_how_fine_it_is(text, precision):
    assert read(text).precision is precision


def test_an_offset_is_kept_as_received():
    assert read("2024-01-02 03:04:05-05:00").utc_offset_minutes == -300
    assert read("2024-01-02 03:04:05").utc_offset_minutes is None


def test_a_two_digit_year_is_not_guessed():
    with pytest.raises(CellError, match="two digits"):
        detect_time_formats(["16/09/21"])


def test_a_two_digit_year_is_read_when_its_format_is_named():
    reader = TimeReader(("%m/%d/%y %H:%M:%S",), Clock(NEW_YORK))

    assert reader.read("6/21/22 15:23:42").at == datetime(2022, 6, 21, 19, 23, 42, tzinfo=UTC)


def test_one_cell_proves_the_order_of_day_and_month_for_all():
    assert detect_time_formats(["03/04/2024", "13/04/2024"]) == ("%d/%m/%Y",)
    assert detect_time_formats(["03/04/2024", "04/13/2024"]) == ("%m/%d/%Y",)


def test_an_order_that_nothing_proves_is_asked_for():
    with pytest.raises(AmbiguousDates):
        detect_time_formats(["03/04/2024", "05/06/2024"])


def test_two_orders_in_one_column_are_refused():
    with pytest.raises(CellError, match="differently"):
        detect_time_formats(["13/04/2024", "04/13/2024"])


def test_points_put_the_day_first():
    assert detect_time_formats(["03.04.2024"]) == ("%d.%m.%Y",)


def test_a_day_that_does_not_exist_is_refused():
    with pytest.raises(CellError, match="not a possible date"):
        read("2024-02-30 10:00")


def test_a_repeated_hour_is_read_as_the_first_and_told():
    clock = Clock(NEW_YORK)

    moment = TimeReader(("%Y-%m-%d %H:%M:%S",), clock).read("2019-11-03 01:30:00")

    assert moment.at == datetime(2019, 11, 3, 5, 30, tzinfo=UTC)
    assert "show twice" in clock.warnings()[0]


def test_a_skipped_hour_is_told():
    clock = Clock(NEW_YORK)

    moment = TimeReader(("%Y-%m-%d %H:%M:%S",), clock).read("2019-03-10 02:30:00")

    assert moment.at == datetime(2019, 3, 10, 7, 30, tzinfo=UTC)
    assert "skip" in clock.warnings()[0]


def test_a_format_that_does_not_exist_is_refused():
    with pytest.raises(CellError, match="%Q"):
        TimeReader(("%Y-%Q",), Clock(NEW_YORK))


zones = st.sampled_from(["UTC", "America/New_York", "Europe/Berlin", "Asia/Kolkata",
                         "Australia/Lord_Howe"])  # fmt: skip
instants = st.datetimes(datetime(1990, 1, 1), datetime(2080, 1, 1))  # noqa: DTZ001


@given(instants, zones, st.sampled_from(["%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M:%S"]))
def test_an_instant_comes_back_from_its_wall_time(instant, zone, time_format):
    at = instant.replace(microsecond=0, tzinfo=UTC)
    wall = at.astimezone(ZoneInfo(zone))
    reader = TimeReader((time_format,), Clock(ZoneInfo(zone)))

    first, again = (reader.read(wall.strftime(time_format)).at for _ in range(2))

    assert first == again
    assert first == at or (wall.fold and timedelta() < at - first <= timedelta(hours=1))


@given(st.text(max_size=30))
def test_any_text_is_a_time_or_refused(text):
    with suppress(CellError):
        assert read(text).at.tzinfo is UTC
