"""A report as PDF, on A4."""

from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPageLayout, QPageSize, QPainter, QPdfWriter

from fillbook.domain.errors import FillbookError
from fillbook.gui import theme
from fillbook.gui.charts.drawing import Drawing, Table
from fillbook.gui.report.charts import HALF, WIDE, ReportCharts, paint_chart
from fillbook.gui.report.content import Report, Titled

_DPI = 96
_MARGIN_MM = 11.6
_ROW, _GAP = 19, 16
_RIGHT, _LEFT = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft


def write_pdf(report: Report, file: Path) -> None:
    """Set the report on pages.

    Raises:
        FillbookError: the file cannot be written.
    """
    writer = QPdfWriter(str(file))
    writer.setResolution(_DPI)
    writer.setTitle(report.title)
    writer.setCreator("Fillbook")
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    size = QPageSize(QPageSize.PageSizeId.A4)
    portrait, unit = QPageLayout.Orientation.Portrait, QPageLayout.Unit.Millimeter
    writer.setPageLayout(QPageLayout(size, portrait, margins, unit))
    with theme.on_paper():
        charts = ReportCharts(report)
        painter = QPainter()
        if not painter.begin(writer):
            raise FillbookError(f"{file.name} could not be written.", "Choose another folder.")
        _Sheet(writer, painter).set_report(report, charts)
        painter.end()


class _Sheet:
    """Where the next thing stands on the page."""

    def __init__(self, writer: QPdfWriter, painter: QPainter) -> None:
        self._writer, self._painter = writer, painter
        self._bottom = float(writer.height())
        self._page = 1
        self._y = 0.0

    def set_report(self, report: Report, charts: ReportCharts) -> None:
        self._line(report.title, "title", "text", 30)
        for line in report.lines:
            self._line(line, "small", "text2", 17)
        self._strip(report)
        for title, chart in charts.wide:
            self._chart(title, chart)
        self._halves(charts)
        for titled in (*report.breakdowns, *report.families):
            self._table(titled)
        if report.left_out.rows:
            self._table(Titled("Left out", report.left_out))
        self._foot()

    def _room(self, height: float) -> bool:
        """Turn the page where so much does not fit; whether it was turned."""
        if self._y + height <= self._bottom - 24:
            return False
        self._foot()
        self._writer.newPage()
        self._page += 1
        self._y = 0.0
        return True

    def _foot(self) -> None:
        place = QRectF(0, self._bottom - 16, WIDE, 16)
        self._text(place, f"Page {self._page}", "micro", "text3", _RIGHT)

    def _text(
        self, rect: QRectF, text: str, role: str, token: str, align: Qt.AlignmentFlag = _LEFT
    ) -> None:
        font = theme.font(role)
        mode = Qt.TextElideMode.ElideRight
        shown = QFontMetricsF(font).elidedText(text, mode, rect.width() + 1)
        self._painter.setFont(font)
        self._painter.setPen(theme.color(token))
        self._painter.drawText(rect, align | Qt.AlignmentFlag.AlignVCenter, shown)

    def _line(self, text: str, role: str, token: str, height: float) -> None:
        self._text(QRectF(0, self._y, WIDE, height), text, role, token)
        self._y += height

    def _strip(self, report: Report) -> None:
        self._y += 10
        step = WIDE / max(len(report.figures), 1)
        for number, figure in enumerate(report.figures):
            left, width = number * step, step - 10
            label = f"{figure.label}, {figure.unit}" if figure.unit else figure.label
            self._text(QRectF(left, self._y, width, 16), label, "small", "text2")
            place = QRectF(left, self._y + 16, width, 26)
            self._text(place, figure.value, "figure_small", figure.token)
            self._text(QRectF(left, self._y + 42, width, 16), figure.note, "micro", "text3")
        self._y += 58 + _GAP

    def _chart(self, title: str, chart: Drawing) -> None:
        self._room(chart.height() + 22)
        self._line(title, "symbol", "text", 22)
        paint_chart(self._painter, chart, 0, self._y)
        self._y += chart.height() + _GAP

    def _halves(self, charts: ReportCharts) -> None:
        tallest = max(chart.height() for _, chart in charts.halves)
        self._room(tallest + 22)
        for number, (title, chart) in enumerate(charts.halves):
            left = number * (WIDE - HALF)
            self._text(QRectF(left, self._y, HALF, 20), title, "symbol", "text")
            paint_chart(self._painter, chart, left, self._y + 22)
        self._y += tallest + 22 + _GAP

    def _table(self, titled: Titled) -> None:
        table = titled.table
        if not table.rows:
            return
        edges = _edges(table)
        self._room(22 + _ROW * min(len(table.rows) + 1, 6))
        self._line(titled.title, "symbol", "text", 22)
        self._row(table.headers, edges, "label", "text3", "line")
        for row in table.rows:
            if self._room(_ROW):
                self._row(table.headers, edges, "label", "text3", "line")
            self._row(row, edges, "small", "text", "grid")
        self._y += _GAP

    def _row(
        self, cells: tuple[str, ...], edges: list[float], role: str, token: str, under: str
    ) -> None:
        for column, cell in enumerate(cells):
            left, right = edges[column], edges[column + 1]
            place = QRectF(left, self._y, right - left - 8, _ROW)
            self._text(place, cell, role, token, _RIGHT if column > 0 else _LEFT)
        line = QRectF(0, self._y + _ROW - 1, WIDE, 0.75)
        self._painter.fillRect(line, theme.color(under))
        self._y += _ROW


def _edges(table: Table) -> list[float]:
    """Left edges of the columns and the right end: as wide as their words, fitted to the line."""
    metrics = QFontMetricsF(theme.font("small"))
    wanted = []
    for column, header in enumerate(table.headers):
        cells = [row[column] for row in table.rows]
        widest = max(metrics.horizontalAdvance(cell) for cell in (header, *cells))
        wanted.append(min(widest, 300.0) + 16)
    spare = (WIDE - sum(wanted)) / len(wanted)
    edges = [0.0]
    for width in wanted:
        edges.append(edges[-1] + (width + spare if spare > 0 else width * WIDE / sum(wanted)))
    return edges
