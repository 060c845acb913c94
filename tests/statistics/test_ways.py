"""Excursions and exits as figures of a population."""

from dataclasses import replace
from decimal import Decimal

import pytest
from populations import ATrade, a_population
from test_excursion import SERIES, a_detail, bars, minutes

from fillbook.statistics.catalogue import BY_KEY
from fillbook.statistics.population import Population
from fillbook.statistics.seen import Seen, seen
from fillbook.statistics.statistic import Figure
from fillbook.statistics.terms import Measure, Terms

DAY_ENDS = minutes(60 * 12)
LONG = a_detail((5, 1, 101), (25, -1, 105))  # MAE -20 or -30, MFE 35


def figure(people: Population, key: str) -> Figure:
    return BY_KEY[key].of(people)


def watched(*trades: ATrade, terms: Terms | None = None) -> Population:
    """A population of which every trade went the way of ``LONG``."""
    found = seen(LONG, [SERIES], DAY_ENDS)
    assert found is not None
    people = a_population(*trades, terms=terms)
    return replace(people, seen=dict.fromkeys(people.rows.tolist(), found))


def test_the_means_carry_what_bars_leave_open_as_bounds():
    people = watched(ATrade(net="18"), ATrade(net="18", day=1))

    mae = figure(people, "average_mae")

    assert (mae.value, mae.low, mae.high, mae.n) == (-20, -30, -20, 2)
    assert mae.reason == "bars of 600 s on 100% of the time held"
    assert (figure(people, "average_mfe").value, figure(people, "average_mfe").low) == (35, None)
    assert figure(people, "exit_efficiency").value == pytest.approx(8 / 11)
    assert figure(people, "bar_coverage").value == 1


def test_amounts_follow_the_unit():
    people = watched(ATrade(net="18", risk="40"), terms=Terms(measure=Measure.R))

    assert figure(people, "average_mae").value == pytest.approx(-0.5)


def test_other_exits_tell_what_they_would_have_added():
    series = bars((100, 101, 99, 100), (100, 104, 100, 103), (103, 106, 98, 99), (99, 120, 90, 118))
    detail = a_detail((0, 1, 100), (15, -1, 103))

    found = seen(detail, [series], DAY_ENDS)

    assert isinstance(found, Seen)
    assert found.later[5] == Decimal(0)  # the close of its own bar is 103 as well
    assert found.later[15] == 5 * (99 - 103)
    assert found.best_later == 5 * (120 - 103)
    assert found.later[60] is None


def test_the_finest_bars_that_cover_the_trade_are_taken():
    elsewhere = replace(SERIES, resolution_s=60, bars=())

    found = seen(LONG, [elsewhere, SERIES], DAY_ENDS)

    assert found is not None
    assert found.excursion.resolution_s == 600


def test_ten_winners_tell_their_heat():
    trades = [ATrade(net="18", day=day, risk="40") for day in range(10)]

    assert figure(watched(*trades), "heat_of_winners_90").value == pytest.approx(0.5)
    assert (
        figure(watched(*trades[1:]), "heat_of_winners_90").reason == "9 wins with bars and a risk"
    )


def test_without_bars_each_says_so():
    people = a_population(ATrade(net="18"))

    for key in ("average_mae", "mfe_capture", "after_exit_5m", "way_to_stop", "bar_coverage"):
        assert figure(people, key).reason == "no price bars of 1 trade", key


def test_what_no_trade_has_is_named():
    assert figure(watched(ATrade(net="18")), "way_to_target").reason == (
        "not told by the bars of 1 trade"
    )


def test_a_trade_of_no_length_is_within_its_bar():
    found = seen(a_detail((5, 1, 101), (5, -1, 101)), [SERIES], DAY_ENDS)

    assert found is not None
    assert found.excursion.coverage == 1
