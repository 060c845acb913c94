"""The twelve months of a year in one line, each as strong as its result."""

from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from fillbook.gui import theme
from fillbook.gui.charts.calendar_cells import MonthSheet
from fillbook.gui.charts.drawing import Drawing, Table
from fillbook.gui.charts.painting import words
from fillbook.gui.charts.tints import paint_small

_BOX, _LINE = 26, 18
_MIDDLE = Qt.AlignmentFlag.AlignHCenter


class MonthStrip(Drawing):
    """A click or an arrow goes to a month."""

    month_wanted = Signal(object)  # first day of a month

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Months of the year", parent)
        self._months: tuple[MonthSheet, ...] = ()
        self._chosen = date.min
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleDescription("Left and right walk the months")

    def show_months(self, months: tuple[MonthSheet, ...], chosen: date) -> None:
        self._months, self._chosen = months, chosen
        self.update()

    def is_empty(self) -> bool:
        return not self._months

    def sizeHint(self) -> QSize:
        return QSize(theme.scale(264), theme.scale(_BOX + _LINE + 4))

    def table(self) -> Table:
        rows = [(sheet.title, sheet.result, sheet.trades) for sheet in self._months]
        return Table(("Month", "Result", "Trades"), rows)

    def paint(self, painter: QPainter) -> None:
        for number, sheet in enumerate(self._months):
            rect = self._rect(number)
            paint_small(painter, rect, sheet.share, 4)
            if sheet.holds(self._chosen):
                painter.setPen(QPen(theme.color("accent"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(rect.adjusted(-1, -1, 1, 1), 5, 5)
            letter = QRectF(rect.left(), rect.bottom() + 3, rect.width(), theme.scale(_LINE))
            words(painter, letter, sheet.title[:1], "micro", theme.color("text3"), _MIDDLE)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for number, sheet in enumerate(self._months):
            if self._rect(number).contains(QPointF(event.position().x(), 3)):
                self.month_wanted.emit(sheet.first)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        number = self._chosen.month - 1 + (step or 0)
        if step is None or not 0 <= number < len(self._months):
            super().keyPressEvent(event)
            return
        self.month_wanted.emit(self._months[number].first)

    def _rect(self, number: int) -> QRectF:
        pitch = self.width() / 12
        return QRectF(number * pitch + 2, 2, pitch - 4, theme.scale(_BOX))
