"""Days and hours by another clock than that of the account."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from populations import MONDAY, ATrade, a_population, columns_of

from fillbook.domain.trading_day import TradingCalendar
from fillbook.statistics.breakdown import groups
from fillbook.statistics.clock import on_calendar
from fillbook.statistics.dimensions import BY_KEY as DIMENSIONS
from fillbook.statistics.terms import Terms

NEW_YORK = TradingCalendar(ZoneInfo("America/New_York"), time(17, 0))
ZONES = ("America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC", "Europe/Berlin")
INSTANTS = st.integers(1_500_000_000, 1_900_000_000)


@given(
    st.lists(INSTANTS, min_size=1, max_size=5),
    st.sampled_from(ZONES),
    st.times(max_value=time(23, 59)).map(lambda at: at.replace(second=0, microsecond=0)),
)
def test_the_days_are_those_of_the_calendar(instants: list[int], zone: str, ends: time):
    calendar = TradingCalendar(ZoneInfo(zone), ends)
    moments = [datetime.fromtimestamp(at, UTC) for at in sorted(instants)]
    start = datetime(MONDAY.year, MONDAY.month, MONDAY.day, tzinfo=UTC)
    trades = [
        ATrade(day=(at - start).days, minute=(at - start).seconds // 60, held=0) for at in moments
    ]

    moved = on_calendar(columns_of(trades), calendar)

    closed = [trade.closed_at for trade in trades]
    assert list(moved.close_day) == [calendar.day(at).toordinal() for at in closed]
    assert list(moved.open_day) == list(moved.close_day) == list(moved.leg_day)
    local = [calendar.local(at) for at in closed]
    assert list(moved.open_minute) == [at.hour * 60 + at.minute for at in local]
    assert list(moved.open_weekday) == [at.weekday() for at in local]


def test_an_evening_in_new_york_is_the_next_day():
    people = a_population(ATrade(day=0, minute=22 * 60 + 30), terms=Terms(calendar=NEW_YORK))

    assert [g.key for g in groups(people, DIMENSIONS["day"])] == ["2026-03-03"]
    assert [g.key for g in groups(people, DIMENSIONS["hour"])] == ["17"]


def test_a_trade_known_by_its_day_alone_keeps_it():
    columns = columns_of([ATrade(day=0, minute=0, held=0, day_precision=True)])

    moved = on_calendar(columns, NEW_YORK)

    assert np.array_equal(moved.close_day, columns.close_day)
    assert list(moved.open_minute) == [-1]
