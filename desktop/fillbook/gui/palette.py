"""Find anything: actions, pages, tags and trades from one field."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from fillbook.domain.contents import Vocabulary
from fillbook.domain.errors import NotFound
from fillbook.domain.query import TradeQuery
from fillbook.domain.trade import Trade
from fillbook.gui import format, icons, theme
from fillbook.gui.icons import Icon
from fillbook.gui.session import Session
from fillbook.gui.widgets.key_cap import key_words
from fillbook.gui.widgets.popover import Popover
from fillbook.gui.widgets.strokes import SHADOW, boxed, hairline, words
from fillbook.storage.library import Library

_WIDTH, _ROW, _GROUP = 640, 36, 26
_MOST, _MOST_TRADES, _MOST_TAGS = 10, 4, 2
_PAUSE_MS = 120


@dataclass(frozen=True, slots=True)
class Found:
    """A line of the palette."""

    group: str
    text: str
    note: str
    icon: Icon
    act: Callable[[], object]


class _Lines(QWidget):
    picked = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.found: list[Found] = []
        self.current = 0
        self.setMouseTracking(True)
        self.setAccessibleName("What was found")

    def sizeHint(self) -> QSize:
        height = sum(self._height(row) for row in range(len(self.found)))
        return QSize(theme.scale(_WIDTH), height + 6 if self.found else 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        top = 0
        for row, line in enumerate(self.found):
            if self._begins_group(row):
                head = QRectF(12, top, self.width() - 24, theme.scale(_GROUP))
                words(painter, head, line.group, theme.font("small"), theme.color("text3"))
                top += theme.scale(_GROUP)
            rect = QRectF(4, top, self.width() - 8, theme.scale(_ROW))
            if row == self.current:
                boxed(painter, rect, theme.color("accent_soft"), None, 6)
            icons.paint(painter, QRectF(14, top, 18, rect.height()), line.icon, "text2", 16)
            right = rect.adjusted(theme.scale(240), 0, -12, 0)
            align = Qt.AlignmentFlag.AlignRight
            used = words(
                painter, right, line.note, theme.font("small"), theme.color("text3"), align
            )
            place = rect.adjusted(36, 0, -used - 24, 0)
            words(painter, place, line.text, theme.font("value"), theme.color("text"))
            top += theme.scale(_ROW)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event.position().y())
        if row >= 0:
            self.current = row
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event.position().y())
        if row >= 0:
            self.picked.emit(row)

    def _begins_group(self, row: int) -> bool:
        return row == 0 or self.found[row].group != self.found[row - 1].group

    def _height(self, row: int) -> int:
        return theme.scale(_ROW) + (theme.scale(_GROUP) if self._begins_group(row) else 0)

    def _row_at(self, y: float) -> int:
        top = 0
        for row in range(len(self.found)):
            top += self._height(row)
            if y < top:
                return row
        return -1


class Palette(Popover):
    """Opens over the window at a fifth of its height; arrows and Enter, Esc closes."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._tags: tuple[str, ...] = ()
        self._trades: tuple[Trade, ...] = ()
        self.set_padding(0)
        self.body.setSpacing(0)
        self._field = QLineEdit()
        self._field.setProperty("bare", True)
        self._field.setPlaceholderText("Find a trade, tag, page or action")
        self._field.setAccessibleName("Find anything")
        self._field.setTextMargins(16, 0, 16, 0)
        self._field.installEventFilter(self)
        self._lines = _Lines(self)
        self.body.addWidget(self._field)
        self.body.addWidget(self._lines)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._search_trades)
        self._field.textEdited.connect(self._typed)
        self._lines.picked.connect(self._pick)

    def open_over_window(self) -> None:
        """Show it empty, with what can be done now."""
        self._session.tasks.run(self._session.library.vocabulary, self._know)
        self._field.clear()
        self._trades = ()
        self._field.setFont(theme.font("pane"))
        self._field.setFixedHeight(theme.scale(48))
        self._show()
        at = self._window.mapToGlobal(self._window.rect().topLeft())
        left = at.x() + (self._window.width() - self.width()) // 2
        self.move(left, at.y() + self._window.height() // 5 - SHADOW)
        self.show()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._lines.found:
            width = self.width() - 2 * SHADOW
            hairline(QPainter(self), SHADOW, self._lines.y() - 1, width)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            found = self._lines.found
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and found:
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                self._lines.current = (self._lines.current + step) % len(found)
                self._lines.update()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and found:
                self._pick(self._lines.current)
                return True
        return super().eventFilter(watched, event)

    def _know(self, vocabulary: Vocabulary) -> None:
        self._tags = tuple(tag.name for tag in vocabulary.tags)

    def _typed(self, text: str) -> None:
        self._show()
        if len(text.strip()) > 1 or text.strip().isdigit():
            self._pause.start()

    def _search_trades(self) -> None:
        text = self._field.text().strip()
        self._session.tasks.run(
            partial(_trades_named, self._session.library, text), partial(self._take, text)
        )

    def _take(self, text: str, trades: tuple[Trade, ...]) -> None:
        if self.isVisible() and text == self._field.text().strip():
            self._trades = trades
            self._show()

    def _show(self) -> None:
        wanted = self._field.text().strip().casefold()
        found = [*self._found_commands(wanted)]
        if wanted:
            found = [*self._found_trades(), *self._found_tags(wanted), *found]
        self._lines.found = found[:_MOST]
        self._lines.current = 0
        self._lines.setFixedSize(self._lines.sizeHint())
        self.adjustSize()
        self.update()
        self._lines.update()

    def _found_commands(self, wanted: str) -> Sequence[Found]:
        found = []
        for command, action in self._session.commands:
            name = action.text().replace("&", "")
            if not action.isEnabled() or wanted not in name.casefold():
                continue
            page = command.key.startswith("page.")
            icon = command.icon or Icon.FORWARD
            note = key_words(action.shortcut())
            found.append(Found("Pages" if page else "Actions", name, note, icon, action.trigger))
        return sorted(found, key=lambda line: line.group != "Pages")

    def _found_tags(self, wanted: str) -> Sequence[Found]:
        return [
            Found("Tags", tag, "show its trades", Icon.TAG, partial(self._filter_by, tag))
            for tag in self._tags
            if wanted in tag.casefold()
        ][:_MOST_TAGS]

    def _found_trades(self) -> Sequence[Found]:
        return [
            Found(
                "Trades",
                f"{trade.symbol} #{trade.number}",
                _said(trade),
                Icon.TRADES,
                partial(self._session.trade_wanted.emit, trade.id),
            )
            for trade in self._trades
        ]

    def _filter_by(self, tag: str) -> None:
        self._session.set_query(TradeQuery(tags=(tag,)))
        self._session.page_wanted.emit("trades")

    def _pick(self, row: int) -> None:
        act = self._lines.found[row].act
        self.close()
        act()


def _said(trade: Trade) -> str:
    parts = [trade.direction.value]
    if trade.trading_day is not None:
        parts.append(format.day(trade.trading_day))
    if trade.net_pnl is not None:
        parts.append(f"{format.money(trade.net_pnl, signed=True)} {trade.currency}")
    return "  ".join(parts)


def _trades_named(library: Library, text: str) -> tuple[Trade, ...]:
    number = text.removeprefix("#")
    if number.isdigit():
        try:
            return (library.trade(number).trade,)
        except NotFound:
            return ()
    ids = sorted(library.search(text), reverse=True)  # ids rise with time
    found: tuple[Trade, ...] = library.trades(ids[:_MOST_TRADES])
    return found
