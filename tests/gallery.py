"""Renders every page and every chart to pictures: light and dark, empty and full.

`make gallery` writes them to build/gallery. With a page's key as argument only that page is
rendered, with "charts" only the charts: one sheet a theme and a number of trades.
`--demo FOLDER` takes a demo library that is there already.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1] / "desktop"))

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

import chart_samples as samples
from fillbook import app
from fillbook.gui import icons, theme
from fillbook.gui.house import House, put_on_theme
from fillbook.gui.pages.catalogue import PAGES
from fillbook.gui.preferences import Preferences
from fillbook.gui.widgets.card import Card

TARGET = Path(__file__).parents[1] / "build" / "gallery"
SIZES = ((1280, 800), (1920, 1080))
THEMES = ("light", "dark")
CHARTS = "charts"
SETTLED_S, LONGEST_S = 0.5, 8.0


def made_demo(folder: Path) -> Path:
    from fillbook.demo.journal import make_demo

    make_demo(folder)
    return folder


def wait(milliseconds: int) -> None:
    """Let the window work."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def settle(is_busy: Callable[[], bool]) -> None:
    """Wait until nothing is under way for a while."""
    started = quiet_since = time.monotonic()
    while time.monotonic() - started < LONGEST_S:
        wait(50)
        if is_busy():
            quiet_since = time.monotonic()
        elif time.monotonic() - quiet_since > SETTLED_S:
            return


def rendered(folder: Path, mode: str, preferences: Preferences, only: str) -> Iterator[str]:
    """Render the pages of one library in one theme; gives what was written."""
    preferences.set("theme", mode)
    put_on_theme(preferences)
    house = House(preferences)
    house.show(folder)
    window = house.window
    assert window is not None
    settle(lambda: window.session.tasks.under_way > 0)
    for spec in PAGES:
        if only and spec.key != only:
            continue
        for width, height in SIZES:
            window.resize(width, height)
            window.show_page(spec.key)
            settle(lambda: window.session.tasks.under_way > 0)
            name = f"{spec.key}-{folder.name.lower().split()[0]}-{mode}-{width}x{height}.png"
            window.grab().save(str(TARGET / name))
            yield name
    window.close()
    house.close()


def charts(trades: int) -> Iterator[tuple[str, QWidget]]:
    """Each chart with so many trades, under its name."""
    from fillbook.gui.charts.bar_chart import BarChart
    from fillbook.gui.charts.certainty import CertaintyChart
    from fillbook.gui.charts.day_bars import DayBars
    from fillbook.gui.charts.equity import EquityChart
    from fillbook.gui.charts.fan import FanChart
    from fillbook.gui.charts.gauges import Gauges
    from fillbook.gui.charts.heat_map import HeatMap
    from fillbook.gui.charts.histogram import Histogram
    from fillbook.gui.charts.month_grid import MonthGrid
    from fillbook.gui.charts.price import PriceChart
    from fillbook.gui.charts.scatter import Scatter
    from fillbook.gui.charts.slices import SliceTable
    from fillbook.gui.units import ResultUnit

    made = samples
    equity, accounts, spread = EquityChart(), EquityChart(), Histogram("R per trade")
    bars, hours, scatter = BarChart("By month"), HeatMap("Hours"), Scatter("Heat taken")
    paths, limits, days = FanChart("Paths"), Gauges("Limits"), DayBars()
    slices, month = SliceTable("Setup"), MonthGrid()
    sure, prices = CertaintyChart(), PriceChart()
    equity.show_curve(made.curve(trades))
    accounts.show_curve(made.curve(trades), ResultUnit.MONEY, made.lines(trades))
    spread.show_spread(made.spread(trades), ResultUnit.R)
    bars.show_bars(made.bars(trades), ResultUnit.R, "Mean R")
    hours.show_cells(made.cells(trades))
    scatter.show_points(made.points(trades), ResultUnit.R)
    paths.show_fan(made.fan(trades))
    limits.show_gauges(made.gauges(trades))
    days.show_days(made.day_figures(trades))
    slices.show_slices(made.slices(trades))
    month.show_month(made.sheet(trades), made.FIRST, made.FIRST)
    sure.show_certainty(made.certainty(trades))
    prices.show_scene(made.scene(trades))
    yield from (
        ("Equity", equity), ("By account", accounts), ("Spread", spread), ("Bars", bars),
        ("Heat map", hours), ("Scatter", scatter), ("Paths", paths), ("Limits", limits),
        ("Days", days), ("Slices", slices), ("Month", month),
        ("How sure is it", sure), ("Prices", prices),
    )  # fmt: skip


def rendered_charts() -> Iterator[str]:
    """One sheet a theme and a number of trades."""
    icons.load()
    for mode in THEMES:
        theme.apply(theme.Mode(mode))
        for trades in samples.SIZES:
            sheet = QWidget()
            grid = QGridLayout(sheet)
            grid.setSpacing(12)
            for place, (title, chart) in enumerate(charts(trades)):
                card = Card(title, f"{trades:,} trades")
                card.body.addWidget(chart)
                grid.addWidget(card, place // 3, place % 3)
            sheet.resize(1620, 1640)
            sheet.show()
            wait(200)
            name = f"charts-{trades}-{mode}.png"
            sheet.grab().save(str(TARGET / name))
            sheet.close()
            yield name


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", nargs="?", default="")
    parser.add_argument("--demo", type=Path)
    chosen = parser.parse_args()
    TARGET.mkdir(parents=True, exist_ok=True)
    application = app.prepared_application()
    application.setQuitOnLastWindowClosed(False)
    with tempfile.TemporaryDirectory() as place:
        demo = chosen.demo or made_demo(Path(place) / "Demo journal")
        preferences = Preferences(Path(place) / "preferences.json")
        for name in rendered_charts() if chosen.page in ("", CHARTS) else ():
            print(TARGET / name)
        for folder in (demo, Path(place) / "Empty journal") if chosen.page != CHARTS else ():
            for mode in THEMES:
                for name in rendered(folder, mode, preferences, chosen.page):
                    print(TARGET / name)
    QApplication.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
