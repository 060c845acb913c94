"""What must hold before anything is believed, written or taken away."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from fillbook.domain.connection import ConnectionState
from fillbook.domain.link import ConflictKind, LinkState
from fillbook.storage.library import Library
from scenes import Scene
from standins.faults import FaultKind
from standins.tradavity_switches import Switches


def pinned(scene: Scene, identity: str) -> None:
    connection = replace(scene.connection, identity=identity)
    scene.library.sync(lambda store: store.put_connection(connection))


def test_another_journal_under_the_same_connection_is_neither_read_nor_written(scene: Scene):
    scene.traded()
    scene.server.website_adds(
        trade_date="2026-10-01T10:00:00Z", symbol="NQ", direction="long", net_pnl=1
    )
    pinned(scene, "99")

    report = scene.sync()

    assert report.state is ConnectionState.PAUSED
    assert (report.requests, report.writes) == (1, 0)
    assert len(scene.pulled()) == 1
    assert [asked.kind for asked in scene.questions()] == [ConflictKind.IDENTITY]


def test_accepting_another_journal_pins_it(scene: Scene):
    scene.traded()
    pinned(scene, "99")
    scene.sync()

    scene.answer("accept")

    assert scene.settled().state is ConnectionState.IN_SYNC
    assert scene.connection.identity == "1"


def test_refusing_another_journal_leaves_the_connection_at_rest(scene: Scene):
    pinned(scene, "99")
    scene.sync()

    scene.answer("refuse")

    assert scene.connection.paused
    assert scene.sync().requests == 0


def test_a_restored_library_reads_and_writes_nothing_before_a_word(scene: Scene, tmp_path: Path):
    trade = scene.traded()
    scene.settled()
    saved = tmp_path / "before.zip"
    scene.library.backup(saved)
    scene.edit(trade, notes__general="written after the backup")
    scene.traded(symbol="NEW")
    scene.settled()
    scene.library.close()
    Library.restore(scene.folder, saved)
    scene.library = Library.open(scene.folder)

    report = scene.sync()

    assert report.state is ConnectionState.PAUSED
    assert report.writes == 0
    assert [asked.kind for asked in scene.questions()] == [ConflictKind.RESTORED]
    scene.answer("accept")
    scene.settled()
    assert scene.ours(trade).trade.review.notes["general"] == "written after the backup"
    scene.one_each()


def test_a_copied_library_sends_nothing_before_a_word(scene: Scene, tmp_path: Path):
    scene.settled()
    scene.library.close()
    shutil.copytree(scene.folder, tmp_path / "copy")
    scene.folder = tmp_path / "copy"
    scene.library = Library.open(scene.folder)
    scene.traded()

    report = scene.sync()

    assert report.state is ConnectionState.PAUSED
    assert scene.server.live_trades() == []
    scene.answer("accept")
    scene.settled()
    assert len(scene.server.live_trades()) == 1


def test_much_that_is_gone_pauses_until_the_user_says_so(scene: Scene):
    for number in range(8):
        scene.traded(symbol=f"S{number}")
    scene.settled()
    numbers = [row["trade_number"] for row in scene.server.live_trades()]
    scene.server.website_archives(*numbers[:7])

    for _ in range(3):
        scene.reopen()
        report = scene.sync()
        assert report.state is ConnectionState.PAUSED
        assert report.pulled.gone == 0

    scene.answer("go_on", "brake")
    report = scene.sync()
    assert report.pulled.gone == 7
    assert len(scene.pulled()) == 8


def test_the_brake_lets_go_when_everything_is_listed_again(scene: Scene):
    for number in range(4):
        scene.traded(symbol=f"S{number}")
    scene.settled()
    numbers = [row["trade_number"] for row in scene.server.live_trades()]
    scene.server.website_archives(*numbers)
    assert scene.sync().state is ConnectionState.PAUSED

    for number in numbers:
        scene.server.website_restores(number)
    scene.sync()

    assert scene.sync().state is ConnectionState.IN_SYNC


def test_a_broken_listing_never_makes_a_trade_gone(make_scene):
    scene = make_scene(switches=Switches(limited=False))
    for number in range(3):
        scene.traded(symbol=f"S{number}")
    scene.settled()
    for kind in (FaultKind.TRUNCATED, FaultKind.EMPTY_200, FaultKind.WRONG_TYPE):
        scene.cuts("GET", "/trades", kind)
        scene.sync()
        scene.mends()

    assert {scene.link(trade).state for trade in scene.pulled()} == {LinkState.LINKED}
    scene.settled()


def test_a_trade_deleted_here_is_archived_there_after_a_copy_was_kept(scene: Scene):
    trade = scene.traded()
    scene.settled()
    number = scene.number(trade)

    scene.library.delete([trade])
    report = scene.sync()

    assert report.pushed.deleted == 1
    assert scene.server.book.trades[number]["archived_at"] is not None
    rows = scene.library.look(
        lambda store: store._db.execute("SELECT remote_id, reason FROM remote_archive").fetchall()
    )
    assert [tuple(row) for row in rows] == [(str(number), "deleted here")]


def test_by_itself_a_sync_leaves_ten_minutes_for_an_undo(scene: Scene):
    trade = scene.traded()
    scene.settled()
    scene.library.delete([trade])
    scene.skew = scene.to_the_wall()

    assert scene.sync(manual=False).pushed.deleted == 0

    scene.skew += timedelta(minutes=11)
    assert scene.sync(manual=False).pushed.deleted == 1


def test_a_trade_changed_there_is_shown_before_its_deletion_is_sent(scene: Scene):
    trade = scene.traded()
    scene.settled()
    scene.server.website_edits(scene.number(trade), news_events="changed there")
    scene.library.delete([trade])

    report = scene.sync()

    assert report.pushed.deleted == 0
    assert [asked.kind for asked in scene.questions()] == [ConflictKind.REMOTE_DELETE]
    scene.answer("delete")
    assert scene.sync().pushed.deleted == 1


def test_what_is_gone_there_is_kept_deleted_or_created_again(scene: Scene):
    kept, deleted, again = (scene.traded(symbol=symbol) for symbol in ("A", "B", "C"))
    for number in range(6):
        scene.traded(symbol=f"S{number}")
    scene.settled()
    for trade in (kept, deleted, again):
        scene.server.website_archives(scene.number(trade))
    scene.sync()
    answers = {kept: "keep", deleted: "delete_here", again: "create_again"}

    for asked in scene.questions():
        assert asked.kind is ConflictKind.GONE
        scene.answer_to(asked, answers[asked.trade_id])
    scene.settled()

    assert scene.link(kept).state is LinkState.DETACHED
    assert scene.ours(deleted).trade.deleted
    assert scene.link(again).state is LinkState.LINKED
    assert len(scene.server.live_trades()) == 7


def test_a_clock_a_day_ahead_or_behind_changes_no_outcome(scene: Scene):
    trade = scene.traded()
    scene.settled()
    for hours in (24, -24, 24):
        scene.skew = timedelta(hours=hours)
        scene.edit(trade, notes__general=f"skewed by {hours}")
        scene.server.website_edits(scene.number(trade), news_events=f"there, {hours}")
        scene.sync()

    scene.skew = timedelta(0)
    scene.settled()
    assert scene.theirs(trade)["general_notes"] == "skewed by 24"
    assert scene.ours(trade).trade.review.news == "there, 24"
    assert scene.questions() == ()
