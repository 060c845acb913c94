"""Whether a trade here and one there are the same."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from fillbook.domain.execution import Direction
from fillbook.domain.remote_trade import Facts
from fillbook.sync.matching import (
    Likeness,
    best,
    could_be,
    facts_of,
    fingerprint,
    likeness,
)

_OURS = Facts(
    symbol="MES",
    direction=Direction.SHORT,
    quantity=Decimal(3),
    opened_at=datetime(2026, 3, 9, 13, 35, 10, tzinfo=UTC),
    closed_at=datetime(2026, 3, 9, 13, 42, 2, tzinfo=UTC),
    entry_price=Decimal("5700.5"),
    exit_price=Decimal("5702.75"),
    net_pnl=Decimal("-37.48"),
)


def _alike(theirs: Facts) -> Likeness:
    return likeness(_OURS, theirs, None, None)


def test_equal_facts_are_the_same_trade():
    assert _alike(replace(_OURS, symbol=" mes ")) is Likeness.SAME


def test_another_symbol_or_direction_is_another_trade():
    assert _alike(replace(_OURS, symbol="MNQ")) is Likeness.DIFFERENT
    assert _alike(replace(_OURS, direction=Direction.LONG)) is Likeness.DIFFERENT


def test_what_one_side_lacks_is_skipped():
    bare = Facts(
        symbol="MES",
        direction=Direction.SHORT,
        opened_at=_OURS.opened_at,
        net_pnl=_OURS.net_pnl,
    )

    assert _alike(bare) is Likeness.SAME


def test_the_same_fills_are_the_same_trade_whatever_the_money_says():
    fills = ("entry|3|5700.5",)

    assert likeness(_OURS, replace(_OURS, net_pnl=Decimal(1)), fills, fills) is Likeness.SAME


def test_another_size_at_the_same_second_is_asked_about():
    assert _alike(replace(_OURS, quantity=Decimal(2))) is Likeness.PERHAPS


def test_a_trade_typed_with_a_rough_time_is_asked_about():
    assert _OURS.opened_at is not None
    typed = Facts(
        symbol="MES",
        direction=Direction.SHORT,
        quantity=Decimal(3),
        opened_at=_OURS.opened_at - timedelta(minutes=3, seconds=10),
        net_pnl=_OURS.net_pnl,
    )

    assert _alike(typed) is Likeness.PERHAPS


def test_the_same_loss_at_another_hour_is_another_trade():
    assert _OURS.opened_at is not None
    later = Facts(
        symbol="MES",
        direction=Direction.SHORT,
        quantity=Decimal(3),
        opened_at=_OURS.opened_at + timedelta(minutes=47, seconds=13),
        net_pnl=_OURS.net_pnl,
    )

    assert _alike(later) is Likeness.DIFFERENT


def test_a_day_without_a_time_is_enough_with_size_and_result():
    dated = Facts(
        symbol="MES",
        direction=Direction.SHORT,
        trading_day=date(2026, 3, 9),
        entry_price=Decimal("5700.5"),
        exit_price=Decimal("5702.75"),
        net_pnl=_OURS.net_pnl,
    )

    assert _alike(dated) is Likeness.SAME


def test_a_listed_row_at_the_same_second_is_worth_a_look():
    row = Facts(
        symbol="MES",
        direction=Direction.SHORT,
        opened_at=_OURS.opened_at,
        net_pnl=Decimal(99),
    )

    assert could_be(_OURS, row)


def test_of_equal_trades_the_first_is_taken():
    found = best([_OURS, _OURS], lambda facts: Likeness.SAME, lambda facts: facts)

    assert found.likeness is Likeness.SAME


def test_of_different_trades_that_fit_the_user_chooses():
    other = replace(_OURS, net_pnl=Decimal(1))

    found = best([_OURS, other], lambda facts: Likeness.SAME, lambda facts: facts)

    assert found.likeness is Likeness.PERHAPS


def test_a_fingerprint_holds_the_facts_it_was_made_of():
    facts = facts_of(fingerprint(_OURS))

    assert likeness(facts, _OURS, None, None) is Likeness.SAME
