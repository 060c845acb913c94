"""One transaction of a sync: all or nothing, logged under its name, and taken back."""

import os
import random
import sys
from pathlib import Path

import pytest

from breaking import Failing, content, killed_while
from fillbook.domain.review import Confirmation
from fillbook.storage.database import DRIVER
from fillbook.storage.library import Library
from fillbook.storage.sync.writing import SyncStore
from sync_scene import BROUGHT, a_conflict, a_connection, a_journal, a_link, seen_there, trade_of

KILLS = int(os.environ.get("FILLBOOK_KILLS", "6"))
OWN = {
    "link", "base_snapshot", "intent", "conflict", "cursor", "remote_seen", "remote_payload",
}  # fmt: skip
"""Tables that only a sync knows."""

WORKED_OUT = {"leg"}
"""Tables that follow from fills, and are made anew with them."""


def test_a_sync_that_fails_leaves_nothing_behind(tmp_path: Path):
    library, _, connection = a_journal(tmp_path / "library")
    trade = trade_of(library)

    def work(store: SyncStore) -> None:
        store.put_link(a_link(connection, trade))
        store.edit(trade, {"grade": "B"})
        raise KeyError("a bug")

    with library:
        before = content(library)
        with pytest.raises(KeyError):
            library.sync(work, origin=BROUGHT)
        assert content(library) == before


def test_whichever_statement_of_a_sync_fails_nothing_is_half_done(tmp_path: Path):
    library, account, connection = a_journal(tmp_path / "library")
    trade = trade_of(library)

    def work(store: SyncStore) -> None:
        store.edit(trade, {"grade": "B", "tags": ("x",), "confirmation.plan": "yes"})
        store.create_trade(connection, account, seen_there())
        store.put_link(a_link(connection, trade, synced_rev=store.trade_rev(trade)))
        store.open_conflict(a_conflict(connection, trade))

    with library:
        before = content(library)
        writer, failures = library._writer, 0
        while True:
            failures += 1
            library._writer = Failing(writer, failures, "interrupted")  # type: ignore[assignment]
            try:
                library.sync(work, origin=BROUGHT)
            except Exception:
                library._writer = writer
                assert content(library) == before
            else:
                break
        library._writer = writer
        assert failures > 30
        assert library.check() == ()


def test_a_sync_that_changes_nothing_of_the_user_is_no_change(tmp_path: Path):
    library, _, connection = a_journal(tmp_path / "library")
    trade = trade_of(library)

    with library:
        library.sync(lambda store: store.edit(trade, {"grade": "B"}), origin=BROUGHT)
        before = library.changes()

        def work(store: SyncStore) -> None:
            store.put_link(a_link(connection, trade))
            store.edit(trade, {"grade": "B"})

        _, changes = library.sync(work, origin=BROUGHT)

        assert changes.change_id is None
        assert library.changes() == before


def test_what_a_sync_brought_is_in_the_history_and_is_taken_back(tmp_path: Path):
    library, _, connection = a_journal(tmp_path / "library")
    trade = trade_of(library)

    with library:
        library.edit([trade], {"grade": "A"})
        rev, _ = library.sync(
            lambda store: store.edit(trade, {"grade": "B", "notes.lessons": "Wait"}),
            origin=BROUGHT,
        )
        library.sync(lambda store: store.put_link(a_link(connection, trade, synced_rev=rev)))
        writers = library.look(lambda store: store.writers(trade))
        assert (writers["grade"], writers["notes.lessons"]) == (BROUGHT, BROUGHT)
        assert library.changes()[0].origin == BROUGHT

        undone = library.undo()

        assert undone is not None
        assert undone.skipped == ()
        review = library.trade(trade).trade.review
        assert (review.grade, review.notes) == ("A", {})
        assert library.look(lambda store: store.dirty(connection, None)) == (trade,)


def test_an_undo_leaves_what_the_user_changed_after_the_sync(tmp_path: Path):
    library, _, _ = a_journal(tmp_path / "library")
    trade = trade_of(library)

    with library:
        library.sync(lambda store: store.edit(trade, {"grade": "B"}), origin=BROUGHT)
        brought = library.changes()[0].id
        library.edit([trade], {"grade": "C"})

        undone = library.undo(brought)

        assert undone is not None
        assert len(undone.skipped) == 1
        assert library.trade(trade).trade.review.grade == "C"


def test_a_word_that_only_the_remote_knows_is_kept(tmp_path: Path):
    library, _, _ = a_journal(tmp_path / "library")
    trade = trade_of(library)

    with library:
        library.sync(
            lambda store: store.edit(trade, {"grade": "D", "trading_session": "Pre-market"}),
            origin=BROUGHT,
        )

        review = library.trade(trade).trade.review
        assert (review.grade, review.trading_session) == ("D", "Pre-market")


