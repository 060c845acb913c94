"""Trades that another journal keeps: their figures are theirs, and they mix with no others."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from builders import NOON, a_statement, fills_of
from fillbook.domain.execution import Side
from fillbook.domain.remote_trade import RemoteFill, RemoteTrade
from fillbook.domain.trade import Status
from fillbook.storage.library import Library
from sync_scene import BROUGHT, a_journal, seen_there


def brought(library: Library, connection: str, account: str, seen: RemoteTrade) -> str:
    trade, _ = library.sync(
        lambda store: store.create_trade(connection, account, seen), origin=BROUGHT
    )
    return trade


def with_fills(seen: RemoteTrade, *fills: tuple[Side, str, str]) -> RemoteTrade:
    return replace(
        seen,
        fills=tuple(
            RemoteFill(
                side=side,
                quantity=Decimal(quantity),
                price=Decimal(price),
                executed_at=NOON + timedelta(minutes=minute),
            )
            for minute, (side, quantity, price) in enumerate(fills)
        ),
    )


def test_a_trade_without_fills_has_the_result_that_its_journal_states(tmp_path: Path):
    library, account, connection = a_journal(tmp_path / "library", trades=0)

    with library:
        trade = brought(library, connection, account, seen_there())

        shown = library.trade(trade).trade
        assert shown.status is Status.CLOSED
        assert (shown.net_pnl, shown.fees, shown.quantity) == (
            Decimal("41.5"), Decimal("1.5"), Decimal(2),
        )  # fmt: skip
        assert library.look(lambda store: store.home(trade)) == connection
        assert library.check() == ()


def test_a_day_without_a_time_stays_that_day(tmp_path: Path):
    library, account, connection = a_journal(tmp_path / "library", trades=0)
    day = date(2024, 5, 3)

    with library:
        seen = seen_there(opened_at=None, closed_at=None, trading_day=day)
        trade = brought(library, connection, account, seen)

        assert library.trade(trade).trade.trading_day == day


def test_fees_of_the_trade_go_to_its_last_exit(tmp_path: Path):
    library, account, connection = a_journal(tmp_path / "library", trades=0)
    seen = with_fills(
        seen_there(net_pnl=None, multiplier=Decimal(2)),
        (Side.BUY, "2", "10"), (Side.SELL, "1", "12"), (Side.SELL, "1", "14"),
    )  # fmt: skip

    with library:
        detail = library.trade(brought(library, connection, account, seen))

        assert [leg.execution.fill.commission for leg in detail.legs] == [0, 0, Decimal("1.5")]
        assert detail.trade.gross_pnl == 12  # (2 + 4) points of 2
        assert detail.trade.net_pnl == Decimal("10.5")


def test_a_pulled_trade_never_mixes_with_fills_of_the_same_symbol(tmp_path: Path):
    library, account, connection = a_journal(tmp_path / "library", trades=0)

    with library:
        library.save_import(account, [a_statement(*fills_of("3@10", symbol="NQ"))])
        trade = brought(library, connection, account, seen_there())

        assert library.counts().trades == 2
        assert library.trade(trade).trade.quantity == 2
        assert library.check() == ()


def test_a_pulled_trade_follows_its_journal_and_keeps_its_notes(tmp_path: Path):
    library, account, connection = a_journal(tmp_path / "library", trades=0)
    opened = seen_there(is_open=True, closed_at=None, net_pnl=None, fees=None)

    with library:
        trade = brought(library, connection, account, opened)
        library.edit([trade], {"notes.general": "Mine"})
        assert library.trade(trade).trade.status is Status.OPEN

        library.sync(
            lambda store: store.update_facts(trade, connection, seen_there()), origin=BROUGHT
        )

        shown = library.trade(trade).trade
        assert (shown.status, shown.net_pnl) == (Status.CLOSED, Decimal("41.5"))
        assert shown.review.notes == {"general": "Mine"}
        assert library.counts().trades == 1
        assert library.check() == ()


def test_following_the_same_facts_again_changes_nothing(tmp_path: Path):
    library, account, connection = a_journal(tmp_path / "library", trades=0)

    with library:
        trade = brought(library, connection, account, seen_there())

        _, changes = library.sync(
            lambda store: store.update_facts(trade, connection, seen_there()), origin=BROUGHT
        )

        assert changes.change_id is None


def test_a_pull_is_taken_back_and_comes_again_as_the_same_trade(tmp_path: Path):
    library, account, connection = a_journal(tmp_path / "library", trades=0)

    with library:
        trade = brought(library, connection, account, seen_there())
        library.undo()
        assert library.counts().trades == 0

        assert brought(library, connection, account, seen_there()) == trade
        assert library.counts().trades == 1
        assert library.check() == ()
