"""Questions at journals that take no changes, and how their answers end."""

from collections.abc import Callable

import pytest

from fillbook.domain.link import ConflictKind, LinkState
from journal_scenes import JournalScene

Make = Callable[..., JournalScene]
PRO, GROUP = "tradejournalpro", "tradejournal"
BOTH = pytest.mark.parametrize("kind", [PRO, GROUP])


def a_mistyped_twin(make_journal: Make) -> tuple[JournalScene, str]:
    """A trade, and one on the website that could be the same, four minutes later."""
    scene = make_journal(GROUP)
    trade = scene.traded("2@10", "-2@15", symbol="ACME")
    scene.server.website_adds(
        instrument="ACME", side="long", quantity=2, entry_price=10, exit_price=15,
        entry_time="2024-05-01T12:04:00Z", exit_time="2024-05-01T12:05:00Z", commission=1,
    )  # fmt: skip
    return scene, trade


def test_a_trade_that_could_be_ours_is_asked_about_and_linked(make_journal: Make):
    scene, trade = a_mistyped_twin(make_journal)
    scene.sync()
    [asked] = scene.questions()
    assert asked.kind is ConflictKind.MATCH
    assert len(scene.server.trades) == 1

    scene.answer("same")
    scene.settled()

    assert scene.link(trade).state is not LinkState.PENDING_CREATE
    scene.one_each()
    scene.calm()


def test_a_trade_that_is_another_one_is_created_beside_it(make_journal: Make):
    scene, trade = a_mistyped_twin(make_journal)
    scene.sync()

    scene.answer("different")
    scene.settled()

    assert len(scene.server.trades) == len(scene.trades()) == 2
    assert trade in scene.trades()
    scene.one_each()
    scene.calm()


@BOTH
@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_a_field_that_both_sides_changed_is_asked_about(make_journal: Make, kind, choice):
    scene = make_journal(kind)
    trade = scene.traded(edits={"notes.general": "one"})
    scene.settled()
    [number] = scene.server.trades
    scene.server.website_edits(number, notes="theirs")
    scene.edit(trade, notes__general="mine")
    scene.settled()

    scene.answer(choice)
    scene.settled()

    assert scene.ours(trade).trade.review.notes == {"general": choice}
    state = LinkState.STALE_REMOTE if choice == "mine" else LinkState.LINKED
    assert scene.link(trade).state is state
    scene.calm()
