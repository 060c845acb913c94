"""The chosen day: its result, how it came about, its trades."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fillbook.gui import icons, theme
from fillbook.gui.charts.drawing import Table
from fillbook.gui.charts.month_strip import MonthStrip
from fillbook.gui.charts.painting import text_size, words
from fillbook.gui.charts.row_list import RowList
from fillbook.gui.icons import Icon
from fillbook.gui.pages.calendar.agreements import Agreements
from fillbook.gui.pages.calendar.day_editor import DayEditor
from fillbook.gui.pages.calendar.presenter import CalendarState, DayState, DayTrade
from fillbook.gui.widgets.button import Button
from fillbook.gui.widgets.words import Words

_RIGHT = Qt.AlignmentFlag.AlignRight
_WIDTH = 304


class _Steps(QWidget):
    """The day's realised result, fill by fill."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[float, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.events.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(theme.scale(240), theme.scale(76))

    def show_steps(self, steps: tuple[float, ...]) -> None:
        self._steps = steps
        self.setVisible(bool(steps))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        levels = (0.0, *self._steps)
        low, high = min(levels), max(levels)
        room, left = self.height() - 12, 2
        pitch = (self.width() - 12) / max(len(levels) - 1, 1)

        def height(level: float) -> float:
            return round(6 + room * (high - level) / (high - low or 1)) + 0.5

        zero = height(0.0)
        painter.fillRect(QRectF(0, zero - 0.5, self.width(), 1), theme.color("control"))
        points = [QPointF(left, zero)]
        for number, level in enumerate(self._steps, 1):
            x = round(left + number * pitch) + 0.5
            points += [QPointF(x, points[-1].y()), QPointF(x, height(level))]
        painter.setPen(QPen(theme.color("text"), 1.4))
        painter.drawPolyline(QPolygonF(points))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("text"))
        painter.drawEllipse(points[-1], 3, 3)


class DayTrades(RowList):
    """The trades that realised something, in the order of their first closing fill."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Trades of the day", parent)
        self.row_px = 48
        self.empty_text = ""
        self._trades: tuple[DayTrade, ...] = ()

    def show_trades(self, trades: tuple[DayTrade, ...]) -> None:
        self._trades = trades
        self.rows_changed()

    def count(self) -> int:
        return len(self._trades)

    def trade_at(self, index: int) -> DayTrade:
        return self._trades[index]

    def table(self) -> Table:
        rows = [(each.symbol, each.line, each.result, each.r) for each in self._trades]
        return Table(("Symbol", "Entry", "Result", "R"), rows)

    def paint_row(self, painter: QPainter, index: int, rect: QRectF) -> None:
        each, side, line = self._trades[index], theme.scale(16), theme.scale(18)
        inner = rect.adjusted(side, theme.scale(6), -side, 0)
        top = QRectF(inner.left(), inner.top(), inner.width(), line)
        words(painter, top, each.symbol, "symbol", theme.color("text"))
        arrow = QRectF(
            top.left() + text_size(each.symbol, "symbol").width() + 6, top.top(), 12, line
        )
        icons.paint(painter, arrow, Icon.LONG if each.is_long else Icon.SHORT, "text3", 12)
        words(painter, top, each.result, "value", theme.color(each.token), _RIGHT)
        below = top.translated(0, line)
        r_room = text_size(each.r, "small").width() + theme.scale(10)
        words(painter, below, each.r, "small", theme.color("text2"), _RIGHT)
        painter.setFont(theme.font("small"))
        elided = painter.fontMetrics().elidedText(
            each.line, Qt.TextElideMode.ElideRight, int(below.width() - r_room)
        )
        words(painter, below, elided, "small", theme.color("text2"))
        painter.fillRect(
            QRectF(inner.left(), rect.bottom() - 1, inner.width(), 1), theme.color("grid")
        )


class DayPane(QWidget):
    """Beside the calendar; the year stands at its foot."""

    trade_wanted = Signal(str)
    day_wanted = Signal(object)  # open this day's trades
    month_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: DayState | None = None
        self._title = Words("", "pane", "text")
        self._result = Words("", "pane", "text", _RIGHT)
        self._note = Words("", "small", "text2")
        self._r = Words("", "small", "text2", _RIGHT)
        self.agreements = Agreements()
        self._steps = _Steps()
        self.trades = DayTrades()
        self.editor = DayEditor()
        self.open_button = Button("Open the day", icon=Icon.TRADES, key="Enter")
        self._year = Words("", "label", "text2")
        self._year_result = Words("", "value", "text", _RIGHT)
        self.strip = MonthStrip()
        self._lay_out()
        self.trades.opened.connect(self._trade_opened)
        self.open_button.clicked.connect(self._open)
        self.strip.month_wanted.connect(self.month_wanted)
        theme.events.changed.connect(self._size)
        self._size()

    def show_state(self, state: CalendarState, note: str) -> None:
        day = state.chosen
        self.editor.show_note(day.day, note)
        self._state = day
        self._title.setText(day.title)
        self._note.setText(day.note)
        for label, text, token in (
            (self._result, day.result, day.token),
            (self._r, day.r, "text2"),
            (self._year_result, state.year_result, state.year_token),
        ):
            label.setText(text)
            label.set_ink(token)
        self._steps.show_steps(day.steps)
        self.trades.show_trades(day.trades)
        self.trades.setVisible(bool(day.trades))
        self.open_button.setVisible(bool(day.trades))
        self._year.setText(state.year)
        self.strip.show_months(state.months, day.day)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(0, 0, 1, self.height(), theme.color("line"))
        foot = self._foot.geometry().top()
        painter.fillRect(0, foot, self.width(), 1, theme.color("line"))

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(16, 14, 16, 8)
        head.setSpacing(2)
        for left, right in ((self._title, self._result), (self._note, self._r)):
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(left, 1)
            row.addWidget(right)
            head.addLayout(row)
        head.addWidget(self.agreements)
        head.addWidget(self._steps)
        button = QHBoxLayout()
        button.setContentsMargins(16, 12, 16, 12)
        button.addWidget(self.open_button)
        button.addStretch(1)
        self._foot = QWidget()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(16, 12, 16, 12)
        foot.setSpacing(8)
        year = QHBoxLayout()
        year.addWidget(self._year, 1)
        year.addWidget(self._year_result)
        foot.addLayout(year)
        foot.addWidget(self.strip)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.trades, 1)
        layout.addWidget(self.editor)
        layout.addLayout(button)
        layout.addStretch(0)
        layout.addWidget(self._foot)

    def _size(self) -> None:
        self.setFixedWidth(theme.scale(_WIDTH))
        self.update()

    def _trade_opened(self, index: int) -> None:
        self.trade_wanted.emit(self.trades.trade_at(index).id)

    def _open(self) -> None:
        if self._state is not None:
            self.day_wanted.emit(self._state.day)
