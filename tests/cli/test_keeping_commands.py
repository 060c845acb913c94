import json
import shutil
import sqlite3
from pathlib import Path

from cli_run import Run


def test_a_backup_restores_every_trade(three_trades: Run, library_folder: Path, tmp_path: Path):
    three_trades("edit", "1", "grade=A", "notes.general=Mine")
    before = three_trades("trades", "--full", "--json").document

    made = three_trades("backup", tmp_path / "all.backup", "--json").document
    shutil.rmtree(library_folder)
    restored = three_trades("restore", tmp_path / "all.backup", "--json")

    assert restored.code == 0
    assert restored.document["sha256"] == made["sha256"]
    assert three_trades("trades", "--full", "--json").document == before
    assert three_trades("check", "--json").document["ok"] is True


def test_a_restore_keeps_what_stands_there(three_trades: Run, tmp_path: Path):
    three_trades("backup", tmp_path / "all.backup")
    three_trades("edit", "1", "grade=F")

    aside = three_trades("restore", tmp_path / "all.backup", "--json").document["kept_aside"]

    assert three_trades("show", "1", "--json").document["grade"] is None
    assert (Path(aside) / "journal.db").exists()


def test_a_zip_brings_everything_back(three_trades: Run, library_folder: Path, tmp_path: Path):
    before = three_trades("trades", "--full", "--json").document

    exported = three_trades("export", tmp_path / "all.zip", "--json").document
    shutil.rmtree(library_folder)
    three_trades("restore", tmp_path / "all.zip")

    assert exported["trades"] == 3
    assert exported["executions"] == 5
    assert three_trades("trades", "--full", "--json").document == before


def test_exports_name_what_they_hold(three_trades: Run, tmp_path: Path):
    table = three_trades("export", tmp_path / "trades.csv", "--json").document
    three_trades("export", tmp_path / "all.json")

    assert table["trades"] == 3
    assert len((tmp_path / "trades.csv").read_text().splitlines()) == 4
    assert json.loads((tmp_path / "all.json").read_text())


def test_an_unknown_kind_of_export_is_refused(three_trades: Run, tmp_path: Path):
    assert three_trades("export", tmp_path / "all.xyz").code == 3


def test_a_file_that_is_no_backup_is_refused_and_nothing_changes(three_trades: Run, tmp_path: Path):
    (tmp_path / "no.backup").write_text("no backup")
    before = three_trades("trades", "--full", "--json").document

    assert three_trades("restore", tmp_path / "no.backup").code == 3
    assert three_trades("trades", "--full", "--json").document == before


def test_check_finds_a_trade_that_its_fills_do_not_make(three_trades: Run, library_folder: Path):
    assert three_trades("check", "--json").document == {"ok": True, "problems": []}

    with sqlite3.connect(library_folder / "journal.db") as connection:
        connection.execute("update trade set net_pnl = '1000', rev = rev + 1 where number = 1")
    connection.close()
    answer = three_trades("check", "--json")

    assert answer.code == 4
    assert answer.document["ok"] is False
    assert answer.document["problems"]


def test_versions_are_named(fillbook: Run):
    assert set(fillbook("version", "--json").document) == {"fillbook", "python", "qt", "sqlite"}
