"""What charts and calendars are drawn from."""

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from populations import MONDAY, ATrade, a_population, golden

from fillbook.statistics.catalogue import BY_KEY
from fillbook.statistics.dimensions import BY_KEY as DIMENSIONS
from fillbook.statistics.distribution import pnl_histogram, r_histogram
from fillbook.statistics.ranking import headline, ranked
from fillbook.statistics.series import DayFigures, day_figures, equity_by_day, equity_by_fill


def test_equity_by_fill_starts_from_the_balance():
    series = equity_by_fill(golden())

    assert series.start == 10000
    assert series.equity[:3].tolist() == [10240, 10115, 10118]
    assert series.drawdown[:3].tolist() == [0, -125, -122]
    assert series.equity[-1] == 10641


def test_a_day_shows_its_end_and_the_deepest_fall_within_it():
    series = equity_by_day(golden())

    assert series.equity.tolist() == [10118, 10360, 10106, 10606, 10641]
    assert series.drawdown.tolist() == [-125, -240, -254, 0, -240]
    assert [date.fromordinal(day) for day in series.days] == [
        MONDAY + timedelta(days=i) for i in range(5)
    ]


def test_nothing_realised_draws_nothing():
    assert len(equity_by_day(a_population())) == 0
    assert day_figures(a_population()) == ()
    assert len(r_histogram(a_population())) == 0


def test_the_newest_days_come_first_with_their_r():
    days = day_figures(golden(), newest=2)

    assert days[0] == DayFigures(date(2026, 3, 6), Decimal("35.00"), 3, pytest.approx(1.291667))
    assert (days[1].net, days[1].trades) == (Decimal("500.00"), 1)
    assert len(day_figures(golden())) == 5


def test_a_day_without_known_risk_has_no_r():
    assert day_figures(a_population(ATrade(net="5")))[0].r is None


@given(st.lists(st.decimals(-50_000, 50_000, places=2), min_size=1, max_size=60))
def test_a_histogram_counts_every_trade_and_no_bar_mixes_signs(amounts):
    people = a_population(*(ATrade(net=str(amount)) for amount in amounts))

    bars = pnl_histogram(people)

    assert bars.counts.sum() == len(amounts)
    assert np.any(bars.edges == 0)
    below = bars.counts[bars.edges[:-1] < 0].sum()
    assert below == sum(amount < 0 for amount in amounts)


@given(st.lists(st.integers(-300, 900), min_size=1, max_size=60))
def test_r_has_edges_at_minus_one_zero_and_one(hundredths):
    people = a_population(*(ATrade(net=str(value), risk="100") for value in hundredths))

    bars = r_histogram(people)

    for edge in (-1, 0, 1):
        inside = bars.edges[0] <= edge <= bars.edges[-1]
        assert not inside or np.isclose(bars.edges, edge).any()
    assert bars.counts[bars.edges[:-1] > -1e-9].sum() == sum(v >= 0 for v in hundredths)
    assert bars.counts.sum() == len(hundredths)


def test_an_outlier_is_kept_in_the_last_bar():
    values = [str(i) for i in range(-100, 100)] + ["100000"]
    people = a_population(*(ATrade(net=value, risk="100") for value in values))

    bars = r_histogram(people)

    assert bars.open_high
    assert bars.counts[-1] == 1
    assert bars.counts.sum() == 201


def test_groups_are_ranked_by_the_lower_bound_and_not_by_the_mean():
    lucky = [ATrade(net=net, risk="10", day=i, setup="lucky") for i, net in enumerate(["90", "-9"])]
    steady = [
        ATrade(net="12" if i % 4 else "-8", risk="10", day=i, setup="steady") for i in range(60)
    ]
    people = a_population(*lucky, *steady)

    rows = ranked(people, DIMENSIONS["setup"])

    assert [row.key for row in rows] == ["steady", "lucky"]
    means = [row.figures["expectancy_r"].value for row in rows]
    assert means[0] < means[1]


def test_the_row_of_all_trades_shows_the_figures_of_the_catalogue():
    row = headline(None, golden())

    assert row.figures["net_pnl"] == BY_KEY["net_pnl"].of(golden())
    assert row.figures["expectancy_r"].low < 0.3549 < row.figures["expectancy_r"].high
