"""Scenarios 1 to 14: a trade is created once, whatever happens to its request."""

from contextlib import suppress

import pytest

from fillbook.domain.link import LinkState
from scenes import Scene
from simulator.driver import Crashed, CrashPlan
from standins.faults import FaultKind
from standins.json_wire import json_answer
from standins.tradavity import Tradavity
from standins.wire import Answered, Asked

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
    FaultKind.UNAUTHORIZED_ONCE,
    FaultKind.RATE_LIMITED,
)


@pytest.mark.parametrize("fault", LOST + NEVER_ARRIVED)
def test_01_a_create_whose_answer_is_lost_is_repeated_under_its_key(scene: Scene, fault: FaultKind):
    trade = scene.traded(edits={"grade": "B", "tags": ["late"]})
    scene.fails("POST", "/trades", fault)

    scene.settled()

    scene.one_each()
    assert scene.theirs(trade)["trade_quality_grade"] == "B"
    assert len(scene.theirs(trade)["executions"]) == 2
    scene.calm()


def test_01_a_repetition_that_does_not_leave_proves_nothing(scene: Scene):
    """The first one may be there, or arrive yet: only its key may go again."""
    trade = scene.traded()
    scene.cuts("POST", "/trades")
    scene.sync()
    scene.mends()
    scene.cuts("POST", "/trades", FaultKind.REFUSED)

    scene.sync()

    assert scene.link(trade).state is LinkState.UNKNOWN
    (intent,) = scene.library.look(lambda store: store.open_intents(scene.connection.id))
    assert intent.local_id == trade
    scene.mends()
    scene.settled()
    scene.one_each()
    scene.calm()


@pytest.mark.parametrize(
    ("hours", "replayed"), [(22 + 59 / 60, True), (23 + 1 / 60, False), (24 + 1 / 60, False)]
)
def test_02_after_23_hours_the_journal_is_searched_instead(
    scene: Scene, hours: float, replayed: bool
):
    trade = scene.traded()
    scene.cuts("POST", "/trades")
    began = scene.clock.now()
    scene.sync()
    first_try_s = (scene.clock.now() - began).total_seconds()
    assert scene.link(trade).state is LinkState.UNKNOWN

    scene.mends()
    scene.reopen()
    scene.clock.advance(hours * 3600 - first_try_s)
    later = len(scene.traces)
    scene.settled()

    sent = [line for run in scene.traces[later:] for line in run.lines if "POST" in line]
    assert bool(sent) is replayed
    scene.one_each()
    scene.calm()


def test_03_an_edit_made_meanwhile_becomes_a_change_of_its_own(scene: Scene):
    trade = scene.traded(edits={"grade": "B"})
    scene.cuts("POST", "/trades")
    scene.sync()

    scene.edit(trade, grade="A", notes__general="on second thought")
    scene.mends()
    scene.settled()

    scene.one_each()
    assert scene.theirs(trade)["trade_quality_grade"] == "A"
    assert scene.theirs(trade)["general_notes"] == "on second thought"
    assert not [line for run in scene.traces for line in run.lines if line.endswith(" 409")]


class Disputing:
    """A journal that once says of a create's key that it knows another request under it."""

    def __init__(self, journal: Tradavity, *, applies: bool) -> None:
        self.journal = journal
        self.applies = applies
        self.clock = journal.clock
        self.disputed = 0

    def answer(self, asked: Asked) -> Answered:
        if asked.method != "POST" or not asked.path.endswith("/trades") or self.disputed:
            return self.journal.answer(asked)
        self.disputed += 1
        if self.applies:
            self.journal.answer(asked)
        refusal = {"code": "idempotency_conflict", "message": "", "details": {}}
        return json_answer(409, {"ok": False, "error": refusal, "meta": {}})


@pytest.mark.parametrize("is_there", [True, False])
def test_04_a_disputed_key_is_settled_by_a_search(scene: Scene, is_there: bool):
    trade = scene.traded()
    journal = Disputing(scene.server, applies=is_there)
    scene.line.stand_in = journal

    scene.settled()

    assert journal.disputed == 1
    assert scene.link(trade).state is LinkState.LINKED
    scene.one_each()


def test_06_two_equal_scalps_are_two_trades_there(scene: Scene):
    """One answer is lost, and the other one is not taken for it."""
    scene.traded("1@10", "-1@11", position_id="first")
    scene.traded("1@10", "-1@11", position_id="second")
    scene.fails("POST", "/trades", FaultKind.APPLIED_THEN_RESET)

    scene.settled()

    scene.one_each()
    assert len(scene.server.live_trades()) == 2


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("commit", range(1, 16))
def test_13_a_power_cut_at_any_commit_of_a_create_converges(scene: Scene, commit: int, after: bool):
    trade = scene.traded(edits={"grade": "B", "tags": ["late"]})
    with suppress(Crashed):
        scene.sync(crash=CrashPlan(commit, after))

    scene.reopen()
    scene.settled()

    scene.one_each()
    assert scene.theirs(trade)["trade_quality_grade"] == "B"
    assert len(scene.theirs(trade)["executions"]) == 2
    assert len(scene.theirs(trade)["tags"]) == 1
    scene.calm(1)


def test_14_a_request_that_is_delivered_twice_makes_one_trade(scene: Scene):
    scene.traded()
    scene.cuts("POST", "/trades", FaultKind.DUPLICATE_DELIVERY)

    scene.settled()

    scene.one_each()


def test_14_a_create_that_arrives_late_makes_one_trade(scene: Scene):
    scene.traded()
    scene.fails("POST", "/trades", FaultKind.APPLIED_LATE, late_s=60)

    scene.settled()
    scene.line.apply_late()
    scene.settled()

    scene.one_each()
