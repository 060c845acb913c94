"""Intervals."""

import pytest
from populations import ATrade, a_population, golden

from fillbook.statistics.uncertainty import Resampling, Stopped, intervals, wilson


@pytest.mark.parametrize(
    ("wins", "n", "low", "high"),
    [(3, 5, 23, 88), (6, 10, 31, 83), (18, 30, 42, 75), (60, 100, 50, 69), (180, 300, 54, 65)],
)
def test_wilsons_interval_in_percent(wins, n, low, high):
    interval = wilson(wins, n)

    assert (round(100 * interval.low), round(100 * interval.high)) == (low, high)


def test_wilsons_interval_stays_within_zero_and_one():
    assert wilson(0, 7).low == 0.0
    assert wilson(7, 7).high == 1.0


def test_the_same_seed_gives_the_same_digits():
    assert intervals(golden()) == intervals(golden())
    assert intervals(golden()) != intervals(golden(), Resampling(seed=1))


def test_an_interval_holds_the_figure_and_little_else_when_days_are_many():
    people = a_population(
        *(ATrade(net="30" if i % 3 else "-20", day=i, minute=60, risk="10") for i in range(300))
    )

    found = intervals(people)

    # Two thirds win 3 R, one third loses 2 R: mean 4/3, sd 2.357, standard error 0.1361.
    assert found["mean_r"].low == pytest.approx(4 / 3 - 1.96 * 0.1361, abs=0.03)
    assert found["mean_r"].high == pytest.approx(4 / 3 + 1.96 * 0.1361, abs=0.03)
    assert found["expectancy"].low == pytest.approx(10 * found["mean_r"].low, abs=0.3)
    assert found["profit_factor"].low < 3 < found["profit_factor"].high
    assert found["sqn"].low < 10 * (4 / 3) / 2.361 < found["sqn"].high


def test_days_are_resampled_with_all_their_trades():
    days = [ATrade(net=net, day=i, minute=60) for i, net in enumerate(["10", "-8"] * 20)]
    crowded = [trade for trade in days for _ in range(9)]

    alone, together = intervals(a_population(*days)), intervals(a_population(*crowded))

    assert together["expectancy"] == alone["expectancy"]


def test_days_without_a_loss_leave_the_profit_factor_open_above():
    people = a_population(*(ATrade(net="10", day=i) for i in range(5)), ATrade(net="-10", day=6))

    factor = intervals(people)["profit_factor"]

    assert factor.low is not None
    assert factor.high is None


def test_one_day_tells_nothing_of_chance():
    assert intervals(a_population(ATrade(net="10", risk="5"), ATrade(net="-4", risk="5"))) == {}
    assert intervals(a_population()) == {}


def test_a_bootstrap_can_be_stopped():
    with pytest.raises(Stopped):
        intervals(golden(), Resampling(cancelled=lambda: True))


def test_progress_ends_at_the_last_resample():
    seen = []

    intervals(golden(), Resampling(progress=lambda done, total: seen.append((done, total))))

    assert seen[-1] == (5000, 5000)
