"""Notes of days and Tradervue's entries for them: each day once, and no words lost."""

from collections.abc import Callable
from datetime import date

import pytest

from fillbook.domain.connection import ConnectionState
from journal_scenes import JournalScene
from standins.faults import FaultKind
from standins.ledger import API

Make = Callable[..., JournalScene]
DAY = date(2026, 11, 2)
OTHER = date(2026, 11, 3)


@pytest.fixture
def scene(make_journal: Make) -> JournalScene:
    return make_journal("tradervue")


def ours(scene: JournalScene) -> dict[date, str]:
    return {note.day: note.text for note in scene.library.day_notes()}


def theirs(scene: JournalScene) -> dict[date, str]:
    leaves = scene.server.diary.entries.values()
    assert len({leaf.day for leaf in leaves}) == len(leaves)
    return {leaf.day: leaf.notes for leaf in leaves}


def made_there(scene: JournalScene) -> int:
    return len(scene.server.ledger.of("created", "journal", API))


def test_a_note_goes_there_and_an_entry_comes_here(scene: JournalScene):
    scene.library.write_day_note(DAY, "calm")
    scene.server.website_writes_day(OTHER, "tired")

    scene.settled()

    assert ours(scene) == theirs(scene) == {DAY: "calm", OTHER: "tired"}
    scene.calm()


def test_later_edits_of_either_side_reach_the_other(scene: JournalScene):
    scene.library.write_day_note(DAY, "calm")
    scene.server.website_writes_day(OTHER, "tired")
    scene.settled()

    scene.library.write_day_note(OTHER, "tired, and late")
    scene.server.website_writes_day(DAY, "calm again")
    scene.settled()

    assert ours(scene) == theirs(scene) == {DAY: "calm again", OTHER: "tired, and late"}
    scene.calm()


def test_a_day_that_both_have_is_matched_and_not_made_twice(scene: JournalScene):
    scene.server.website_writes_day(DAY, "calm\r\n")
    scene.library.write_day_note(DAY, "calm")

    report = scene.settled()

    assert report.state is ConnectionState.IN_SYNC
    assert made_there(scene) == 0
    assert scene.writes() == []


def test_a_day_without_words_there_takes_ours_and_makes_no_note_here(scene: JournalScene):
    scene.server.website_writes_day(DAY, "")
    scene.server.website_writes_day(OTHER, "")
    scene.library.write_day_note(DAY, "calm")

    scene.settled()

    assert ours(scene) == {DAY: "calm"}
    assert theirs(scene) == {DAY: "calm", OTHER: ""}
    scene.calm()


def test_scenario_39_edits_of_different_lines_are_merged(scene: JournalScene):
    scene.library.write_day_note(DAY, "one\ntwo\nthree\nfour")
    scene.settled()

    scene.library.write_day_note(DAY, "one here\ntwo\nthree\nfour")
    scene.server.website_writes_day(DAY, "one\ntwo\nthree\nfour there")
    scene.settled()

    assert ours(scene) == theirs(scene) == {DAY: "one here\ntwo\nthree\nfour there"}


@pytest.mark.parametrize(
    ("choice", "kept"),
    [("mine", "here"), ("theirs", "there"), ("both", "<<< mine\nhere\n\n>>> theirs\nthere")],
)
def test_scenario_39_edits_of_one_line_are_asked_about(scene: JournalScene, choice: str, kept: str):
    scene.library.write_day_note(DAY, "calm")
    scene.settled()
    scene.library.write_day_note(DAY, "here")
    scene.server.website_writes_day(DAY, "there")

    scene.sync()
    (asked,) = scene.questions()
    assert (asked.field, asked.mine, asked.theirs) == (f"day_note.{DAY}", "here", "there")
    assert (ours(scene)[DAY], theirs(scene)[DAY]) == ("here", "there")
    scene.answer(choice)
    scene.settled()

    assert ours(scene) == theirs(scene) == {DAY: kept}
    assert scene.questions() == ()
    scene.calm()


