"""The command line as a program of its own."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cli_run import PROFILE, Run
from fillbook.domain.account import NewAccount
from fillbook.storage.library import Library

COMMANDS = (
    ("account", "list"), ("formats",), ("trades",), ("stats",), ("undo",), ("check",), ("version",),
)  # fmt: skip


def run(library: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "fillbook", "--library", str(library), *words],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_no_command_loads_qt(tmp_path: Path):
    script = f"""
import sys
from fillbook.cli.main import main
for words in {COMMANDS!r}:
    assert main(["--library", {str(tmp_path / "library")!r}, "--json", *words]) == 0, words
packages = {{name.partition(".")[0] for name in sys.modules}}
assert not packages & {{"PySide6", "shiboken6", "pyqtgraph", "qtawesome"}}
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=False
    )

    assert done.returncode == 0, done.stderr


def test_a_second_writer_is_refused_and_readers_are_not(tmp_path: Path):
    library = tmp_path / "library"
    with Library.open(library):
        refused = run(library, "account", "add", "Main", "--currency", "USD", "--json")
        reading = run(library, "account", "list", "--json")

    assert refused.returncode == 3
    assert json.loads(refused.stdout)["error"]["exit"] == 3
    assert reading.returncode == 0
    assert json.loads(reading.stdout) == []


def test_a_fault_of_ours_leaves_one_line_and_a_traceback_in_the_log(
    fillbook: Run, library_folder: Path, monkeypatch: pytest.MonkeyPatch
):
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a wire came loose")

    monkeypatch.setattr(Library, "accounts", broken)
    answer = fillbook("account", "list", "--json")

    assert answer.code == 1
    assert answer.document["error"]["exit"] == 1
    assert len(answer.err.strip().splitlines()) == 1
    assert "Traceback" in (library_folder / "logs" / "fillbook.log").read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of POSIX")
def test_an_import_killed_at_any_moment_leaves_a_sound_library(tmp_path: Path):
    statement, profile = tmp_path / "fills.csv", tmp_path / "profile.json"
    statement.write_text(two_thousand_fills())
    profile.write_text(PROFILE)
    words = ("import", str(statement), "--account", "Main", "--map", str(profile))
    took_s = 0.0

    for share in (None, 0.6, 0.8, 0.95):
        folder = tmp_path / f"library {share}"
        with Library.open(folder) as library:
            library.add_account(NewAccount(name="Main", currency="USD"))
        importing = started(folder, *words)
        began = time.monotonic()
        try:
            importing.wait(None if share is None else share * took_s)
        except subprocess.TimeoutExpired:
            importing.kill()
            importing.wait()
        took_s = took_s or time.monotonic() - began

        with Library.open(folder) as library:
            assert library.check() == ()
            assert library.counts().trades in ((1000,) if share is None else (0, 1000))


def started(library: Path, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "fillbook", "--library", str(library), *words],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def two_thousand_fills() -> str:
    """A thousand trades of one share in forty symbols."""
    lines = ["symbol,side,quantity,price,time,fee,id"]
    for number in range(2000):
        side = "buy" if number // 40 % 2 == 0 else "sell"
        clock = f"{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}"
        lines.append(f"S{number % 40},{side},1,{100 + number % 7},2024-05-01 {clock},1,f{number}")
    return "\n".join(lines) + "\n"
