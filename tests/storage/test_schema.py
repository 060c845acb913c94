"""One schema, three ways to it: the classes, the script of a new library, the migrations."""

import gzip
import re
import shutil
from pathlib import Path

import pytest

from fillbook.domain.errors import FillbookError
from fillbook.storage import meta
from fillbook.storage.database import Connection, immediate, open_writer
from fillbook.storage.folder import LibraryFolder
from fillbook.storage.library import Library
from fillbook.storage.migrations import upgrade as migration
from fillbook.storage.migrations.rebuild import rebuild_table
from fillbook.storage.tables import schema

GOLDEN = Path(__file__).parent / "golden"


def shape(connection: Connection) -> list[tuple[str, str, str]]:
    """Everything of ``sqlite_master``, without regard to white space."""
    return sorted(
        (kind, name, re.sub(r"\s+|(?<=\() | (?=\))", "", sql or ""))
        for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master")
    )


def a_golden_library(folder: Path, version: int) -> LibraryFolder:
    """The library that a released program of this schema made."""
    place = LibraryFolder(folder)
    place.make()
    with gzip.open(GOLDEN / f"journal-{version:04d}.db.gz") as packed:
        place.database.write_bytes(packed.read())
    return place


def test_the_script_of_a_new_library_is_what_the_classes_say():
    assert schema.FILE.read_text(encoding="utf-8") == schema.script()


def test_a_migrated_library_has_the_shape_of_a_fresh_one(tmp_path: Path):
    fresh = open_writer(tmp_path / "fresh.db")
    meta.create(fresh)
    migrated = open_writer(tmp_path / "migrated.db")
    with immediate(migrated):
        migration.build(migrated)

    assert shape(migrated) == shape(fresh)


def test_every_golden_library_opens_and_is_whole(tmp_path: Path):
    for version in range(1, meta.SCHEMA_VERSION + 1):
        folder = a_golden_library(tmp_path / str(version), version)

        with Library.open(folder.path) as library:
            assert library.check() == ()
            (trade,) = library.trades([library.newest()[0].id])

        assert trade.review.notes == {"general": "Waited for the retest"}
        assert trade.review.tags == ("Rückzug",)
        assert [str(trade.net_pnl), str(trade.r_multiple)] == ["60.26", "1.6069"]


def test_every_table_keeps_decimals_as_text_in_strict_columns(tmp_path: Path):
    fresh = open_writer(tmp_path / "fresh.db")
    meta.create(fresh)

    rows = fresh.execute(
        "SELECT t.name, c.name, c.type, c.hidden FROM pragma_table_list t"
        " JOIN pragma_table_xinfo(t.name) c WHERE t.strict"
    ).fetchall()

    reals = [(table, column) for table, column, kind, _ in rows if kind == "REAL"]
    assert reals == [("trade", "net_pnl_real")]
    assert {kind for *_, kind, _ in rows} == {"TEXT", "INTEGER", "REAL", "BLOB"}


NEXT = """
from fillbook.storage.migrations.rebuild import rebuild_table
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    connection = op.get_bind().connection.dbapi_connection
    (old,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'note'").fetchone()
    rebuild_table(connection, "note", old.replace("body TEXT", "words TEXT DEFAULT '', body TEXT"))
    {more}
"""


def a_next_migration(tmp_path: Path, more: str = "") -> Path:
    scripts = tmp_path / "scripts"
    shutil.copytree(migration.SCRIPTS, scripts)
    script = scripts / "versions" / "0004_more_words.py"
    script.write_text(NEXT.replace("{more}", more), encoding="utf-8")
    return scripts


def test_a_migration_backs_up_first_and_keeps_rows_triggers_and_search(tmp_path: Path):
    folder = a_golden_library(tmp_path / "library", 1)

    migration.upgrade(folder, a_next_migration(tmp_path))

    connection = open_writer(folder.database)
    assert meta.read_meta(connection).schema_version == 4
    assert connection.execute("SELECT body, words FROM note").fetchone() == (
        "Waited for the retest",
        "",
    )
    found = "SELECT count(*) FROM note_search WHERE note_search MATCH 'retest'"
    assert connection.execute(found).fetchone() == (1,)
    with pytest.raises(Exception, match="must raise rev"):
        connection.execute("UPDATE note SET body = 'x'")
    (backup,) = folder.backups.iterdir()
    assert backup.name.startswith("schema-0001-")


def test_a_migration_that_fails_leaves_the_file_byte_for_byte(tmp_path: Path):
    folder = a_golden_library(tmp_path / "library", 1)
    before = folder.database.read_bytes()
    scripts = a_next_migration(tmp_path, more='connection.execute("DELETE FROM account")')

    with pytest.raises(FillbookError, match="left as it was"):
        migration.upgrade(folder, scripts)

    assert folder.database.read_bytes() == before


def test_a_migration_wants_room_before_it_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = a_golden_library(tmp_path / "library", 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10, 9, 1))

    with pytest.raises(FillbookError, match="too little space"):
        migration.upgrade(folder)


def test_a_table_is_rebuilt_only_with_foreign_keys_off(tmp_path: Path):
    connection = open_writer(tmp_path / "journal.db")
    meta.create(connection)

    with pytest.raises(AssertionError, match="foreign keys are off"):
        rebuild_table(connection, "note", "CREATE TABLE note (id TEXT)")


def test_a_newer_library_is_read_and_not_written(tmp_path: Path):
    with Library.open(tmp_path / "library"):
        pass
    connection = open_writer(tmp_path / "library" / "journal.db")
    connection.execute("UPDATE library_meta SET schema_version = 99")
    connection.close()

    with Library.open(tmp_path / "library", fallback=True) as library:
        assert library.read_only == "A newer Fillbook made this library."
        assert library.newest() == ()
    with pytest.raises(FillbookError, match="newer Fillbook"):
        Library.open(tmp_path / "library")
