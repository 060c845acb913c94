"""The page of open positions, and how sure one may be of it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from builders import a_fill, a_statement, an_account
from fillbook.domain.connection import Connection, NewConnection
from fillbook.domain.execution import Direction
from fillbook.gui.pages.positions import presenter
from fillbook.gui.pages.positions.page import PositionsPage
from fillbook.gui.pages.positions.presenter import Broker, Looked
from fillbook.gui.session import Session
from fillbook.remotes.broker import OpenPosition
from fillbook.sync.news import Seen, Unseen
from fillbook.sync.watching import Holdings

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
TROUBLE = Unseen("c", "TradeLocker cannot be reached.")


def a_position(symbol: str = "EURUSD", pnl: str | None = "12.5") -> OpenPosition:
    return OpenPosition(
        id=symbol,
        symbol=symbol,
        direction=Direction.LONG,
        quantity=Decimal("0.4"),
        average_price=Decimal("1.1"),
        stop_loss=None,
        take_profit=None,
        opened_at=NOON,
        unrealised_pnl=None if pnl is None else Decimal(pnl),
    )


def a_broker(**fields: object) -> Broker:
    given = {"id": "c", "name": "locker", "kind": "tradelocker", "base_url": "", "accounts": {}}
    return Broker(Connection(**(given | fields)), {"a": ("Demo", "USD")})  # type: ignore[arg-type]


def seen(*positions: OpenPosition) -> Seen:
    return Seen("c", (Holdings("a", positions),), NOON)


def shown(looked: Looked, after_s: int = 1, every_s: int = 15, **fields: object):
    now = NOON + timedelta(seconds=after_s)
    return presenter.state([a_broker(**fields)], {"c": looked}, (), every_s, now, "UTC")


def standing(looked: Looked, after_s: int = 1, every_s: int = 15, **fields: object):
    (found,) = shown(looked, after_s, every_s, **fields).standings
    return found.words


def test_a_library_without_a_broker_says_so():
    assert not presenter.state([], {}, (), 15, NOON, "UTC").has_broker


def test_a_table_has_a_row_a_position_and_their_sum():
    positions = (a_position(), a_position("BTCUSD", "-2.5"), a_position("AAPL", None))

    (table,) = shown(Looked(seen(*positions))).tables

    assert (table.title, table.note) == ("Demo", "3 positions, unrealised +10.00 USD and 1 unknown")
    assert table.rows[0] == (
        *("EURUSD", "Long", "0.4", "1.1", "–", "–"),
        *("\N{FIGURE SPACE}2 Nov  12:00", "+12.50"),
    )
    assert table.inks == ("gain", "loss", "text2")


def test_an_account_in_which_nothing_is_open_says_so():
    (table,) = shown(Looked(seen())).tables

    assert (table.note, table.rows) == ("Nothing is open", ())


def test_each_broker_says_how_sure_one_may_be():
    fresh = Looked(seen(a_position()))

    assert standing(fresh) == "locker, as of 12:00:00"
    assert standing(fresh, 300).startswith("locker: stale since")
    assert standing(fresh, 300, every_s=0).startswith("locker, as of")
    assert standing(fresh, paused=True).startswith("locker is paused, stale since")
    assert standing(Looked()) == "locker is being asked"
    assert standing(Looked(), every_s=0) == "locker: not asked yet"
    assert standing(Looked().after(TROUBLE)) == TROUBLE.title


def test_a_broker_that_is_gone_leaves_what_it_said_and_since_when():
    looked = Looked(seen(a_position())).after(TROUBLE)

    state = shown(looked)

    assert len(state.tables[0].rows) == 1
    assert state.tables[0].inks == ("text3",)
    assert "stale since" in state.standings[0].words
    assert state.standings[0].words.endswith("TradeLocker cannot be reached.")
    assert looked.after(seen()).trouble is None


@pytest.fixture
def page(qtbot: QtBot, session: Session) -> Iterator[PositionsPage]:
    account, _ = session.library.add_account(an_account("Demo", currency="USD"))
    asked = NewConnection(
        name="locker",
        kind="tradelocker",
        base_url="http://127.0.0.1:9/backend-api",
        username="ann@example.org",
        server="DEMO",
        accounts={account.id: "1"},
    )
    session.library.sync(lambda store: store.add_connection(asked, None))
    made = PositionsPage(session)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    return made


def counted(session: Session, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    looks: list[int] = []
    monkeypatch.setattr(session.syncing, "look", lambda: looks.append(1))
    return looks


def test_it_asks_while_it_is_seen_and_rests_when_it_is_not(
    session: Session, page: PositionsPage, monkeypatch: pytest.MonkeyPatch
):
    looks = counted(session, monkeypatch)
    page.look()
    hidden = len(looks)

    page.show()
    page.timer.timeout.emit()
    shown_looks = len(looks)
    page.showMinimized()
    page.look()
    page.showNormal()
    minimised = len(looks) - shown_looks
    page.hide()

    assert (hidden, shown_looks) == (0, 2)
    assert minimised <= 1  # the one of coming back
    assert not page.timer.isActive()


def test_how_often_it_asks_is_kept(session: Session, page: PositionsPage):
    page.show()
    page.pace.chosen.emit("0")
    page.pace.set_choice("5")
    page.pace.chosen.emit("5")

    assert page.timer.interval() == 5000
    assert PositionsPage(session).every_s == 5


def test_what_a_broker_says_is_shown_and_goes_with_it(
    qtbot: QtBot, session: Session, page: PositionsPage
):
    page.show()
    qtbot.waitUntil(lambda: page.refresh.isVisible())
    connection = session.library.connection("locker")
    (account,) = connection.accounts
    now = datetime.now(UTC)
    session.syncing.looked.emit(Seen(connection.id, (Holdings(account, (a_position(),)),), now))
    (card,) = page._cards.values()

    session.syncing.looked.emit(Seen(connection.id, (), now))

    assert card.table.accessibleName() == "Open positions of Demo"
    assert not page._cards


def test_a_position_opens_its_trade(qtbot: QtBot, session: Session, page: PositionsPage):
    page.show()
    qtbot.waitUntil(lambda: page.refresh.isVisible())
    connection = session.library.connection("locker")
    (account,) = connection.accounts
    fill = a_fill(1, 10, symbol="EURUSD", position_id="EURUSD")
    session.library.save_import(account, [a_statement(fill)])
    positions = (a_position(), a_position("BTCUSD"))
    told = Seen(connection.id, (Holdings(account, positions),), datetime.now(UTC))
    session.syncing.looked.emit(told)
    (card,) = page._cards.values()

    with qtbot.waitSignal(session.trade_wanted) as wanted:
        card.table.opened.emit(0)
    with qtbot.waitSignal(session.notice) as notice:
        card.table.opened.emit(1)

    assert wanted.args == [session.library.newest()[0].id]
    assert "next sync" in notice.args[0]
