"""Two groups, many slices, and how much a sample can bear."""

import pytest
from populations import ATrade, a_population, an_account, golden

from fillbook.statistics.catalogue import BY_KEY
from fillbook.statistics.comparison import (
    chance_of_luck,
    discoveries,
    expectancy_difference,
    expected_by_luck,
    mean_r_difference,
)
from fillbook.statistics.sample import SampleGrade, grade_of, sample_grade


def days_of(*nets, risk="10", start=0):
    trades = (ATrade(net=net, risk=risk, day=start + i) for i, net in enumerate(nets))
    return a_population(*trades)


def test_clearly_different_groups_are_told_apart():
    good, bad = days_of(*["20", "-10"] * 40), days_of(*["5", "-15"] * 40)

    money, in_r = expectancy_difference(good, bad), mean_r_difference(good, bad)

    assert (money.value, in_r.value) == (pytest.approx(10), pytest.approx(1.0))
    assert money.distinguishable
    assert in_r.interval.low < 1.0 < in_r.interval.high


def test_a_difference_that_spans_zero_is_not_distinguishable():
    difference = mean_r_difference(days_of("30", "-10", "-10"), days_of("10", "-20", "10"))

    assert difference.interval.low < 0 < difference.interval.high
    assert not difference.distinguishable


def test_what_moved_a_day_moved_both_groups():
    swings = ["100", "-100"] * 30
    better = [str(int(net) + 5) for net in swings]

    assert mean_r_difference(days_of(*better), days_of(*swings)).distinguishable
    apart = mean_r_difference(days_of(*better), days_of(*swings, start=100))
    assert not apart.distinguishable


def test_groups_that_cannot_be_compared():
    euros = a_population(ATrade(net="1"), accounts=[an_account(currency="EUR")])

    assert expectancy_difference(days_of("1"), euros) is None
    assert expectancy_difference(days_of("1"), a_population()) is None
    assert mean_r_difference(days_of("1"), days_of("1", risk=None)) is None
    assert expectancy_difference(days_of("1"), days_of("2")).interval is None


def test_benjamini_and_hochberg_on_their_own_example():
    chances = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
        0.5719, 0.6528, 0.7590, 1.0,
    ]  # fmt: skip

    assert discoveries(chances, rate=0.05).tolist() == [True] * 4 + [False] * 11
    assert discoveries(list(reversed(chances)), rate=0.05).tolist() == [False] * 11 + [True] * 4
    assert discoveries([]).tolist() == []


def test_one_of_twenty_four_hours_looks_good_by_luck():
    assert expected_by_luck([0.5] * 23 + [1 / 24]) == pytest.approx(1.0)


def test_the_chance_of_luck_is_small_for_a_steady_edge_and_large_for_none():
    assert chance_of_luck(days_of(*["20", "20", "-10"] * 20)) < 0.001
    assert chance_of_luck(days_of(*["10", "-10"] * 20)) > 0.8
    assert chance_of_luck(days_of("10")) is None


@pytest.mark.parametrize(
    ("count", "grade"),
    [
        (9, SampleGrade.NONE),
        (10, SampleGrade.EARLY),
        (29, SampleGrade.EARLY),
        (30, SampleGrade.USABLE),
        (99, SampleGrade.USABLE),
        (100, SampleGrade.SOLID),
    ],
)
def test_a_grade_by_count(count, grade):
    assert grade_of(count) is grade


def test_twelve_trades_on_five_days_have_no_colour():
    assert grade_of(len(golden())) is SampleGrade.EARLY
    assert sample_grade(golden()) is SampleGrade.NONE


def test_trades_needed_to_exclude_zero():
    people = days_of("20", "20", "-10", "-10")  # mean 0.5 R, sd 1.7321 R

    # (1.96 x 1.7321 / 0.5) squared is 46.1.
    assert BY_KEY["trades_needed"].of(people).value == 47
    assert BY_KEY["trades_needed"].of(days_of("10", "-10")).reason == "the mean R is zero"
