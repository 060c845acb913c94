"""Nothing half done: failing statements, full disks, and processes that are killed."""

import os
import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from breaking import Failing, content, killed_while
from builders import a_fill, a_statement, an_account, fills_of
from fillbook.domain.errors import Cancelled, FillbookError
from fillbook.domain.image import NamedBytes
from fillbook.storage.library import Library
from pictures import png

KILLS = int(os.environ.get("FILLBOOK_KILLS", "10"))


def an_import(library: Library) -> None:
    account = library.account("Main")
    library.save_import(account.id, [a_statement(*fills_of("2@10", "-2@15", "1@7"))])


def an_edit(library: Library) -> None:
    trade = library.newest()[-1].id
    library.edit(
        [trade], {"grade": "A", "tags+": "late", "notes.general": "words", "stop_loss": "9"}
    )


def a_picture(library: Library) -> None:
    library.attach(library.newest()[-1].id, [NamedBytes("x.png", png(3, 4))])


def an_undo(library: Library) -> None:
    library.undo()


def title_of_failure(write: Callable[[Library], None], library: Library) -> str | None:
    try:
        write(library)
    except FillbookError as error:
        return error.title
    return None


@pytest.mark.parametrize("write", [an_import, an_edit, a_picture, an_undo])
def test_whichever_statement_fails_nothing_is_half_done(
    tmp_path: Path, write: Callable[[Library], None]
):
    with Library.open(tmp_path / "library") as library:
        library.add_account(an_account("Main"))
        library.save_import(
            library.account("Main").id, [a_statement(*fills_of("1@10", "-1@12"), a_fill(minute=9))]
        )
        before, writer = content(library), library._writer

        for countdown in range(1, 10_000):
            library._writer = Failing(writer, countdown, "database or disk is full")  # type: ignore[assignment]
            title = title_of_failure(write, library)
            library._writer = writer
            if title is None:
                break
            assert title == "The disk is full."
            assert content(library) == before

        assert countdown > 5
        assert content(library) != before
        assert library.check() == ()


def test_a_full_disk_is_said_and_the_next_edit_works(tmp_path: Path):
    with Library.open(tmp_path / "library") as library:
        library.add_account(an_account("Main"))
        an_import(library)
        trade = library.newest()[0].id
        writer = library._writer
        assert writer is not None
        (pages,) = writer.execute("PRAGMA page_count").fetchone()
        writer.execute(f"PRAGMA max_page_count={pages}")
        with pytest.raises(FillbookError, match="disk is full"):
            library.edit([trade], {"notes.general": "x" * 1_000_000})

        writer.execute("PRAGMA max_page_count=1000000")
        library.edit([trade], {"notes.general": "short"})

        assert library.trade(trade).trade.review.notes == {"general": "short"}


def test_a_disk_that_failed_is_written_through_a_new_connection(tmp_path: Path):
    with Library.open(tmp_path / "library") as library:
        library.add_account(an_account("Main"))
        an_import(library)
        library._writer = broken = Failing(library._writer, 4, "disk I/O error")  # type: ignore[assignment]

        with pytest.raises(FillbookError, match="disk failed"):
            an_edit(library)
        an_edit(library)

        assert library._writer is not broken
        assert library.trade("1").trade.review.grade == "A"
        assert library.check() == ()


def test_an_import_that_is_stopped_saves_nothing(tmp_path: Path):
    with Library.open(tmp_path / "library") as library:
        account, _ = library.add_account(an_account("Main"))
        before, calls = content(library), []

        with pytest.raises(Cancelled):
            library.save_import(
                account.id,
                [a_statement(*fills_of("1@1", "-1@2"))],
                progress=lambda done, total: calls.append((done, total)),
                cancelled=lambda: True,
            )

        assert content(library) == before
        assert calls == []


@pytest.mark.parametrize("writing", [True, False])
def test_a_preview_says_what_an_import_does_and_saves_nothing(tmp_path: Path, writing: bool):
    with Library.open(tmp_path / "library") as library:
        library.add_account(an_account("Main"))
        an_import(library)
    more = a_statement(*fills_of("2@10", "-2@15", "1@7", "-1@9"), file="more.csv")

    with Library.open(tmp_path / "library", writing=writing) as library:
        before = content(library)
        preview = library.preview_import(library.account("Main").id, [more])
        after = content(library)

    assert (preview.files[0].executions_new, preview.files[0].executions_known) == (1, 3)
    assert [trade.net_pnl for trade in preview.changed] == [2]
    assert preview.created == ()
    assert after == before


EDITING = """
import sys
from pathlib import Path
from fillbook.storage.library import Library
library = Library.open(Path(sys.argv[1]))
trade = library.newest()[0].id
for number in range(10 ** 6):
    library.edit([trade], {"notes.general": str(number), "tags+": f"tag {number % 7}"})
    print(number, flush=True)
"""

IMPORTING = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from breaking import Failing, content, killed_while
from builders import a_fill, a_statement
from fillbook.storage.library import Library
library = Library.open(Path(sys.argv[1]))
account = library.account("Main").id
start = library.counts().trades
for number in range(start, 10 ** 6):
    minute = 10 + 100 * number
    fills = [a_fill((-1) ** step, 10, minute=minute + step) for step in range(40)]
    library.save_import(account, [a_statement(*fills, file=f"{number}.csv")])
    print(library.counts().trades, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_killed_during_edits_nothing_acknowledged_is_lost(tmp_path: Path):
    rest = random.Random(7)
    with Library.open(tmp_path / "library") as library:
        library.add_account(an_account("Main"))
        an_import(library)

    for _ in range(KILLS):
        said = killed_while(EDITING, tmp_path / "library", rest)

        with Library.open(tmp_path / "library") as library:
            assert said is not None
            assert library.check() == ()
            note = library.trade(library.newest()[0].id).trade.review.notes["general"]
        assert int(note) - int(said) in (0, 1)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_killed_during_imports_nothing_acknowledged_is_lost(tmp_path: Path):
    rest = random.Random(11)
    with Library.open(tmp_path / "library") as library:
        library.add_account(an_account("Main"))

    for _ in range(KILLS):
        said = killed_while(IMPORTING, tmp_path / "library", rest)

        with Library.open(tmp_path / "library") as library:
            assert said is not None
            assert library.check() == ()
            assert library.counts().trades - int(said) in (0, 20)
