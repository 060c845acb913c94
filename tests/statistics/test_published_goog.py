"""The figures that backtesting.py publishes for its crossing averages on GOOG.

The rule is run here again on the bars: averages of 10 and 30 closes, a cross reverses the
whole equity at the next open, without costs. Its site and its tests give the figures.
"""

import csv
from dataclasses import dataclass

import numpy as np
import pytest
from populations import ATrade, a_population, an_account

from fillbook.statistics import returns
from fillbook.statistics.catalogue import BY_KEY
from shared_data import shared_data


@dataclass(frozen=True)
class Run:
    """Results of the closed trades, the shares moved, and the equity at each close."""

    results: list[float]
    per_share: list[float]  # each trade's return on its own price
    equity: np.ndarray


@pytest.fixture(scope="module")
def goog():
    with shared_data("ohlc/GOOG-1d.csv").open() as file:
        bars = [(float(bar["Open"]), float(bar["Close"])) for bar in csv.DictReader(file)]
    closes = np.array([close for _, close in bars])
    total = np.concatenate(([0.0], np.cumsum(closes)))
    fast, slow = (
        np.concatenate((np.full(n - 1, np.nan), (total[n:] - total[:-n]) / n)) for n in (10, 30)
    )
    above, below = fast > slow, fast < slow
    cash, shares, entry, wanted = 10_000.0, 0, 0.0, 0
    results, per_share, equity = [], [], []
    for day, (opened, closed) in enumerate(bars):
        if wanted:
            if shares:
                results.append(shares * (opened - entry))
                per_share.append((1 if shares > 0 else -1) * (opened / entry - 1))
                cash += results[-1]
            shares, entry, wanted = wanted * int(cash // opened), opened, 0
        equity.append(cash + shares * (closed - entry))
        if below[day - 1] and above[day]:
            wanted = 1
        elif above[day - 1] and below[day]:
            wanted = -1
    return Run(results, per_share, np.array(equity))


def figure(run, key):
    """Of the closed trades, each with one unit of risk: its R is its result in money."""
    trades = (ATrade(net=f"{each:.2f}", day=i, risk="1") for i, each in enumerate(run.results))
    people = a_population(*trades, accounts=[an_account(starting_balance="10000")])
    return BY_KEY[key].of(people).value


def test_the_rule_makes_the_published_trades(goog):
    assert len(goog.results) == 65
    assert goog.equity[-1] == pytest.approx(51959.95)
    assert goog.equity.max() == pytest.approx(75787.44)


def test_win_rate_and_sqn_are_the_published_ones(goog):
    assert figure(goog, "win_rate_all") == pytest.approx(0.4615384615384615)
    assert figure(goog, "sqn_uncapped") == pytest.approx(0.916892986080858, rel=1e-9)


def test_the_fall_of_the_marked_equity_is_the_published_one(goog):
    steps = np.diff(goog.equity, prepend=10_000.0)
    daily = steps / np.concatenate(([10_000.0], goog.equity[:-1]))

    assert returns.max_drawdown(daily) == pytest.approx(0.4798012705007589, rel=1e-9)


def test_their_profit_factor_is_of_returns_and_ours_of_money(goog):
    shares = np.array(goog.per_share)
    theirs = shares[shares > 0].sum() / -shares[shares < 0].sum()

    assert theirs == pytest.approx(2.0880175388920286, rel=1e-9)
    assert figure(goog, "profit_factor") == pytest.approx(1.4019456714848362, rel=1e-9)
