"""Single statistics, worked out by hand."""

from array import array
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from populations import ATrade, a_population, columns_of, nets

from fillbook.domain.query import TradeQuery
from fillbook.statistics.catalogue import BY_KEY, figures
from fillbook.statistics.populations import population


def figure(key, *trades):
    return BY_KEY[key].of(a_population(*trades))


def test_streaks_pass_over_breakevens():
    journal = nets("1", "0", "2", "3", "-1", "-1", "0", "-1", "4")

    assert figure("longest_winning_streak", *journal).value == 3
    assert figure("longest_losing_streak", *journal).value == 3
    assert figure("current_streak", *journal).value == 1
    assert figure("current_streak", *nets("5", "-1", "0", "-2")).value == -2


def test_a_run_that_alternates_has_a_positive_z():
    alternating = nets(*(["1", "-1"] * 10))
    blocks = nets(*(["1"] * 10 + ["-1"] * 10))

    # Ten of each: 11 runs are expected, with variance 100 * 180 * 2 / (400 * 19).
    deviation = (200 * 180 / (400 * 19)) ** 0.5
    assert figure("runs_test_z", *alternating).value == pytest.approx((20 - 11) / deviation)
    assert figure("runs_test_z", *blocks).value == pytest.approx((2 - 11) / deviation)
    assert figure("runs_test_z", *nets("1", "-1")).reason.startswith("needs 20")


def test_the_trimmed_mean_leaves_out_the_extremes():
    amounts = ["1000"] + ["1"] * 18 + ["-700"]

    assert figure("trimmed_mean", *nets(*amounts)).value == Decimal(1)
    assert figure("trimmed_mean", *nets("1")).reason == "fewer than 20 trades"


def test_costs_by_trade_and_in_r():
    journal = (
        ATrade(net="10", fees="2", risk="40"),
        ATrade(net="5", fees="4", risk="20"),
        ATrade(net="5", fees=None, fees_unknown=2, risk="20"),
    )

    assert figure("cost_per_trade", *journal).value == Decimal(3)
    assert figure("cost_r", *journal).value == pytest.approx((0.05 + 0.2) / 2)
    assert figure("cost_drag", *journal).value == pytest.approx(6 / 20)


def test_the_best_twentieth_is_one_trade_at_least():
    assert figure("best_trades_share", *nets("60", "20", "20")).value == pytest.approx(0.6)
    assert figure("best_trade_share", *nets("60", "20", "20")).value == pytest.approx(0.6)
    forty = nets(*["100"] * 2, *["10"] * 38)
    assert figure("best_trades_share", *forty).value == pytest.approx(200 / 580)


def test_r_per_hour_uses_trades_of_which_both_are_known():
    journal = (
        ATrade(net="100", risk="50", held=90, minute=600),
        ATrade(net="-25", risk="50", held=30, minute=700),
        ATrade(net="70", held=300, minute=800),
    )

    assert figure("r_per_hour", *journal).value == pytest.approx((2 - 0.5) / 2)


def test_targets_promise_a_reward_for_the_risk():
    columns = columns_of([ATrade(net="60", risk="50"), ATrade(net="9", risk="50")])
    columns.entry_price[0], columns.take_profit[0] = 100, 130  # 30 points of 5 are 150: 3 R
    people = population(columns, TradeQuery())

    assert BY_KEY["planned_r"].of(people).value == pytest.approx(3.0)
    assert BY_KEY["planned_r"].of(people).n == 1
    assert BY_KEY["realised_against_planned_r"].of(people).value == pytest.approx(1.2 - 3)


def test_time_in_the_market_counts_what_runs_side_by_side_once():
    journal = (
        ATrade(minute=200, held=100),  # 100 to 200
        ATrade(minute=150, held=20),  # within it
        ATrade(minute=260, held=80),  # 180 to 260
        ATrade(minute=400, held=50),  # 350 to 400
    )

    assert figure("time_in_market_s", *journal).value == (160 + 50) * 60


def test_each_fall_is_an_episode():
    journal = [
        ATrade(net=net, day=day)
        for day, net in enumerate(["10", "-4", "-2", "6", "5", "-1", "2", "-3"])
    ]
    people = a_population(*journal)

    falls = people.curve.episodes()

    assert [(fall.depth, fall.peak, fall.trough, fall.recovered) for fall in falls] == [
        (600, 0, 2, 3),
        (100, 4, 5, 6),
        (300, 6, 7, None),
    ]
    found = figures(people)
    assert found["drawdowns"].value == 3
    assert found["average_recovery_days"].value == pytest.approx((3 + 2) / 2)
    # Days 1, 2, 5 and 7 end under a peak; day 5 and 6 are a weekend with trades.
    assert found["time_under_water"].value == pytest.approx(4 / 8)


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=40))
def test_the_deepest_fall_is_the_deepest_episode(amounts):
    curve = a_population(*nets(*map(str, amounts))).curve

    episodes = curve.episodes()

    assert curve.deepest == max(episodes, key=lambda fall: fall.depth, default=None)
    assert sum(fall.recovered is None for fall in episodes) <= 1


