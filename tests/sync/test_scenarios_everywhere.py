"""Scenarios that concern every remote, tried on Tradavity; each is named by its number."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from breaking import Failing
from fillbook.domain.connection import ConnectionState
from fillbook.domain.errors import FillbookError, LibraryBusy, Refused
from fillbook.domain.image import NamedBytes
from fillbook.domain.link import LinkState
from fillbook.remotes.credentials import Credentials
from fillbook.remotes.limits import Limiter
from fillbook.remotes.pasted import pasted_key
from fillbook.remotes.remote import Limits
from fillbook.storage.library import Library
from fillbook.sync.breaker import FAILURES, Breaker
from fillbook.sync.running import run_now
from pictures import png
from simulator.sweep import a_trade
from simulator.world import World
from standins.clock import START
from standins.faults import Fault, FaultKind, on
from standins.tradavity_switches import LIMITS, Switches
from standins.wire import Answered


@pytest.fixture
def make_world(fresh_library: Path, tmp_path: Path) -> Iterator[Callable[..., World]]:
    """Worlds that are closed when the test is over."""
    made: list[World] = []

    def make(switches: Switches | None = None) -> World:
        folder = tmp_path / f"world-{len(made)}"
        made.append(World.made(fresh_library, folder, switches=switches))
        return made[-1]

    yield make
    for world in made:
        world.close()


@pytest.fixture
def world(make_world: Callable[..., World]) -> World:
    return make_world()


def links(world: World, entity: str = "trade"):
    connection = world.connection.id
    return world.library.look(lambda store: store.links(connection, entity))


def test_12_a_second_process_may_not_write(world: World):
    with pytest.raises(LibraryBusy):
        Library.open(world.folder)

    with Library.open(world.folder, fallback=True) as looking:
        assert looking.read_only is not None


def test_25_the_vendors_window_is_never_overrun(make_world: Callable[..., World]):
    world = make_world(Switches(tier="free"))
    for number in range(12):
        a_trade(world, number * 5)

    world.settled(most=12)

    minute = LIMITS["free"][0]
    assert len(world.server.live_trades()) == 12
    assert max(_in_any_minute(world)) <= minute


def _in_any_minute(world: World) -> list[int]:
    entries = [entry.at for entry in world.server.ledger]
    return [
        sum(1 for at in entries if start <= at < start + timedelta(minutes=1)) for start in entries
    ]


def test_30_replays_count_against_the_pace():
    limiter = Limiter.restored(None, Limits(per_minute=48), 0.0, START)
    taken = 0
    for tenth in range(600):
        if limiter.wait_s(tenth / 10) == 0.0:
            limiter.took(tenth / 10)
            taken += 1

    assert taken <= 48


def test_36_an_expired_broker_token_leaves_the_key_alone(world: World):
    a_trade(world)
    body = b'{"ok":false,"error":{"code":"token_expired","message":"x"},"meta":{}}'
    answer, world.server.answer = world.server.answer, _once_401(world, body)
    world.line.stand_in = world.server

    report = world.sync()
    world.server.answer = answer

    assert report.state is not ConnectionState.REFUSED
    assert world.settled().state is ConnectionState.IN_SYNC


def _once_401(world: World, body: bytes):
    real, seen = world.server.answer, []

    def answer(asked):
        if asked.path.endswith("/autosync/connections") and not seen:
            seen.append(asked)
            return Answered(401, {"content-type": "application/json"}, body)
        return real(asked)

    return answer


@pytest.mark.parametrize("pasted", [" tvty_1 ", "tvty_1\r\n", "Bearer tvty_1", '"tvty_1"'])
def test_38_what_came_along_with_a_pasted_key_is_dropped(pasted: str):
    assert pasted_key(pasted).reveal() == "tvty_1"


def test_38_a_key_with_a_line_break_within_is_refused():
    with pytest.raises(Refused):
        pasted_key("tvty_1\ntvty_2")


def test_57_a_picture_that_the_server_made_smaller_is_no_change(world: World):
    world.library.attach(a_trade(world), [NamedBytes("a.png", png(30, 20))], "Entry")
    world.settled()
    before = world.library.newest()[0].id

    world.clock.advance(86_400)
    report = world.settled()

    assert report.pulled.updated == 0
    assert len(world.library.trade(before).screenshots) == 1
    assert len(links(world, "screenshot")) == 1


def test_83_a_captive_portal_is_no_login_failure_and_takes_nothing(world: World):
    a_trade(world)
    world.settled()
    for nth in range(30):
        world.line.plan.on(on("GET"), Fault(kind=FaultKind.WRONG_TYPE), nth=nth)

    report = world.sync()

    assert report.state is ConnectionState.OFFLINE
    assert links(world)[0].state is LinkState.LINKED


def test_85_a_redirect_is_not_followed(world: World):
    a_trade(world)
    for nth in range(30):
        world.line.plan.on(on("GET"), Fault(kind=FaultKind.REDIRECT), nth=nth)

    report = world.sync()

    assert report.state is ConnectionState.OFFLINE
    assert world.server.requests == 0


def test_86_a_remote_that_is_down_is_left_alone_longer_and_longer():
    breaker = Breaker()
    for _ in range(FAILURES):
        breaker = breaker.failed(START)
    first = breaker.until
    assert first == START + timedelta(minutes=1)

    later = breaker.failed(first)

    assert later.until == first + timedelta(minutes=2)
    assert later.answered() == Breaker()


def test_87_a_gateway_timeout_on_a_create_is_an_unknown_outcome(world: World):
    a_trade(world)
    fault = Fault(kind=FaultKind.SERVER_ERROR_APPLIED)
    world.line.plan.on(on("POST", "/trades"), fault)

    world.settled()

    assert len(world.server.live_trades()) == 1


def test_88_a_full_disk_stops_a_sync_and_loses_nothing(world: World):
    a_trade(world)
    writer, titles = world.library._writer, set()
    for countdown in range(2, 300, 7):
        world.library._writer = Failing(writer, countdown, "database or disk is full")
        try:
            world.sync()
        except FillbookError as error:
            titles.add(error.title)
        world.library._writer = writer
        world.clock.advance(120)

    assert titles == {"The disk is full."}
    assert world.settled().state is ConnectionState.IN_SYNC
    assert len(world.server.live_trades()) == len(links(world)) == 1
    world.server.assert_keys_sound()


def test_88_without_a_keyring_the_trade_waits_and_the_message_says_why(world: World):
    trade = a_trade(world)

    (report,) = run_now(world.library, Credentials(lambda: None))

    assert report.state is ConnectionState.REFUSED
    assert "is not kept on this computer" in str(report.message)
    connection = world.connection
    waiting = world.library.look(
        lambda store: store.uncreated(connection.id, tuple(connection.accounts), None)
    )
    assert list(waiting) == [trade]


def test_90_a_week_of_edits_goes_as_one_change_a_trade(world: World):
    trade = a_trade(world)
    world.settled()
    for number in range(300):
        world.library.edit([trade], {"notes.general": f"draft {number}"})

    report = world.settled()

    patches = [asked for asked in world.line.requests if asked.method == "PATCH"]
    assert len(patches) == 1
    assert report.state is ConnectionState.IN_SYNC
    assert world.server.live_trades()[0]["general_notes"] == "draft 299"


def test_92_a_journal_that_lost_all_its_rows_is_asked_about(world: World):
    for number in range(6):
        a_trade(world, number * 5)
    world.settled()
    world.server.website_archives(*(row["trade_number"] for row in world.server.live_trades()))

    report = world.sync()

    assert report.state is ConnectionState.PAUSED
    assert {link.state for link in links(world)} == {LinkState.LINKED}
    assert len(world.library.newest()) == 6
