"""The charts of the statistics: painted at every size, walked by keys, opened by a click."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from chart_samples import SIZES, bars, cells, fan, gauges, points
from fillbook.gui import theme
from fillbook.gui.charts.bar_chart import BarChart
from fillbook.gui.charts.drawing import Drawing
from fillbook.gui.charts.fan import FanChart
from fillbook.gui.charts.gauges import Gauges
from fillbook.gui.charts.heat_map import HeatMap
from fillbook.gui.charts.marks import Bar
from fillbook.gui.charts.scatter import Scatter
from fillbook.gui.theme import Mode
from fillbook.gui.units import ResultUnit

Made = Callable[[int], Drawing]


def a_bar_chart(trades: int) -> BarChart:
    chart = BarChart("Months")
    chart.show_bars(bars(trades), ResultUnit.R, "Mean R")
    return chart


def a_heat_map(trades: int) -> HeatMap:
    chart = HeatMap("Hours")
    chart.show_cells(cells(trades))
    return chart


def a_scatter(trades: int) -> Scatter:
    chart = Scatter("Heat")
    chart.show_points(points(trades), ResultUnit.R)
    return chart


def a_fan(trades: int) -> FanChart:
    chart = FanChart("Paths")
    chart.show_fan(fan(trades))
    return chart


def some_gauges(trades: int) -> Gauges:
    chart = Gauges("Limits")
    chart.show_gauges(gauges(trades))
    return chart


@pytest.fixture
def show(qtbot: QtBot) -> Callable[[QWidget], None]:
    def shown(chart: QWidget) -> None:
        qtbot.addWidget(chart)
        chart.resize(420, 280)
        chart.show()

    return shown


@pytest.mark.parametrize("trades", SIZES)
@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
@pytest.mark.parametrize("make", [a_bar_chart, a_heat_map, a_scatter, a_fan, some_gauges])
def test_every_chart_is_painted_at_every_size(
    show: Callable[[QWidget], None], make: Made, mode: Mode, trades: int
):
    theme.apply(mode)
    chart = make(trades)
    show(chart)

    drawn = chart.grab().toImage()

    colours = {drawn.pixel(x, y) for x in range(0, 420, 7) for y in range(0, 280, 7)}
    assert chart.is_empty() == (not trades)
    assert len(colours) > 1
    assert bool(chart.table().rows) == bool(trades)
    theme.apply(Mode.LIGHT)


@pytest.mark.parametrize("make", [a_bar_chart, a_heat_map, a_scatter, a_fan])
def test_ctrl_c_copies_a_picture_and_ctrl_t_shows_the_table(
    qtbot: QtBot, show: Callable[[QWidget], None], make: Made
):
    chart = make(12)
    show(chart)
    QTest.keyClick(chart, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert not QGuiApplication.clipboard().image().isNull()

    QTest.keyClick(chart, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    tables = [each for each in chart.children() if each.inherits("QDialog")]
    assert len(tables) == 1
    tables[0].close()  # type: ignore[attr-defined]  # it is a dialog


def test_a_click_and_enter_open_a_bar(qtbot: QtBot, show: Callable[[QWidget], None]):
    chart = a_bar_chart(12)
    show(chart)
    place = QPointF(chart.x_scale().pixel(2), 100).toPoint()

    with qtbot.waitSignal(chart.opened) as clicked:
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=place)
    assert clicked.args == [2]

    chart.put_cursor(1)
    with qtbot.waitSignal(chart.opened) as entered:
        QTest.keyClick(chart, Qt.Key.Key_Return)
    assert entered.args == [1]


def test_dragging_pans_and_opens_nothing(qtbot: QtBot, show: Callable[[QWidget], None]):
    chart = a_bar_chart(600)
    show(chart)
    chart.zoom(0.5)
    before, opened = chart.span, []
    chart.opened.connect(opened.append)

    QTest.mousePress(chart, Qt.MouseButton.LeftButton, pos=QPointF(200, 100).toPoint())
    QTest.mouseMove(chart, QPointF(150, 100).toPoint())
    QTest.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=QPointF(150, 100).toPoint())

    assert chart.span[0] > before[0]
    assert opened == []


def test_a_bar_that_chance_could_make_is_grey():
    assert Bar("a", 0.4, 30, 0.1, 0.7).token == "gain"
    assert Bar("a", 0.4, 30, -0.1, 0.9).token == "text3"
    assert Bar("a", -0.4, 30, -0.7, -0.1).token == "loss"


def test_arrows_walk_the_cells_and_enter_opens_one_that_has_trades(
    qtbot: QtBot, show: Callable[[QWidget], None]
):
    chart = a_heat_map(600)
    show(chart)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(chart, key)
    assert chart.cursor_cell == (1, 1)

    with qtbot.waitSignal(chart.opened) as opened:
        QTest.keyClick(chart, Qt.Key.Key_Return)
    assert opened.args == [1, 1]

    QTest.keyClick(chart, Qt.Key.Key_Escape)
    assert chart.cursor_cell is None


def test_zoomed_cells_grow_pan_and_come_back(show: Callable[[QWidget], None]):
    chart = a_heat_map(600)
    show(chart)
    home = chart.rect_of(0, 0)
    chart.zoom(2.0)
    assert chart.rect_of(0, 0).width() > 1.8 * home.width()

    chart.pan(60, 0)
    chart.reset()
    assert chart.rect_of(0, 0) == home


def test_the_mark_under_the_pointer_is_found_in_both_directions(show: Callable[[QWidget], None]):
    chart = a_scatter(12)
    show(chart)
    found = points(12)
    place = QPointF(
        chart.x_scale().pixel(float(found.x[5])), chart.panes[0].values.pixel(float(found.y[5]))
    )

    assert chart.index_at(place) == 5
    assert chart.index_at(place + QPointF(0, 200)) != 5


def test_the_fan_keeps_its_order(show: Callable[[QWidget], None]):
    chart = a_fan(600)
    show(chart)
    low, high = chart.values_between(0, *chart.span)

    rows = np.array([[float(cell.replace("−", "-").replace(",", "").lstrip("+"))
                      for cell in row[1:4]] for row in chart.table().rows])  # fmt: skip
    assert (np.diff(rows, axis=1) >= 0).all()
    assert low < rows.min()
    assert high > rows.max()


def test_a_rule_that_is_known_between_two_bounds_says_both(show: Callable[[QWidget], None]):
    chart = some_gauges(12)
    show(chart)

    used = {(row[0], row[1]): row[2] for row in chart.table().rows}

    assert used["Maximum loss, trailing open profit", "620.00 to 900.00 left"] == "55% to 75%"
    assert used["Maximum loss, trailing open profit", "at most 900.00 left"] == ""
