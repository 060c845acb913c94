"""The first frame: the window's own look with the newest trades, before anything is loaded.

It is painted from plain tuples where the real table will stand. What is not there yet, menus
and buttons, follows a moment later, and until then nothing can be edited.
"""

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QDateTime, QRectF, Qt, QTimer, QTimeZone, Signal
from PySide6.QtGui import QCloseEvent, QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from fillbook.gui.tokens import Look, Scheme, tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from fillbook.storage.first_page import TradeRow

FIRST_FRAME = "first-frame.txt"
LEAST, FIRST = (1120, 700), (1280, 800)
_ROWS = 200
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
        named = tokens(_look(kept), Scheme(kept.get("scheme", Scheme.BLUE_ORANGE.value)))
        self._colors = {name: QColor(value) for name, value in named.items()}
        self._zones: dict[str, QTimeZone] = {}

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colors, width, height = self._colors, self.width(), self.height()
        bar, foot = self._kept.get("bar", 41), self._kept.get("foot", 28)
        side = self._kept.get("side", 204)
        painter.fillRect(0, 0, width, height, colors["canvas"])
        painter.fillRect(0, 0, width, bar, colors["chrome"])
        painter.fillRect(0, bar, side, height - bar, colors["chrome"])
        painter.fillRect(0, height - foot, width, foot, colors["chrome"])
        painter.fillRect(0, bar - 1, width, 1, colors["line"])
        painter.fillRect(side - 1, bar, 1, height - bar - foot, colors["line"])
        painter.fillRect(0, height - foot, width, 1, colors["line"])
        painter.fillRect(14, (bar - 23) // 2, 22, 22, colors["accent_fill"])
        detail = self._kept.get("detail", 0)
        if detail:
            painter.fillRect(detail, bar, width - detail, height - bar - foot, colors["surface"])
        self._paint_rows(painter, detail or width, height - foot)
        painter.end()
        self._shell.frame_painted()

    def _paint_rows(self, painter: QPainter, right: int, bottom: int) -> None:
        top, step = self._kept.get("top", 0), self._kept.get("row", 28)
        if not top:
            return
        columns = self._kept.get("columns", [])
        painter.setClipRect(0, top - step, right, bottom - top + step)
        count = min(len(self._rows), (bottom - top) // step + 1)
        left, wide = self._kept.get("left", 0), self._kept.get("wide", right)
        for row in range(count):
            painter.fillRect(left, top + (row + 1) * step - 1, wide, 1, self._colors["grid"])
        for key, x, width, align, weight, token in columns:
            text = _TEXTS.get(key)
            if text is None:
                continue
            font = self._font(weight)
            metrics = QFontMetricsF(font)
            painter.setFont(font)
            flags = int(Qt.AlignmentFlag(align)) | int(Qt.AlignmentFlag.AlignVCenter)
            for row in range(count):
                words = text(self, self._rows[row])
                ink = self._ink(self._rows[row], words, token if key != "net" else "")
                painter.setPen(self._colors[ink])
                place = QRectF(x + 9, top + row * step, width - 18, step - 1)
                shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, place.width())
                painter.drawText(place, flags, shown)

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


def _look(kept: Kept) -> Look:
    return Look(kept.get("look", Look.LIGHT.value))


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
