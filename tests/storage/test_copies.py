"""Copies of a library, and the way back."""

import csv
import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from builders import a_fill, a_statement, an_account, fills_of
from fillbook.domain.backup import Backup
from fillbook.domain.cash import CashEvent, CashKind
from fillbook.domain.errors import FillbookError, LibraryBusy, Refused, UnreadableFile
from fillbook.domain.image import NamedBytes
from fillbook.storage.copies import backup
from fillbook.storage.database import open_writer
from fillbook.storage.folder import LibraryFolder
from fillbook.storage.library import Library
from pictures import png

PERSONAL = {"generation", "epoch", "restored", "clean_shutdown", "checked_at"}


def a_full_library(folder: Path) -> Library:
    """A library with something of everything."""
    library = Library.open(folder)
    account, _ = library.add_account(an_account("Main", timezone="Europe/Berlin"))
    deposit = CashEvent(kind=CashKind.DEPOSIT, amount=a_fill().quantity, at=a_fill().executed_at)
    fills = fills_of("2@10", "-2@15.25", "1@7", fees="0.37")
    library.save_import(account.id, [a_statement(*fills, cash_events=(deposit,))])
    trade = library.newest()[-1].id
    library.edit([trade], {"grade": "A", "tags": "=SUM(1),früh", "notes.general": "base64:\\"})
    library.edit([trade], {"setup": "@ORB", "stop_loss": "9", "reviewed": "yes"})
    library.attach(trade, [NamedBytes("a.png", png(3, 4)), NamedBytes("b.png", png(5, 6))], "entry")
    library.delete_screenshots([library.trade(trade).screenshots[0].id])
    library.save_profile("Mine", "abc", '{"kind": "executions"}')
    library.undo()
    return library


def rows(library: Library, file: Path) -> dict[str, object]:
    """Everything that a library exports, without what belongs to the file it lies in."""
    library.export(file)
    tables = json.loads(file.read_text(encoding="utf-8"))["tables"]
    meta = tables["library_meta"]
    meta["rows"] = [
        [value for name, value in zip(meta["columns"], row, strict=True) if name not in PERSONAL]
        for row in meta["rows"]
    ]
    return {name: sorted(map(repr, table["rows"])) for name, table in tables.items()}


@pytest.mark.parametrize("name", ["copy.zip", "copy.json", "backup"])
def test_what_is_written_out_comes_back_to_the_last_row(tmp_path: Path, name: str):
    copy = tmp_path / name
    with a_full_library(tmp_path / "library") as library:
        before = rows(library, tmp_path / "before.json")
        written = library.backup(copy) if name == "backup" else library.export(copy)

    restored = Library.restore(tmp_path / "library", copy)

    with Library.open(tmp_path / "library") as library:
        assert rows(library, tmp_path / "after.json") == before
        assert library.check() == ()
    assert restored.missing_screenshots == 0
    assert restored.kept_aside is not None
    assert (restored.kept_aside / "journal.db").exists()
    assert not isinstance(written, Backup) or restored.sha256 == written.sha256


def test_a_json_export_in_a_new_place_marks_its_pictures_as_missing(tmp_path: Path):
    with a_full_library(tmp_path / "library") as library:
        library.export(tmp_path / "all.json")
        trade = library.newest()[-1].id

    restored = Library.restore(tmp_path / "elsewhere", tmp_path / "all.json")

    assert restored.missing_screenshots == 2
    assert restored.kept_aside is None
    with Library.open(tmp_path / "elsewhere") as library:
        assert library.check() == ()
        (shown,) = library.trade(trade).screenshots
        assert not library.screenshot_file(shown.sha256).exists()


def test_pictures_travel_in_a_backup(tmp_path: Path):
    with a_full_library(tmp_path / "library") as library:
        library.backup(tmp_path / "copy.zip")
        (shown,) = library.trade(library.newest()[-1].id).screenshots

    Library.restore(tmp_path / "elsewhere", tmp_path / "copy.zip")

    with Library.open(tmp_path / "elsewhere") as library:
        assert library.screenshot_file(shown.sha256).read_bytes() == png(5, 6)


def test_a_restored_library_says_so(tmp_path: Path):
    with a_full_library(tmp_path / "library") as library:
        library.backup(tmp_path / "copy.zip")
    Library.restore(tmp_path / "library", tmp_path / "copy.zip")

    connection = open_writer(tmp_path / "library" / "journal.db")
    found = connection.execute("SELECT restored FROM library_meta").fetchone()

    assert found == ("restored",)


def test_a_damaged_copy_is_refused_and_changes_nothing(tmp_path: Path):
    copy = tmp_path / "copy.zip"
    with a_full_library(tmp_path / "library") as library:
        library.backup(copy)
    content = bytearray(copy.read_bytes())
    content[len(content) // 2] ^= 0xFF
    copy.write_bytes(content)
    before = sorted(path.name for path in tmp_path.iterdir())

    with pytest.raises(FillbookError):
        Library.restore(tmp_path / "library", copy)

    assert sorted(path.name for path in tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"words",
        b"{}",
        b"[1]",
        b'{"format": "fillbook-library", "schema_version": 1, "tables": {"x": {}}}',
        b'{"format": "fillbook-library", "schema_version": 1, "tables":'
        b' {"tag": {"columns": ["no"], "rows": [[1]]}}}',
        b"PK\x03\x04 nothing",
        b"SQLite format 3\0 nothing",
    ],
)
def test_what_is_no_copy_of_a_library_is_refused(tmp_path: Path, content: bytes):
    (tmp_path / "copy").write_bytes(content)

    with pytest.raises(UnreadableFile):
        Library.restore(tmp_path / "library", tmp_path / "copy")
    assert not (tmp_path / "library").exists()


