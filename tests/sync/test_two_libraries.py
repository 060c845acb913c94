"""Two computers on one journal: they come to agree, and then leave it alone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scenes import Scene
from standins.tradavity import Tradavity

_CYCLES = 20
_NIGHT_S = 8 * 3_600
_MANY, _FEW = 300, 30


class Desk(Scene):
    """One of two computers that share a journal."""


@pytest.fixture
def desks(fresh_library: Path, tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    first = Desk.made(fresh_library, tmp_path / "first", 1)
    second = Desk.made(fresh_library, tmp_path / "second", 2, stand_in=first.server)
    yield first, second
    first.close()
    second.close()


def converge(first: Desk, second: Desk) -> None:
    """Both sync in turn until neither writes anywhere."""
    for _ in range(8):
        before = _revisions(first, second)
        writes = 0
        for desk in (first, second):
            writes += desk.sync().writes
            desk.clock.advance(120)
        if not writes and _revisions(first, second) == before:
            return
    raise AssertionError("they do not come to agree")


def stay_still(first: Desk, second: Desk) -> None:
    """Idle syncs write nowhere and ask little."""
    before = _revisions(first, second)
    server_changes = len(first.server.ledger)
    for _ in range(_CYCLES):
        for desk in (first, second):
            report = desk.sync(manual=False)
            lists = [line for line in desk.trace.lines if _is_listing(line)]
            assert report.writes == 0, desk.writes()
            assert len(lists) <= 1, desk.trace.lines
            assert len(desk.trace.lines) <= 2 + len(desk.pulled()), desk.trace.lines
        first.clock.advance(300)
    assert _revisions(first, second) == before
    assert len(first.server.ledger) == server_changes


def test_what_one_desk_made_stands_on_the_other(desks: tuple[Desk, Desk]):
    first, second = desks
    made = first.traded(edits={"notes.general": "waited", "grade": "A", "tags": "plan,late"})

    converge(first, second)

    (pulled,) = second.pulled()
    review = second.ours(pulled).trade.review
    assert review.notes["general"] == "waited"
    assert sorted(review.tags) == ["late", "plan"]
    assert second.number(pulled) == first.number(made)
    assert len(first.server.live_trades()) == 1
    stay_still(first, second)


def test_edits_of_both_desks_meet(desks: tuple[Desk, Desk]):
    first, second = desks
    made = first.traded()
    converge(first, second)
    (pulled,) = second.pulled()

    first.edit(made, news="CPI", tags="mine")
    second.edit(pulled, notes__general="late entry", tags="theirs")
    converge(first, second)

    for desk, trade in ((first, made), (second, pulled)):
        review = desk.ours(trade).trade.review
        assert review.news == "CPI"
        assert review.notes["general"] == "late entry"
        assert sorted(review.tags) == ["mine", "theirs"]
    stay_still(first, second)


def test_the_same_trade_imported_on_both_desks_stands_there_once(desks: tuple[Desk, Desk]):
    first, second = desks
    first.traded(edits={"notes.general": "typed here"})
    second.traded(edits={"news": "typed there"})

    converge(first, second)

    assert len(first.server.live_trades()) == 1
    assert len(first.pulled()) == len(second.pulled()) == 1
    stay_still(first, second)


def test_two_clashing_texts_are_asked_about_once_and_the_answer_holds(desks: tuple[Desk, Desk]):
    first, second = desks
    made = first.traded()
    converge(first, second)
    (pulled,) = second.pulled()

    first.edit(made, news="CPI at 8:30")
    second.edit(pulled, news="FOMC at 14:00")
    converge(first, second)
    asked = [(desk, each) for desk in desks for each in desk.questions()]
    assert [each.field for _, each in asked] == ["news"]
    asked[0][0].answer("mine")
    converge(first, second)

    kept = str(asked[0][1].mine)
    assert first.ours(made).trade.review.news == kept
    assert second.ours(pulled).trade.review.news == kept
    stay_still(first, second)


def test_a_night_of_rest_changes_nothing(desks: tuple[Desk, Desk]):
    first, second = desks
    for day in range(3):
        first.traded("2@10", f"-2@{15 + day}", symbol=f"S{day}")
    converge(first, second)

    first.clock.advance(_NIGHT_S)

    stay_still(first, second)


def test_an_idle_sync_of_a_long_journal_reads_one_page_and_few_trades(
    make_scene: Callable[..., Scene],
):
    scene = make_scene()
    _fill(scene.server, _MANY)
    scene.settled(20)
    assert len(scene.pulled()) == _MANY
    before = scene.library.revision()

    for _ in range(_CYCLES):
        report = scene.sync(manual=False)
        assert report.writes == 0
        assert len([line for line in scene.trace.lines if _is_listing(line)]) <= 1
        assert len(scene.trace.lines) <= _FEW, scene.trace.lines
        scene.clock.advance(300)
    assert scene.library.revision() == before


def _fill(server: Tradavity, count: int) -> None:
    for number in range(count):
        server.website_adds(
            trade_date=f"2024-01-{1 + number % 28:02}T{number % 24:02}:00:00Z",
            symbol=f"S{number}",
            direction="long",
            net_pnl=number,
        )


def _revisions(*desks: Desk) -> tuple[int, ...]:
    return tuple(desk.library.revision() for desk in desks)


def _is_listing(line: str) -> bool:
    return line.startswith("GET /trades ")
