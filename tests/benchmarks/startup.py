"""First paint of the window over a library of 100,000 trades against a bare window.

Both are child processes, and their whole CPU time counts: interpreter, imports, the first
frame. The bare window is a QTableView over 200 rows of one string. Ours is the program, on its
trades table and on its dashboard, as after a start.
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
from fillbook.gui.preferences import Preferences

application = app.prepared_application()
preferences = Preferences(Path(sys.argv[2]))
app.put_on_theme(preferences)
house = app.House(preferences)
house.show(Path(sys.argv[1]))
house.window.resize(1200, 800)
house.window.painted.connect(lambda: os._exit(0))
application.exec()
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
    """A library of 100,000 trades of two fills each."""
    from builders import a_fill, a_statement, an_account
    from fillbook.storage.library import Library

    symbols = [f"SYM{number}" for number in range(40)]
    fills = [
        a_fill(
            -1 if leg else 1,
            price=100 + (trade + leg) % 7,
            symbol=symbols[trade % len(symbols)],
            minute=2 * (trade // len(symbols)) + leg,
            sequence=2 * trade + leg,
            fees=1,
        )
        for trade in range(TRADES)
        for leg in (0, 1)
    ]
    with Library.open(folder) as library:
        library.prepare()
        account, _ = library.add_account(an_account())
        library.save_import(account.id, [a_statement(*fills)])


def main() -> int:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "library"
        build(folder)
        pages = {}
        for page in ("trades", "dashboard"):
            file = Path(place) / f"{page}.json"
            file.write_text(json.dumps({"page": page, "theme": "dark"}), encoding="utf-8")
            pages[page] = str(file)
            cpu_ms(OURS, str(folder), pages[page])  # bytecode, and the font's name
        bare, ours = [], {page: [] for page in pages}
        for _ in range(ROUNDS):
            bare.append(cpu_ms(BARE))
            for page, file in pages.items():
                ours[page].append(cpu_ms(OURS, str(folder), file))
    floor = statistics.median(bare)
    print(f"first paint, {TRADES:,} trades: bare window {floor:.0f} ms CPU")
    for page, times in ours.items():
        middle = statistics.median(times)
        print(f"  on {page}: {middle:.0f} ms, {middle / floor:.2f}x (goal {GOAL}x)")
    return int(statistics.median(ours["trades"]) > GOAL * floor)


if __name__ == "__main__":
    sys.exit(main())