@pytest.mark.parametrize(
    "fault", [FaultKind.APPLIED_THEN_RESET, FaultKind.SERVER_ERROR_APPLIED, FaultKind.TRUNCATED]
)
def test_scenario_13_a_lost_answer_makes_no_second_entry(scene: JournalScene, fault: FaultKind):
    scene.library.write_day_note(DAY, "calm")
    scene.fails("POST", "/journal", fault)

    scene.sync()
    scene.library.write_day_note(DAY, "calm, and later more")
    scene.settled()

    assert made_there(scene) == 1
    assert ours(scene) == theirs(scene) == {DAY: "calm, and later more"}
    assert scene.questions() == ()


def test_a_request_that_arrives_late_is_not_repeated_meanwhile(scene: JournalScene):
    scene.library.write_day_note(DAY, "calm")
    scene.fails("POST", "/journal", FaultKind.APPLIED_LATE)

    first = scene.sync()
    scene.sync()

    assert [entry.operation for entry in first.parked] == ["create"]
    assert first.parked[0].until is not None
    scene.settled()
    assert made_there(scene) == 1


def test_a_change_whose_answer_was_lost_is_known_when_the_note_has_moved_on(scene: JournalScene):
    scene.library.write_day_note(DAY, "one")
    scene.settled()
    scene.library.write_day_note(DAY, "two")
    scene.fails("PUT", "/journal", FaultKind.APPLIED_THEN_RESET)

    scene.sync()
    scene.library.write_day_note(DAY, "three")
    scene.settled()

    assert theirs(scene) == {DAY: "three"}
    assert scene.questions() == ()


def test_a_note_that_is_taken_away_here_is_emptied_there_only_on_a_word(scene: JournalScene):
    scene.library.write_day_note(DAY, "calm")
    scene.settled()

    scene.library.write_day_note(DAY, "")
    scene.sync()
    assert theirs(scene) == {DAY: "calm"}
    scene.answer("delete", "remote_delete")
    scene.settled()

    assert theirs(scene) == {DAY: ""}
    scene.calm()


def test_words_that_are_left_there_meet_new_ones_as_for_the_first_time(scene: JournalScene):
    scene.library.write_day_note(DAY, "calm")
    scene.settled()
    scene.library.write_day_note(DAY, "")
    scene.sync()

    scene.answer("leave", "remote_delete")
    scene.calm()
    scene.library.write_day_note(DAY, "other")
    scene.sync()

    assert theirs(scene) == {DAY: "calm"}
    assert [asked.kind.value for asked in scene.questions()] == ["field"]


@pytest.mark.parametrize(
    ("choice", "here", "there"),
    [
        ("keep", {DAY: "calm"}, {}),
        ("delete_here", {}, {}),
        ("create_again", {DAY: "calm"}, {DAY: "calm"}),
    ],
)
def test_an_entry_that_is_gone_there_is_asked_about(
    scene: JournalScene, choice: str, here: dict[date, str], there: dict[date, str]
):
    scene.library.write_day_note(DAY, "calm")
    scene.settled()
    scene.server.website_deletes_day(DAY)

    scene.sync()
    assert ours(scene) == {DAY: "calm"}
    scene.answer(choice, "gone")
    scene.settled()

    assert ours(scene) == here
    assert theirs(scene) == there
    scene.calm()


@pytest.mark.parametrize(
    ("choice", "here", "there"),
    [
        ("keep", {DAY: "calm"}, {DAY: ""}),
        ("delete_here", {}, {DAY: ""}),
        ("create_again", {DAY: "calm"}, {DAY: "calm"}),
    ],
)
def test_words_that_were_emptied_there_are_asked_about(
    scene: JournalScene, choice: str, here: dict[date, str], there: dict[date, str]
):
    scene.library.write_day_note(DAY, "calm")
    scene.settled()
    scene.server.website_writes_day(DAY, "")

    scene.sync()
    assert ours(scene) == {DAY: "calm"}
    scene.answer(choice, "gone")
    scene.settled()

    assert ours(scene) == here
    assert theirs(scene) == there
    scene.calm()


