"""Figures that others published for series that anyone can compute again."""

import csv
import gzip
import math
from decimal import Decimal

import numpy as np
import pytest
from populations import ATrade, a_population

from fillbook.statistics import returns
from fillbook.statistics.catalogue import BY_KEY
from shared_data import shared_data


@pytest.fixture(scope="module")
def pyfolio():
    """Daily returns of pyfolio's own tests; its reader takes the first line for a header."""
    with gzip.open(shared_data("backtest/pyfolio-returns.csv.gz"), "rt") as file:
        return np.array([float(row[1]) for row in csv.reader(file)][1:])


@pytest.fixture(scope="module")
def bacon():
    """Twenty-four months from Bacon's textbook, by way of PerformanceAnalytics."""
    with shared_data("returns/portfolio_bacon.csv").open() as file:
        return np.array([float(row[1]) for row in list(csv.reader(file))[1:]])


def test_empyrical_on_daily_returns(pyfolio):
    assert len(pyfolio) == 1510
    assert returns.max_drawdown(pyfolio) == pytest.approx(0.6039081070, abs=5e-11)
    assert returns.sharpe_ratio(pyfolio, 252) == pytest.approx(0.4512707418, abs=5e-11)
    assert returns.sortino_ratio(pyfolio, 252) == pytest.approx(0.6590063408, abs=5e-11)
    assert returns.annual_volatility(pyfolio, 252) == pytest.approx(0.2621626433, abs=5e-11)
    downside = returns.downside_deviation(pyfolio) * 252**0.5
    assert downside == pytest.approx(0.1795222947, abs=5e-11)


def test_omega_is_the_exact_quotient_and_the_published_one_to_six_digits(pyfolio):
    exact = math.fsum(pyfolio[pyfolio > 0]) / -math.fsum(pyfolio[pyfolio < 0])

    assert returns.omega_ratio(pyfolio) == pytest.approx(exact, rel=1e-12)
    assert returns.omega_ratio(pyfolio) == pytest.approx(1.0851852592, abs=1e-6)


def test_empyrical_takes_252_days_for_a_year_where_we_count_calendar_days(pyfolio):
    grown = float(returns.wealth(pyfolio)[-1])

    assert grown - 1 == pytest.approx(0.6540425002, abs=5e-11)
    yearly = returns.growth_a_year(grown, len(pyfolio) / 252)
    assert yearly == pytest.approx(0.0876087387, abs=5e-11)
    calmar = yearly / returns.max_drawdown(pyfolio)
    assert calmar == pytest.approx(0.1450696516, abs=5e-11)


def test_bacons_portfolio_at_half_a_percent(bacon):
    assert returns.downside_deviation(bacon, 0.005) == pytest.approx(0.0255, abs=5e-5)
    assert returns.sortino_ratio(bacon, 1, 0.005) == pytest.approx(0.157, abs=5e-4)
    assert returns.max_drawdown(bacon) == pytest.approx(0.14467, abs=5e-6)


def test_downside_deviation_is_over_all_returns_not_the_losing_ones_alone(bacon):
    lacking = bacon[bacon < 0.005] - 0.005
    over_losing_months = float(np.sqrt((lacking**2).mean()))

    assert returns.downside_deviation(bacon, 0.005) < over_losing_months


BACKTRADER_FILLS = (
    ("3643.35", "3763.95"), ("3801.03", "3811.85"), ("3872.37", "3822.35"),
    ("3863.57", "3822.57"), ("3845.32", "3829.82"), ("3656.43", "3598.58"),
    ("3542.65", "3545.92"), ("3639.65", "3766.80"), ("3799.86", "3782.15"),
    ("3840.20", "3979.73"), ("4047.63", "4045.05"),
)  # fmt: skip
"""Entries and exits of the run whose SQN backtrader's tests state: 10 a point, 4 of costs."""


def test_backtrader_takes_the_deviation_of_all_trades_where_ours_is_of_a_sample():
    results = [(Decimal(out) - Decimal(into)) * 10 - 4 for into, out in BACKTRADER_FILLS]
    people = a_population(*(ATrade(net=f"{p}", day=i, risk="1") for i, p in enumerate(results)))
    n = len(results)

    ours = BY_KEY["sqn"].of(people).value

    assert ours * math.sqrt(n / (n - 1)) == pytest.approx(0.912550316439, abs=5e-13)


def test_returns_that_do_not_vary_have_no_ratio():
    flat = np.full(40, 0.001)

    assert returns.sharpe_ratio(flat, 252) is None
    assert returns.sortino_ratio(flat, 252) is None
    assert returns.omega_ratio(flat) is None
    assert returns.sharpe_ratio(flat[:1], 252) is None
