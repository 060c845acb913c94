"""A year as twelve small months; arrows walk them, Enter opens one."""

from datetime import date

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from fillbook.gui import format, theme
from fillbook.gui.charts.calendar_cells import DayCell, MonthSheet
from fillbook.gui.charts.drawing import Drawing, Table
from fillbook.gui.charts.painting import text_size, words
from fillbook.gui.charts.tints import paint_small

_ROW_LEAST = 112
_GAP = 3
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class YearGrid(Drawing):
    """PageUp and PageDown turn to another year, T to today."""

    day_wanted = Signal(object)  # date to stand on
    opened = Signal(object)  # first day of the month to open
    month_wanted = Signal(int)  # so many months further
    today_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Year", parent)
        self._sheets: tuple[MonthSheet, ...] = ()
        self._chosen = date.min
        self.empty_text = ""
        self.setMouseTracking(True)
        self.setAccessibleDescription(
            "Arrows walk the months, page up and page down the years, Enter opens the month"
        )

    def show_year(self, sheets: tuple[MonthSheet, ...], chosen: date) -> None:
        self._sheets, self._chosen = sheets, chosen
        self.setAccessibleName(f"Year {chosen.year}")
        self.update()

    def is_empty(self) -> bool:
        return not self._sheets

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scale(520), theme.scale(3 * _ROW_LEAST))

    def table(self) -> Table:
        rows = [(sheet.title, sheet.result, sheet.trades) for sheet in self._sheets]
        return Table(("Month", "Result", "Trades"), rows)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            found = self.day_at(QPointF(event.pos()))
            text = "" if found is None or found.is_empty else _told(found)
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    # Geometry

    def day_at(self, place: QPointF) -> DayCell | None:
        """The day under a point."""
        for number, sheet in enumerate(self._sheets):
            for rect, cell in self._days(self._box(number), sheet):
                if rect.contains(place):
                    return cell
        return None

    def _across(self) -> int:
        return 4 if self.width() > theme.scale(700) else 3

    def _box(self, number: int) -> QRectF:
        """The room of a month."""
        across = self._across()
        down = 12 // across
        width, height = self.width() / across, self.height() / down
        row, column = divmod(number, across)
        box = QRectF(column * width, row * height, width, height)
        side = theme.scale(14)
        return box.adjusted(side, theme.scale(8), -side, -theme.scale(8))

    def _days(self, box: QRectF, sheet: MonthSheet) -> list[tuple[QRectF, DayCell]]:
        head = theme.scale(26)
        pitch = min((box.height() - head) / 6, box.width() / 7)
        side = max(pitch - _GAP, 3)
        found = []
        for week, cells in enumerate(sheet.weeks):
            for weekday, cell in enumerate(cells):
                if sheet.holds(cell.day):
                    left = box.left() + weekday * pitch
                    found.append((QRectF(left, box.top() + head + week * pitch, side, side), cell))
        return found

    # Painting

    def paint(self, painter: QPainter) -> None:
        for number, sheet in enumerate(self._sheets):
            self._paint_month(painter, self._box(number), sheet)

    def _paint_month(self, painter: QPainter, box: QRectF, sheet: MonthSheet) -> None:
        chosen = sheet.holds(self._chosen)
        if chosen:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("hover"))
            around = box.adjusted(-theme.scale(8), -theme.scale(4), theme.scale(8), theme.scale(4))
            painter.drawRoundedRect(around, 6, 6)
            if self.hasFocus():
                painter.setPen(QPen(theme.color("accent"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(around.adjusted(1, 1, -1, -1), 6, 6)
        days = self._days(box, sheet)
        wide = max(rect.right() for rect, _ in days) - box.left()
        line = QRectF(box.left(), box.top(), max(wide, box.width() * 0.8), theme.scale(18))
        words(painter, line, sheet.title, "symbol", theme.color("text"))
        room = line.width() - text_size(sheet.title, "symbol").width() - theme.scale(8)
        if text_size(sheet.result, "value").width() <= room:
            right = Qt.AlignmentFlag.AlignRight
            words(painter, line, sheet.result, "value", theme.color(sheet.token), right)
        for rect, cell in days:
            paint_small(painter, rect, cell.share)
            if cell.day == self._chosen:
                painter.setPen(QPen(theme.color("accent"), 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(rect.adjusted(-1.5, -1.5, 1.5, 1.5), 4, 4)

    # What the trader does

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self.day_at(event.position())
        if found is not None and event.button() is Qt.MouseButton.LeftButton:
            self.day_wanted.emit(found.day)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        for number, sheet in enumerate(self._sheets):
            if self._box(number).contains(event.position()):
                self.opened.emit(sheet.first)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case key if key in _STEPS:
                self.month_wanted.emit(_STEPS[Qt.Key(key)])
            case Qt.Key.Key_Up:
                self.month_wanted.emit(-self._across())
            case Qt.Key.Key_Down:
                self.month_wanted.emit(self._across())
            case Qt.Key.Key_PageUp:
                self.month_wanted.emit(-12)
            case Qt.Key.Key_PageDown:
                self.month_wanted.emit(12)
            case Qt.Key.Key_T if not event.modifiers():
                self.today_wanted.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                self.opened.emit(self._chosen.replace(day=1))
            case _:
                super().keyPressEvent(event)


def _told(cell: DayCell) -> str:
    beside = f", {cell.beside}" if cell.beside else ""
    return f"{format.day(cell.day)}: {cell.result}, {cell.trades}{beside}"
