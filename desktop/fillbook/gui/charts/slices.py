"""Slices of a journal as rows, each with the interval of its expectancy on one scale."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from fillbook.gui import format, theme
from fillbook.gui.charts.drawing import Table
from fillbook.gui.charts.painting import dot, faded, hairline_h, hairline_v, words
from fillbook.gui.charts.row_list import RowList
from fillbook.gui.charts.scale import Scale, padded
from fillbook.gui.charts.slice import Slice

_RIGHT = Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True)
class _Columns:
    """Right edges of the figures, and the room of the intervals."""

    trades: float
    wins: float
    factor: float
    plot: tuple[float, float]
    expectancy: float
    net: float

    @classmethod
    def across(cls, width: float) -> "_Columns":
        net = width - theme.scale(16)
        expectancy = net - theme.scale(96)
        plot_right = expectancy - theme.scale(56)
        left = theme.scale(16) + (width - theme.scale(32)) * 0.29
        step = theme.scale(58)
        plot_left = min(left + 3 * step - theme.scale(20), plot_right - theme.scale(40))
        factor = plot_left - theme.scale(28)
        return cls(
            factor - 2 * step * 0.95,
            factor - step * 0.95,
            factor,
            (plot_left, plot_right),
            expectancy,
            net,
        )


class SliceTable(RowList):
    """Word, trades, win rate, profit factor, expectancy in R and net of each slice."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.head_px = 30
        self.row_px = 28
        self.heading = name
        self.empty_text = ""  # nothing to say before the first answer
        self._slices: tuple[Slice, ...] = ()

    def show_slices(self, slices: tuple[Slice, ...]) -> None:
        self._slices = slices
        self.empty_text = "Name the setup of a trade to compare setups here"
        self.rows_changed()

    def count(self) -> int:
        return len(self._slices)

    def slice_at(self, index: int) -> Slice:
        return self._slices[index]

    def table(self) -> Table:
        headers = (self.heading, "Trades", "Win %", "PF", "Expectancy in R", "95 % interval", "Net")
        return Table(headers, [self._row_of(each) for each in self._slices])

    def paint_head(self, painter: QPainter, rect: QRectF) -> None:
        columns = _Columns.across(self.width())
        ink = theme.color("text3")
        left = QRectF(theme.scale(16), 0, rect.width() / 3, rect.height())
        words(painter, left, self.heading, "label", ink)
        for edge, title in (
            (columns.trades, "Trades"),
            (columns.wins, "Win %"),
            (columns.factor, "PF"),
        ):
            words(painter, _to(edge, rect), title, "label", ink, _RIGHT)
        plot = QRectF(columns.plot[0], 0, 200, rect.height())
        words(painter, plot, "Expectancy in R, 95 %", "label", ink)
        words(painter, _to(columns.net, rect), "Net", "label", ink, _RIGHT)
        hairline_h(painter, 0, self.width(), rect.bottom() - 1, theme.color("line"))

    def paint_row(self, painter: QPainter, index: int, rect: QRectF) -> None:
        columns, each = _Columns.across(self.width()), self._slices[index]
        self._paint_word(painter, each, rect, columns)
        trades = format.count(each.trades)
        wins = format.number(None if each.win_rate is None else each.win_rate * 100, 1)
        body, value = theme.color("text2"), theme.color("text")
        words(painter, _to(columns.trades, rect), trades, "body", body, _RIGHT)
        words(painter, _to(columns.wins, rect), wins, "value", value, _RIGHT)
        factor = format.ratio(each.profit_factor)
        words(painter, _to(columns.factor, rect), factor, "value", value, _RIGHT)
        self._paint_interval(painter, each, rect, columns)
        expectancy = format.r_multiple(each.expectancy_r, unit=False)
        ink = theme.color(each.token)
        words(painter, _to(columns.expectancy, rect), expectancy, "value", ink, _RIGHT)
        net_ink = theme.color(theme.pnl_token(each.net or 0))
        net = format.money(each.net, 0, signed=True)
        words(painter, _to(columns.net, rect), net, "value", net_ink, _RIGHT)

    def _paint_word(self, painter: QPainter, each: Slice, rect: QRectF, columns: _Columns) -> None:
        left = theme.scale(16)
        if each.dot is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.category(each.dot))
            painter.drawEllipse(QPointF(left + 3, rect.center().y()), 3, 3)
            left += theme.scale(12)
        room = columns.trades - theme.scale(44) - left
        painter.setFont(theme.font("body"))
        text = painter.fontMetrics().elidedText(each.word, Qt.TextElideMode.ElideRight, int(room))
        token = "text3" if each.dot is None else "text"
        words(
            painter, QRectF(left, rect.top(), room, rect.height()), text, "body", theme.color(token)
        )

    def _paint_interval(
        self, painter: QPainter, each: Slice, rect: QRectF, columns: _Columns
    ) -> None:
        scale = self._scale(columns)
        zero, middle = scale.pixel(0.0), rect.center().y()
        hairline_v(painter, zero, rect.top() + 7, rect.bottom() - 7, theme.color("control"))
        if each.expectancy_r is None:
            return
        ink = theme.color(each.token)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        if each.low_r is not None and each.high_r is not None:
            pen = QPen(faded(ink, 0.55), 2)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            ends = [QPointF(scale.pixel(value), middle) for value in (each.low_r, each.high_r)]
            painter.drawLine(*ends)
        dot(painter, QPointF(scale.pixel(each.expectancy_r), middle), 3, ink, ink)

    def _scale(self, columns: _Columns) -> Scale:
        ends = [0.0]
        for each in self._slices:
            ends += [v for v in (each.low_r, each.expectancy_r, each.high_r) if v is not None]
        low, high = padded(min(ends), max(ends))
        return Scale(low, high, *columns.plot)

    def _row_of(self, each: Slice) -> tuple[str, ...]:
        known = each.low_r is not None and each.high_r is not None
        interval = (
            f"{format.r_multiple(each.low_r)} to {format.r_multiple(each.high_r)}"
            if known
            else format.UNKNOWN
        )
        return (
            each.word,
            format.count(each.trades),
            format.percent(each.win_rate),
            format.ratio(each.profit_factor),
            format.r_multiple(each.expectancy_r),
            interval,
            format.money(each.net, signed=True),
        )


def _to(edge: float, rect: QRectF) -> QRectF:
    """The row up to a right edge."""
    return QRectF(0, rect.top(), edge, rect.height())
