"""Scenarios 39 to 52: both sides change, and nothing is decided in silence."""

import json
from collections.abc import Callable

import pytest

from fillbook.domain.link import ConflictKind, LinkState
from scenes import Scene
from standins.faults import FaultKind
from standins.wire import Answered, Asked, StandIn

MakeScene = Callable[..., Scene]


@pytest.fixture
def linked(scene: Scene) -> tuple[Scene, str]:
    """A scene with a trade that both sides agree upon."""
    trade = scene.traded(
        edits={"grade": "B", "tags": ["late"], "notes.general": "one\ntwo\nthree\nfour\nfive"}
    )
    scene.settled()
    return scene, trade


def test_39_edits_of_different_lines_are_merged(linked: tuple[Scene, str]):
    scene, trade = linked
    scene.server.website_edits(1, general_notes="ONE\ntwo\nthree\nfour\nfive")
    scene.edit(trade, notes__general="one\ntwo\nthree\nfour\nFIVE")

    scene.settled()

    assert scene.theirs(trade)["general_notes"] == "ONE\ntwo\nthree\nfour\nFIVE"
    assert scene.said(trade, "notes.general") == "ONE\ntwo\nthree\nfour\nFIVE"
    assert not scene.questions()


@pytest.mark.parametrize(
    ("choice", "words"),
    [("mine", ["here"]), ("theirs", ["there"]), ("both", ["here", "there"])],
)
def test_39_edits_of_one_line_wait_for_the_user(
    linked: tuple[Scene, str], choice: str, words: list[str]
):
    scene, trade = linked
    scene.server.website_edits(1, general_notes="there")
    scene.edit(trade, notes__general="here")

    scene.settled()
    (question,) = scene.questions()
    assert (question.mine, question.theirs) == ("here", "there")
    assert scene.theirs(trade)["general_notes"] == "there"
    assert scene.said(trade, "notes.general") == "here"

    scene.answer(choice)
    scene.settled()

    for word in words:
        assert word in scene.theirs(trade)["general_notes"]
        assert word in str(scene.said(trade, "notes.general"))
    assert not scene.questions()
    scene.calm()


def test_39_a_field_that_waits_holds_no_other_up(linked: tuple[Scene, str]):
    scene, trade = linked
    scene.server.website_edits(1, trade_quality_grade="C")
    scene.edit(trade, grade="A", bias="bullish")

    scene.settled()

    assert [question.field for question in scene.questions()] == ["grade"]
    assert scene.theirs(trade)["bias"] == "Bullish"


def test_39_an_old_change_never_overwrites_a_newer_one(linked: tuple[Scene, str]):
    """A change was lost on its way; days later the website says something else."""
    scene, trade = linked
    scene.edit(trade, grade="A")
    scene.cuts("PATCH", "/trades/1", FaultKind.SERVER_ERROR_NOT_APPLIED)
    scene.sync()
    assert scene.theirs(trade)["trade_quality_grade"] == "B"

    scene.mends()
    scene.clock.advance(7200)
    scene.server.website_edits(1, trade_quality_grade="C")
    scene.settled()

    assert scene.theirs(trade)["trade_quality_grade"] == "C"
    assert [question.field for question in scene.questions()] == ["grade"]


def with_a_copy(scene: Scene, **edits: object) -> tuple[str, str]:
    """A trade and its copy in another mapped account, both linked."""
    source = scene.traded(edits=edits or {"grade": "B"})
    scene.settled()
    scene.map_account("Second", "8")
    scene.server.website_copies(1, 8)
    scene.settled()
    (copy,) = set(scene.pulled()) - {source}
    return source, copy


def test_40_a_grade_of_a_decision_is_sent_once(scene: Scene):
    source, copy = with_a_copy(scene)

    scene.edit(copy, grade="A")
    scene.settled()

    assert scene.theirs(source)["trade_quality_grade"] == "A"
    assert scene.theirs(copy)["trade_quality_grade"] == "A"
    assert scene.said(source, "grade") == scene.said(copy, "grade") == "A"
    assert not scene.questions()
    scene.calm()


def test_40_a_copy_that_is_read_before_its_source_belongs_to_it_too(make_scene: MakeScene):
    first = make_scene()
    with_a_copy(first)
    second = make_scene(seed=2, stand_in=first.server)
    second.map_account("Second", "8")
    second.settled()
    copy = next(each for each in second.pulled() if second.number(each) == 2)

    second.edit(copy, grade="A")
    second.settled()

    assert {row["trade_quality_grade"] for row in second.server.book.trades.values()} == {"A"}
    second.calm()


def test_40_a_grade_that_spread_on_the_website_is_taken_over_for_both(scene: Scene):
    source, copy = with_a_copy(scene)

    scene.server.website_edits(1, trade_quality_grade="F")
    scene.settled()

    assert scene.said(source, "grade") == scene.said(copy, "grade") == "F"
    scene.calm()


