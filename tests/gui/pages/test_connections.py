"""The page of connections, beside a service that answers."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from builders import an_account
from fillbook.domain.connection import ConnectionState, NewConnection
from fillbook.domain.errors import NotFound
from fillbook.gui.pages.connections.page import ConnectionsPage
from fillbook.gui.pages.connections.presenter import differing
from fillbook.gui.pages.connections.questions import compared
from fillbook.gui.session import Session
from fillbook.gui.widgets.line_field import ChoiceField
from fillbook.remotes.secret import Secret
from fillbook.remotes.tradelocker.remote import DEMO_URL, LIVE_URL
from simulator.sweep import a_trade
from standins.clock import Clock
from standins.serving import serving
from standins.tradavity import Tradavity
from standins.tradavity_switches import SCOPES, Switches

KEY = "tvty_window"


class _Here:
    """What the builders of the simulator need of a world."""

    def __init__(self, session: Session, account: str) -> None:
        self.library, self.account = session.library, account


@pytest.fixture
def service() -> Iterator[tuple[Tradavity, str]]:
    clock = Clock()
    stand_in = Tradavity(clock, Switches(limited=False), key=KEY)
    with serving(stand_in) as url:
        yield stand_in, f"{url}/api/v1"


@pytest.fixture
def page(qtbot: QtBot, session: Session) -> Iterator[ConnectionsPage]:
    made = ConnectionsPage(session)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    yield made
    session.syncing.close()


def connected(session: Session, url: str) -> str:
    """A journal with one trade and a connection whose key is known."""
    account, _ = session.library.add_account(an_account("Sync", timezone="UTC"))
    a_trade(_Here(session, account.id))
    made, _ = session.library.sync(
        lambda store: store.add_connection(
            NewConnection(
                name="Tradavity", kind="tradavity", base_url=url, accounts={account.id: "7"}
            ),
            None,
        )
    )
    session.syncing.credentials.lend(made, Secret(KEY))
    return made


def synced(qtbot: QtBot, session: Session, page: ConnectionsPage, connection: str) -> None:
    with qtbot.waitSignal(session.syncing.ended, timeout=10_000):
        session.syncing.sync((connection,))
    page.refresh()
    qtbot.waitUntil(lambda: page._state.detail is not None)


def test_a_library_without_connections_says_how_to_begin(qtbot: QtBot, page: ConnectionsPage):
    qtbot.waitUntil(lambda: page._empty.isVisible())

    assert not page._head.isVisible()


def test_a_sync_from_the_window_sends_a_trade_and_says_so(
    qtbot: QtBot, session: Session, page: ConnectionsPage, service: tuple[Tradavity, str]
):
    stand_in, url = service
    connection = connected(session, url)

    synced(qtbot, session, page, connection)

    assert len(stand_in.live_trades()) == 1
    assert session.library.connection(connection).state is ConnectionState.IN_SYNC
    qtbot.waitUntil(lambda: bool(page._state.detail and page._state.detail.log))
    assert page._state.detail.log[0][2] == "1 created there"


def test_a_question_is_answered_with_a_key(
    qtbot: QtBot, session: Session, page: ConnectionsPage, service: tuple[Tradavity, str]
):
    stand_in, url = service
    connection = connected(session, url)
    synced(qtbot, session, page, connection)
    trade = session.library.newest()[0].id
    session.library.edit([trade], {"news": "ours"})
    stand_in.website_edits(1, news_events="theirs")
    synced(qtbot, session, page, connection)
    qtbot.waitUntil(lambda: page.questions.isVisible())

    qtbot.keyClicks(page.questions, "2")

    qtbot.waitUntil(lambda: session.library.conflicts() == ())
    assert session.library.trade(trade).trade.review.news == "theirs"


def test_two_first_notes_are_told_from_each_other(
    qtbot: QtBot, session: Session, page: ConnectionsPage, service: tuple[Tradavity, str]
):
    stand_in, url = service
    connection = connected(session, url)
    synced(qtbot, session, page, connection)
    session.library.edit([session.library.newest()[0].id], {"notes.general": "waited, then in"})
    stand_in.website_edits(1, general_notes="waited, then out")

    synced(qtbot, session, page, connection)

    qtbot.waitUntil(lambda: page.questions.isVisible())
    (question,) = page._state.detail.questions
    assert (question.title, question.before) == ("General note", "")
    assert compared(question, question.mine) == question.theirs
    assert compared(question, question.theirs) == question.mine


def test_a_preview_lists_what_would_be_sent_and_sends_nothing(
    qtbot: QtBot, session: Session, page: ConnectionsPage, service: tuple[Tradavity, str]
):
    stand_in, url = service
    connection = connected(session, url)
    page.refresh()
    qtbot.waitUntil(lambda: page._state.detail is not None)

    with qtbot.waitSignal(session.syncing.previewed, timeout=10_000):
        page.preview.click()

    qtbot.waitUntil(lambda: page._plan.isVisible())
    summary = page._plan._note.text()
    assert (
        summary == "1 created there, 3 requests in about 4\N{NO-BREAK SPACE}s; nothing was sent yet"
    )
    assert stand_in.live_trades() == []
    assert session.library.look(lambda store: store.links(connection)) == ()


def test_a_key_with_few_rights_is_told_what_it_lacks(
    qtbot: QtBot, session: Session, page: ConnectionsPage, service: tuple[Tradavity, str]
):
    stand_in, url = service
    stand_in.keys[KEY] = tuple(scope for scope in SCOPES if scope != "write:tags")
    session.library.add_account(an_account("Sync"))
    page.begin()
    page.form.address.set_text(url)
    page.form.secret.set_text(KEY)

    page.form.test.click()

    qtbot.waitUntil(lambda: page.form.lacks.isVisible())
    assert page.form.lacks.text().startswith("The key lacks write:tags:")


def test_what_a_service_has_no_place_for_is_named(
    qtbot: QtBot, session: Session, page: ConnectionsPage, service: tuple[Tradavity, str]
):
    connected(session, service[1])
    page.refresh()

    qtbot.waitUntil(lambda: page._state.detail is not None)

    assert page._state.detail.stays == ("Initial risk", "Notes of days")
    assert {"Confirmations", "Screenshots", "General note"} <= {*page._state.detail.holds}


def test_a_wrong_key_is_told_below_the_field(
    qtbot: QtBot, session: Session, page: ConnectionsPage, service: tuple[Tradavity, str]
):
    _, url = service
    session.library.add_account(an_account("Sync"))
    page.begin()
    page.form.address.set_text(url)
    page.form.secret.set_text("tvty_wrong")

    page.form.test.click()

    qtbot.waitUntil(lambda: bool(page.form.secret.control.property("wrong")))
    with pytest.raises(NotFound):
        session.library.connection("Tradavity")


def test_a_right_key_shows_its_accounts_and_makes_the_connection(
    qtbot: QtBot, session: Session, page: ConnectionsPage, service: tuple[Tradavity, str]
):
    _, url = service
    account, _ = session.library.add_account(an_account("Sync"))
    page.begin()
    page.form.address.set_text(url)
    page.form.secret.set_text(KEY)
    page.form.test.click()
    qtbot.waitUntil(lambda: page.form.keep.isEnabled())

    with qtbot.waitSignal(session.syncing.ended, timeout=10_000):
        page.form.keep.click()

    made = session.library.connection("Tradavity")
    assert made.accounts[account.id] == "7"
    assert KEY.encode() not in (session.library.folder / "journal.db").read_bytes()


def test_differing_words_are_marked():
    marked = [text.strip() for text, is_new in differing("took half off", "took all off") if is_new]

    assert marked == ["all"]


def test_a_service_is_asked_what_it_says_of_itself(
    qtbot: QtBot, session: Session, page: ConnectionsPage, service: tuple[Tradavity, str]
):
    stand_in, url = service
    connected(session, url)
    page.refresh()
    qtbot.waitUntil(lambda: page._state.detail is not None)

    page.probe.click()

    qtbot.waitUntil(lambda: page._told_card.isVisible())
    assert stand_in.live_trades() == []


def test_an_option_that_does_not_exist_is_told_below_the_options(
    qtbot: QtBot, session: Session, page: ConnectionsPage, service: tuple[Tradavity, str]
):
    _, url = service
    page.begin()
    page.form.address.set_text(url)
    page.form.secret.set_text(KEY)
    page.form.options.set_text("colour=red")

    page.form.test.click()

    qtbot.waitUntil(lambda: bool(page.form.options.control.property("wrong")))


def test_a_brokers_environment_is_its_address_and_an_own_one_stays(
    qtbot: QtBot, session: Session, page: ConnectionsPage
):
    session.library.add_account(an_account("Sync"))
    page.begin()
    form = page.form
    qtbot.waitUntil(form.isVisible)
    assert not form.environment.isVisible()
    choose(form.service, "tradelocker")

    choose(form.environment, DEMO_URL)
    assert form.address.text == DEMO_URL

    form.address.set_text("http://127.0.0.1:8000")
    assert form.environment.choice == ""
    form.address.set_text(LIVE_URL)
    assert form.environment.choice == LIVE_URL


def choose(field: ChoiceField, key: str) -> None:
    """What a click on a choice does."""
    field.set_choice(key)
    field.chosen.emit(key)
