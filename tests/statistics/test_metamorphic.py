"""Changes of a journal whose effect on the figures is known without computing them."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from populations import MONDAY, ATrade, a_population, an_account

from fillbook.domain.exchange_rate import ExchangeRate
from fillbook.domain.execution import Direction
from fillbook.statistics.catalogue import STATISTICS, figures
from fillbook.statistics.statistic import Unit
from fillbook.statistics.terms import Measure, Terms

distinct_minutes = st.lists(st.integers(0, 20_000), unique=True, max_size=25)


@st.composite
def journals(draw):
    """Trades that close one after the other, so that no tie leaves an order open."""
    return [
        ATrade(
            id=f"t{minute}",
            net=str(Decimal(draw(st.integers(-30_000, 30_000))) / 100),
            day=minute // 1000,
            minute=minute % 1000 + 1,
            risk=draw(st.sampled_from([None, "50", "120"])),
            setup=draw(st.sampled_from([None, "gap"])),
        )
        for minute in draw(distinct_minutes)
    ]


def values(journal):
    return {key: figure.value for key, figure in figures(a_population(*journal)).items()}


@given(journals(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_figure(journal, randomness):
    shuffled = list(journal)
    randomness.shuffle(shuffled)

    assert values(shuffled) == values(journal)


@given(journals())
def test_a_long_mirrored_to_a_short_with_the_same_result_changes_no_figure(journal):
    mirrored = [replace(trade, direction=Direction.SHORT) for trade in journal]

    assert values(mirrored) == values(journal)


@given(journals(), st.integers(2, 50))
def test_money_times_k_scales_money_and_leaves_counts_and_ratios(journal, k):
    scaled = [
        replace(
            trade,
            net=str(Decimal(trade.net) * k),
            risk=None if trade.risk is None else str(Decimal(trade.risk) * k),
        )
        for trade in journal
    ]
    once, k_times = values(journal), values(scaled)

    for statistic in STATISTICS:
        before, after = once[statistic.key], k_times[statistic.key]
        if statistic.key in BALANCE_RATIOS:
            continue
        if before is None:
            assert after is None, statistic.key
            continue
        factor = k if statistic.unit is Unit.MONEY else 1
        assert float(after) == pytest.approx(float(before) * factor, rel=1e-11), statistic.key


BALANCE_RATIOS = {
    "money_weighted_return", "sharpe_active_days",
    "max_drawdown_percent", "ulcer_index", "sharpe", "sortino", "calmar", "omega", "volatility",
    "return_on_account", "annual_return",
}  # fmt: skip
"""These rest on the balance, which was not multiplied."""


@given(journals())
def test_an_exit_cut_in_two_equal_halves_changes_no_figure(journal):
    halved = [
        replace(trade, parts=((trade.day, half(trade.net)), (trade.day, rest(trade.net))))
        for trade in journal
    ]

    once, cut = values(journal), values(halved)

    for key, value in once.items():
        if value is None:
            assert cut[key] is None, key
        else:
            assert float(cut[key]) == pytest.approx(float(value), rel=1e-11), key


def half(amount):
    return str((Decimal(amount) / 2).quantize(Decimal("0.01")))


def rest(amount):
    return str(Decimal(amount) - Decimal(half(amount)))


@given(journals(), st.sampled_from(["A+", "B"]))
def test_words_never_move_a_figure(journal, grade):
    annotated = [
        replace(
            trade,
            grade=grade,
            setup="another",
            strategy="Trend",
            emotion="calm",
            session="asian",
            exit_type="partial",
            tags=("late", "news"),
            reviewed=True,
        )
        for trade in journal
    ]

    assert values(annotated) == values(journal)


DAYS = range(-1, 21)
BY_RISK = st.sampled_from(["50", "125", "200", None])
OF_BALANCE = {statistic.key for statistic in STATISTICS if statistic.of_balance}


@given(journals(), st.data())
@settings(max_examples=40)
def test_results_in_r_are_those_of_money_divided_by_the_risk(journal, data):
    risky = [replace(trade, risk=data.draw(BY_RISK)) for trade in journal]
    divided = [
        replace(trade, net=str(Decimal(trade.net) / Decimal(trade.risk)), risk="1")
        for trade in risky
        if trade.risk is not None
    ]

    in_r = figures(a_population(*risky, terms=Terms(measure=Measure.R)))
    wanted = figures(a_population(*divided, places=8))

    for key in in_r.keys() - OF_BALANCE:
        assert_equal(in_r[key], wanted[key], key)


@given(journals(), st.data())
@settings(max_examples=40)
def test_money_converted_day_by_day_is_money_that_was_multiplied(journal, data):
    rate_of = {day: data.draw(st.sampled_from(["0.5", "1.25", "0.9"])) for day in DAYS}
    rates = [
        ExchangeRate(base="USD", quote="EUR", day=MONDAY + timedelta(days=day),
                     rate=Decimal(rate), source="bank")
        for day, rate in rate_of.items()
    ]  # fmt: skip
    multiplied = [
        replace(
            trade,
            net=str(Decimal(trade.net) * Decimal(rate_of[trade.day])),
            risk=trade.risk and str(Decimal(trade.risk) * Decimal(rate_of[trade.day])),
        )
        for trade in journal
    ]
    accounts = [an_account(starting_balance=None)]

    euros = figures(
        a_population(*journal, accounts=accounts, terms=Terms(currency="EUR"), rates=rates)
    )
    wanted = figures(a_population(*multiplied, accounts=accounts, places=4))

    for key, figure in euros.items():
        assert_equal(figure, wanted[key], key)


@given(journals())
@settings(max_examples=40)
def test_a_currency_that_is_worth_the_same_may_be_split_off(journal):
    halves = [replace(trade, account=("Main", "Berlin")[i % 2]) for i, trade in enumerate(journal)]
    one, two = (
        [an_account(), an_account("Berlin", currency=currency)] for currency in ("USD", "EUR")
    )
    par = [
        ExchangeRate(base="EUR", quote="USD", day=MONDAY + timedelta(days=day),
                     rate=Decimal(1), source="treaty")
        for day in DAYS
    ]  # fmt: skip

    together = figures(a_population(*halves, accounts=one))
    converted = figures(a_population(*halves, accounts=two, terms=Terms(currency="USD"), rates=par))

    for key, figure in converted.items():
        assert_equal(figure, together[key], key)


def assert_equal(figure, wanted, key):
    """The same value, or the same reason for none."""
    if wanted.value is None:
        assert (figure.value, figure.reason) == (None, wanted.reason), key
    else:
        expected = pytest.approx(float(wanted.value), rel=1e-9, abs=1e-12)
        assert figure.value is not None, key
        assert float(figure.value) == expected, key
