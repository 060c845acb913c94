"""Every number opens: its formula, inputs, trades, and what was left out."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from populations import ATrade, a_population, golden, nets

from fillbook.statistics.catalogue import STATISTICS
from fillbook.statistics.explanation import explain


def numbers(key, population):
    return [each.number for each in explain(population, key).behind]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("wins", [1, 5, 9, 11, 12]),
        ("breakevens", [3, 8]),
        ("largest_win", [9]),
        ("largest_loss", [10]),
        ("median_pnl", [3, 8]),
        ("max_drawdown", [6, 7, 8]),
        ("best_day_share", [9]),
        ("longest_winning_streak", [11, 12]),
        ("longest_losing_streak", [2, 4]),
        ("current_streak", [11, 12]),
    ],
)
def test_the_trades_behind_a_figure_of_the_golden_vector(key, expected):
    assert numbers(key, golden()) == expected


def test_the_fall_is_made_of_what_was_lost_on_its_way():
    found = explain(golden(), "max_drawdown").behind

    assert [each.value for each in found] == [Decimal(130), Decimal(122), Decimal(2)]


def test_a_figure_names_what_it_is_made_of():
    found = explain(golden(), "profit_factor")

    inputs = {each.statistic.key: each.figure.value for each in found.inputs}
    assert inputs == {"gross_profit": Decimal(1378), "gross_loss": Decimal(737)}
    assert found.statistic.formula == "gross profit / gross loss"


def test_what_was_left_out_says_why():
    people = a_population(
        ATrade(id="a", net="5", risk="10"),
        ATrade(id="b", net="7", minute=1),
        ATrade(id="c", net="9", minute=2, archived=True),
        ATrade(id="d", minute=3, is_open=True),
    )

    left = {each.trade: each.reason for each in explain(people, "mean_r").left_out}

    assert left == {"b": "no initial risk", "c": "archived", "d": "still open"}


@given(st.lists(st.integers(-500, 500), max_size=12))
def test_contributions_add_up_where_they_say_so(amounts):
    people = a_population(*nets(*(f"{n}" for n in amounts)))

    for statistic in STATISTICS:
        found = explain(people, statistic.key)
        if found.behind.adds_up and found.figure.value is not None:
            assert sum(each.value for each in found.behind) == found.figure.value


@pytest.mark.parametrize("statistic", STATISTICS, ids=lambda s: s.key)
def test_every_figure_can_be_explained_with_and_without_trades(statistic):
    for people in (a_population(), golden()):
        found = explain(people, statistic.key)

        assert found.statistic.formula
        assert all(isinstance(each.number, int) for each in found.behind)