def test_41_a_strategy_that_one_account_may_not_have_is_not_fought_over(scene: Scene):
    scene.server.book.add_strategy("Swing", {"Pullback": []}, account=7)
    source, copy = with_a_copy(scene)

    scene.edit(source, strategy="Swing", setup="Pullback")
    scene.settled()

    assert scene.theirs(source)["strategy_id"] is not None
    assert scene.theirs(copy).get("strategy_id") is None
    assert not scene.questions()
    scene.calm()


@pytest.mark.parametrize("choice", ["keep", "delete_here", "create_again"])
def test_42_archived_there_and_edited_here_asks(linked: tuple[Scene, str], choice: str):
    scene, trade = linked
    scene.server.website_archives(1)
    scene.edit(trade, grade="A")

    scene.settled()
    (question,) = scene.questions()
    assert question.kind is ConflictKind.GONE
    assert scene.link(trade).state is LinkState.ARCHIVED_REMOTE
    assert not scene.server.live_trades()
    assert scene.said(trade, "grade") == "A"

    scene.answer(choice)
    scene.settled()

    assert len(scene.server.live_trades()) == (1 if choice == "create_again" else 0)
    assert scene.ours(trade).trade.deleted is (choice == "delete_here")
    scene.calm()


@pytest.mark.parametrize("choice", ["delete", "leave"])
def test_43_deleted_here_and_edited_there_asks(linked: tuple[Scene, str], choice: str):
    scene, trade = linked
    scene.server.website_edits(1, general_notes="written there")
    scene.library.delete([trade])

    scene.settled()
    (question,) = scene.questions()
    assert question.kind is ConflictKind.REMOTE_DELETE
    assert "written there" in str(question.theirs)
    assert scene.server.live_trades()

    scene.answer(choice)
    scene.settled()

    assert bool(scene.server.live_trades()) is (choice == "leave")
    scene.calm()


def test_44_many_that_vanish_at_once_delete_nothing_and_ask_once(scene: Scene):
    trades = [scene.traded(f"1@{10 + n}", f"-1@{11 + n}", symbol=f"S{n}") for n in range(12)]
    scene.settled()

    scene.server.website_archives(*range(1, 12))
    report = scene.sync()

    assert report.state.value == "paused"
    (question,) = scene.questions()
    assert question.kind is ConflictKind.BRAKE
    assert set(scene.pulled()) == set(trades)

    scene.answer("go_on")
    scene.settled()

    assert set(scene.pulled()) == set(trades)
    assert len(scene.questions()) <= 1
    scene.calm()


def test_45_a_tag_that_is_renamed_there_stays_one_tag(linked: tuple[Scene, str]):
    scene, trade = linked
    (tag,) = scene.theirs(trade)["tags"]

    scene.server.book.tags[tag]["name"] = "entered late"
    scene.settled()

    assert scene.said(trade, "tags") == ("entered late",)
    assert scene.theirs(trade)["tags"] == [tag]
    scene.calm()


def test_46_a_tag_that_is_deleted_there_goes_and_may_come_back(linked: tuple[Scene, str]):
    scene, trade = linked
    (tag,) = scene.theirs(trade)["tags"]

    del scene.server.book.tags[tag]
    scene.settled()
    assert scene.said(trade, "tags") == ()

    scene.edit(trade, tags=["late"])
    scene.settled()

    (again,) = scene.theirs(trade)["tags"]
    assert scene.server.book.tags[again]["name"] == "late"
    scene.calm()


def test_47_a_tag_of_another_case_is_adopted(scene: Scene):
    category = scene.server.book.add_category("Mine")
    tag = scene.server.book.add_tag("LATE", category)["tag_id"]
    trade = scene.traded(edits={"tags": ["Late"]})

    scene.settled()

    assert scene.theirs(trade)["tags"] == [tag]
    scene.calm()


def test_48_html_of_the_website_is_not_rewritten(linked: tuple[Scene, str]):
    scene, trade = linked
    html = "<p>Too <b>early</b> &amp; too large</p>"
    scene.server.website_edits(1, general_notes=html)
    scene.settled()

    scene.edit(trade, grade="A")
    scene.settled()

    assert scene.theirs(trade)["general_notes"] == html
    assert scene.theirs(trade)["trade_quality_grade"] == "A"
    scene.calm()


def test_49_two_libraries_of_one_journal_come_to_rest(make_scene: MakeScene):
    first = make_scene()
    trade = first.traded(edits={"grade": "B", "tags": ["late"], "notes.general": "mine"})
    first.settled()
    second = make_scene(seed=2, stand_in=first.server)
    second.settled()
    (twin,) = second.pulled()

    second.edit(twin, grade="A", tags=["late", "large"])
    first.edit(trade, bias="bearish")
    for _ in range(3):
        first.sync()
        second.sync()

    assert first.said(trade, "grade") == second.said(twin, "grade") == "A"
    assert first.said(trade, "bias") == second.said(twin, "bias") == "Bearish"
    assert first.said(trade, "tags") == second.said(twin, "tags") == ("large", "late")
    for _ in range(20):
        assert first.sync().writes == second.sync().writes == 0
        first.clock.advance(300)


