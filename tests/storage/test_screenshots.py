"""Pictures on trades: the file first, then the rows; all of them or none."""

import hashlib
import os
import threading
import time
from pathlib import Path

import pytest

from builders import a_statement, an_account, fills_of
from fillbook.domain.errors import FillbookError, NotFound, Refused
from fillbook.domain.image import NamedBytes
from fillbook.storage import screenshots
from fillbook.storage.library import Library
from pictures import jpeg, png


@pytest.fixture
def library(tmp_path: Path):
    with Library.open(tmp_path / "library") as opened:
        account, _ = opened.add_account(an_account("Main"))
        opened.save_import(account.id, [a_statement(*fills_of("1@1", "-1@2", "1@3", "-1@4"))])
        yield opened


def trade_id(library: Library, number: int = 1) -> str:
    return library.trade(str(number)).trade.id


def stored_files(library: Library) -> set[str]:
    return {path.name for path in (library.folder / "screenshots").iterdir()}


def test_files_and_pasted_pictures_are_kept_byte_for_byte_under_their_hash(
    library: Library, tmp_path: Path
):
    chart = tmp_path / "not a picture.txt"
    chart.write_bytes(jpeg(800, 600, 6))
    pasted = NamedBytes("clipboard", png(3, 4))

    shown, changes = library.attach(trade_id(library), [chart, pasted], " Entry\nand exit ")

    assert [(one.mime_type, one.width, one.height, one.position) for one in shown] == [
        ("image/jpeg", 600, 800, 0),
        ("image/png", 3, 4, 1),
    ]
    assert {one.label for one in shown} == {"Entry and exit"}
    assert changes.title == "2 screenshots on ACME #1"
    for one, content in zip(shown, (chart.read_bytes(), pasted.content), strict=True):
        file = library.screenshot_file(one.sha256)
        assert file.read_bytes() == content
        assert one.sha256 == hashlib.sha256(content).hexdigest()
        assert os.name == "nt" or file.stat().st_mode & 0o777 == 0o600


def test_one_bad_picture_and_none_is_kept(library: Library, tmp_path: Path):
    bad = NamedBytes("bomb.png", png(30_000, 30_000))

    for sources in ([NamedBytes("a.png", png(1, 1)), bad], [tmp_path / "missing.png"], [tmp_path]):
        with pytest.raises(Refused):
            library.attach(trade_id(library), sources)

    assert stored_files(library) == set()
    assert library.trade("1").screenshots == ()


def test_a_full_disk_leaves_no_part_of_a_file(library: Library, monkeypatch: pytest.MonkeyPatch):
    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(screenshots.os, "fsync", fail)
    with pytest.raises(FillbookError, match="disk is full"):
        library.attach(trade_id(library), [NamedBytes("a.png", png(1, 1))])

    assert stored_files(library) == set()


def test_the_same_picture_on_two_trades_is_one_file(library: Library):
    picture = NamedBytes("a.png", png(5, 5))
    library.attach(trade_id(library, 1), [picture])
    library.attach(trade_id(library, 2), [picture, picture])

    assert len(stored_files(library)) == 1
    assert len(library.trade("2").screenshots) == 2


def test_pictures_are_ordered_labelled_and_deleted(library: Library):
    trade = trade_id(library)
    sources = [NamedBytes(f"{side}.png", png(side, side)) for side in (1, 2, 3)]
    shown, _ = library.attach(trade, sources)
    first, second, third = (one.id for one in shown)

    library.order_screenshots(trade, [third, first, second])
    library.label_screenshot(second, "\u202eExit")
    library.delete_screenshots([first])

    assert [(one.width, one.label) for one in library.trade("1").screenshots] == [
        (3, ""),
        (2, "Exit"),
    ]
    library.undo()
    assert [one.width for one in library.trade("1").screenshots] == [3, 1, 2]
    with pytest.raises(NotFound):
        library.label_screenshot("nonsense", "x")
    with pytest.raises(NotFound):
        library.delete_screenshots(["nonsense"])


def test_a_missing_or_changed_file_is_a_problem(library: Library):
    shown, _ = library.attach(
        trade_id(library), [NamedBytes("a.png", png(1, 1)), NamedBytes("b.png", png(2, 2))]
    )
    assert library.check() == ()

    library.screenshot_file(shown[0].sha256).unlink()
    library.screenshot_file(shown[1].sha256).write_bytes(png(9, 9))

    assert sorted(problem.split(" is ")[1] for problem in library.check()) == [
        "damaged.",
        "missing.",
    ]


def test_only_week_old_files_that_nothing_names_are_swept(library: Library):
    shown, _ = library.attach(trade_id(library), [NamedBytes("a.png", png(1, 1))])
    library.delete_screenshots([shown[0].id])
    folder = library.folder / "screenshots"
    for name, days in (("old", 8), ("new", 6), (shown[0].sha256, 99)):
        (folder / name).touch()
        past = time.time() - days * 24 * 3600
        os.utime(folder / name, (past, past))

    library.prepare()

    assert stored_files(library) == {"new", shown[0].sha256}


def test_reading_and_writing_from_many_threads_do_not_disturb_each_other(library: Library):
    trade, failures = trade_id(library), []

    def read() -> None:
        try:
            for _ in range(30):
                columns = library.columns()
                assert len(columns.ids) == len(columns.number) == 2
                assert library.trade(trade).trade.id == trade
        except BaseException as error:
            failures.append(error)
            raise

    def write(name: str) -> None:
        for number in range(15):
            library.edit([trade], {"tags+": f"{name}{number}", "notes.general": name})

    threads = [threading.Thread(target=read) for _ in range(3)]
    threads += [threading.Thread(target=write, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert len(library.trade("1").trade.review.tags) == 30
    assert library.check() == ()
