"""Populations at the edge give reasons, never infinity and never a made-up zero."""

from decimal import Decimal

import pytest
from populations import ATrade, a_population, an_account, nets

from fillbook.statistics.catalogue import BY_KEY, FIXED_KEYS, figures

SUMS = {
    "trades", "wins", "losses", "breakevens", "gross_profit", "gross_loss", "net_pnl", "fees",
    "longest_winning_streak", "longest_losing_streak", "r_known",
}  # fmt: skip


def test_an_empty_journal_has_counts_and_sums_of_zero_and_no_other_figure():
    found = figures(a_population())

    assert {key for key in FIXED_KEYS if found[key].value is not None} == SUMS
    assert all(found[key].value == 0 for key in SUMS)
    assert all(found[key].reason for key in FIXED_KEYS if key not in SUMS)


def test_one_trade():
    found = figures(a_population(ATrade(net="40", risk="20")))

    assert (found["expectancy"].value, found["median_pnl"].value) == (40, 40)
    assert found["mean_r"].value == 2.0
    assert found["sqn"].reason == "fewer than 2 trades with a known risk"
    assert found["sharpe"].reason == "1 day only"


@pytest.mark.parametrize(
    ("amounts", "reasons"),
    [
        (
            ("10", "20", "5"),
            {
                "profit_factor": "no losses in 3 trades",
                "average_loss": "no losses in 3 trades",
                "payoff_ratio": "no losses in 3 trades",
                "largest_loss": "no losses in 3 trades",
                "recovery_factor": "no drawdown in 3 trades",
                "kelly": "no losses in 3 trades",
            },
        ),
        (
            ("-10", "-20"),
            {
                "average_win": "no wins in 2 trades",
                "break_even_win_rate": "no wins in 2 trades",
                "largest_win": "no profits in 2 trades",
                "cost_drag": "no profits in 2 trades",
                "best_day_share": "no net profit to share",
            },
        ),
        (
            ("0", "0"),
            {
                "win_rate_decided": "none decided in 2 trades",
                "profit_factor": "no losses in 2 trades",
                "recovery_factor": "no drawdown in 2 trades",
            },
        ),
    ],
    ids=["all won", "all lost", "all even"],
)
def test_a_one_sided_journal_says_what_is_missing(amounts, reasons):
    found = figures(a_population(*nets(*amounts)))

    assert {key: found[key].reason for key in reasons} == reasons
    assert all(found[key].value is None for key in reasons)


def test_a_journal_of_losses_still_has_what_losses_tell():
    found = figures(a_population(*nets("-10", "-20")))

    assert found["profit_factor"].value == 0.0
    assert found["win_rate_decided"].value == 0.0
    assert found["max_drawdown"].value == Decimal("30.00")
    assert (found["max_drawdown_days"].value, found["max_drawdown_days"].reason) == (
        0,
        "ongoing, 0 days",
    )


def test_an_expectation_below_zero_is_no_edge():
    found = figures(a_population(*nets("10", "-20")))

    assert (found["kelly"].value, found["kelly"].reason) == (None, "no edge")


def test_a_drawdown_that_lasts_says_so():
    found = figures(a_population(ATrade(net="10", day=0), ATrade(net="-5", day=3)))

    assert found["max_drawdown_days"].value == 3
    assert found["max_drawdown_days"].reason == "ongoing, 3 days"


def test_equal_multiples_have_no_system_quality():
    found = figures(a_population(ATrade(net="10", risk="5"), ATrade(net="30", risk="15")))

    assert found["sqn"].reason == "all R multiples are equal"


def test_a_trade_of_one_day_without_times_has_no_length():
    known = ATrade(net="1", minute=100, held=20)
    found = figures(a_population(ATrade(net="1", day_precision=True, minute=600), known))

    assert (found["average_holding_time_s"].value, found["average_holding_time_s"].n) == (1200, 1)


def test_under_a_year_calmar_is_of_the_period():
    found = figures(a_population(ATrade(net="-100", day=0), ATrade(net="300", day=9)))

    assert found["calmar"].value == pytest.approx(0.02 / 0.01, rel=1e-12)
    assert found["calmar"].reason == "period of 10 days, not annualised"
    assert found["calmar"].preliminary


def test_over_a_year_calmar_is_annualised():
    found = figures(a_population(ATrade(net="-100", day=0), ATrade(net="300", day=730)))

    yearly = 1.02 ** (365.25 / 731) - 1
    assert found["calmar"].value == pytest.approx(yearly / 0.01, rel=1e-12)
    assert found["calmar"].reason is None


def test_no_trades_of_two_currencies_add_up_to_nothing():
    accounts = [an_account(), an_account("Berlin", currency="EUR")]

    people = a_population(accounts=accounts)

    assert (people.currency, BY_KEY["net_pnl"].of(people).value) == (None, 0)
