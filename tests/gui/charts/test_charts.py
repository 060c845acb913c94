from collections.abc import Callable
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from chart_samples import a_scene
from fillbook.gui import theme
from fillbook.gui.charts.day_bars import DayBars
from fillbook.gui.charts.equity import EquityChart
from fillbook.gui.charts.equity_curve import EquityCurve
from fillbook.gui.charts.histogram import Histogram
from fillbook.gui.charts.price import PriceChart, resolution_text
from fillbook.gui.charts.slice import Slice
from fillbook.gui.charts.slices import SliceTable
from fillbook.gui.charts.table_window import TableWindow
from fillbook.gui.units import ResultUnit
from fillbook.statistics.distribution import Histogram as Spread
from fillbook.statistics.series import DayFigures


def a_curve(results: list[float], days: list[int] | None = None) -> EquityCurve:
    levels = np.cumsum(np.array(results, dtype=float))
    falls = np.maximum(np.maximum.accumulate(levels), 0) - levels
    first = date(2026, 1, 5).toordinal()
    given = np.arange(len(levels)) if days is None else np.array(days)
    trough = int(falls.argmax()) if len(levels) and falls.max() > 0 else -1
    return EquityCurve(first + given, levels, falls, trough, float(falls.max(initial=0)))


def a_random_curve(points: int) -> EquityCurve:
    results = np.random.default_rng(7).normal(20, 150, points)
    return a_curve(list(results), list(np.arange(points) // 3))


def painted(widget: QWidget) -> QImage:
    """What the widget paints; it must be more than its ground."""
    image = widget.grab().toImage()
    colors = {
        image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)
    }
    assert len(colors) > 2
    return image


@pytest.fixture(params=[theme.Mode.LIGHT, theme.Mode.DARK])
def any_theme(request: pytest.FixtureRequest, qapp: object) -> None:
    theme.apply(request.param)


@pytest.fixture
def shown(qtbot) -> Callable[[QWidget], QWidget]:
    def show(widget: QWidget) -> QWidget:
        qtbot.addWidget(widget)
        widget.resize(700, 340)
        with qtbot.waitActive(widget):
            widget.show()
            widget.activateWindow()
        return widget

    return show


@pytest.mark.parametrize("points", [0, 1, 12, 600, 100_000])
def test_an_equity_curve_of_any_length_is_painted(qtbot, any_theme, points: int):
    chart = EquityChart()
    qtbot.addWidget(chart)
    chart.resize(700, 340)

    chart.show_curve(a_random_curve(points))
    chart.put_cursor(points - 1)

    painted(chart)
    assert chart.is_empty() == (points == 0)


@pytest.mark.parametrize(("bars", "fills"), [(0, 0), (0, 3), (1, 1), (12, 2), (600, 40), (9000, 3)])
def test_prices_of_any_length_are_painted(qtbot, any_theme, bars: int, fills: int):
    chart = PriceChart()
    qtbot.addWidget(chart)
    chart.resize(600, 300)

    chart.show_scene(a_scene(bars, fills))
    painted(chart)
    chart.show_span(*chart.limits())
    chart.put_cursor(0)

    painted(chart)


@pytest.mark.parametrize("count", [0, 1, 12, 600, 100_000])
def test_a_spread_of_any_size_is_painted(qtbot, any_theme, count: int):
    chart = Histogram("R per trade")
    qtbot.addWidget(chart)
    chart.resize(340, 200)
    values = np.random.default_rng(1).normal(0.3, 1, count)
    counts, edges = np.histogram(values, 20, (-5, 5))

    chart.show_spread(Spread(edges, counts[: 20 if count else 0], 0.3), ResultUnit.R)

    painted(chart)
    assert sum(int(row[2].replace(",", "")) for row in chart.table().rows) == count


def test_the_crosshair_says_level_day_and_drawdown(qtbot):
    chart = EquityChart()
    qtbot.addWidget(chart)
    chart.show_curve(a_curve([100, -30, -20], days=[0, 1, 1]))

    card = chart.card(3)

    assert card.title == "Tue 6 Jan 2026"
    assert [row[1] for row in card.rows] == ["50.00", "−50.00", "−50.00"]


def test_a_curve_is_a_table_of_its_fills(qtbot):
    chart = EquityChart()
    qtbot.addWidget(chart)

    chart.show_curve(a_curve([100, -30], days=[0, 3]))

    assert list(chart.table().rows) == [
        ("Mon 5 Jan 2026", "100.00", "+100.00", "0.00"),
        ("Thu 8 Jan 2026", "70.00", "−30.00", "−30.00"),
    ]


def test_arrows_walk_the_crosshair_and_escape_takes_it_away(shown):
    chart = EquityChart()
    shown(chart)
    chart.show_curve(a_random_curve(50))
    chart.setFocus()

    QTest.keyClick(chart, Qt.Key.Key_Left)
    QTest.keyClick(chart, Qt.Key.Key_Left)
    QTest.keyClick(chart, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert chart.cursor_index == 50 - 1 - 10

    QTest.keyClick(chart, Qt.Key.Key_Escape)
    assert chart.cursor_index == -1


def test_keys_zoom_and_pan_and_home_shows_everything(shown):
    chart = EquityChart()
    shown(chart)
    chart.show_curve(a_random_curve(500))
    everything = chart.span

    for _ in range(4):
        QTest.keyClick(chart, Qt.Key.Key_Plus)
    zoomed = chart.span
    QTest.keyClick(chart, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)

    assert zoomed[1] - zoomed[0] < (everything[1] - everything[0]) * 0.6
    assert chart.span[0] > zoomed[0]
    QTest.keyClick(chart, Qt.Key.Key_Home)
    assert chart.span == everything


def test_dragging_pans_and_a_double_click_resets(shown):
    chart = EquityChart()
    shown(chart)
    chart.show_curve(a_random_curve(500))
    everything = chart.span
    chart.zoom(0.3)
    before = chart.span
    middle = chart.rect().center()

    QTest.mousePress(chart, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(chart, middle + QPointF(80, 0).toPoint())
    QTest.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=middle)

    assert chart.span[0] < before[0]
    QTest.mouseDClick(chart, Qt.MouseButton.LeftButton, pos=middle)
    assert chart.span == everything


def test_the_wheel_zooms_at_the_pointer(shown):
    chart = EquityChart()
    shown(chart)
    chart.show_curve(a_random_curve(500))
    x = chart.plot_rect().width() * 0.25
    under = chart.x_scale().value(x)

    chart.zoom(0.5, under)

    assert chart.x_scale().value(x) == pytest.approx(under)


def test_an_empty_chart_ignores_keys_and_says_what_will_stand_there(shown):
    chart = EquityChart()
    shown(chart)

    for key in (Qt.Key.Key_Left, Qt.Key.Key_Plus, Qt.Key.Key_Home):
        QTest.keyClick(chart, key)

    assert chart.cursor_index == -1
    assert chart.empty_text
    assert list(chart.table().rows) == []


def test_copy_puts_an_image_on_the_clipboard(shown):
    chart = EquityChart()
    shown(chart)
    chart.show_curve(a_random_curve(20))

    chart.copy_action.trigger()

    assert QGuiApplication.clipboard().image().size() == chart.size() * chart.devicePixelRatioF()


def test_show_as_table_opens_the_figures(shown):
    chart = EquityChart()
    shown(chart)
    chart.show_curve(a_curve([100, -30]))

    chart.table_action.trigger()

    (window,) = chart.findChildren(TableWindow)
    assert window.view.model().rowCount() == 2
    window.copy_rows()
    assert QGuiApplication.clipboard().text().startswith("Day\tEquity")
    window.close()


def test_a_chart_follows_the_theme_without_being_rebuilt(shown):
    theme.apply(theme.Mode.LIGHT)
    chart = EquityChart()
    shown(chart)
    chart.show_curve(a_random_curve(20))
    light = chart.grab().toImage().pixelColor(3, 3).lightness()

    theme.apply(theme.Mode.DARK)

    assert chart.grab().toImage().pixelColor(3, 3).lightness() < light


def test_bars_are_told_with_their_figures_in_one_line(qtbot):
    chart = PriceChart()
    qtbot.addWidget(chart)
    chart.show_scene(a_scene())

    text = chart.bar_text(0)

    assert text.startswith("19 Nov 09:30   O ")
    assert "V 100" in text
    assert chart.note == "5 min bars"


def test_without_bars_the_fills_stand_alone_and_the_chart_says_so(qtbot):
    chart = PriceChart()
    qtbot.addWidget(chart)

    chart.show_scene(a_scene(bars=0))

    assert "No bars of MES" in chart.note
    assert chart.count() == 3
    assert "1 @ 5850" in chart.bar_text(0)


def test_the_table_of_a_price_chart_has_fills_and_levels(qtbot):
    chart = PriceChart()
    qtbot.addWidget(chart)
    chart.show_scene(a_scene(fills=2))

    assert [row[0] for row in chart.table().rows] == ["Entry", "Exit", "Stop", "Target"]


def test_arrows_walk_the_bars_of_a_histogram(shown):
    chart = Histogram("R per trade")
    shown(chart)
    chart.show_spread(Spread(np.arange(-1.0, 3.0), np.array([1, 2, 1]), 0.5), ResultUnit.R)

    QTest.keyClick(chart, Qt.Key.Key_Right)
    QTest.keyClick(chart, Qt.Key.Key_Right)

    assert chart.cursor_index == 1
    QTest.keyClick(chart, Qt.Key.Key_Escape)
    assert chart.cursor_index == -1


def a_slice(low: float | None, high: float | None, trades: int = 50) -> Slice:
    return Slice("Opening range", 0, trades, 0.5, 1.4, 0.2, low, high, 1234.0)


@pytest.mark.parametrize(
    ("low", "high", "trades", "token"),
    [
        (0.1, 0.3, 50, "gain"),
        (-0.3, -0.1, 50, "loss"),
        (-0.1, 0.3, 50, "text2"),
        (0.1, 0.3, 9, "text2"),
        (None, None, 50, "text2"),
    ],
)
def test_an_interval_that_spans_zero_or_a_thin_sample_has_no_colour(low, high, trades, token):
    assert a_slice(low, high, trades).token == token


def test_rows_are_walked_and_opened_by_the_keyboard(qtbot, shown, any_theme):
    table = SliceTable("Setup")
    shown(table)
    table.show_slices((a_slice(0.1, 0.3), a_slice(-0.1, 0.3), a_slice(None, None)))
    table.setFocus()

    QTest.keyClick(table, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.opened) as opened:
        QTest.keyClick(table, Qt.Key.Key_Return)

    assert opened.args == [1]
    painted(table)


def test_a_click_on_a_day_opens_it(qtbot, shown, any_theme):
    days = DayBars()
    shown(days)
    days.show_days(
        tuple(DayFigures(date(2026, 11, 20 - n), Decimal(50 - 90 * n), 2, None) for n in (0, 1))
    )

    with qtbot.waitSignal(days.opened) as opened:
        QTest.mouseClick(days, Qt.MouseButton.LeftButton, pos=QPointF(40, 30).toPoint())

    assert opened.args == [1]
    painted(days)


def test_a_resolution_is_told_in_words():
    assert [resolution_text(s) for s in (30, 300, 3600, 86400)] == ["30 s", "5 min", "1 h", "1 day"]
