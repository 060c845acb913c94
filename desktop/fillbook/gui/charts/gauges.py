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
        rows = [(each.title, each.value, _used(each), each.note) for each in self._gauges]
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
        color = theme.color("text2" if each.state == "text3" else each.state)
        is_range = each.used is None and each.at_most is not None
        certain = each.at_least if is_range else each.used
        possible = each.at_most if is_range else each.at_least if each.used is None else None
        if possible is not None and possible > 0:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(color, 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(
                _filled(bar, possible).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius
            )
        if certain is not None and certain > 0:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawRoundedRect(_filled(bar, certain), radius, radius)


def _used(gauge: Gauge) -> str:
    """How much of a rule is used, between two shares where only these are known."""
    if gauge.used is not None:
        return f"{gauge.used:.0%}"
    if gauge.at_least is None or gauge.at_most is None:
        return ""
    return f"{gauge.at_least:.0%} to {gauge.at_most:.0%}"


def _filled(bar: QRectF, used: float) -> QRectF:
    """The used part of a bar, at least a dot."""
    width = bar.width() * min(max(used, 0.0), 1.0)
    return QRectF(bar.left(), bar.top(), max(width, bar.height()), bar.height())
