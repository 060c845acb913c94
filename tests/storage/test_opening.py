"""Opening a library: made on first use, one writer, readers beside it, nothing heavy loaded."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from builders import an_account
from fillbook import places
from fillbook.domain.errors import FillbookError, LibraryReadOnly, NotFound
from fillbook.storage import database, volume
from fillbook.storage.database import open_writer
from fillbook.storage.library import Library

HEAVY = "{'numpy', 'sqlalchemy', 'sqlmodel', 'pydantic', 'alembic', 'PySide6', 'httpx', 'typer'}"


def run(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """A Python of its own that runs this code."""
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ | {"PYTHONPATH": str(Path(places.__file__).parents[1])},
    )


def test_a_library_is_made_on_first_use_and_closed_to_others(tmp_path: Path):
    folder = tmp_path / "new" / "library"

    with Library.open(folder):
        files = {path.name for path in folder.iterdir()}
        mode = (
            stat.S_IMODE(folder.stat().st_mode),
            stat.S_IMODE((folder / "journal.db").stat().st_mode),
        )

    assert {"journal.db", "screenshots", "backups", "logs"} <= files
    assert sys.platform == "win32" or mode == (0o700, 0o600)


def test_opening_and_the_first_page_load_nothing_heavy(tmp_path: Path):
    code = (
        "import sys; from pathlib import Path; from fillbook.storage.library import Library\n"
        "library = Library.open(Path(sys.argv[1])); library.newest(); library.counts()\n"
        f"print(sorted({HEAVY} & {{name.split('.')[0] for name in sys.modules}}))"
    )

    done = run(code, tmp_path / "library")

    assert done.stdout.strip() == "[]", done.stderr


def test_a_second_process_is_refused_or_reads(tmp_path: Path):
    code = (
        "import sys; from pathlib import Path; from fillbook.storage.library import Library\n"
        "from fillbook.domain.errors import LibraryBusy\n"
        "folder = Path(sys.argv[1])\n"
        "try: Library.open(folder)\n"
        "except LibraryBusy as busy: print(busy.title)\n"
        "beside = Library.open(folder, fallback=True)\n"
        "print(beside.read_only, [account.name for account in beside.accounts()])"
    )
    with Library.open(tmp_path / "library") as library:
        library.add_account(an_account("Main"))

        done = run(code, library.folder)

    busy = "Another Fillbook is writing this library."
    assert done.stdout.splitlines() == [busy, f"{busy} ['Main']"], done.stderr


def test_the_lock_of_a_killed_process_is_free_again(tmp_path: Path):
    code = (
        "import os, sys; from pathlib import Path; from fillbook.storage.library import Library\n"
        "library = Library.open(Path(sys.argv[1])); os.kill(os.getpid(), 9)"
    )
    run(code, tmp_path / "library")

    with Library.open(tmp_path / "library") as library:
        assert library.read_only is None


def test_a_library_for_reading_refuses_to_be_written(tmp_path: Path):
    with Library.open(tmp_path / "library"):
        pass

    with Library.open(tmp_path / "library", writing=False) as library:
        with pytest.raises(LibraryReadOnly, match="reading only"):
            library.add_account(an_account())
        with pytest.raises(LibraryReadOnly):
            library.undo()


def test_there_is_nothing_to_read_before_a_library_is_made(tmp_path: Path):
    with pytest.raises(NotFound, match="no library"):
        Library.open(tmp_path / "nowhere", writing=False)
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permissions of POSIX")
def test_a_folder_that_cannot_be_written_is_read(tmp_path: Path):
    folder = tmp_path / "library"
    with Library.open(folder) as library:
        library.add_account(an_account("Main"))
    for path in (*folder.iterdir(), folder):
        path.chmod(0o500 if path.is_dir() else 0o400)
    code = (
        "import os, sys; from pathlib import Path; from fillbook.storage.library import Library\n"
        "if os.geteuid() == 0: os.setuid(65534)\n"
        "library = Library.open(Path(sys.argv[1]), fallback=True)\n"
        "print(library.read_only, [account.name for account in library.accounts()])"
    )
    if os.geteuid() == 0:
        for path in (tmp_path, *tmp_path.parents[:-2], folder, *folder.rglob("*")):
            path.chmod(path.stat().st_mode | 0o055)
        (folder / "journal.db").chmod(0o444)

    done = run(code, folder)

    assert done.stdout.strip() == "This folder cannot be written. ['Main']", done.stderr


def test_a_file_that_is_no_database_is_never_overwritten(tmp_path: Path):
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "journal.db").write_bytes(b"x" * 5000)

    with pytest.raises(FillbookError, match="damaged"):
        Library.open(folder)
    assert (folder / "journal.db").read_bytes() == b"x" * 5000


def test_a_place_where_no_folder_can_be_is_said(tmp_path: Path):
    (tmp_path / "file").write_text("x")

    with pytest.raises(FillbookError, match="cannot be used"):
        Library.open(tmp_path / "file" / "library")


def test_a_library_that_only_a_newer_program_understands_is_not_even_read(tmp_path: Path):
    with Library.open(tmp_path / "library"):
        pass
    connection = open_writer(tmp_path / "library" / "journal.db")
    connection.execute("UPDATE library_meta SET schema_version = 99, minimum_reader = 98")
    connection.close()

    with pytest.raises(FillbookError, match="Update Fillbook"):
        Library.open(tmp_path / "library", writing=False)


MOUNTS = """\
proc /proc proc rw 0 0
/dev/sda1 / ext4 rw 0 0
nas:/journals /mnt/my\\040nas nfs4 rw 0 0
/dev/sdb1 /mnt/my\\040nas/disk ext4 rw 0 0
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mounts of Linux")
@pytest.mark.parametrize(
    ("folder", "remote"),
    [
        ("/home/me/journal", False),
        ("/mnt/my nas/journal", True),
        ("/mnt/my nas/disk/journal", False),
    ],
)
def test_a_drive_across_a_network_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, remote: bool
):
    (tmp_path / "mounts").write_text(MOUNTS)
    monkeypatch.setattr(volume, "_MOUNTS", tmp_path / "mounts")

    assert volume.is_remote(Path(folder)) is remote


