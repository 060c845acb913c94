from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fillbook.gui.charts.decimate import Places, Series
from fillbook.gui.charts.placement import Box, Columns, best_place
from fillbook.gui.charts.scale import Scale, kept_inside, zoomed
from fillbook.gui.charts.ticks import bar_ticks, time_ticks, value_ticks

NEW_YORK = ZoneInfo("America/New_York")


def a_series(points: int, seed: int = 1) -> Series:
    rng = np.random.default_rng(seed)
    return Series(Places(np.arange(points, dtype=float)), rng.normal(size=points).cumsum())


@pytest.mark.parametrize("points", [1, 2, 600, 5_000, 100_000])
def test_a_line_has_at_most_two_points_a_column(points: int):
    series = a_series(points)

    x, y = series.line(series.places.cut(0, points - 1, 300))

    assert len(x) == len(y) <= 2 * 301


@given(
    points=st.integers(1, 30_000),
    low=st.floats(-10, 30_000),
    width=st.floats(1, 30_000),
    columns=st.integers(2, 400),
)
def test_no_spike_is_lost(points: int, low: float, width: float, columns: int):
    series = a_series(points)
    cut = series.places.cut(low, low + width, columns)

    _, y = series.line(cut)

    shown = series.y[cut.first : cut.last]
    if len(shown):
        assert (y.min(), y.max()) == (shown.min(), shown.max()) == series.extremes(cut)


def test_the_ground_of_an_area_never_passes_the_line():
    series = a_series(50_000)
    cut = series.places.cut(0, 49_999, 200)

    x, least = series.ground(cut)

    for left, right, value in zip(x, [*x[1:], 50_000], least, strict=True):
        assert value == series.y[int(left) : int(right)].min()


def test_the_deepest_fall_of_each_column_is_drawn():
    series = a_series(50_000)
    cut = series.places.cut(0, 49_999, 200)

    x, least = series.underside(cut)

    assert len(x) == 200
    assert least.min() == series.y.min() == series.least(cut)


def test_the_nearest_point_is_found_from_both_sides():
    places = Places(np.array([0.0, 10.0, 30.0]))

    assert [places.nearest(x) for x in (-5, 4, 6, 19, 21, 99)] == [0, 0, 1, 1, 2, 2]
    assert Places(np.zeros(0)).nearest(1.0) == -1


@given(low=st.floats(-1e7, 1e7), width=st.floats(1e-3, 1e7), count=st.integers(2, 8))
def test_values_on_an_axis_are_round_and_within_it(low: float, width: float, count: int):
    ticks = value_ticks(low, low + width, count)

    assert len(ticks) <= count + 1
    slack = width * 1e-6
    assert all(low - slack <= tick <= low + width + slack for tick in ticks)
    if len(ticks) > 1:
        step = ticks[1] - ticks[0]
        leading = step / 10 ** np.floor(np.log10(step * 1.0000001))
        assert min(abs(leading - wanted) for wanted in (1, 2, 2.5, 5, 10)) < 1e-3


def test_months_stand_at_their_first_day_and_january_at_its_year():
    first, last = datetime(2025, 11, 12, tzinfo=UTC), datetime(2026, 3, 20, tzinfo=UTC)

    ticks = time_ticks(first.timestamp(), last.timestamp(), UTC, 6)

    assert [tick.text for tick in ticks] == ["Dec", "2026", "Feb", "Mar"]
    assert ticks[0].at == datetime(2025, 12, 1, tzinfo=UTC).timestamp()


def test_hours_are_those_of_the_zone_across_a_change_of_the_clock():
    first = datetime(2026, 10, 31, 18, tzinfo=NEW_YORK)
    last = datetime(2026, 11, 1, 18, tzinfo=NEW_YORK)

    ticks = time_ticks(first.timestamp(), last.timestamp(), NEW_YORK, 5)

    assert [tick.text for tick in ticks] == ["18:00", "1 Nov", "06:00", "12:00", "18:00"]


def test_closed_hours_take_no_room_on_the_axis_of_bars():
    friday = datetime(2026, 11, 20, 14, 30, tzinfo=NEW_YORK).timestamp()
    monday = datetime(2026, 11, 23, 9, 30, tzinfo=NEW_YORK).timestamp()
    starts = np.concatenate((friday + 300 * np.arange(18), monday + 300 * np.arange(18)))

    ticks = bar_ticks(starts, 0, len(starts), NEW_YORK, 6)

    assert [(tick.at, tick.text) for tick in ticks] == [
        (0, "14:30"),
        (6, "15:00"),
        (12, "15:30"),
        (18, "23 Nov"),
        (24, "10:00"),
        (30, "10:30"),
    ]


@given(
    low=st.floats(-1e6, 1e6),
    width=st.floats(1e-3, 1e6),
    share=st.floats(0, 1),
    factor=st.floats(0.1, 10),
)
def test_zoom_keeps_the_place_under_the_pointer(
    low: float, width: float, share: float, factor: float
):
    anchor = low + width * share

    new_low, new_high = zoomed(low, low + width, anchor, factor)

    before = Scale(low, low + width, 0, 1000).pixel(anchor)
    assert Scale(new_low, new_high, 0, 1000).pixel(anchor) == pytest.approx(before, abs=0.1)


def test_a_span_is_kept_within_its_limits():
    assert kept_inside(-20, 30, (0, 100), 5) == (0, 50)
    assert kept_inside(80, 130, (0, 100), 5) == (50, 100)
    assert kept_inside(40, 41, (0, 100), 5) == (38, 43)
    assert kept_inside(-500, 500, (0, 100), 5) == (0, 100)


def test_a_label_goes_where_neither_bars_nor_other_labels_are():
    inside = Box(0, 0, 200, 200)
    x = np.arange(40.0, 161.0, 4)
    below = Columns(x, np.full(len(x), 101.0), np.full(len(x), 200.0), 4)
    taken = (Box(101, 60, 60, 38),)

    place = best_place((100, 100), (40, 14), inside, taken, below)

    assert place.bottom < 100
    assert not any(place.overlap(other) for other in taken)


def test_a_label_at_the_edge_stays_inside():
    inside = Box(0, 0, 200, 100)
    nothing = Columns(np.zeros(0), np.zeros(0), np.zeros(0), 1)

    place = best_place((199, 99), (40, 14), inside, (), nothing)

    assert place.right <= 200
    assert place.bottom <= 100
