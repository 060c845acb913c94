"""Importing: what is known adds nothing, twins stay two, corrections supersede."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from builders import NOON, a_fill, a_statement, an_account, fills_of
from fillbook.domain.cash import CashEvent, CashKind
from fillbook.domain.errors import Refused
from fillbook.domain.execution import Basis, Execution, StatedPnl
from fillbook.domain.importing import ImportResult
from fillbook.domain.instrument import AssetType
from fillbook.domain.statement import Statement
from fillbook.storage.library import Library


@pytest.fixture
def library(tmp_path: Path):
    with Library.open(tmp_path / "library") as opened:
        opened.add_account(an_account("Main"))
        yield opened


def save(library: Library, *statements: Statement) -> ImportResult:
    return library.save_import(library.account("Main").id, statements)


def counts(result: ImportResult) -> list[tuple[int, int]]:
    return [(file.executions_new, file.executions_known) for file in result.files]


def test_a_second_import_adds_nothing(library: Library):
    fills = fills_of("2@10", "-2@15", "-1@20")
    save(library, a_statement(*fills))
    revision = library.revision()

    again = save(library, a_statement(*fills, file="again.csv"))

    assert counts(again) == [(0, 3)]
    assert (library.revision(), again.changes.change_id) == (revision, None)
    assert len(library.imports()) == 1


def test_two_truly_identical_fills_stay_two(library: Library):
    twin = a_fill(1, 10)

    first = save(library, a_statement(twin, twin, a_fill(-2, 12, minute=1)))
    again = save(library, a_statement(twin, twin, a_fill(-2, 12, minute=1)))

    assert first.files[0].twins == 1
    assert (counts(first), counts(again)) == ([(3, 0)], [(0, 3)])
    assert library.trade("1").trade.quantity == 2


def test_an_overlapping_file_adds_only_what_is_new(library: Library):
    fills = fills_of("2@10", "-2@15", "1@20", "-1@25")

    result = save(library, a_statement(*fills[:3]), a_statement(*fills[1:], file="later.csv"))

    assert counts(result) == [(3, 0), (1, 2)]
    assert [row.gross_pnl for row in library.newest()] == ["5", "10"]


def test_the_broker_s_id_makes_a_fill_the_same(library: Library):
    fills = [replace(a_fill(1, 10, minute=n), external_id=f"D{n}") for n in range(2)]
    save(library, a_statement(*fills))

    again = save(library, a_statement(*reversed(fills), file="newest-first.csv"))

    assert counts(again) == [(0, 2)]


def test_a_row_that_a_file_states_twice_counts_once(library: Library):
    fill = replace(a_fill(1, 10), external_id="D1")

    result = save(library, a_statement(fill, fill))

    assert counts(result) == [(1, 1)]


def test_the_same_fills_in_two_accounts_are_two(library: Library):
    other, _ = library.add_account(an_account("Other"))
    save(library, a_statement(*fills_of("1@10")))

    result = library.save_import(other.id, [a_statement(*fills_of("1@10"))])

    assert counts(result) == [(1, 0)]


def with_id(fill: Execution, **fields: object) -> Execution:
    return replace(fill, external_id="D1", **fields)


def test_a_broker_s_correction_supersedes_and_keeps_the_trade(library: Library):
    save(library, a_statement(with_id(a_fill(1, 10)), a_fill(-1, 12, minute=5)))
    before = library.trade("1")
    library.edit([before.trade.id], {"notes.general": "kept"})

    result = save(library, a_statement(with_id(a_fill(1, 11)), file="corrected.csv"))

    after = library.trade("1").trade
    assert (result.trades_changed, result.trades_created) == (1, 0)
    assert (after.id, after.gross_pnl, after.entry_price) == (before.trade.id, 1, 11)
    assert after.review.notes == {"general": "kept"}
    assert counts(save(library, a_statement(with_id(a_fill(1, 10)), file="old.csv"))) == [(0, 1)]
    assert library.trade("1").trade.entry_price == 11  # an older file changes nothing back


def test_an_undone_correction_leaves_the_fill_as_it_was(library: Library):
    save(library, a_statement(with_id(a_fill(1, 10)), a_fill(-1, 12, minute=5)))
    save(library, a_statement(with_id(a_fill(1, 11)), file="corrected.csv"))

    library.undo()

    assert library.trade("1").trade.gross_pnl == 2
    assert library.check() == ()


def test_costs_that_become_known_later_are_taken_over(library: Library):
    save(library, a_statement(*fills_of("1@10", "-1@12")))

    save(library, a_statement(*fills_of("1@10", "-1@12", fees="0.5"), file="with-fees.csv"))

    trade = library.trade("1").trade
    assert (trade.fees, trade.fees_unknown, trade.net_pnl) == (1, 0, 1)
    save(library, a_statement(*fills_of("1@10", "-1@12"), file="again-without.csv"))
    assert library.trade("1").trade.fees == 1


def test_a_fill_that_the_user_deleted_does_not_come_back(library: Library):
    fills = fills_of("1@10", "-1@12", "5@1")
    save(library, a_statement(*fills))
    library.delete_execution(library.trade("2").legs[0].execution.id)

    again = save(library, a_statement(*fills, file="again.csv"))

    assert counts(again) == [(0, 3)]
    assert len(library.newest()) == 1


def test_a_fill_that_the_user_corrected_stays_corrected(library: Library):
    save(library, a_statement(with_id(a_fill(1, 10)), a_fill(-1, 12, minute=5)))
    leg = library.trade("1").legs[0].execution
    library.change_execution(leg.id, replace(leg.fill, price=Decimal(9)))

    save(library, a_statement(with_id(a_fill(1, 10)), a_fill(-1, 12, minute=5), file="x.csv"))

    trade = library.trade("1").trade
    assert (trade.number, trade.gross_pnl) == (1, 3)


def test_rows_without_a_price_are_told_apart_by_their_pnl(library: Library):
    def closed(pnl: int) -> tuple[Execution, Execution]:
        position = f"P{pnl}"
        stated = StatedPnl(Decimal(pnl), Basis.NET)
        return (
            a_fill(1, None, position_id=position, derived=True),
            a_fill(-1, None, minute=1, position_id=position, derived=True, stated_pnl=stated),
        )

    save(library, a_statement(*closed(5), *closed(7)))

    assert sorted(row.net_pnl or "" for row in library.newest()) == ["5", "7"]


def test_positions_are_matched_among_themselves(library: Library):
    save(
        library,
        a_statement(
            a_fill(1, 10, position_id="1"),
            a_fill(-1, 20, minute=1, position_id="2"),
            a_fill(-1, 12, minute=2, position_id="1"),
            a_fill(1, 19, minute=3, position_id="2"),
        ),
    )

    rows = [(row.number, row.direction, row.gross_pnl) for row in reversed(library.newest())]
    assert rows == [(1, "long", "2"), (2, "short", "1")]


def test_a_source_s_contract_size_reaches_earlier_trades(library: Library):
    bare = [a_fill(1, "1.10", symbol="EURUSD", asset_type=AssetType.FOREX)]
    bare.append(a_fill(-1, "1.11", minute=1, symbol="EURUSD", asset_type=AssetType.FOREX))
    save(library, a_statement(*bare))
    assert library.trade("1").trade.gross_pnl is None

    save(
        library,
        a_statement(
            replace(bare[0], executed_at=NOON + timedelta(days=1), multiplier=Decimal(100000))
        ),
    )

    assert library.trade("1").trade.gross_pnl == 1000


def test_cash_events_come_once(library: Library):
    deposit = CashEvent(kind=CashKind.DEPOSIT, amount=Decimal(500), at=NOON)

    first = save(library, a_statement(cash_events=(deposit, deposit)))
    again = save(library, a_statement(cash_events=(deposit,), file="again.csv"))

    assert (first.files[0].cash_events, again.files[0].cash_events) == (2, 0)
    assert [stored.event.amount for stored in library.cash_events()] == [500, 500]


@pytest.mark.parametrize(
    "fields", [{"quantity": Decimal(0)}, {"symbol": " "}, {"quantity": Decimal("NaN")}]
)
def test_an_impossible_fill_saves_nothing(library: Library, fields: dict[str, object]):
    with pytest.raises(Refused):
        save(library, a_statement(a_fill(1, 10), replace(a_fill(2, 10), **fields)))

    assert library.newest() == ()


def test_prices_keep_every_digit(library: Library):
    save(library, a_statement(*fills_of("0.00000001@123456789.12345678", "-0.00000001@0")))

    trade = library.trade("1").trade
    assert trade.gross_pnl == Decimal("-1.2345678912345678")
    assert [leg.execution.fill.price for leg in library.trade("1").legs] == [
        Decimal("123456789.12345678"),
        0,
    ]
