"""Scenarios 5 to 13: a journal without keys holds each trade once, whatever happens."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from fillbook.domain.link import LinkState
from journal_scenes import JournalScene
from simulator.driver import Crashed, CrashPlan
from standins.faults import FaultKind

Make = Callable[..., JournalScene]
LOST = (
    FaultKind.APPLIED_THEN_RESET,
    FaultKind.APPLIED_THEN_TIMEOUT,
    FaultKind.SERVER_ERROR_APPLIED,
    FaultKind.TRUNCATED,
    FaultKind.WRONG_TYPE,
    FaultKind.EMPTY_200,
)
NEVER_ARRIVED = (
    FaultKind.REFUSED,
    FaultKind.DROPPED_BEFORE,
    FaultKind.SERVER_ERROR_NOT_APPLIED,
    FaultKind.REDIRECT,
    FaultKind.RATE_LIMITED,
)
KINDS = ("tradervue", "tradejournalpro", "tradejournal")
SWITCHES = [
    ("tradejournalpro", {}),
    ("tradejournalpro", {"ids": "none", "create_body": "ok"}),
    ("tradejournalpro", {"ids": "number", "create_body": "id", "list_key": "bare"}),
    ("tradejournalpro", {"direction_echo": "BUY", "numbers_as_text": True}),
    ("tradejournal", {}),
    ("tradejournal", {"order": "id", "trims_texts": False}),
    ("tradervue", {}),
    ("tradervue", {"import_takes_s": 5, "line_ends": "CRLF"}),
]
POST = {"tradervue": "/imports", "tradejournalpro": "/trades", "tradejournal": "/trades"}


@pytest.mark.parametrize(("kind", "switches"), SWITCHES)
def test_a_trade_is_created_once_and_then_all_is_calm(make_journal: Make, kind, switches):
    scene = make_journal(kind, **switches)
    trade = scene.traded(edits={"notes.general": "Held.", "notes.mistakes": "late"})

    scene.settled()

    assert scene.link(trade).state is LinkState.LINKED
    scene.one_each()
    scene.calm(5)


@pytest.mark.parametrize("fault", LOST + NEVER_ARRIVED)
@pytest.mark.parametrize(("kind", "switches"), SWITCHES[:2] + SWITCHES[4:5] + SWITCHES[6:7])
def test_05_a_lost_answer_is_found_by_a_census(make_journal: Make, kind, switches, fault):
    scene = make_journal(kind, **switches)
    scene.traded()
    scene.fails("POST", POST[kind], fault)

    scene.settled()

    scene.one_each()
    scene.calm()


@pytest.mark.parametrize("fault", [FaultKind.APPLIED_THEN_RESET, FaultKind.DROPPED_BEFORE])
@pytest.mark.parametrize(("kind", "switches"), SWITCHES[:2] + SWITCHES[4:5])
def test_06_two_equal_scalps_are_two_trades_there(make_journal: Make, kind, switches, fault):
    scene = make_journal(kind, **switches)
    scene.traded(position_id="first")
    scene.traded(position_id="second")
    scene.fails("POST", "/trades", fault)

    scene.settled()

    assert len(scene.server.trades) == 2
    assert len({scene.link(trade).remote_id for trade in scene.trades()}) == 2
    scene.calm()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("commit", [2, 4, 7])
def test_13_a_power_cut_at_any_commit_converges(make_journal: Make, kind, commit, after):
    scene = make_journal(kind)
    scene.traded(edits={"notes.general": "Held."})
    with suppress(Crashed):
        scene.sync(crash=CrashPlan(commit, after))

    scene.reopen()
    scene.settled()

    scene.one_each()
    scene.calm(1)


@pytest.mark.parametrize(
    "fault", [FaultKind.DROPPED_BEFORE, FaultKind.RATE_LIMITED, FaultKind.UNAUTHORIZED_ONCE]
)
@pytest.mark.parametrize("kind", KINDS)
def test_05_a_second_try_that_does_nothing_is_made_again(make_journal: Make, kind, fault):
    scene = make_journal(kind)
    scene.traded()
    scene.fails("POST", POST[kind], FaultKind.SERVER_ERROR_NOT_APPLIED)
    scene.fails("POST", POST[kind], fault, nth=1, retry_after="3600")
    for _ in range(3):
        scene.sync()
        scene.clock.advance(3700)

    scene.settled()

    scene.one_each()
    scene.calm()


@pytest.mark.parametrize("apart", [3, 1 / 60], ids=["minutes", "a second"])
@pytest.mark.parametrize("kind", ["tradervue", "tradejournal"])
def test_05_a_lost_create_does_not_take_the_trade_of_another(make_journal: Make, kind, apart):
    scene = make_journal(kind)
    later = scene.traded("1@40", "-1@41", position_id="later", starts=apart)
    scene.fails("POST", POST[kind], FaultKind.SERVER_ERROR_NOT_APPLIED)
    scene.sync()
    scene.clock.advance(60)
    sooner = scene.traded("1@50", "-1@51", position_id="sooner")
    scene.fails("POST", POST[kind], FaultKind.APPLIED_THEN_TIMEOUT)
    scene.sync()
    scene.clock.advance(40)

    scene.settled()

    assert scene.remarks(sooner) == scene.remarks(later) == []
    scene.one_each()
    scene.calm()
