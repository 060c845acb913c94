"""The worked example of the design: twelve trades, every figure to the last digit shown."""

import pytest
from populations import golden

from fillbook.statistics.catalogue import figures
from fillbook.statistics.document import plain

FIGURES = figures(golden())


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("trades", "12"), ("wins", "5"), ("losses", "5"), ("breakevens", "2"),
        ("net_pnl", "641"), ("gross_profit", "1378"), ("gross_loss", "737"), ("fees", "0"),
        ("average_win", "275"), ("average_loss", "-147"), ("median_pnl", "0.5"),
        ("largest_win", "500"), ("largest_loss", "-240"), ("max_drawdown", "254"),
        ("max_drawdown_days", "2"), ("max_drawdown_trades", "4"),
        ("longest_winning_streak", "2"), ("longest_losing_streak", "2"),
        ("r_known", "12"), ("loss_overrun", "0"), ("trades_per_day", "2.4"),
    ],
)  # fmt: skip
def test_an_exact_figure(key, value):
    assert plain(FIGURES[key].value) == value


@pytest.mark.parametrize(
    ("key", "value", "digits"),
    [
        ("win_rate_decided", 0.5, 4), ("win_rate_all", 0.4167, 4), ("profit_factor", 1.8697, 4),
        ("payoff_ratio", 1.8707, 4), ("expectancy", 53.4167, 4),
        ("break_even_win_rate", 0.3481, 4), ("mean_r", 0.3549, 4), ("expectancy_r", 0.3549, 4),
        ("standard_deviation_r", 1.4761, 4), ("sqn", 0.8328, 4), ("sqn_uncapped", 0.8328, 4),
        ("kelly", 0.2327, 4), ("half_kelly", 0.1164, 4), ("max_drawdown_percent", 0.024517, 6),
        ("recovery_factor", 2.5236, 4), ("best_day_share", 0.7800, 4),
        ("ulcer_index", 1.0965, 4), ("sharpe", 7.476, 3), ("sortino", 18.525, 3),
    ],
)  # fmt: skip
def test_a_ratio_to_the_digits_that_are_given(key, value, digits):
    assert round(float(FIGURES[key].value), digits) == pytest.approx(value, abs=1e-12)


def test_the_win_rate_comes_with_wilsons_interval():
    rate = FIGURES["win_rate_decided"]

    assert (round(rate.low, 4), round(rate.high, 4), rate.n) == (0.2366, 0.7634, 10)


def test_what_rests_on_five_days_or_twelve_trades_is_preliminary():
    reasons = {key: FIGURES[key].reason for key in ("sharpe", "sortino", "sqn")}

    assert reasons == {"sharpe": "5 days only", "sortino": "5 days only", "sqn": "12 trades only"}
    assert all(FIGURES[key].preliminary for key in reasons)


def test_the_deepest_fall_runs_from_trade_five_to_trade_eight_and_recovers_by_nine():
    fall = golden().curve.deepest

    assert (fall.peak + 1, fall.trough + 1, fall.recovered + 1) == (5, 8, 9)


def test_the_days_add_up_as_worked_out():
    daily = golden().daily

    assert [int(net) // 100 for net in daily.net] == [118, 242, -254, 500, 35]
    assert daily.closed.tolist() == [3, 2, 3, 1, 3]
