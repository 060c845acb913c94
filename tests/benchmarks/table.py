"""A frame, a sort and a filter of the table against the least that Qt and numpy can do.

Floors: a page jump of a QTableView over a model that answers one string, and numpy's argsort
of 64-bit integers. Ours: the trades' kinds of columns with colours, dots, icons and alignment.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2] / "desktop"))

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QTableView

from fillbook.gui import format, icons, theme
from fillbook.gui.icons import Icon
from fillbook.gui.widgets.table.column import CENTER, RIGHT, Column
from fillbook.gui.widgets.table.view import NORMAL, TableView

SIZE = (1200, 900)
FRAMES, ROUNDS = 25, 9
SYMBOLS = ("MES", "MNQ", "MCL", "EURUSD", "NVDA")
FRAME_GOAL, SORT_GOAL, FILTER_GOAL = 1.15, 1.25, 1.2


class Constant(QAbstractTableModel):
    """Ten columns of one string."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self._rows = rows

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return self._rows

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        return 10

    def data(self, index: QModelIndex, role: int = 0) -> object:
        return "+212.54" if role == Qt.ItemDataRole.DisplayRole else None


class Rows:
    """Rows as trades have them."""

    def __init__(self, rows: int) -> None:
        random = np.random.default_rng(7)
        self.ids = tuple(map(str, range(rows)))
        self.net = random.integers(-(10**15), 10**15, rows)
        self._shown_net = (self.net // 10**10).tolist()
        numbers = np.arange(rows)
        money = {"align": RIGHT, "role": "value", "text": self._money, "ink": self._ink}
        self.columns = (
            Column(key="n", title="#", width=80, text=str, keys=lambda: numbers, align=RIGHT),
            Column(key="s", title="Symbol", width=110, text=self._symbol, role="symbol"),
            Column(key="d", title="Side", width=90, text=lambda _: "Long", icon=_arrow),
            Column(key="q", title="Qty", width=70, text=lambda _: "3", align=RIGHT),
            Column(key="net", title="Net", width=120, keys=lambda: self.net, **money),
            Column(key="gross", title="Gross", width=120, **money),
            Column(key="fees", title="Fees", width=110, **money),
            Column(key="setup", title="Setup", width=160, text=self._symbol, dot=_colour,
                   stretch=True),
            Column(key="g", title="Grade", width=80, text=lambda _: "A", align=CENTER),
            Column(key="t", title="Tags", width=150, text=lambda _: "retest, late"),
        )  # fmt: skip

    def _symbol(self, row: int) -> str:
        return SYMBOLS[row % len(SYMBOLS)]

    def _money(self, row: int) -> str:
        return format.scaled_money(self._shown_net[row], 2, signed=True)

    def _ink(self, row: int) -> str:
        return theme.pnl_token(self._shown_net[row])


def _colour(row: int) -> int:
    return row & 7


def _arrow(_row: int) -> Icon:
    return Icon.LONG


def frame(view: QTableView) -> float:
    """Seconds of one page jump with its repaint."""
    bar, viewport = view.verticalScrollBar(), view.viewport()
    started = time.process_time()
    for step in range(FRAMES):
        bar.setValue(step * 7919 * NORMAL % max(bar.maximum(), 1))
        viewport.repaint()
    return (time.process_time() - started) / FRAMES


def took(act: Callable[[], object]) -> float:
    started = time.process_time()
    act()
    return time.process_time() - started


def measured(rows: int) -> tuple[float, float, float, float, float]:
    """Medians: floor frame, our frame, floor sort, our sort with its repaint, our filter."""
    plain = QTableView()
    plain.setModel(Constant(rows))
    plain.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    plain.verticalHeader().setDefaultSectionSize(NORMAL)
    source = Rows(rows)
    ours = TableView("Benchmark")
    ours.show_source(source)
    for view in (plain, ours):
        view.resize(*SIZE)
        view.show()
    QApplication.processEvents()
    mask = source.net > 0

    def sort(descending: bool) -> None:
        ours.table.show_source(source)  # forgets the orders
        started.append(time.process_time())
        ours.sort_by("net", descending=descending)
        ours.viewport().repaint()
        started[-1] = time.process_time() - started[-1]

    def filter_rows() -> None:
        ours.show_only(mask)
        ours.viewport().repaint()

    figures: list[list[float]] = [[], [], [], [], []]
    for turn in range(ROUNDS):
        started: list[float] = []
        figures[0].append(frame(plain))
        figures[1].append(frame(ours))
        figures[2].append(took(lambda: np.argsort(source.net)))
        sort(turn % 2 == 0)
        figures[3].append(started[0])
        ours.sort_by("n", descending=False)
        figures[4].append(took(filter_rows))
        ours.show_only(None)
    return tuple(map(statistics.median, figures))  # type: ignore[return-value]


def main() -> int:
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")
    theme.apply(theme.Mode.DARK)
    icons.load()
    missed = False
    for rows in (100_000, 1_000_000):
        floor, ours, argsort, sort, filtered = measured(rows)
        print(f"table, {rows:,} rows: frame {ours * 1e3:.1f} ms, constant model"
              f" {floor * 1e3:.1f} ms, {ours / floor:.2f}x (goal {FRAME_GOAL}x)")  # fmt: skip
        print(f"  sort and repaint {sort * 1e3:.1f} ms, argsort {argsort * 1e3:.1f} ms,"
              f" {sort / argsort:.2f}x; filter and repaint {filtered * 1e3:.1f} ms,"
              f" {filtered / floor:.2f} frames of the constant model")  # fmt: skip
        missed |= ours > FRAME_GOAL * floor
        if rows == 1_000_000:
            missed |= sort > SORT_GOAL * argsort + ours or filtered > FILTER_GOAL * floor
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
