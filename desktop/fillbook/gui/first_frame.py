"""The first frame: the window's own look with the newest trades, before anything is loaded.

It is painted from plain tuples where the real table will stand. What is not there yet, menus
and buttons, follows a moment later, and until then nothing can be edited.
"""

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QDateTime, QRectF, QTimer, QTimeZone, Signal
from PySide6.QtGui import QCloseEvent, QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from fillbook.storage.first_page import TradeRow

FIRST_FRAME = "first-frame.txt"
LEAST, FIRST = (1120, 700), (1280, 800)
FRAME_COLORS = (
    *("canvas", "chrome", "surface", "line", "grid", "accent_fill"),
    *("text", "text2", "text3", "gain", "loss"),
)
_ROWS = 200
_MIDDLE = 0x80 | 0x100  # Qt's AlignVCenter and TextSingleLine; Qt itself costs 27 ms
_MINUS, _UNKNOWN = "\N{MINUS SIGN}", "–"


class Kept:
    """How the window looked last, in a small file that reads without a parser to load."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._values: dict[str, Any] = {}
        try:
            found = ast.literal_eval(file.read_text(encoding="utf-8"))
        except (OSError, ValueError, SyntaxError):
            return  # a first start, or a file that something cut short
        if isinstance(found, dict):
            self._values = found

    def get(self, key: str, default: Any) -> Any:
        found = self._values.get(key, default)
        return found if isinstance(found, type(default)) else default

    def keep(self, values: dict[str, Any]) -> None:
        beside = self._file.with_suffix(".new")
        try:
            beside.write_text(repr(values), encoding="utf-8")
            beside.replace(self._file)
        except OSError:
            return  # the next start looks a moment like the first


class Shell(QMainWindow):
    """The top window. First it shows the first frame, then what is put into it."""

    painted = Signal()  # the first frame is on the screen
    closing = Signal()

    def __init__(self, kept: Kept) -> None:
        super().__init__()
        self._was_painted = False
        self.setWindowTitle("Fillbook")
        self.setMinimumSize(*LEAST)
        self.resize(*FIRST)
        geometry = kept.get("geometry", b"")
        if geometry:
            self.restoreGeometry(QByteArray(geometry))

    def frame_painted(self) -> None:
        """Called by the first frame while it is painted."""
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)


class FirstFrame(QWidget):
    """Chrome, navigation and rows in the places that they had when the window was closed."""

    def __init__(self, shell: Shell, kept: Kept, rows: "tuple[TradeRow, ...]") -> None:
        super().__init__(shell)
        self._shell = shell
        self._rows = rows
        self._kept = kept
        self._named: dict[str, str] = kept.get("colors", {}) or _first_colors()
        self._zones: dict[str, QTimeZone] = {}

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        width, height = self.width(), self.height()
        bar, foot = self._kept.get("bar", 41), self._kept.get("foot", 28)
        side, detail = self._kept.get("side", 204), self._kept.get("detail", 0)
        self._fill(painter, "canvas", 0, 0, width, height)
        self._fill(painter, "chrome", 0, 0, width, bar)
        self._fill(painter, "chrome", 0, bar, side, height - bar)
        self._fill(painter, "chrome", 0, height - foot, width, foot)
        self._fill(painter, "line", 0, bar - 1, width, 1)
        self._fill(painter, "line", side - 1, bar, 1, height - bar - foot)
        self._fill(painter, "line", 0, height - foot, width, 1)
        self._fill(painter, "accent_fill", 14, (bar - 23) // 2, 22, 22)
        if detail:
            self._fill(painter, "surface", detail, bar, width - detail, height - bar - foot)
        self._paint_rows(painter, detail or width, height - foot)
        painter.end()
        self._shell.frame_painted()

    def _fill(
        self, painter: QPainter, token: str, left: int, top: int, width: int, height: int
    ) -> None:
        painter.fillRect(left, top, width, height, self._color(token))

    def _color(self, token: str) -> QColor:
        return QColor(self._named.get(token, "#808080"))

    def _paint_rows(self, painter: QPainter, right: int, bottom: int) -> None:
        top, step = self._kept.get("top", 0), self._kept.get("row", 28)
        if not top:
            return
        count = min(len(self._rows), (bottom - top) // step + 1)
        left, wide = self._kept.get("left", 0), self._kept.get("wide", right)
        for row in range(count):
            self._fill(painter, "grid", left, top + (row + 1) * step - 1, wide, 1)
        painter.setClipRect(0, top, right, bottom - top)
        lines: dict[tuple[str, int], list[tuple[QRectF, int, str]]] = {}
        for key, x, width, align, weight, token in self._kept.get("columns", []):
            text = _TEXTS.get(key)
            if text is None:
                continue
            for number, shown in enumerate(self._rows[:count]):
                words = text(self, shown)
                ink = self._ink(shown, words, "" if key == "net" else token)
                place = QRectF(x + 9, top + number * step, width - 18, step - 1)
                lines.setdefault((ink, weight), []).append((place, align | _MIDDLE, words))
        for (ink, weight), cells in lines.items():
            painter.setPen(self._color(ink))
            painter.setFont(self._font(weight))
            for place, flags, words in cells:
                painter.drawText(place, flags, words)

    def _font(self, weight: int) -> QFont:
        font = QFont(self._kept.get("family", ""))
        font.setPixelSize(self._kept.get("px", 13))
        font.setWeight(QFont.Weight(weight))
        font.setFeature(QFont.Tag("tnum"), 1)
        font.setFeature(QFont.Tag("case"), 1)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    def _ink(self, row: "TradeRow", words: str, token: str) -> str:
        if words == _UNKNOWN:
            return "text3"
        if token:
            return token
        net = float(row.net_pnl or 0)
        return "gain" if net > 0 else "loss" if net < 0 else "text2"

    def _opened(self, row: "TradeRow") -> str:
        if row.opened_at is None:
            return _UNKNOWN
        name = self._kept.get("zones", {}).get(row.account, "UTC")
        if name not in self._zones:
            self._zones[name] = QTimeZone(QByteArray(name.encode()))
        at = QDateTime.fromMSecsSinceEpoch(row.opened_at // 1000, self._zones[name])
        year = " yyyy" if at.date().year() != self._kept.get("year", 0) else ""
        return self.locale().toString(at, f"d MMM{year}  HH:mm")

    def _net(self, row: "TradeRow") -> str:
        if row.net_pnl is None:
            return _UNKNOWN
        return "•••" if self._kept.get("privacy", False) else _signed(row.net_pnl)


def _signed(digits: str) -> str:
    value = float(digits)
    shown = f"{abs(value):,.2f}"
    if not shown.strip("0.,"):
        return shown
    return f"{_MINUS if value < 0 else '+'}{shown}"


def _first_colors() -> dict[str, str]:
    """Those of a start that knows nothing yet."""
    from fillbook.gui.tokens import Look, Scheme, tokens

    return tokens(Look.LIGHT, Scheme.BLUE_ORANGE)


_TEXTS: "dict[str, Callable[[FirstFrame, TradeRow], str]]" = {
    "number": lambda _frame, row: str(row.number),
    "opened": FirstFrame._opened,
    "account": lambda _frame, row: row.account,
    "symbol": lambda _frame, row: row.symbol,
    "side": lambda _frame, row: f"     {row.direction.capitalize()}",
    "quantity": lambda _frame, row: f"{float(row.quantity):,g}",
    "net": FirstFrame._net,
    "r": lambda _frame, row: _UNKNOWN if row.r_multiple is None else _signed(row.r_multiple),
    "setup": lambda _frame, row: f"    {row.setup}" if row.setup else _UNKNOWN,
    "grade": lambda _frame, row: row.grade or _UNKNOWN,
}
"""What stands in a column; the others come with the real table."""


def newest_rows(folder: Path) -> "tuple[TradeRow, ...]":
    """The first page of a library by a connection that cannot write; none where it is not one."""
    file = folder / "journal.db"
    if not file.exists():
        return ()
    from fillbook.storage.database import DatabaseError, open_reader
    from fillbook.storage.first_page import newest

    try:
        connection = open_reader(file)
        try:
            return newest(connection, _ROWS)
        finally:
            connection.close()
    except DatabaseError:
        return ()  # an older one, or none: opening it properly says so


def show_first_frame(folder: Path, kept: Kept) -> Shell:
    """Show the frame; its `painted` tells when the rest may load."""
    shell = Shell(kept)
    rows = newest_rows(folder) if kept.get("page", "") == "trades" else ()
    shell.setCentralWidget(FirstFrame(shell, kept, rows))
    shell.show()
    return shell
