"""Starts a built program without a screen and says its size and how long it took.

python packaging/smoke.py dist/fillbook/fillbook
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HEADLESS = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}


def main() -> None:
    """Try the command line and the window on the demo journal."""
    program = Path(sys.argv[1]).resolve()
    size = sum(file.stat().st_size for file in program.parent.rglob("*") if not file.is_symlink())
    print(f"size: {size / 1e6:.0f} MB")
    with tempfile.TemporaryDirectory() as folder:
        demo = Path(folder) / "demo"
        timed("demo journal made", [program, "demo", demo])
        answer = timed("trades read", [program, "--library", demo, "trades", "--json"])
        assert len(json.loads(answer)) > 500
        timed("checked", [program, "--library", demo, "check"])
        picture = timed("window on the demo, drawn into a picture", [program, "--demo"])
        print(picture.strip())


def timed(what: str, command: list[str | Path]) -> str:
    """The standard output of a command that must succeed."""
    environment = {name: value for name, value in os.environ.items() if name not in HEADLESS}
    started = time.perf_counter()
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    print(f"{what}: {time.perf_counter() - started:.2f} s")
    return done.stdout


if __name__ == "__main__":
    main()