def test_scenario_44_many_days_gone_are_one_question(scene: JournalScene):
    for day in range(1, 10):
        scene.library.write_day_note(date(2026, 10, day), f"day {day}")
    scene.settled()
    scene.server.diary.entries.clear()

    report = scene.sync()

    assert report.state is ConnectionState.PAUSED
    assert [asked.kind.value for asked in scene.questions()] == ["brake"]
    scene.answer("go_on", "brake")
    scene.settled()
    assert len(ours(scene)) == 9
    assert scene.questions() == ()


def test_two_pages_of_days_are_read_and_later_only_the_first(scene: JournalScene):
    for number in range(150):
        scene.server.website_writes_day(date.fromordinal(DAY.toordinal() - number), f"n {number}")

    scene.settled()
    assert len(ours(scene)) == 150

    requests = scene.sync().requests
    scene.server.website_writes_day(date.fromordinal(DAY.toordinal() - 149), "old")
    assert scene.sync().requests == requests
    scene.sync(full=True)
    assert "old" in ours(scene).values()


def test_days_stay_here_where_the_user_wants_it(scene: JournalScene):
    scene.options(day_notes="off")
    scene.library.write_day_note(DAY, "calm")

    scene.settled()

    assert theirs(scene) == {}


def test_a_preview_names_the_day_and_sends_nothing(scene: JournalScene):
    scene.library.write_day_note(DAY, "calm")

    report = scene.sync(preview=True)

    assert [entry.fields for entry in report.planned] == [(f"day_note.{DAY}",)]
    assert theirs(scene) == {}


def test_a_note_that_was_taken_over_and_undone_here_is_not_emptied_there(scene: JournalScene):
    scene.server.website_writes_day(DAY, "calm")
    scene.settled()

    scene.library.undo()
    scene.sync()

    assert ours(scene) == {}
    assert theirs(scene) == {DAY: "calm"}
    assert [asked.kind.value for asked in scene.questions()] == ["remote_delete"]


def test_an_open_question_is_not_asked_again_and_nothing_is_sent(scene: JournalScene):
    scene.library.write_day_note(DAY, "here")
    scene.server.website_writes_day(DAY, "there")

    scene.sync()
    (asked,) = scene.questions()
    scene.calm()

    assert scene.questions() == (asked,)


def test_what_another_journal_wrote_goes_on_only_where_that_is_wanted(scene: JournalScene):
    scene.library.write_day_note(DAY, "calm")
    scene.settled()
    for day in (DAY, OTHER):
        scene.library.sync(
            lambda store, day=day: store.write_day_note(day, "from elsewhere"),
            origin="remote:another",
        )

    scene.settled()
    assert theirs(scene) == {DAY: "calm"}
    scene.calm()
    scene.options(fan_out="on")
    scene.settled()

    assert theirs(scene) == {DAY: "from elsewhere", OTHER: "from elsewhere"}


def test_a_server_that_fails_gets_the_words_later(scene: JournalScene):
    scene.library.write_day_note(DAY, "calm")
    scene.settled()
    scene.library.write_day_note(DAY, "too much")
    scene.fails("PUT", "/journal", FaultKind.SERVER_ERROR_NOT_APPLIED)
    scene.fails("POST", "/journal", FaultKind.REFUSED)
    scene.library.write_day_note(OTHER, "tired")

    scene.settled()

    assert ours(scene) == theirs(scene) == {DAY: "too much", OTHER: "tired"}
    assert made_there(scene) == 2


def test_a_journal_without_a_diary_is_in_sync_all_the_same(
    scene: JournalScene, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(scene.server.diary, "answer", lambda *asked: None)
    scene.library.write_day_note(DAY, "calm")

    report = scene.settled()

    assert (report.state, report.message) == (ConnectionState.IN_SYNC, None)
