"""Scenarios 53 to 59: pictures go up once, come down once, and the originals stay."""

import hashlib
from collections.abc import Callable

import pytest

from fillbook.domain.image import NamedBytes
from fillbook.domain.link import LinkState
from pictures import gif, jpeg, png
from scenes import Scene
from standins.faults import FaultKind
from standins.tradavity_switches import Switches
from standins.wire import Answered, Asked

MakeScene = Callable[..., Scene]


def test_a_picture_goes_up_and_its_other_bytes_are_no_change(scene: Scene):
    """Scenario 57: the journal compresses pictures in its own way."""
    trade = scene.traded()
    scene.hang(trade, "Entry")

    scene.settled()

    (there,) = scene.theirs(trade)["screenshots"]
    (here,) = scene.ours(trade).screenshots
    assert there["label"] == "Entry"
    assert hashlib.sha256(there["content"]).hexdigest() != here.sha256
    scene.calm()
    assert len(scene.ours(trade).screenshots) == 1


def test_a_picture_of_the_website_comes_down_once(make_scene: MakeScene):
    first = make_scene()
    trade = first.traded()
    first.hang(trade, "Entry")
    first.settled()
    second = make_scene(seed=2, stand_in=first.server)

    second.settled()

    (twin,) = second.pulled()
    (shot,) = second.ours(twin).screenshots
    assert shot.label == "Entry"
    assert len(first.theirs(trade)["screenshots"]) == 1
    second.calm()
    first.calm()


def test_53_a_full_trade_keeps_its_second_picture_here(make_scene: MakeScene):
    scene = make_scene(switches=Switches(tier="free", pictures_per_trade=1))
    first, other = scene.traded(symbol="A"), scene.traded(symbol="B")
    scene.hang(first, "Entry")
    scene.hang(first, "Exit", png(5, 5))
    scene.hang(other, "Entry", png(6, 6))

    report = scene.settled()

    assert len(scene.theirs(first)["screenshots"]) == 1
    assert len(scene.theirs(other)["screenshots"]) == 1
    assert len(scene.ours(first).screenshots) == 2
    assert [entry.operation for entry in report.parked] == ["screenshot"]
    scene.calm()


def test_53_a_full_storage_stops_no_other_write(make_scene: MakeScene):
    scene = make_scene(switches=Switches(storage_bytes=10))
    trade = scene.traded(edits={"grade": "A"})
    scene.hang(trade, "Entry")

    report = scene.settled()

    assert scene.theirs(trade)["trade_quality_grade"] == "A"
    assert [entry.operation for entry in report.parked] == ["screenshot"]


def test_54_what_it_does_not_take_is_not_sent(scene: Scene):
    trade = scene.traded()
    source = NamedBytes("moving.png", gif(4, 4, (0, 0, 4, 4)))
    scene.library.attach(trade, [source], "moving")
    scene.library.attach(trade, [NamedBytes("photo.png", jpeg(4, 4))], "photo")

    report = scene.settled()

    (there,) = scene.theirs(trade)["screenshots"]
    assert there["file_type"] == "image/jpeg"
    assert ["PNG, JPEG and PDF" in entry.reason for entry in report.parked] == [True]
    scene.calm()


@pytest.mark.parametrize(
    "fault",
    [
        FaultKind.DROPPED_BEFORE,
        FaultKind.APPLIED_THEN_RESET,
        FaultKind.SERVER_ERROR_APPLIED,
        FaultKind.TRUNCATED,
        FaultKind.EMPTY_200,
    ],
)
def test_55_an_upload_that_breaks_off_hangs_one_picture(scene: Scene, fault: FaultKind):
    trade = scene.traded()
    scene.hang(trade, "Entry")
    scene.fails("POST", "/screenshots", fault)

    scene.settled()

    assert len(scene.theirs(trade)["screenshots"]) == 1
    assert len(scene.ours(trade).screenshots) == 1
    scene.server.assert_keys_sound()
    scene.calm()


def test_55_an_upload_that_outlived_its_key_hangs_one_picture(scene: Scene):
    trade = scene.traded()
    scene.hang(trade, "Entry")
    scene.cuts("POST", "/screenshots")
    scene.sync()

    scene.mends()
    scene.reopen()
    scene.clock.advance(30 * 3600)
    scene.settled()

    assert len(scene.theirs(trade)["screenshots"]) == 1
    assert len(scene.ours(trade).screenshots) == 1


def test_56_a_new_name_between_two_tries_changes_no_request(scene: Scene):
    trade = scene.traded()
    shot = scene.hang(trade, "Entry")
    scene.cuts("POST", "/screenshots")
    scene.sync()

    scene.library.label_screenshot(shot, "Exit")
    scene.mends()
    scene.settled()

    scene.server.assert_keys_sound()
    assert not [line for run in scene.traces for line in run.lines if line.endswith(" 409")]
    assert len(scene.theirs(trade)["screenshots"]) == 1


def test_58_a_picture_of_a_copy_hangs_on_its_source(scene: Scene):
    source = scene.traded()
    scene.settled()
    scene.map_account("Second", "8")
    scene.server.website_copies(1, 8)
    scene.settled()

    scene.hang(source, "Entry")
    scene.settled()

    assert len(scene.theirs(source)["screenshots"]) == 1
    assert len(scene.ours(source).screenshots) == 1
    scene.calm()


class Spoiling:
    """A journal behind something that answers pictures with a page of its own."""

    def __init__(self, journal, answer: Answered) -> None:
        self.journal = journal
        self.clock = journal.clock
        self.spoiled: Answered | None = answer

    def answer(self, asked: Asked) -> Answered:
        answer = self.journal.answer(asked)
        is_picture = asked.method == "GET" and "/screenshots/" in asked.path
        return self.spoiled if self.spoiled and is_picture else answer


@pytest.mark.parametrize(
    "spoiled",
    [
        Answered(200, {"content-type": "text/html"}, b"<html>Welcome</html>"),
        Answered(200, {"content-type": "image/png"}, b"<html>Welcome</html>"),
        Answered(200, {"content-type": "application/json"}, png(4, 4)),
        Answered(200, {"content-type": "image/png"}, b""),
    ],
    ids=lambda answer: answer.headers["content-type"] + str(len(answer.body)),
)
def test_59_what_is_no_picture_is_never_taken_for_one(make_scene: MakeScene, spoiled: Answered):
    first = make_scene()
    trade = first.traded()
    first.hang(trade, "Entry")
    first.settled()
    second = make_scene(seed=2, stand_in=first.server)
    line = Spoiling(first.server, spoiled)
    second.line.stand_in = line

    second.sync()
    (twin,) = second.pulled()
    assert second.ours(twin).screenshots == ()

    line.spoiled = None
    second.settled()
    assert len(second.ours(twin).screenshots) == 1


def test_a_picture_that_is_taken_off_here_goes_there_too(scene: Scene):
    trade = scene.traded()
    shot = scene.hang(trade, "Entry")
    scene.settled()

    scene.library.delete_screenshots([shot])
    scene.settled()

    assert scene.theirs(trade)["screenshots"] == []
    scene.calm()


def test_a_picture_that_is_taken_off_there_stays_here(scene: Scene):
    trade = scene.traded()
    scene.hang(trade, "Entry")
    scene.settled()

    scene.theirs(trade)["screenshots"].clear()
    scene.settled()

    assert len(scene.ours(trade).screenshots) == 1
    assert scene.theirs(trade)["screenshots"] == []
    assert scene.link(trade).state is LinkState.LINKED
    scene.calm()
