"""What a sync keeps survives copies of the library, and is looked over by its check."""

from pathlib import Path

import pytest

from breaking import content
from builders import NOON
from fillbook.domain.link import Intent, IntentState
from fillbook.storage.library import Library
from fillbook.storage.sync.writing import SyncStore
from sync_scene import BROUGHT, a_conflict, a_journal, a_link, seen_there, trade_of


def a_synced_journal(folder: Path) -> Library:
    """A library with a row in each table that a sync writes."""
    library, account, connection = a_journal(folder)
    trade = trade_of(library)
    intent = Intent(
        id="i1",
        connection_id=connection,
        entity="trade",
        local_id=trade,
        verb="POST /trades",
        state=IntentState.UNKNOWN,
        body=b"\x00\xff",
    )

    def work(store: SyncStore) -> None:
        store.create_trade(connection, account, seen_there())
        store.edit(trade, {"confirmation.plan": "yes"})
        store.put_link(a_link(connection, trade))
        store.put_intent(intent)
        store.open_conflict(a_conflict(connection, trade))
        store.put_seen(connection, {"r1": "hash"}, 1)
        store.put_payload(connection, "trade", "r1", b"\x00{}", 200, NOON)
        store.put_archive(connection, "trade", "r1", b"{}", "deleted here", NOON)
        store.put_extras(trade, connection, {"protocol_responses": "[]"})
        store.join_decision(trade, trade)
        store.log_run(
            connection,
            started_at=NOON,
            finished_at=NOON,
            requests=3,
            writes=1,
            outcome="in_sync",
            lines=("Sent 1 trade.",),
        )

    library.sync(work, origin=BROUGHT)
    library.edit([trade], {"exclude+": "Away"})
    return library


@pytest.mark.parametrize("name", ["copy.zip", "copy.json", "backup"])
def test_everything_of_a_sync_comes_back_from_a_copy(tmp_path: Path, name: str):
    copy = tmp_path / name
    with a_synced_journal(tmp_path / "library") as library:
        before = content(library)
        library.backup(copy) if name == "backup" else library.export(copy)

    Library.restore(tmp_path / "restored", copy)

    with Library.open(tmp_path / "restored") as restored:
        after = content(restored)
        assert restored.look(lambda store: store.restored()) is not None
        assert restored.check() == ()
        before.pop("library_meta")
        after.pop("library_meta")
        assert after == before
        restored.sync(lambda store: store.settle_restored())
        assert restored.look(lambda store: store.restored()) is None


def test_a_link_without_a_base_is_told_by_check(tmp_path: Path):
    library, _, connection = a_journal(tmp_path / "library")

    with library:
        library.sync(lambda store: store.put_link(a_link(connection, trade_of(library), base=None)))

        assert library.check() == ("1 link has no base to compare with.",)