def test_51_the_loser_of_two_writers_of_fills_sees_it(linked: tuple[Scene, str]):
    scene, trade = linked
    fills = {
        "entries": [{"price": 10, "quantity": 2}],
        "exits": [{"price": 15, "quantity": 1}, {"price": 16, "quantity": 1}],
    }
    scene.server.book.put_executions(scene.theirs(trade), fills, scene.clock.now())

    report = scene.settled()

    assert len(scene.theirs(trade)["executions"]) == 3
    assert scene.ours(trade).legs[-1].execution.fill.price == 15
    assert [(remark.kind, remark.text) for remark in report.remarks] == [
        ("discrepancy", "exit price is 15.5 there and 15 here")
    ]
    scene.calm()


def test_52_an_emotion_that_is_gone_holds_no_other_field_up(linked: tuple[Scene, str]):
    scene, trade = linked
    scene.server.book.emotions.remove("calm")

    scene.edit(trade, emotion="calm", grade="A")
    report = scene.settled()

    assert scene.theirs(trade)["trade_quality_grade"] == "A"
    assert [entry.field for entry in report.parked] == ["emotion"]
    assert scene.said(trade, "emotion") == "calm"
    scene.calm()


def test_52_a_create_goes_without_an_emotion_that_is_not_there(scene: Scene):
    trade = scene.traded(edits={"emotion": "serene", "grade": "A"})

    report = scene.settled()

    assert scene.theirs(trade)["trade_quality_grade"] == "A"
    assert [entry.field for entry in report.parked] == ["emotion"]


def test_confirmations_go_both_ways(scene: Scene):
    scene.server.book.add_strategy("Opening drive", {"Retest": ["Volume", "Trend"]})
    trade = scene.traded(edits={"strategy": "Opening drive", "setup": "Retest"})
    scene.edit(trade, confirmation__Volume="yes: twice the average")
    scene.settled()
    (entry,) = scene.theirs(trade)["confirmations"]
    assert (entry["was_present"], entry["notes"]) == (True, "twice the average")

    names = scene.server.book.confirmation_names()
    trend = next(number for number, name in names.items() if name == "Trend")
    there = [{"confirmation_id": trend, "was_present": False, "notes": None}]
    scene.server.book.put_confirmations(scene.theirs(trade), there)
    scene.settled()

    assert scene.said(trade, "confirmation.Trend") == "no"
    assert scene.said(trade, "confirmation.Volume") is None
    scene.calm()


def test_a_text_is_cleared_and_a_choice_too(linked: tuple[Scene, str]):
    scene, trade = linked

    scene.edit(trade, grade="", notes__general="", tags=[])
    scene.settled()

    assert not scene.theirs(trade)["trade_quality_grade"]
    assert not scene.theirs(trade)["general_notes"]
    assert scene.theirs(trade)["tags"] == []
    scene.calm()


class Unclearing:
    """A journal behind something that takes no grade away."""

    def __init__(self, journal: StandIn) -> None:
        self.journal = journal
        self.clock = journal.clock

    def answer(self, asked: Asked) -> Answered:
        if b'"trade_quality_grade":null' not in asked.body:
            return self.journal.answer(asked)
        error = {"code": "validation_error", "details": {"fields": {"trade_quality_grade": "null"}}}
        body = json.dumps({"ok": False, "error": error, "meta": {}}).encode()
        return Answered(400, {"content-type": "application/json"}, body)


def test_what_cannot_be_cleared_is_said_and_stops_nothing_else(linked: tuple[Scene, str]):
    scene, trade = linked
    scene.line.stand_in = Unclearing(scene.server)

    scene.edit(trade, grade="", notes__general="new")
    for _ in range(3):
        scene.sync()

    assert scene.theirs(trade)["general_notes"] == "new"
    assert scene.said(trade, "grade") is None
    (parked,) = scene.link(trade).parked
    assert (parked.field, parked.reason) == ("grade", "grade cannot be cleared there")


class Silent:
    """A journal behind something that does not say of a trade that it is archived."""

    def __init__(self, journal: StandIn) -> None:
        self.journal = journal
        self.clock = journal.clock

    def answer(self, asked: Asked) -> Answered:
        if asked.method != "PATCH":
            return self.journal.answer(asked)
        body = b'{"ok":false,"error":{"code":"not_found","message":"gone"},"meta":{}}'
        return Answered(404, {"content-type": "application/json"}, body)


def test_42_a_trade_that_takes_no_writes_is_asked_about(linked: tuple[Scene, str]):
    scene, trade = linked
    scene.line.stand_in = Silent(scene.server)

    scene.edit(trade, grade="A")
    scene.sync()

    assert [question.kind for question in scene.questions()] == [ConflictKind.GONE]
    assert scene.link(trade).state is LinkState.ARCHIVED_REMOTE
    assert scene.said(trade, "grade") == "A"
