"""How the rows of a table are painted: a column at a time, so that pen and font rarely change."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from fillbook.gui import format, icons, theme
from fillbook.gui.widgets.strokes import boxed, dot, ring, words
from fillbook.gui.widgets.table.column import CENTER, RIGHT, Column
from fillbook.gui.widgets.table.header import PADDING

_MOST_WIDTHS = 20_000
_ICON, _SMALL_ICON = 14, 12
_DOT = 14


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row that is to be painted."""

    source: int
    top: int
    state: str  # token of its background; empty for none
    marked: bool = False  # the current one


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column that is to be painted."""

    column: Column
    left: int
    width: int


class Cells:
    """Paints cells. Widths of texts are kept, because the same words come again."""

    def __init__(self) -> None:
        self._widths: dict[str, dict[str, float]] = {}
        theme.events.changed.connect(self._widths.clear)

    def width(self, text: str, role: str) -> float:
        """The width of a text in the font of a role."""
        known = self._widths.setdefault(role, {})
        found = known.get(text)
        if found is None:
            if len(known) > _MOST_WIDTHS:
                known.clear()
            found = known[text] = QFontMetricsF(theme.font(role)).horizontalAdvance(text)
        return found

    def paint_column(
        self, painter: QPainter, shown: ShownColumn, rows: list[ShownRow], height: int
    ) -> None:
        """One column of the given rows."""
        column = shown.column
        font = theme.font(column.role)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        rise = round((height - 1 + metrics.ascent() - metrics.descent()) / 2)
        left, width = shown.left + PADDING, shown.width - 2 * PADDING
        pen = ""
        known = self._widths.setdefault(column.role, {})
        text_of, ink, align = column.text, column.ink, column.align
        decorated = column.dot is not None or column.icon is not None
        if column.paint is not None:
            for row in rows:
                column.paint(painter, QRectF(left, row.top, width, height), row.source)
            return
        for row in rows:
            text = text_of(row.source)
            start = float(left)
            if decorated:
                start += self._decorate(painter, column, row, QRectF(left, row.top, width, height))
            if not text:
                continue
            token = ink(row.source) if ink else column.token
            if text == format.UNKNOWN:
                token = "text3"
            if token != pen:
                painter.setPen(theme.color(token))
                pen = token
            wide = known.get(text)
            if wide is None:
                wide = self.width(text, column.role)
            room = left + width - start
            if wide > room:
                text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
                wide = metrics.horizontalAdvance(text)
            if align == RIGHT:
                start += room - wide
            elif align == CENTER:
                start += (room - wide) / 2
            painter.drawText(QPointF(start, row.top + rise), text)
            if decorated:
                pen = ""

    def _decorate(self, painter: QPainter, column: Column, row: ShownRow, cell: QRectF) -> float:
        """Paint a dot or an icon; gives the room that it took."""
        if column.dot is not None:
            colour = column.dot(row.source)
            if colour is None:
                return 0
            centre = QPointF(cell.left() + 3, round(row.top + cell.height() / 2))
            dot(painter, centre, theme.category(colour))
            return theme.scale(_DOT - 2)
        icon = column.icon(row.source) if column.icon else None
        if icon is None:
            return 0
        alone = not column.text(row.source)
        size = theme.scale(_ICON if alone else _SMALL_ICON)
        box = QRectF(cell.left(), cell.top(), size, cell.height() - 1)
        if alone:
            box.moveCenter(QPointF(cell.center().x(), box.center().y()))
        icons.paint(painter, box, icon, "text3", size)
        return size + 4


def paint_rows(painter: QPainter, rows: list[ShownRow], width: int, height: int) -> None:
    """Backgrounds, hairlines and the mark of the current row."""
    grid, accent = theme.color("grid"), theme.color("accent")
    for row in rows:
        if row.state:
            painter.fillRect(0, row.top, width, height, theme.color(row.state))
        painter.fillRect(0, row.top + height - 1, width, 1, grid)
        if row.marked:
            painter.fillRect(0, row.top, 2, height, accent)


def paint_drop(painter: QPainter, row: ShownRow, width: int, height: int, hint: str) -> None:
    """The outline of the row that would take what is dropped, and what would happen."""
    rect = QRectF(1, row.top, width - 2, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    boxed(painter, rect, theme.color("accent_soft"), None, 4)
    ring(painter, rect, 4)
    place = rect.adjusted(PADDING, 0, -PADDING, 0)
    words(painter, place, hint, theme.font("value"), theme.color("accent"))
