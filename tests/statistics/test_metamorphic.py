"""Changes of a journal whose effect on the figures is known without computing them."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from populations import ATrade, a_population

from fillbook.domain.execution import Direction
from fillbook.statistics.catalogue import STATISTICS, figures
from fillbook.statistics.statistic import Unit

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
    "sharpe_active_days",
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
