"""The start in a process of its own: what is loaded when the first frame is painted."""

import json
import os
import subprocess
import sys
from pathlib import Path

from fillbook.gui.first_frame import Kept

DESKTOP = Path(__file__).parents[2] / "desktop"
HEAVY = (
    *("numpy", "sqlalchemy", "sqlmodel", "pydantic", "typer", "rich", "pyqtgraph", "qtawesome"),
    *("httpx", "alembic", "pandas", "keyring"),
)

FIRST = """
import json, os, sys
from pathlib import Path
from fillbook import app
from fillbook.gui import first_frame

application = app.prepared_application()
kept = first_frame.Kept(Path(sys.argv[2]))
shell = first_frame.show_first_frame(Path(sys.argv[1]), kept)

def tell():
    print(json.dumps(sorted(sys.modules)), flush=True)
    os._exit(0)

shell.painted.connect(tell)
application.exec()
"""

WHOLE = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMainWindow, QApplication
from fillbook import app

application = app.prepared_application()

def close_when_filled():
    shells = [each for each in QApplication.topLevelWidgets() if isinstance(each, QMainWindow)]
    if shells and shells[0].windowTitle().startswith("Trades"):
        shells[0].close()

timer = QTimer()
timer.timeout.connect(close_when_filled)
timer.start(50)
sys.exit(app.run_window(Path(sys.argv[1])))
"""


def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(DESKTOP), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_nothing_heavy_is_loaded_when_the_first_frame_is_painted(journal: Path, tmp_path: Path):
    kept = Kept(tmp_path / "first-frame.txt")
    columns = [("symbol", 100, 80, 1, 600, "text"), ("net", 200, 90, 2, 500, "text")]
    kept.keep({"page": "trades", "top": 160, "columns": columns})

    done = run(FIRST, str(journal), str(tmp_path / "first-frame.txt"))

    assert done.returncode == 0, done.stderr
    loaded = set(json.loads(done.stdout))
    assert "fillbook.storage.first_page" in loaded, "the newest trades were read"
    assert not loaded & set(HEAVY)


def test_the_window_fills_closes_and_remembers_where_its_columns_stood(
    journal: Path, tmp_path: Path
):
    state = Path(os.environ["XDG_STATE_HOME"]) / "Fillbook"
    state.mkdir(parents=True, exist_ok=True)
    (state / "preferences.json").write_text('{"page": "trades"}', encoding="utf-8")

    done = run(WHOLE, str(journal))

    assert done.returncode == 0, done.stderr
    kept = Kept(state / "first-frame.txt")
    assert kept.get("page", "") == "trades"
    assert "symbol" in [column[0] for column in kept.get("columns", [])]


def test_a_first_frame_of_another_version_is_forgotten(tmp_path: Path):
    file = tmp_path / "first-frame.txt"
    file.write_text("{'page': 7, 'bar': ", encoding="utf-8")

    assert Kept(file).get("page", "") == ""
    file.write_text("{'page': 7}", encoding="utf-8")
    assert Kept(file).get("page", "") == ""
