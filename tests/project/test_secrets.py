"""A key is in no file, output or argument, whatever was done with it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from canary import is_leaked, leaking_files
from standins.clock import WallClock
from standins.serving import serving
from standins.tradavity import Tradavity

KEY = "tvty_canary4f9a+77/Zz"


class Terminal:
    """Runs commands on a library, and keeps all that they print."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self.printed = b""

    def run(self, *words: str, typed: str = "") -> str:
        folders = {
            "HOME": str(self._home),
            "XDG_DATA_HOME": str(self._home / "data"),
            "XDG_STATE_HOME": str(self._home / "state"),
            "TMPDIR": str(self._home),
            "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent",
        }
        done = subprocess.run(
            [sys.executable, "-m", "fillbook", "--library", str(self._home / "journal"), *words],
            input=typed.encode(), capture_output=True, check=False, timeout=120,
            env=os.environ | folders,
        )  # fmt: skip
        self.printed += done.stdout + done.stderr
        assert done.returncode in (0, 3, 4), done.stderr
        return done.stdout.decode()


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


def test_a_key_is_left_in_no_file_and_no_output(terminal: Terminal, tmp_path: Path):
    connect = ("connect", "tradavity", "--name", "tv", "--account", "Main=7", "--base-url")
    terminal.run("account", "add", "Main", "--currency", "USD")
    with serving(Tradavity(WallClock(), key=KEY)) as base_url:
        terminal.run(*connect, base_url, typed=f" Bearer {KEY}\n")
        synced = terminal.run("sync", "tv", "--json", typed=f"{KEY}\n")
        terminal.run(*connect, f"{base_url}/api/v1", typed=f"{KEY}-wrong\n")
    terminal.run("export", str(tmp_path / "everything.json"))

    assert json.loads(synced)["connections"][0]["state"] == "in_sync"
    assert leaking_files(tmp_path, KEY) == []
    assert not is_leaked(terminal.printed, KEY)
