"""Trades follow their fills, and what was said of a trade stays with it."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import a_fill, a_statement, an_account, fills_of, stored
from fillbook.domain.account import Matching
from fillbook.domain.execution import Execution
from fillbook.domain.image import NamedBytes
from fillbook.domain.instrument import AssetType
from fillbook.domain.round_trip import RoundTrip, round_trips
from fillbook.domain.trade import Trade
from fillbook.storage import derivation
from fillbook.storage.library import Library
from pictures import png
from random_fills import random_fills


@pytest.fixture
def library(tmp_path: Path):
    with Library.open(tmp_path / "library") as opened:
        opened.add_account(an_account("Main"))
        yield opened


def save(library: Library, *fills: Execution) -> None:
    account = library.account("Main").id
    name = f"{library.revision()}.csv"
    library.save_import(account, [a_statement(*fills, file=name)])


def rows(library: Library) -> list[tuple[int, str, str, str | None]]:
    """Number, direction, status and gross P&L, in order of numbers."""
    return sorted(
        (row.number, row.direction, row.status, row.gross_pnl) for row in library.newest()
    )


def state(library: Library, number: int) -> str:
    """Everything of a trade, byte for byte."""
    detail = library.trade(str(number))
    return repr(replace(detail, history=()))


def figures(trades: Iterable[Trade | RoundTrip]) -> list[tuple[Decimal, ...]]:
    """P&L and size of the trades in which something is closed, in no order of time."""
    return sorted(
        (trade.gross_pnl, trade.net_pnl or Decimal(0), trade.quantity)
        for trade in trades
        if trade.gross_pnl is not None
    )


def test_numbers_follow_the_opening_and_are_never_used_again(library: Library):
    save(library, a_fill(1, 5, minute=10, symbol="B"), a_fill(1, 5, symbol="A"))
    library.undo()

    save(library, a_fill(1, 5, minute=20, symbol="C"))

    assert [(row.number, row.symbol) for row in library.newest()] == [(3, "C")]


def test_annotations_never_move_another_trade(library: Library):
    save(library, *fills_of("2@10", "-2@15", "1@20", "-1@18", "3@7"))
    second, third = state(library, 2), state(library, 3)
    first = library.trade("1").trade.id

    library.edit([first], {"notes.general": "words", "tags": "a,b", "grade": "A"})
    library.attach(first, [NamedBytes("x.png", png(2, 2))])

    assert (state(library, 2), state(library, 3)) == (second, third)
    assert library.trade("1").trade.gross_pnl == 10


def test_a_late_fill_changes_its_own_trade_alone(library: Library):
    save(library, *fills_of("2@10", "-2@15", "1@20", "-1@18", "3@7"))
    library.edit([library.trade("2").trade.id], {"notes.general": "words"})
    first, second = state(library, 1), state(library, 2)

    save(library, a_fill(-1, 9, minute=30))

    assert (state(library, 1), state(library, 2)) == (first, second)
    assert rows(library)[2] == (3, "long", "open", "2")


def test_an_earlier_entry_keeps_the_identity(library: Library):
    save(library, *fills_of("2@10", "-2@15"))
    id_ = library.trade("1").trade.id

    save(library, a_fill(1, 9, minute=-5))

    trade = library.trade("1").trade
    assert (trade.id, trade.quantity, trade.status) == (id_, 3, "open")


def test_trades_that_become_one_give_their_words_to_the_lowest_number(library: Library):
    save(library, *fills_of("2@10", "-2@15", "1@20", "-1@18"))
    one, two = library.trade("1").trade.id, library.trade("2").trade.id
    library.edit([one], {"notes.general": "first", "tags": "x"})
    library.edit([two], {"notes.general": "second", "tags": "y", "notes.lessons": "z"})
    library.attach(two, [NamedBytes("x.png", png(2, 2))])

    save(library, a_fill(5, 9, minute=-5))

    merged = library.trade("1")
    assert len(library.newest()) == 1
    assert merged.trade.review.tags == ("x", "y")
    assert merged.trade.review.notes == {
        "general": "first\n\n## From trade #2\n\nsecond",
        "lessons": "## From trade #2\n\nz",
    }
    assert len(merged.screenshots) == 1
    library.undo()
    assert [library.trade(n).trade.review.notes["general"] for n in "12"] == ["first", "second"]


def test_a_trade_whose_fills_return_is_the_same_trade(library: Library):
    fills = fills_of("2@10", "-2@15")
    save(library, *fills)
    before = library.trade("1").trade
    library.edit([before.id], {"notes.general": "kept", "initial_risk": "5"})
    library.undo(library.changes()[-2].id)
    assert library.newest() == ()

    save(library, *fills)

    after = library.trade("1").trade
    assert (after.id, after.review.notes, after.r_multiple) == (before.id, {"general": "kept"}, 2)


def test_an_edited_opening_keeps_the_identity(library: Library):
    save(library, *fills_of("2@10", "-2@15"))
    detail = library.trade("1")
    opening = detail.legs[0].execution

    library.change_execution(opening.id, replace(opening.fill, price=Decimal(11)))

    after = library.trade("1").trade
    assert (after.id, after.gross_pnl) == (detail.trade.id, 8)
    library.undo()
    assert library.trade("1").trade.gross_pnl == 10


def test_a_removed_opening_leaves_the_identity_with_the_rest(library: Library):
    save(library, *fills_of("1@10", "1@12", "-2@15"))
    detail = library.trade("1")
    library.edit([detail.trade.id], {"notes.general": "kept"})

    library.delete_execution(detail.legs[0].execution.id)

    left = library.trade("1").trade
    assert (left.id, left.review.notes) == (detail.trade.id, {"general": "kept"})
    library.undo()
    assert library.trade("1").trade.gross_pnl == 8


def test_one_new_fill_reads_and_writes_from_the_last_flat_point_alone(library: Library):
    save(library, *(a_fill(1 if n % 2 == 0 else -1, 10 + n % 3, minute=n) for n in range(600)))
    save(library, a_fill(2, 10, minute=700))
    writer = library._writer
    assert writer is not None
    read: list[int] = []
    original = derivation.streams.from_row
    derivation.streams.from_row = lambda row: read.append(1) or original(row)
    try:
        before = writer.total_changes
        save(library, a_fill(-1, 11, minute=701))
    finally:
        derivation.streams.from_row = original

    assert len(read) == 2  # the open entry and the new fill
    assert writer.total_changes - before < 20
    assert library.check() == ()


def test_a_change_in_the_middle_stops_where_the_position_is_flat_as_before(library: Library):
    save(library, *(a_fill(1 if n % 2 == 0 else -1, 10 + n % 3, minute=n) for n in range(600)))
    leg = library.trade("100").legs[0].execution
    read: list[int] = []
    original = derivation.streams.from_row
    derivation.streams.from_row = lambda row: read.append(1) or original(row)
    try:
        library.change_execution(leg.id, replace(leg.fill, price=Decimal(1)))
    finally:
        derivation.streams.from_row = original

    assert len(read) <= 6
    assert library.check() == ()


def test_a_large_import_is_matched_as_columns_to_the_same_trades(library: Library):
    fills = [a_fill((-1) ** n * (1 + n % 3), 10 + n % 7, minute=n, fees="0.1") for n in range(1500)]
    save(library, *fills)

    expected = round_trips(stored(fills), Decimal(1))
    found = library.trades([row.id for row in reversed(library.newest(2000))])

    assert [(t.gross_pnl, t.net_pnl, t.quantity) for t in found] == [
        (t.gross_pnl, t.net_pnl, t.quantity) for t in expected
    ]
    assert library.check() == ()


@settings(max_examples=25)
@given(random_fills(largest=8), st.randoms(use_true_random=False), st.data())
def test_in_whatever_order_files_come_the_trades_are_the_same(
    tmp_path_factory: pytest.TempPathFactory, fills: list[Execution], random, data
):
    named = [replace(fill, external_id=str(number)) for number, fill in enumerate(fills)]
    cut = data.draw(st.integers(0, len(named)))
    shuffled = random.sample(named, len(named))
    with Library.open(tmp_path_factory.mktemp("l") / "library") as library:
        library.add_account(an_account("Main"))
        for piece in (shuffled[:cut], shuffled[cut:]):
            save(library, *piece)

        expected = round_trips(stored(fills), Decimal(1))
        trades = library.trades([row.id for row in library.newest()])
        assert figures(trades) == figures(expected)
        assert len(trades) == len(expected)
        assert library.check() == ()


def test_average_cost_is_a_choice_of_the_account(library: Library):
    save(library, *fills_of("1@10", "1@20", "-1@18", fees="0"))
    account = library.account("Main")

    library.change_account(replace(account, matching=Matching.AVERAGE))

    assert library.trade("1").trade.gross_pnl == 3
    library.undo()
    assert library.trade("1").trade.gross_pnl == 8


def test_days_follow_the_account_s_zone(library: Library):
    save(library, *fills_of("1@10", "-1@11"))
    account = library.account("Main")

    library.change_account(replace(account, timezone="Pacific/Auckland"))

    leg = library.trade("1").legs[0]
    assert leg.trading_day.isoformat() == "2024-05-02"
    assert library.trade("1").trade.trading_day == leg.trading_day


def test_a_contract_size_given_later_makes_figures(library: Library):
    save(library, *fills_of("1@1.10", "-1@1.11", symbol="EURUSD", asset_type=AssetType.FOREX))
    trade = library.trade("1").trade
    assert trade.gross_pnl is None

    library.set_multiplier(trade.instrument_id, Decimal(100000))

    assert library.trade("1").trade.gross_pnl == 1000


def test_a_stop_of_the_source_gives_risk_and_r(library: Library):
    save(library, *fills_of("2@10", "-2@15", stop_loss=Decimal(9)))

    trade = library.trade("1").trade
    assert (trade.initial_risk, trade.r_multiple, trade.stop_loss) == (2, 5, 9)


def test_check_names_what_a_rebuild_would_change(library: Library):
    save(library, *fills_of("2@10", "-2@15"))
    writer = library._writer
    assert writer is not None
    writer.execute("UPDATE trade SET gross_pnl = '99', fees = '0', rev = rev + 1")

    problems = library.check()

    assert "Trade #1: gross_pnl is 99, its fills make 10." in problems


def test_a_rebuild_restores_what_the_fills_make(library: Library):
    save(library, *fills_of("2@10", "-2@15", "1@3"))
    legs = [library.trade(number).legs for number in "12"]

    with library._transaction() as tx:
        tx.connection.execute("DELETE FROM leg")
        tx.connection.execute("UPDATE trade SET quantity = '9', rev = rev + 1")
        derivation.rebuild_all(tx)

    assert library.check() == ()
    assert [library.trade(number).legs for number in "12"] == legs
    assert rows(library) == [(1, "long", "closed", "10"), (2, "long", "open", None)]