def test_a_library_across_a_network_keeps_no_wal_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(database, "is_remote", lambda folder: True)

    with Library.open(tmp_path / "library") as library:
        library.add_account(an_account("Main"))
        assert not (library.folder / "journal.db-wal").exists()
        assert [account.name for account in library.accounts()] == ["Main"]


def generation(folder: Path) -> tuple[int, str | None]:
    connection = open_writer(folder / "journal.db")
    row = connection.execute("SELECT generation, restored FROM library_meta").fetchone()
    connection.close()
    return row


def test_only_a_writer_raises_the_generation(tmp_path: Path):
    for _ in range(2):
        with Library.open(tmp_path / "library") as library:
            library.prepare()
            library.prepare()
    with Library.open(tmp_path / "library", writing=False) as library:
        library.prepare()

    assert generation(library.folder) == (2, None)
    (mirror,) = json.loads((library.folder / "generation.json").read_text()).values()
    (register,) = json.loads((places.state_folder() / "libraries.json").read_text()).values()
    assert mirror == register == {"folder": str(library.folder), "generation": 2}


@pytest.mark.parametrize("mirror", ["beside it", "on the device"])
def test_an_older_file_put_back_is_noticed(tmp_path: Path, mirror: str):
    folder = tmp_path / "library"
    with Library.open(folder) as library:
        library.prepare()
    old = (folder / "journal.db").read_bytes()
    with Library.open(folder) as library:
        library.prepare()
    (folder / "journal.db").write_bytes(old)
    forgotten = (
        folder / "generation.json"
        if mirror == "on the device"
        else places.state_folder() / "libraries.json"
    )
    forgotten.unlink()

    with Library.open(folder) as library:
        library.prepare()

    assert generation(folder) == (3, "restored")


def test_a_copy_of_a_library_is_noticed_and_a_moved_one_is_not(tmp_path: Path):
    with Library.open(tmp_path / "first") as library:
        library.prepare()
    (tmp_path / "first").rename(tmp_path / "moved")
    with Library.open(tmp_path / "moved") as library:
        library.prepare()
    assert generation(tmp_path / "moved") == (2, None)

    (tmp_path / "copy").mkdir()
    content = (tmp_path / "moved" / "journal.db").read_bytes()
    (tmp_path / "copy" / "journal.db").write_bytes(content)
    with Library.open(tmp_path / "copy") as library:
        library.prepare()

    assert generation(tmp_path / "copy") == (3, "copied")
