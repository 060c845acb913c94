"""First paint of the window over a library of 100,000 trades against a bare window.

Both are child processes, and their whole CPU time counts: interpreter, imports, the first
frame. The bare window is a QTableView over 200 rows of one string. Ours is the program's first
frame with its newest trades, as at every start but the very first.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

DESKTOP = Path(__file__).parents[2] / "desktop"
sys.path.insert(0, str(DESKTOP))
sys.path.insert(0, str(Path(__file__).parents[1]))

ROUNDS = 9
GOAL = 1.15
TRADES = 100_000

BARE = """
import os, sys
from PySide6.QtCore import QAbstractTableModel, QTimer
from PySide6.QtWidgets import QApplication, QTableView

class Constant(QAbstractTableModel):
    def rowCount(self, parent=None):
        return 200
    def columnCount(self, parent=None):
        return 10
    def data(self, index, role=0):
        return "+212.54" if role == 0 else None

class View(QTableView):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, lambda: os._exit(0))

application = QApplication([])
application.setStyle("Fusion")
view = View()
model = Constant()
view.setModel(model)
view.resize(1200, 800)
view.show()
application.exec()
"""

OURS = """
import os, sys
from pathlib import Path
from fillbook import app
from fillbook.gui.first_frame import FIRST_FRAME, Kept, show_first_frame
from fillbook.places import state_folder

application = app.prepared_application()
shell = show_first_frame(Path(sys.argv[1]), Kept(state_folder() / FIRST_FRAME))
shell.painted.connect(lambda: os._exit(0))
application.exec()
"""

WHOLE = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
from fillbook import app

application = app.prepared_application()

def close():
    for each in QApplication.topLevelWidgets():
        if isinstance(each, QMainWindow):
            each.close()

QTimer.singleShot(8000, close)
app.run_window(Path(sys.argv[1]))
"""


def cpu_ms(program: str, *arguments: str) -> float:
    """CPU time of a child process until it ends itself."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"PYTHONPATH": str(DESKTOP), "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env=environment, check=True, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1e3


def build(folder: Path) -> None:
    """A library of 100,000 trades."""
    from storage import a_library, grow

    connection, account = a_library(folder)
    grow(connection, account.id, TRADES)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    connection.close()


def main() -> int:
    with tempfile.TemporaryDirectory() as place:
        folder, state = Path(place) / "library", Path(place) / "state"
        os.environ["XDG_STATE_HOME"] = str(state)
        (state / "Fillbook").mkdir(parents=True)
        build(folder)
        preferences = state / "Fillbook" / "preferences.json"
        preferences.write_text(json.dumps({"page": "trades"}), encoding="utf-8")
        whole = cpu_ms(WHOLE, str(folder))  # and remembers where its columns stand
        cpu_ms(OURS, str(folder))
        bare, ours = [], []
        for _ in range(ROUNDS):
            bare.append(cpu_ms(BARE))
            ours.append(cpu_ms(OURS, str(folder)))
    floor, first = statistics.median(bare), statistics.median(ours)
    print(f"first paint, {TRADES:,} trades: {first:.0f} ms CPU, bare window {floor:.0f} ms,"
          f" {first / floor:.2f}x (goal {GOAL}x)")  # fmt: skip
    print(f"  started, all trades loaded and closed again: {whole:.0f} ms")
    return int(first > GOAL * floor)


if __name__ == "__main__":
    sys.exit(main())
