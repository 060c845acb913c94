"""From a changed filter to a repainted part of the statistics, at 100,000 trades.

Two frames are 33.3 ms. Counted is the CPU time of the worker's quick answer, of showing it
and of a synchronous repaint of 1200 x 800 pixels; what resamples or reads bars comes later
and waits for nobody. Every filter is new, so that no population is known already.
"""

import os
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2] / "desktop"))
sys.path.insert(0, str(Path(__file__).parent))

from figures import FIRST_DAY, workload
from PySide6.QtWidgets import QApplication

from fillbook.domain.query import TradeQuery
from fillbook.domain.trade_columns import TradeColumns
from fillbook.gui import theme
from fillbook.gui.figures.headlines import leading
from fillbook.gui.figures.source import FigureSource
from fillbook.gui.pages.statistics.cross import CrossSection
from fillbook.gui.pages.statistics.figure_list import FiguresSection
from fillbook.gui.pages.statistics.overview import OverviewSection
from fillbook.gui.pages.statistics.section import Section
from fillbook.gui.pages.statistics.spreads import SpreadsSection
from fillbook.gui.pages.statistics.subject import Outlook, Subject
from fillbook.gui.widgets.figure_strip import FigureStrip

TRADES, SIZE, STRIP_HIGH = 100_000, (1200, 800), 104
GOAL_MS = 2 * 1000 / 60
ROUNDS = 15


class Columns:
    """As much of a library as figures ask for."""

    def __init__(self, columns: TradeColumns) -> None:
        self._columns = columns

    def columns(self) -> TradeColumns:
        return self._columns


def filters() -> Iterator[TradeQuery]:
    """From about half of all trades to nearly all of them, each another one."""
    for number in range(ROUNDS):
        yield TradeQuery(first_day=date.fromordinal(FIRST_DAY + 120 * number))


def measured(section: Section, source: FigureSource) -> list[float]:
    """Milliseconds of each filter."""
    strip, times = FigureStrip(), []
    section.resize(*SIZE)
    strip.resize(SIZE[0], STRIP_HIGH)
    for widget in (section, strip):
        widget.show()
    for query in filters():
        QApplication.processEvents()
        begun = time.process_time()
        subject = Subject.of(source, Outlook(query))
        figures = leading(subject.population, subject.unit, subject.whole, {})
        state = section.work().look(subject)
        strip.show_figures(figures)
        section.show_state(subject, state)
        for widget in (section, strip):
            widget.repaint()
        times.append((time.process_time() - begun) * 1e3)
    section.close()
    strip.close()
    return times[1:]


def main() -> None:
    QApplication.instance() or QApplication([])
    theme.apply(theme.Mode.LIGHT)
    columns = workload(TRADES)
    parts: dict[str, Section] = {
        "overview": OverviewSection("setup"),
        "all figures": FiguresSection(),
        "distributions": SpreadsSection(),
        "cross table": CrossSection(()),
    }
    print(f"{'filter to repaint, 100,000':<32}{'median ms':>11}{'best':>8}{'goal':>8}")
    for name, section in parts.items():
        source = FigureSource(Columns(columns))  # type: ignore[arg-type]  # the rest is not asked
        times = measured(section, source)
        best, median = min(times), statistics.median(times)
        print(f"{name:<32}{median:>11.1f}{best:>8.1f}{GOAL_MS:>8.1f}")


if __name__ == "__main__":
    main()
