"""Parts of the import preview: a file in the list, its totals, rows left out, progress."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fillbook.gui import format, icons, theme
from fillbook.gui.icons import Icon
from fillbook.gui.pages.importing.presenter import (
    TOTAL_HEADERS,
    FileState,
    LeftOutRow,
    Seal,
    TotalRow,
)
from fillbook.gui.widgets.card import Panel
from fillbook.gui.widgets.focus import PaintedButton
from fillbook.gui.widgets.seal import Seal as SealMark
from fillbook.gui.widgets.strokes import boxed, hairline, ring
from fillbook.gui.widgets.words import Words

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

_MARKS = {
    Seal.TIES: (Icon.SEAL, "ok"),
    Seal.DIFFERS: (Icon.WARN, "warn"),
    Seal.BROKEN: (Icon.BAD, "bad"),
}


def _write(
    painter: QPainter,
    rect: QRectF,
    text: str,
    role: str,
    token: str,
    align: Qt.AlignmentFlag,
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle,
) -> None:
    font = theme.font(role)
    painter.setFont(font)
    painter.setPen(theme.color(token))
    shown = QFontMetricsF(font).elidedText(text, elide, rect.width())
    painter.drawText(rect, align, shown)


class FileCard(PaintedButton):
    """A file in the list: its name, its format, and whether its totals tie."""

    def __init__(self, state: FileState, parent: QWidget | None = None) -> None:
        super().__init__(state.name, parent)
        self._state = state
        self.setCheckable(True)
        self.setAccessibleName(f"{state.name}, {state.caption}, {state.title}")
        self.setToolTip(state.name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(240, theme.scale(60))

    def minimumSizeHint(self) -> QSize:
        return QSize(180, theme.scale(60))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        edge = "accent" if self.isChecked() else "line"
        fill = "hover" if self.underMouse() and not self.isChecked() else "surface"
        boxed(painter, rect, theme.color(fill), theme.color(edge), 8)
        pad, icon = theme.scale(14), theme.scale(18)
        icons.paint(
            painter,
            QRectF(rect.left() + pad, rect.top() + pad, icon, icon),
            Icon.FILE,
            "text2",
            18,
        )
        left = rect.left() + pad + icon + theme.scale(10)
        width = rect.width() - (left - rect.left()) - theme.scale(44)
        line = theme.scale(20)
        name = QRectF(left, rect.top() + theme.scale(9), width, line)
        _write(painter, name, self._state.name, "symbol", "text", _LEFT)
        caption = name.translated(0, line)
        end = Qt.TextElideMode.ElideRight
        _write(painter, caption, self._state.caption, "small", "text2", _LEFT, end)
        if self._state.seal in _MARKS:
            glyph, token = _MARKS[self._state.seal]
            place = QRectF(rect.right() - theme.scale(34), rect.top() + pad, icon, icon)
            icons.paint(painter, place, glyph, token, 18)
        if self.shows_ring:
            ring(painter, rect, 8)
        painter.end()


class _Totals(QWidget):
    """Totals as printed, as counted, and their difference."""

    def __init__(self, rows: tuple[TotalRow, ...]) -> None:
        super().__init__()
        self._rows = rows
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Totals")
        self.setAccessibleDescription("; ".join(", ".join(row.cells) for row in rows))
        theme.events.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(380, theme.scale(29) * (len(self._rows) + 1))

    def minimumSizeHint(self) -> QSize:
        return QSize(300, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        height = theme.scale(29)
        for place, header in enumerate(TOTAL_HEADERS):
            self._cell(painter, place, 0, height, header, "label", "text3")
        hairline(painter, 0, height - 1, self.width(), "line")
        for number, row in enumerate(self._rows, 1):
            top = number * height
            if not row.agrees:
                area = QRectF(0, top, self.width(), height - 1)
                painter.fillRect(area, theme.color("warn_soft"))
            for place, text in enumerate(row.cells):
                self._cell(painter, place, top, height, text, *self._ink(place, row))
            glyph, token = (Icon.OK, "ok") if row.agrees else (Icon.WARN, "warn")
            mark = QRectF(self.width() - theme.scale(34), top, theme.scale(20), height)
            icons.paint(painter, mark, glyph, token, 16)
            if number < len(self._rows):
                hairline(painter, 0, top + height - 1, self.width(), "grid")
        painter.end()

    @staticmethod
    def _ink(place: int, row: TotalRow) -> tuple[str, str]:
        if place == 3:
            return ("value", "text3") if row.agrees else ("symbol", "warn")
        return ("symbol" if place == 0 and not row.agrees else "value", "text")

    def _cell(
        self,
        painter: QPainter,
        place: int,
        top: float,
        height: float,
        text: str,
        role: str,
        ink: str,
    ) -> None:
        pad, mark = theme.scale(16), theme.scale(42)
        name = self.width() * 0.34
        column = (self.width() - name - mark) / 3
        if place == 0:
            rect, align = QRectF(pad, top, name - pad, height), _LEFT
        else:
            rect, align = QRectF(name + (place - 1) * column, top, column, height), _RIGHT
        _write(painter, rect, text, role, ink, align)


class TotalsCard(Panel):
    """One file's seal and totals."""

    def __init__(self, state: FileState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(320)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Words(state.title, "pane"))
        words.addWidget(Words(state.note, "body", "text2"))
        head = QHBoxLayout()
        head.setContentsMargins(16, 14, 16, 12)
        head.setSpacing(14)
        if state.seal in (Seal.TIES, Seal.DIFFERS):
            mark = SealMark()
            mark.show_agreement(state.seal is Seal.TIES)
            head.addWidget(mark)
        head.addLayout(words, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 6)
        layout.setSpacing(0)
        layout.addLayout(head)
        if state.totals:
            layout.addWidget(_Totals(state.totals))
        caption = QHBoxLayout()
        caption.setContentsMargins(16, 8, 16, 6)
        caption.addWidget(Words(state.name, "small", "text3"))
        layout.addLayout(caption)


class LeftOutList(QWidget):
    """Rows that became no fill, gathered by reason."""

    def __init__(self, rows: tuple[LeftOutRow, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for row in rows[:12]:
            line = QHBoxLayout()
            line.setSpacing(10)
            token = "warn" if row.needs_a_look else "text2"
            line.addWidget(Words(row.where, "symbol", "text"))
            line.addWidget(Words(row.reason, "small", token), 1)
            line.addWidget(Words(row.rows, "small", "text3"))
            layout.addLayout(line)
        if len(rows) > 12:
            more = format.plural(len(rows) - 12, "more reason", "more reasons")
            layout.addWidget(Words(more, "small", "text3"))
