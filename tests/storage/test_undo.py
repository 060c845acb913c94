"""Any change can be taken back, later too, and what changed since is left alone."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from builders import a_fill, a_statement, an_account, fills_of
from fillbook.domain.account import Matching
from fillbook.domain.bar import Bar, BarSeries
from fillbook.domain.draft import TradeDraft
from fillbook.domain.errors import NotFound, Refused
from fillbook.domain.execution import Direction
from fillbook.domain.image import NamedBytes
from fillbook.domain.instrument import AssetType
from fillbook.domain.trade import Kind
from fillbook.storage.library import Library
from pictures import png


@pytest.fixture
def library(tmp_path: Path):
    """Two closed trades of ACME, +10 and +2."""
    with Library.open(tmp_path / "library") as opened:
        account, _ = opened.add_account(an_account("Main"))
        opened.save_import(account.id, [a_statement(*fills_of("2@10", "-2@15", "-1@20", "1@18"))])
        yield opened


def trade_id(library: Library, number: int = 1) -> str:
    return library.trade(str(number)).trade.id


def facts(library: Library) -> list[tuple[object, ...]]:
    """What a trader sees of the trades: everything but clocks and revisions."""
    shown = [library.trade(row.id) for row in library.newest()]
    return [
        (
            replace(detail.trade, revision=0),
            detail.legs,
            detail.screenshots,
            [stop.price for stop in detail.stops],
        )
        for detail in shown
    ]


def an_edit(library: Library) -> None:
    edits = {"grade": "A", "tags": "late,early", "notes.lessons": "x", "stop_loss": "9"}
    library.edit([trade_id(library)], edits | {"setup": "ORB", "archived": True})


def a_deletion(library: Library) -> None:
    library.delete([trade_id(library)])


def a_picture(library: Library) -> None:
    library.attach(trade_id(library), [NamedBytes("x.png", png(2, 2))])


def a_late_fill(library: Library) -> None:
    library.add_executions(library.account("Main").id, [a_fill(1, 30, minute=1)])


def a_corrected_fill(library: Library) -> None:
    execution = library.trade("1").legs[1].execution
    library.change_execution(execution.id, replace(execution.fill, price=Decimal(16)))


def a_removed_fill(library: Library) -> None:
    library.delete_execution(library.trade("1").legs[0].execution.id)


def a_contract_size(library: Library) -> None:
    library.set_multiplier(library.trade("1").trade.instrument_id, Decimal(7))


def another_matching(library: Library) -> None:
    account = library.account("Main")
    library.change_account(replace(account, matching=Matching.AVERAGE, timezone="Pacific/Auckland"))


def a_split(library: Library) -> None:
    library.split(trade_id(library), [library.trade("1").legs[1].execution.id])


def a_merge(library: Library) -> None:
    library.merge([trade_id(library, 1), trade_id(library, 2)])


def an_import(library: Library) -> None:
    fills = fills_of("3@5", "-3@6", symbol="OTHER")
    library.save_import(library.account("Main").id, [a_statement(*fills, file="more.csv")])


CHANGES = [
    an_edit, a_deletion, a_picture, a_late_fill, a_corrected_fill, a_removed_fill,
    a_contract_size, another_matching, a_split, a_merge, an_import,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_every_kind_of_change_is_taken_back_whole_after_a_restart(library: Library, change):
    before = facts(library)
    change(library)
    assert facts(library) != before
    library.close()

    with Library.open(library.folder) as again:
        undone = again.undo()

        assert undone is not None
        assert undone.skipped == ()
        assert facts(again) == before
        assert again.check() == ()


def test_undo_walks_back_through_everything_to_an_empty_library(library: Library):
    for change in (an_edit, a_picture, a_late_fill, a_contract_size, an_import):
        change(library)

    titles = []
    while undone := library.undo():
        titles.append(undone.change.title)
        assert library.check() == ()

    assert len(titles) == 7
    assert titles[-2:] == ["import of statement.csv", "account Main"]
    assert library.newest() == library.accounts() == ()
    assert all(change.undone for change in library.changes())


def test_what_changed_since_is_left_alone_and_named(library: Library):
    trade = trade_id(library)
    changes = library.edit([trade], {"grade": "A", "emotion": "calm"})
    library.edit([trade], {"grade": "B"})

    undone = library.undo(changes.change_id)

    assert undone is not None
    assert undone.skipped == ("grade of ACME #1",)
    review = library.trade(trade).trade.review
    assert (review.grade, review.emotion) == ("B", None)


def test_a_change_is_taken_back_once(library: Library):
    changes = library.edit([trade_id(library)], {"grade": "A"})
    library.undo()

    with pytest.raises(Refused, match="taken back already"):
        library.undo(changes.change_id)
    with pytest.raises(NotFound):
        library.undo("nonsense")


def test_an_import_taken_back_and_done_again_keeps_every_word(library: Library):
    an_edit(library)
    a_picture(library)
    before = [(trade, shots) for trade, _, shots, _ in facts(library)]
    (import_change,) = [change for change in library.changes() if change.origin == "import"]
    library.undo(import_change.id)
    assert library.newest() == ()

    fills = fills_of("2@10", "-2@15", "-1@20", "1@18")
    result = library.save_import(library.account("Main").id, [a_statement(*fills)])

    assert result.files[0].executions_new == 4
    assert [(trade, shots) for trade, _, shots, _ in facts(library)] == before
    assert library.check() == ()


def test_a_fill_that_two_files_state_stays_when_one_is_taken_back(library: Library):
    account = library.account("Main").id
    fills = fills_of("2@10", "-2@15", "-1@20", "1@18")
    library.save_import(account, [a_statement(*fills, a_fill(1, 7, minute=50), file="longer.csv")])
    before = library.trade("1").trade.net_pnl
    first = library.changes()[-2]

    library.undo(first.id)

    assert library.trade("1").trade.net_pnl == before
    assert library.counts().trades == 3
    library.undo()
    assert library.counts().trades == 0


def test_a_plan_and_a_trade_by_hand_are_taken_back(library: Library):
    account = library.account("Main").id
    before = facts(library)
    plan, _ = library.add_trade(
        TradeDraft(account_id=account, symbol="PLAN", asset_type=AssetType.STOCKS,
                   kind=Kind.PLANNED, direction=Direction.LONG, edits={"grade": "A"})
    )  # fmt: skip
    by_hand, _ = library.add_trade(
        TradeDraft(account_id=account, symbol="HAND", asset_type=AssetType.STOCKS,
                   fills=fills_of("1@3", "-1@4"), edits={"notes.general": "words"})
    )  # fmt: skip
    assert library.trade(plan).trade.review.grade == "A"
    assert library.trade(by_hand).trade.net_pnl == Decimal(1)

    library.undo()
    library.undo()

    assert facts(library) == before


def test_bars_are_taken_back_and_older_ones_show_again(library: Library):
    def series(close: int) -> BarSeries:
        at = a_fill().executed_at
        price = Decimal(close)
        return BarSeries("ACME", 60, (Bar(at, price, price, price, price),))

    def close() -> list[Decimal]:
        start, end = a_fill(minute=-1).executed_at, a_fill(minute=1).executed_at
        return [bar.close for shown in library.bars("acme", start, end) for bar in shown.bars]

    library.add_bars(series(1))
    library.add_bars(series(2))
    assert close() == [2]
    library.undo()
    assert close() == [1]
    library.undo()
    assert close() == []


def test_a_hand_made_trade_stays_apart_from_an_open_position(library: Library):
    account = library.account("Main").id
    library.add_executions(account, [a_fill(5, 10, minute=100)])

    by_hand, _ = library.add_trade(
        TradeDraft(account_id=account, symbol="ACME", asset_type=AssetType.STOCKS,
                   fills=(a_fill(1, 10, minute=110), a_fill(-1, 12, minute=120)))
    )  # fmt: skip

    assert library.trade(by_hand).trade.net_pnl == Decimal(2)
    assert library.counts().open == 1
    assert library.check() == ()


def test_a_fill_that_was_corrected_outlives_its_import_and_is_named(library: Library):
    a_corrected_fill(library)
    (import_change,) = [change for change in library.changes() if change.origin == "import"]

    undone = library.undo(import_change.id)

    assert undone is not None
    assert undone.skipped == ("corrected fill of ACME at 2024-05-01 12:01",)
    assert [row.quantity for row in library.newest()] == ["2"]
    assert library.check() == ()
