"""Limits as bars: how much of each is used, what is left, and where its floor lies."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from fillbook.gui import icons, theme
from fillbook.gui.charts.drawing import Table
from fillbook.gui.charts.marks import Gauge
from fillbook.gui.charts.painting import words
from fillbook.gui.charts.row_list import RowList
from fillbook.gui.icons import Icon

_RIGHT = Qt.AlignmentFlag.AlignRight
_ICONS = {"ok": Icon.OK, "warn": Icon.WARN, "bad": Icon.BAD, "text3": Icon.INFO}


class Gauges(RowList):
    """A state carries its icon, so that no colour stands alone."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.row_px = 66
        self.empty_text = "Type a rule to see how much of it is left"
        self._gauges: tuple[Gauge, ...] = ()

    def show_gauges(self, gauges: tuple[Gauge, ...]) -> None:
        self._gauges = gauges
        self.rows_changed()
        self.setMinimumHeight(self.sizeHint().height())

    def count(self) -> int:
        return len(self._gauges)

    def table(self) -> Table:
        rows = [
            (each.title, each.value, "" if each.used is None else f"{each.used:.0%}", each.note)
            for each in self._gauges
        ]
        return Table(("Rule", "Left", "Used", "Note"), rows)

    def paint_row(self, painter: QPainter, index: int, rect: QRectF) -> None:
        each, side, line = self._gauges[index], theme.scale(16), theme.scale(18)
        inner = rect.adjusted(side, theme.scale(8), -side, 0)
        top = QRectF(inner.left(), inner.top(), inner.width(), line)
        box = QRectF(top.left(), top.top(), theme.scale(16), line)
        icons.paint(painter, box, _ICONS[each.state], each.state, theme.scale(16))
        left = box.right() + theme.scale(8)
        title = QRectF(left, top.top(), top.width(), line)
        words(painter, title, each.title, "symbol", theme.color("text"))
        words(painter, top, each.value, "symbol", theme.color("text"), _RIGHT)
        bar = QRectF(left, top.bottom() + theme.scale(5), inner.right() - left, theme.scale(6))
        self._paint_bar(painter, each, bar)
        note = QRectF(left, bar.bottom() + theme.scale(3), bar.width(), line)
        painter.setFont(theme.font("small"))
        text = painter.fontMetrics().elidedText(
            each.note, Qt.TextElideMode.ElideRight, int(note.width())
        )
        words(painter, note, text, "small", theme.color("text2"))

    def _paint_bar(self, painter: QPainter, each: Gauge, bar: QRectF) -> None:
        radius = bar.height() / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("pressed"))
        painter.drawRoundedRect(bar, radius, radius)
        used = each.at_least if each.used is None else each.used
        if used is None:
            return
        width = bar.width() * min(max(used, 0.0), 1.0)
        fill = QRectF(bar.left(), bar.top(), max(width, bar.height()), bar.height())
        token = "text2" if each.state == "text3" else each.state
        if each.used is None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color(token), 1, Qt.PenStyle.DashLine))
            fill = fill.adjusted(0.5, 0.5, -0.5, -0.5)
        else:
            painter.setBrush(theme.color(token))
        if used > 0:
            painter.drawRoundedRect(fill, radius, radius)
