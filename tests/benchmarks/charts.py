"""Panning a chart of a million points against the least that Qt can do.

Floor: the least and greatest value of each pixel column of the visible slice, painted as one
polyline. Ours: the equity chart with its areas, its drawdown, grid, axes and labels.
A frame is a new span and a synchronous repaint of 1200 x 600 pixels.
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
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from fillbook.gui import theme
from fillbook.gui.charts.equity import EquityChart
from fillbook.gui.charts.equity_curve import EquityCurve
from fillbook.gui.charts.painting import polygon

SIZE = (1200, 600)
ROUNDS, FRAMES = 15, 10
GOAL = 2.0
OWN_GOAL = 1.1  # of the time that 10,000 points take


def walk(points: int) -> EquityCurve:
    """A curve of fifty closing fills a day."""
    levels = np.cumsum(np.random.default_rng(1).normal(4, 120, points))
    falls = np.maximum(np.maximum.accumulate(levels), 0) - levels
    trough = int(falls.argmax())
    days = 738_000 + np.arange(points) // 50
    return EquityCurve(days, levels, falls, trough, float(falls[trough]))


class Floor(QWidget):
    """One polyline through the extremes of each pixel column."""

    def __init__(self, levels: np.ndarray) -> None:
        super().__init__()
        self._levels = levels
        self._points = polygon(np.zeros(0), np.zeros(0))
        self._pen = QPen(QColor("#1C1B19"), 1)
        self._pen.setCosmetic(True)

    def show_part(self, first: int, last: int) -> None:
        values = self._levels[first:last]
        starts = np.linspace(0, len(values), SIZE[0], endpoint=False).astype(np.int64)
        ys = np.empty(2 * SIZE[0])
        ys[0::2] = np.minimum.reduceat(values, starts)
        ys[1::2] = np.maximum.reduceat(values, starts)
        low, high = ys.min(), ys.max()
        self._points = polygon(
            np.repeat(np.arange(SIZE[0], dtype=float), 2), (high - ys) / (high - low) * SIZE[1]
        )
        self.repaint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("white"))
        painter.setPen(self._pen)
        painter.drawPolyline(self._points)


def frame_ms(pan: Callable[[float], None]) -> float:
    """CPU time of one frame of a pan over half of what there is."""
    begun = time.process_time()
    for frame in range(FRAMES):
        pan(frame / FRAMES / 2)
    return (time.process_time() - begun) / FRAMES * 1e3


def measured(points: int) -> tuple[float, float, float, float]:
    """Medians of floor and ours in milliseconds, and their spreads."""
    curve = walk(points)
    floor, chart = Floor(curve.levels), EquityChart()
    chart.show_curve(curve)
    for widget in (floor, chart):
        widget.resize(*SIZE)
        widget.show()
    QApplication.processEvents()
    low, high = chart.limits()
    half = (high - low) / 2

    def pan_floor(share: float) -> None:
        first = int(share * points)
        floor.show_part(first, first + points // 2)

    def pan_chart(share: float) -> None:
        chart.show_span(low + share * (high - low), low + share * (high - low) + half)
        chart.repaint()

    floors, ours = [], []
    for _ in range(ROUNDS):
        floors.append(frame_ms(pan_floor))
        ours.append(frame_ms(pan_chart))
    floor.close()
    chart.close()
    spreads = [max(times) / min(times) for times in (floors, ours)]
    return statistics.median(floors), statistics.median(ours), spreads[0], spreads[1]


def show(name: str, floor: float, ours: float, goal: float, spread: str) -> None:
    print(f"{name:<32}{floor:>9.2f}{ours:>9.2f}{ours / floor:>8.2f}{goal:>8.2f}{spread:>12}")


def main() -> None:
    QApplication.instance() or QApplication([])
    theme.apply(theme.Mode.LIGHT)
    print(
        f"{'frame of a pan':<32}{'floor ms':>9}{'ours ms':>9}{'ratio':>8}{'goal':>8}{'spread':>12}"
    )
    _, few, _, few_spread = measured(10_000)
    floor, many, floor_spread, our_spread = measured(1_000_000)
    show("1,000,000 points", floor, many, GOAL, f"{floor_spread:.2f} {our_spread:.2f}")
    show("against 10,000 points", few, many, OWN_GOAL, f"{few_spread:.2f} {our_spread:.2f}")


if __name__ == "__main__":
    main()
