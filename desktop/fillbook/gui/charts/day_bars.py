"""Recent days: what each brought, as a bar from a common zero."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from fillbook.gui import format, theme
from fillbook.gui.charts.drawing import Table
from fillbook.gui.charts.painting import faded, hairline_v, words
from fillbook.gui.charts.row_list import RowList
from fillbook.gui.charts.scale import Scale
from fillbook.statistics.series import DayFigures

_RIGHT = Qt.AlignmentFlag.AlignRight


class DayBars(RowList):
    """The newest day first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Recent days", parent)
        self.row_px = 26
        self.empty_text = "Days with a closed trade stand here"
        self._days: tuple[DayFigures, ...] = ()

    def show_days(self, days: tuple[DayFigures, ...]) -> None:
        self._days = days
        self.rows_changed()

    def count(self) -> int:
        return len(self._days)

    def day_at(self, index: int) -> DayFigures:
        return self._days[index]

    def table(self) -> Table:
        rows = [
            (
                format.day(each.day),
                format.count(each.trades),
                format.money(each.net, signed=True),
                format.r_multiple(each.r, 1),
            )
            for each in self._days
        ]
        return Table(("Day", "Trades", "Net", "R"), rows)

    def paint_row(self, painter: QPainter, index: int, rect: QRectF) -> None:
        each, pad = self._days[index], theme.scale(16)
        right = rect.width() - pad
        day = QRectF(pad, rect.top(), theme.scale(90), rect.height())
        name = f"{format.weekday(each.day)} {format.short_day(each.day)}"
        words(painter, day, name, "body", theme.color("text2"))
        count = QRectF(0, rect.top(), pad + theme.scale(104), rect.height())
        words(painter, count, format.count(each.trades), "small", theme.color("text3"), _RIGHT)
        r_text = format.r_multiple(each.r, 1)
        r_place = QRectF(0, rect.top(), right, rect.height())
        words(painter, r_place, r_text, "small", theme.color("text2"), _RIGHT)
        net_place = QRectF(0, rect.top(), right - theme.scale(58), rect.height())
        ink = theme.color(theme.pnl_token(float(each.net)))
        words(painter, net_place, format.money(each.net, signed=True), "value", ink, _RIGHT)
        left = count.right() + theme.scale(16)
        self._paint_bar(
            painter, each, QRectF(left, rect.top(), right - theme.scale(146) - left, rect.height())
        )

    def _paint_bar(self, painter: QPainter, each: DayFigures, room: QRectF) -> None:
        if room.width() < theme.scale(20):
            return
        low = min(0.0, *(float(day.net) for day in self._days), 0.0)
        high = max(0.0, *(float(day.net) for day in self._days), 0.0)
        scale = Scale(low, high if high > low else low + 1, room.left(), room.right())
        zero, end = scale.pixel(0.0), scale.pixel(float(each.net))
        bar = QRectF(min(zero, end), room.center().y() - 5, max(abs(end - zero), 1), 10)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(theme.color(theme.pnl_token(float(each.net))), 0.88))
        painter.drawRoundedRect(bar, 2, 2)
        hairline_v(painter, zero, room.top() + 4, room.bottom() - 4, theme.color("control"))