def test_an_archive_cannot_write_outside_of_the_library(tmp_path: Path):
    with Library.open(tmp_path / "library") as library:
        library.backup(tmp_path / "copy.zip")
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        manifest = json.loads(archive.read("manifest.json"))
        database = archive.read("journal.db")
    manifest["files"]["screenshots/../../outside"] = {"sha256": "0", "size": 1}
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
        archive.writestr("manifest.json", json.dumps(manifest))
        archive.writestr("journal.db", database)
        archive.writestr("screenshots/../../outside", "x")

    with pytest.raises(UnreadableFile, match="names a file"):
        Library.restore(tmp_path / "new", tmp_path / "evil.zip")
    assert not (tmp_path / "outside").exists()


def test_a_newer_export_is_refused(tmp_path: Path):
    content = {"format": "fillbook-library", "schema_version": 99, "tables": {}}
    (tmp_path / "new.json").write_text(json.dumps(content))

    with pytest.raises(Refused, match="newer Fillbook"):
        Library.restore(tmp_path / "library", tmp_path / "new.json")


def test_a_library_in_use_and_a_folder_of_others_are_not_replaced(tmp_path: Path):
    with Library.open(tmp_path / "library") as library:
        library.backup(tmp_path / "copy.zip")
        with pytest.raises(LibraryBusy):
            Library.restore(tmp_path / "library", tmp_path / "copy.zip")
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "letter.txt").write_text("mine")

    with pytest.raises(Refused, match="other files"):
        Library.restore(tmp_path / "papers", tmp_path / "copy.zip")
    assert (tmp_path / "papers" / "letter.txt").read_text() == "mine"


def test_a_csv_starts_no_formula_and_keeps_its_numbers(tmp_path: Path):
    with a_full_library(tmp_path / "library") as library:
        exported = library.export(tmp_path / "trades.csv")

    with (tmp_path / "trades.csv").open(encoding="utf-8-sig", newline="") as file:
        newest, oldest = csv.DictReader(file)

    assert (exported.trades, exported.executions) == (2, 3)
    assert oldest["tags"] == "'=SUM(1), früh"
    assert oldest["setup"] == "'@ORB"
    assert oldest["net_pnl"] == "9.76"
    assert (newest["status"], newest["net_pnl"]) == ("open", "")


def test_an_export_says_what_its_ending_may_be(tmp_path: Path):
    with Library.open(tmp_path / "library") as library:
        with pytest.raises(Refused, match=r"trades\.doc does not say"):
            library.export(tmp_path / "trades.doc")
        with pytest.raises(Refused, match="own folder"):
            library.export(library.folder / "all.json")
        with pytest.raises(FillbookError, match="cannot be written"):
            library.export(tmp_path / "nowhere" / "all.json")


def test_a_reader_can_write_a_copy(tmp_path: Path):
    with Library.open(tmp_path / "library") as writer:
        writer.add_account(an_account())
        with Library.open(tmp_path / "library", writing=False) as library:
            library.backup(tmp_path / "copy.zip")
    Library.restore(tmp_path / "new", tmp_path / "copy.zip")

    with Library.open(tmp_path / "new") as library:
        assert [account.name for account in library.accounts()] == ["Main"]


def test_a_changed_library_is_backed_up_once_a_day(tmp_path: Path):
    with Library.open(tmp_path / "library") as library:
        library.prepare()
        assert library.backups() == ()
        library.add_account(an_account())
        library.prepare()
        library.add_account(an_account("Other"))
        library.prepare()
        (made,) = library.backups()

    Library.restore(tmp_path / "new", made.file)
    with Library.open(tmp_path / "new") as restored:
        assert [account.name for account in restored.accounts()] == ["Main"]


def test_backups_of_days_weeks_and_months_are_kept(tmp_path: Path):
    folder = LibraryFolder(tmp_path / "library")
    with Library.open(folder.path):
        pass
    today = datetime.now(UTC)
    for age in range(1, 400):
        stamp = (today - timedelta(days=age)).strftime("%Y%m%d-%H%M%S")
        (folder.backups / f"journal-{stamp}.db").write_bytes(b"x")
    (folder.backups / "schema-0001-20200101-000000.db").write_bytes(b"x")
    connection = open_writer(folder.database)

    backup.rotate(connection, folder)

    connection.close()
    kept = sorted(path.name for path in folder.backups.glob("journal-*.db"))
    days = [name for name in kept if name > f"journal-{today - timedelta(days=6, hours=12):%Y%m%d}"]
    assert len(days) == 7
    assert 7 + 2 + 10 <= len(kept) <= 7 + 4 + 12
    assert (folder.backups / "schema-0001-20200101-000000.db").exists()


def test_the_size_of_backups_is_capped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = LibraryFolder(tmp_path / "library")
    with Library.open(folder.path):
        pass
    (folder.backups / "journal-20200101-000000.db").write_bytes(b"x" * 10_000)
    monkeypatch.setattr(backup, "CAP_BYTES", 5_000)
    connection = open_writer(folder.database)

    made = backup.rotate(connection, folder)

    connection.close()
    assert list(folder.backups.iterdir()) == [made]