def test_confirmations_are_answered_and_cleared(tmp_path: Path):
    library, _, _ = a_journal(tmp_path / "library")
    trade = trade_of(library)

    with library:
        library.edit([trade], {"confirmation.Volume": "no: thin", "confirmation.Plan": "yes"})
        assert library.trade(trade).confirmations == (
            Confirmation("Plan", True),
            Confirmation("Volume", False, "thin"),
        )

        library.edit([trade], {"confirmation.Plan": None})
        assert [told.name for told in library.trade(trade).confirmations] == ["Volume"]
        library.undo()
        assert [told.name for told in library.trade(trade).confirmations] == ["Plan", "Volume"]


def test_copies_of_one_decision_share_grade_and_setup_and_nothing_else(tmp_path: Path):
    library, _, _ = a_journal(tmp_path / "library", trades=3)
    one, copy, other = (trade_of(library, f"T{n}") for n in range(3))

    with library:
        library.sync(lambda store: store.join_decision(copy, one))
        library.edit([copy], {"grade": "A", "setup": "ORB", "emotion": "calm"})

        shown = {id_: library.trade(id_).trade.review for id_ in (one, copy, other)}
        assert (shown[one].grade, shown[one].setup, shown[one].emotion) == ("A", "ORB", None)
        assert shown[other].grade is None
        library.undo()
        assert library.trade(one).trade.review.grade is None


def test_a_sync_deletes_rows_of_its_own_tables_alone(tmp_path: Path):
    library, account, connection = a_journal(tmp_path / "library")
    trade = trade_of(library)
    deleted: set[str] = set()

    def note(action: int, table: str | None, *_: object) -> int:
        if action == DRIVER.SQLITE_DELETE and table is not None:
            deleted.add(table)
        return DRIVER.SQLITE_OK

    def work(store: SyncStore) -> None:
        store.edit(trade, {"grade": "B", "tags": ("x",), "notes.general": "N"})
        store.edit(trade, {"tags": (), "notes.general": "", "confirmation.a": None})
        created = store.create_trade(connection, account, seen_there())
        store.update_facts(created, connection, seen_there(net_pnl=None, is_open=True))
        store.put_link(a_link(connection, trade, base=None))
        store.delete_trade(trade)

    with library:
        assert library._writer is not None
        library._writer.set_authorizer(note)
        library.sync(work, origin=BROUGHT)
        library._writer.set_authorizer(None)

    assert "base_snapshot" in deleted
    own = {table for table in deleted if "search" not in table}  # an index of words is no record
    assert own <= OWN | WORKED_OUT


SYNCING = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from fillbook.storage.library import Library
from sync_scene import a_link
library = Library.open(Path(sys.argv[1]))
connection = library.connections()[0].id
trade = library.newest()[0].id
start = library.look(lambda store: store.link(connection, trade)).synced_rev
def work(store, number):
    rev = store.edit(trade, {"notes.general": str(number)})
    store.put_link(a_link(connection, trade, synced_rev=rev, sent={"n": str(number)}))
for number in range(start, 10 ** 6):
    library.sync(lambda store: work(store, number), origin="remote:Away")
    print(number, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_killed_during_syncs_edit_and_link_agree(tmp_path: Path):
    rest = random.Random(11)
    library, _, connection = a_journal(tmp_path / "library")
    trade = trade_of(library)
    with library:
        library.sync(lambda store: store.put_link(a_link(connection, trade)))

    for _ in range(KILLS):
        said = killed_while(SYNCING, tmp_path / "library", rest)

        with Library.open(tmp_path / "library") as library:
            assert said is not None
            assert library.check() == ()
            shown = library.trade(trade).trade
            link = library.look(lambda store: store.link(connection, trade))
        assert link is not None
        assert shown.review.notes["general"] == link.sent["n"]
        assert shown.revision == link.synced_rev
        assert int(link.sent["n"]) - int(said) in (0, 1)


def test_a_trial_keeps_nothing(tmp_path: Path):
    library, account, _ = a_journal(tmp_path / "library")
    trade = trade_of(library)

    with library:
        before = content(library)
        with library.trial() as trial:
            trial.sync(lambda store: store.edit(trade, {"grade": "B"}), origin=BROUGHT)
            told = trial.look(lambda store: store.trade(trade))
        assert told is not None
        assert told.trade.review.grade == "B"
        assert content(library) == before
        assert a_connection(library, account, "Second")
