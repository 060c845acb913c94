"""Balances and price bars of a broker on the page of connections."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from builders import NOON, a_fill, an_account
from fillbook.domain.account_state import AccountState
from fillbook.domain.bar import Bar, BarSeries
from fillbook.domain.connection import Connection, NewConnection
from fillbook.domain.link import Cursor
from fillbook.gui.pages.calendar.page import CalendarPage
from fillbook.gui.pages.connections import balance_card, candles_card
from fillbook.gui.pages.connections.balance_card import BalanceCard
from fillbook.gui.pages.connections.candles_card import CandlesCard
from fillbook.gui.session import Session
from fillbook.storage.sync.writing import SyncStore
from fillbook.sync.account_worth import worth_stream

EVENING = NOON + timedelta(hours=6)


@pytest.fixture
def broker(session: Session) -> Connection:
    """A connection whose account made thirty on a day."""
    account, _ = session.library.add_account(an_account("Live"))
    asked = NewConnection(
        name="locker",
        kind="tradelocker",
        base_url="http://127.0.0.1:9/backend-api",
        username="ann@example.org",
        server="DEMO",
        accounts={account.id: "700"},
    )
    session.library.sync(lambda store: store.add_connection(asked, None))
    session.library.add_executions(account.id, [a_fill(10), a_fill(-10, price=13, minute=5)])
    return session.library.connection("locker")


@pytest.fixture
def journal(session: Session) -> Connection:
    asked = NewConnection(name="tv", kind="tradavity", base_url="http://127.0.0.1:9/api/v1")
    session.library.sync(lambda store: store.add_connection(asked, None))
    return session.library.connection("tv")


@pytest.fixture
def balances(qtbot: QtBot, session: Session) -> Iterator[BalanceCard]:
    card = BalanceCard(session)
    qtbot.addWidget(card)
    yield card
    session.syncing.close()


@pytest.fixture
def candles(qtbot: QtBot, session: Session) -> Iterator[CandlesCard]:
    card = CandlesCard(session)
    qtbot.addWidget(card)
    yield card
    session.syncing.close()


def said(session: Session, connection: Connection, *balances: str) -> None:
    """Let the broker state balances, from the morning on."""
    (account,) = connection.accounts

    def keep(store: SyncStore) -> None:
        for hours, balance in enumerate(balances):
            at = NOON + timedelta(hours=6 * hours - 6)
            state = AccountState(
                account_id=account, source="locker", at=at, balance=Decimal(balance)
            )
            store.put_account_state(state)
            store.put_cursor(connection.id, worth_stream("700"), Cursor(started_at=at))

    session.library.sync(keep, origin="remote:locker")


def test_an_account_that_agrees_says_so_and_since_when(session: Session, broker: Connection):
    said(session, broker, "1000", "1000.5", "1030")

    found = balance_card.shown(session.library, broker, "UTC")

    assert found.rows[0][0] == "Live"
    assert found.rows[0][-1].startswith("agrees since")
    assert found.tokens == ("ok",)
    assert "+30.00" in found.told


def test_a_difference_is_shown_with_its_amount_and_what_may_explain_it(
    session: Session, broker: Connection
):
    said(session, broker, "1000", "1000.5", "1023")

    found = balance_card.shown(session.library, broker, "UTC")

    assert found.rows[0][-1].startswith("differs by \N{MINUS SIGN}7.00 since")
    assert found.tokens == ("warn",)
    assert "Commission and swap of 2 fills are not told." in found.told


@pytest.mark.parametrize("balances", [(), ("1000",)])
def test_nothing_is_claimed_before_two_balances_are_known(
    session: Session, broker: Connection, balances: tuple[str, ...]
):
    said(session, broker, *balances)

    found = balance_card.shown(session.library, broker, "UTC")

    assert found.rows[0][-1] == "not known yet"
    assert "once it has told two balances" in found.told


def test_the_card_shows_a_broker_and_hides_from_a_journal(
    qtbot: QtBot, session: Session, balances: BalanceCard, broker: Connection, journal: Connection
):
    said(session, broker, "1000")
    balances.show_connection(broker)
    qtbot.waitUntil(lambda: not balances.isHidden())

    balances.show_connection(journal)

    qtbot.waitUntil(balances.isHidden)


def test_the_choice_of_days_is_kept_with_the_connection(
    qtbot: QtBot, session: Session, candles: CandlesCard, broker: Connection
):
    candles.show_connection(broker)
    qtbot.waitUntil(lambda: not candles.isHidden())
    assert candles.days.choice == "0"

    candles.days.set_choice("0")
    candles.days.chosen.emit("90")

    qtbot.waitUntil(lambda: session.library.connection("locker").option("bars_days", "") == "90")


def test_days_that_were_typed_are_offered_too(
    qtbot: QtBot, session: Session, candles: CandlesCard, broker: Connection
):
    candles_card.keep_days(session.library, broker, "45")
    candles.show_connection(session.library.connection("locker"))

    qtbot.waitUntil(lambda: not candles.isHidden())

    assert candles.days.choice == "45"


def test_what_is_kept_is_told_and_what_is_to_go(session: Session, broker: Connection):
    candles_card.keep_days(session.library, broker, "3650")
    wanted = session.library.connection("locker")
    before = candles_card.shown(session.library, wanted, "UTC", EVENING)
    bars = tuple(
        Bar(NOON + timedelta(minutes=minute), *map(Decimal, (10, 13, 9, 12)), Decimal(5))
        for minute in range(90)
    )
    session.library.add_bars(BarSeries("ACME", 60, bars))
    session.library.add_bars(BarSeries("OTHER", 60, bars))

    after = candles_card.shown(session.library, wanted, "UTC", EVENING)

    assert (before.rows, before.note) == ((), "none kept yet")
    assert before.told.startswith("1 request to go")
    ((symbol, *_, count, _size),) = after.rows
    assert (symbol, count) == ("ACME", "90")
    assert after.note.startswith("90 bars kept, about")


def test_progress_shows_while_prices_are_fetched_and_can_be_stopped(
    qtbot: QtBot,
    session: Session,
    candles: CandlesCard,
    broker: Connection,
    monkeypatch: pytest.MonkeyPatch,
):
    stopped: list[tuple[str, ...]] = []
    monkeypatch.setattr(session.syncing, "stop_runs", stopped.append)
    candles.show_connection(broker)
    qtbot.waitUntil(lambda: not candles.isHidden())
    session.syncing.running.add(broker.id)

    session.syncing.advanced.emit(broker.id, "reading TradeLocker", 0, 1)
    assert candles.progress.isHidden()
    session.syncing.advanced.emit(broker.id, "fetching prices of ACME", 2, 9)
    assert not candles.progress.isHidden()
    candles.progress.cancel_wanted.emit()
    session.syncing.running.discard(broker.id)
    session.syncing.stood.emit()

    assert stopped == [(broker.id,)]
    assert candles.progress.isHidden()


def test_the_calendars_day_says_whether_it_agrees(
    qtbot: QtBot, session: Session, broker: Connection
):
    said(session, broker, "1000", "1000.5", "1030")
    page = CalendarPage(session)
    qtbot.addWidget(page)
    page.resize(1200, 800)
    page.show()
    qtbot.waitUntil(lambda: bool(page.pane.agreements.lines))
    (line,) = page.pane.agreements.lines

    assert line.text().startswith("Live: the broker's balance agrees since")
    assert "+30.00" in line.toolTip()

    page._stand_on(NOON.date() - timedelta(days=40))

    qtbot.waitUntil(lambda: not page.pane.agreements.lines)
