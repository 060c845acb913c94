"""What `make run` does on a machine without a display."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere is always a screen")


def run(tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    return subprocess.run(
        [sys.executable, "-m", "fillbook", *words],
        env=environment | {"TMPDIR": str(tmp_path)},
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip


def test_the_demo_is_drawn_into_a_picture_that_is_named(tmp_path: Path):
    done = run(tmp_path, "--demo")

    assert done.returncode == 0, done.stderr
    first, picture = done.stdout.splitlines()
    assert "no display" in first
    assert Path(picture).parent == tmp_path
    assert Path(picture).read_bytes().startswith(b"\x89PNG")
    assert list(tmp_path.iterdir()) == [Path(picture)]


def test_a_journal_of_ones_own_is_left_to_the_commands(tmp_path: Path):
    done = run(tmp_path)

    assert done.returncode == 3
    assert "fillbook --help" in done.stderr
