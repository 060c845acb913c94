"""A month of days and weeks; arrows walk the days, Enter opens one."""

from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from fillbook.gui import format, icons, theme
from fillbook.gui.charts.calendar_cells import DayCell, MonthSheet, WeekTotal
from fillbook.gui.charts.drawing import Drawing, Table
from fillbook.gui.charts.painting import boxed, hairline_h, hairline_v, text_size, words
from fillbook.gui.charts.tints import day_tint
from fillbook.gui.icons import Icon

_HEAD, _SHORT_WEEK = 30, 40
_TWO_LINES = 66  # a row lower than this keeps the result alone
_WEEKEND, _WEEK, _DAY_LEAST = 74, 148, 88
_RIGHT = Qt.AlignmentFlag.AlignRight
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -7,
    Qt.Key.Key_Down: 7,
}


class MonthGrid(Drawing):
    """PageUp and PageDown turn to another month, T to today."""

    day_wanted = Signal(object)  # date to stand on
    opened = Signal(object)  # date
    today_wanted = Signal()
    month_wanted = Signal(int)  # so many months further

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Month", parent)
        self._sheet: MonthSheet | None = None
        self._chosen = self._today = date.min
        self._hovered: date | None = None
        self._noted: frozenset[date] = frozenset()
        self.empty_text = ""
        self.setMouseTracking(True)
        self.setAccessibleDescription(
            "Arrows walk the days, page up and page down the months, T goes to today, "
            "Enter opens the day"
        )

    def show_month(self, sheet: MonthSheet, chosen: date, today: date) -> None:
        self._sheet, self._chosen, self._today = sheet, chosen, today
        self.setAccessibleName(f"{sheet.title}, {sheet.result or 'nothing closed'}")
        self.updateGeometry()
        self.update()

    def mark_noted(self, days: frozenset[date]) -> None:
        """Mark the days of which something is written."""
        self._noted = days
        self.update()

    def is_empty(self) -> bool:
        return self._sheet is None

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scale(5 * _DAY_LEAST + 110), theme.scale(_HEAD + 5 * 58))

    def table(self) -> Table:
        rows = [
            (format.day(cell.day), cell.result, cell.trades, cell.beside)
            for week in (self._sheet.weeks if self._sheet else ())
            for cell in week
            if not cell.is_empty
        ]
        return Table(("Day", "Result", "Trades", "Beside"), rows)

    # Geometry

    def day_at(self, place: QPointF) -> date | None:
        """The date under a point."""
        if self._sheet is None:
            return None
        for week, cells in enumerate(self._sheet.weeks):
            for weekday, cell in enumerate(cells):
                if self._cell_rect(week, weekday).contains(place):
                    return cell.day
        return None

    def rect_of(self, day: date) -> QRectF:
        """Where a date stands; nothing where it does not."""
        for week, cells in enumerate(self._sheet.weeks if self._sheet else ()):
            if cells[0].day <= day <= cells[6].day:
                return self._cell_rect(week, day.weekday())
        return QRectF()

    def _columns(self) -> list[float]:
        """Left edges of the seven days and of the week's total, and the right end."""
        week = theme.scale(_WEEK if self.width() > theme.scale(760) else 110)
        room = self.width() - week
        weekend = round(room / 7)
        if not self._has_weekend():
            narrow = room - 2 * theme.scale(_WEEKEND) < theme.scale(5 * _DAY_LEAST)
            weekend = 0 if narrow else theme.scale(_WEEKEND)
        day = (room - 2 * weekend) / 5
        edges = [round(place * day) for place in range(6)]
        return [*edges, edges[5] + weekend, edges[5] + 2 * weekend, self.width()]

    def _rows(self) -> list[float]:
        """Upper edges of the weeks, and the lower end."""
        if self._sheet is None:
            return []
        short = [self._is_short(cells) for cells in self._sheet.weeks]
        small = theme.scale(_SHORT_WEEK)
        room = self.height() - theme.scale(_HEAD) - small * sum(short)
        tall = max(room / max(len(short) - sum(short), 1), small)
        edges = [float(theme.scale(_HEAD))]
        for is_short in short:
            edges.append(edges[-1] + (small if is_short else tall))
        return [round(edge) for edge in edges]

    def _is_short(self, cells: tuple[DayCell, ...]) -> bool:
        assert self._sheet is not None
        own = [cell for cell in cells[:5] if self._sheet.holds(cell.day)]
        return not own and all(cell.is_empty for cell in cells)

    def _has_weekend(self) -> bool:
        weeks = self._sheet.weeks if self._sheet else ()
        return any(not cell.is_empty for cells in weeks for cell in cells[5:])

    def _cell_rect(self, week: int, weekday: int) -> QRectF:
        columns, rows = self._columns(), self._rows()
        left, top = columns[weekday], rows[week]
        return QRectF(left, top, columns[weekday + 1] - left, rows[week + 1] - top)

    # Painting

    def paint(self, painter: QPainter) -> None:
        if self._sheet is None:
            return
        columns, rows = self._columns(), self._rows()
        self._paint_head(painter, columns)
        for week, cells in enumerate(self._sheet.weeks):
            for weekday, cell in enumerate(cells):
                left, top = columns[weekday], rows[week]
                width = columns[weekday + 1] - left
                if width > 1:
                    rect = QRectF(left, top, width, rows[week + 1] - top)
                    self._paint_day(painter, cell, rect)
            end = QRectF(
                columns[7], rows[week], columns[8] - columns[7], rows[week + 1] - rows[week]
            )
            self._paint_week(painter, self._sheet.totals[week], end)
            if week:
                hairline_h(painter, 0, self.width(), rows[week], theme.color("line"))
        for edge in sorted(set(columns[1:8])):
            hairline_v(painter, edge, theme.scale(_HEAD), self.height(), theme.color("line"))
        chosen = self.rect_of(self._chosen)
        if chosen.width() > 1:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(chosen.adjusted(1.5, 1.5, -0.5, -0.5), 3, 3)

    def _paint_head(self, painter: QPainter, columns: list[float]) -> None:
        head, side = theme.scale(_HEAD), theme.scale(12)
        monday = date(2024, 1, 1)
        for weekday in range(7):
            width = columns[weekday + 1] - columns[weekday]
            day = monday + timedelta(days=weekday)
            name = format.long_weekday(day)
            if text_size(name, "label").width() > width - 2 * side:
                name = format.weekday(day)
            if width > side:
                place = QRectF(columns[weekday] + side, 0, width, head)
                words(painter, place, name, "label", theme.color("text2"))
        place = QRectF(columns[7], 0, columns[8] - columns[7] - side, head)
        words(painter, place, "Week", "label", theme.color("text2"), _RIGHT)
        hairline_h(painter, 0, self.width(), head - 1, theme.color("line"))

    def _paint_day(self, painter: QPainter, cell: DayCell, rect: QRectF) -> None:
        assert self._sheet is not None
        own = self._sheet.holds(cell.day)
        ground = "sunken" if cell.day.weekday() > 4 and cell.is_empty else "surface"
        painter.fillRect(rect, theme.color(ground))
        if not own:
            painter.setOpacity(0.45)
        if not cell.is_empty:
            painter.fillRect(rect, day_tint(cell.share))
        elif cell.day == self._hovered:
            painter.fillRect(rect, theme.color("hover"))
        self._paint_number(painter, cell, rect)
        if not cell.is_empty:
            self._paint_result(painter, cell, rect)
        painter.setOpacity(1.0)

    def _paint_number(self, painter: QPainter, cell: DayCell, rect: QRectF) -> None:
        side, line = theme.scale(12), theme.scale(18)
        number = QRectF(rect.left() + side, rect.top() + theme.scale(8), theme.scale(24), line)
        ink = "text" if not cell.is_empty else "text2"
        if cell.day == self._today:
            box = number.adjusted(-theme.scale(5), -1, 0, 1)
            box.setWidth(theme.scale(26))
            boxed(painter, box, theme.color("text"), theme.color("text"), 5)
            middle = Qt.AlignmentFlag.AlignHCenter
            words(painter, box, str(cell.day.day), "label", theme.color("surface"), middle)
        else:
            words(painter, number, str(cell.day.day), "label", theme.color(ink))
        if rect.width() > theme.scale(70):
            self._paint_marks(
                painter,
                cell,
                QRectF(number.left(), number.top(), rect.right() - side - number.left(), line),
            )

    def _paint_marks(self, painter: QPainter, cell: DayCell, line: QRectF) -> None:
        """From the right: whether its trades are reviewed, and whether it has a note."""
        size = theme.scale(15)
        box = QRectF(line.right() - size, line.top(), size, line.height())
        if cell.reviewed:
            icons.paint(painter, box, Icon.OK, "ok", size)
            box.translate(-size - theme.scale(4), 0)
        if cell.day in self._noted:
            icons.paint(painter, box, Icon.NOTE, "text3", size)

    def _paint_result(self, painter: QPainter, cell: DayCell, rect: QRectF) -> None:
        side, line = theme.scale(12), theme.scale(18)
        inner = rect.adjusted(side, 0, -side, 0)
        foot = QRectF(inner.left(), rect.bottom() - theme.scale(8) - line, inner.width(), line)
        is_low = rect.height() < theme.scale(_TWO_LINES)
        value = foot if is_low else foot.translated(0, -line)
        room = inner.width()
        role = "symbol" if text_size(cell.result, "symbol").width() <= room else "micro"
        words(painter, value, cell.result, role, theme.color(cell.token), _RIGHT)
        if is_low:
            return
        both = text_size(cell.trades, "small").width() + text_size(cell.beside, "small").width()
        words(painter, foot, cell.beside or cell.trades, "small", theme.color("text2"), _RIGHT)
        if cell.beside and both + theme.scale(8) <= room:
            place = foot.adjusted(0, 0, -text_size(cell.beside, "small").width() - 8, 0)
            words(painter, place, cell.trades, "small", theme.color("text2"), _RIGHT)

    def _paint_week(self, painter: QPainter, total: WeekTotal, rect: QRectF) -> None:
        painter.fillRect(rect, theme.color("surface"))
        side, line = theme.scale(12), theme.scale(18)
        inner = rect.adjusted(side, 0, -side, 0)
        top = QRectF(inner.left(), rect.top() + theme.scale(8), inner.width(), line)
        words(painter, top, f"Week {total.number}", "small", theme.color("text2"), _RIGHT)
        if not total.result or rect.height() < theme.scale(58):
            return
        foot = QRectF(inner.left(), rect.bottom() - theme.scale(8) - line, inner.width(), line)
        value = foot.translated(0, -line)
        words(painter, foot, total.trades, "small", theme.color("text2"), _RIGHT)
        words(painter, value, total.result, "symbol", theme.color(total.token), _RIGHT)
        room = inner.width() - text_size(total.result, "symbol").width() - theme.scale(10)
        if room >= theme.scale(40):
            self._paint_bars(painter, total, QRectF(inner.left(), value.top() - 6, 40, line + 12))

    def _paint_bars(self, painter: QPainter, total: WeekTotal, rect: QRectF) -> None:
        """The week in small: a bar a day, up or down from its zero."""
        middle = rect.center().y()
        hairline_h(painter, rect.left(), rect.right(), middle, theme.color("control"))
        bars = total.bars[:5] if not any(total.bars[5:]) else total.bars
        step = rect.width() / len(bars)
        for place, share in enumerate(bars):
            if share:
                height = max(abs(share) * rect.height() / 2, 1.5)
                top = middle - height if share > 0 else middle + 1
                bar = QRectF(round(rect.left() + place * step) + 1, top, step - 2, height)
                painter.fillRect(bar, theme.color("gain" if share > 0 else "loss"))

    # What the trader does

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        day = self.day_at(event.position())
        if day != self._hovered:
            self._hovered = day
            self.update()

    def leaveEvent(self, event: object) -> None:
        self._hovered = None
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self.day_at(event.position())
        if day is not None and event.button() is Qt.MouseButton.LeftButton:
            self.day_wanted.emit(day)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        day = self.day_at(event.position())
        if day is not None:
            self.opened.emit(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case key if key in _STEPS:
                self.day_wanted.emit(self._chosen + timedelta(days=_STEPS[Qt.Key(key)]))
            case Qt.Key.Key_PageUp:
                self.month_wanted.emit(-1)
            case Qt.Key.Key_PageDown:
                self.month_wanted.emit(1)
            case Qt.Key.Key_T if not event.modifiers():
                self.today_wanted.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                self.opened.emit(self._chosen)
            case _:
                super().keyPressEvent(event)
