"""The charts of a report, painted on paper."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter

from fillbook.gui import theme
from fillbook.gui.charts.bar_chart import BarChart
from fillbook.gui.charts.drawing import Drawing
from fillbook.gui.charts.equity import EquityChart
from fillbook.gui.charts.heat_map import HeatMap
from fillbook.gui.charts.histogram import Histogram
from fillbook.gui.report.content import Report
from fillbook.gui.units import ResultUnit

WIDE, HALF = 706, 345
"""Widths in pixels at 96 a inch: a whole line of A4 within its margins, and a half."""

_RATIO = 2


class ReportCharts:
    """Charts by title, as large as they stand on the page."""

    def __init__(self, report: Report) -> None:
        equity = EquityChart()
        equity.resize(WIDE, 260)
        equity.show_curve(report.curve, report.unit)
        months = BarChart("By month")
        months.resize(WIDE, 170)
        label = "Mean R" if report.unit is ResultUnit.R else "Net"
        months.show_bars(report.months, report.unit, label)
        spread = Histogram("Results per trade")
        spread.resize(HALF, 220)
        spread.show_spread(report.spread, report.spread_unit)
        hours = HeatMap("Hour and weekday")
        hours.resize(HALF, 220)
        hours.show_cells(report.hours)
        self.wide: tuple[tuple[str, Drawing], ...] = (
            ("Equity and drawdown", equity),
            (f"{label} by month", months),
        )
        in_r = report.spread_unit is ResultUnit.R
        self.halves: tuple[tuple[str, Drawing], ...] = (
            ("R per trade" if in_r else "P&L per trade", spread),
            (f"{report.hours.label} by hour and weekday", hours),
        )


def paint_chart(painter: QPainter, chart: Drawing, left: float, top: float) -> None:
    """A chart at a place of a page; call within `theme.on_paper`."""
    painter.save()
    painter.translate(left, top)
    painter.fillRect(chart.rect(), theme.color("surface"))
    chart.paint(painter)
    painter.restore()


def png(chart: Drawing) -> bytes:
    """A chart as a picture, twice as sharp as it is large."""
    image = QImage(chart.size() * _RATIO, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_RATIO)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_chart(painter, chart, 0, 0)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(data.data())