def test_half_of_kelly_is_half():
    journal = nets("30", "30", "-20")

    kelly = figure("kelly", *journal)

    assert kelly.value == pytest.approx(2 / 3 - (1 / 3) / 1.5)
    assert figure("half_kelly", *journal).value == pytest.approx(kelly.value / 2)
    assert kelly.low < kelly.value < kelly.high


def test_losses_beyond_the_risk():
    journal = [replace(trade, risk="100") for trade in nets("-150", "-110", "-90", "50")]

    assert figure("loss_overrun", *journal).value == pytest.approx(1 / 3)


def test_runs_of_days_pass_over_days_at_zero():
    amounts = ("5", "3", "0", "2", "-1", "-4", "6")
    people = a_population(*(ATrade(net=net, day=day) for day, net in enumerate(amounts)))

    assert BY_KEY["longest_winning_days"].of(people).value == 3
    assert BY_KEY["longest_losing_days"].of(people).value == 2


def test_the_gini_of_days_is_half_the_mean_difference_over_the_mean():
    people = a_population(*(ATrade(net=net, day=day) for day, net in enumerate("136")))

    # Differences of any two, each with itself too: 2 x (2 + 3 + 5) / 9; the mean is 10 / 3.
    assert BY_KEY["gini_of_days"].of(people).value == pytest.approx(20 / 9 / 2 / (10 / 3))


def test_equal_days_have_a_gini_of_zero_and_a_loss_has_none():
    equal = a_population(*(ATrade(net="4", day=day) for day in range(3)))

    assert BY_KEY["gini_of_days"].of(equal).value == pytest.approx(0)
    assert BY_KEY["gini_of_days"].of(a_population(ATrade(net="-1"))).value is None


def test_a_night_lies_between_the_days_of_entry_and_exit():
    people = a_population(
        ATrade(day=1, minute=600, held=30), ATrade(day=2, minute=600, held=24 * 60)
    )

    assert BY_KEY["held_overnight"].of(people).value == 0.5


def test_the_holding_time_by_quantity_leans_to_the_large_trade():
    columns = columns_of((ATrade(minute=600, held=10), ATrade(minute=700, held=40)))
    sized = replace(columns, quantity=array("d", [1, 3]))

    found = BY_KEY["weighted_holding_time_s"].of(population(sized, TradeQuery()))

    assert found.value == (10 + 3 * 40) / 4 * 60


def test_exposure_is_the_time_in_the_market_of_the_hours_of_its_days():
    # Monday and Tuesday, six hours each of twice twenty-four.
    trades = [ATrade(net="1", day=day, minute=720, held=360) for day in (0, 1)]

    assert figure("exposure", *trades).value == pytest.approx(0.25)


def test_a_trade_over_a_weekend_is_told_from_one_overnight():
    over_night = ATrade(net="1", day=1, minute=60, held=120)
    over_weekend = ATrade(net="1", day=7, minute=600, held=3 * 1440)

    assert figure("held_overnight", over_night, over_weekend).value == 1
    assert figure("held_over_weekend", over_night, over_weekend).value == 0.5


def test_what_losses_lost_beyond_the_risk():
    trades = [ATrade(net=net, day=i, risk="100") for i, net in enumerate(("-100", "-150", "-205"))]

    assert figure("loss_overrun", *trades).value == pytest.approx(2 / 3)
    assert figure("loss_overrun_r", *trades).value == pytest.approx(-1.55)


def test_risks_and_costs_of_a_contract():
    trades = [ATrade(net="1", day=i, risk=risk, fees="3", quantity="2")
              for i, risk in enumerate(("50", "150"))]  # fmt: skip

    assert figure("average_risk", *trades).value == 100
    assert figure("largest_risk", *trades).value == 150
    assert figure("risk_spread", *trades).value == pytest.approx(0.5**0.5)
    assert figure("cost_per_contract", *trades).value == pytest.approx(1.5)


def test_sharpe_of_active_days_leaves_the_idle_ones_out():
    trades = [ATrade(net=net, day=day) for day, net in ((0, "100"), (3, "50"))]
    first, second = 100 / 10_000, 50 / 10_100

    wanted = (first + second) / (first - second) / 2**0.5 * 252**0.5

    assert figure("sharpe_active_days", *trades).value == pytest.approx(wanted)
