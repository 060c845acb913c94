"""Two dimensions at once: a cell for each pair, its figure in it, as strong as its value."""

from functools import lru_cache

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from fillbook.gui import format, theme
from fillbook.gui.charts.drawing import Drawing, Table
from fillbook.gui.charts.marks import NO_CELLS, HeatCells
from fillbook.gui.charts.painting import Card, paint_card, text_size, words
from fillbook.gui.charts.tints import cell_tint

_GAP, _RADIUS = 2, 3
_FEW = 10
_SMALLEST, _SMALLEST_HIGH = 14.0, 8.0
_WIDEST, _HIGHEST = 150.0, 60.0
_FOOT = 24
_LEAST_HIGH = 11  # of a cell with a figure in it
_MIDDLE = Qt.AlignmentFlag.AlignHCenter
_ARROWS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class HeatMap(Drawing):
    """Arrows walk the cells, plus and minus zoom, dragging pans, Home fits, Enter opens one."""

    opened = Signal(int, int)  # row, column

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.empty_text = "Pairs of groups stand here"
        self._cells = NO_CELLS
        self._cursor: tuple[int, int] | None = None
        self._zoom = 1.0  # of cells that fill the room
        self._room = QRectF(0, 0, 1, 1)
        self._cell = QSize(1, 1)
        self._scrolled = QPointF()
        self._drag: QPointF | None = None
        self._moved = False
        self.reset_action = self._action("Show everything", self.reset)
        self.setMouseTracking(True)
        self.setMinimumSize(theme.scale(200), theme.scale(140))
        theme.events.changed.connect(self._fit)
        self.setAccessibleDescription(
            "Arrows walk the cells, plus and minus zoom, Home shows everything, Enter opens a cell"
        )

    def show_cells(self, cells: HeatCells) -> None:
        same = self._cells.shape == cells.shape
        self._cells = cells
        if not same:
            self._cursor, self._zoom, self._scrolled = None, 1.0, QPointF()
        self._fit()
        self.update()

    @property
    def cursor_cell(self) -> tuple[int, int] | None:
        return self._cursor

    def is_empty(self) -> bool:
        return not self._cells.rows

    def sizeHint(self) -> QSize:
        return QSize(theme.scale(320), theme.scale(240))

    def table(self) -> Table:
        headers = ("", *self._cells.columns)
        rows = [
            (name, *texts) for name, texts in zip(self._cells.rows, self._cells.texts, strict=True)
        ]
        return Table(headers, rows)

    def reset(self) -> None:
        self._zoom, self._scrolled = 1.0, QPointF()
        self._fit()
        self.update()

    def zoom(self, factor: float, anchor: QPointF | None = None) -> None:
        """Make the cells so many times as large around a place."""
        plot = self._room
        place = (anchor or plot.center()) - plot.topLeft()
        before = self._zoom
        self._zoom = min(max(self._zoom * factor, 1.0), 8.0)
        grown = self._zoom / before
        self._scrolled = (self._scrolled + place) * grown - place
        self._fit()
        self.update()

    def pan(self, across: float, down: float) -> None:
        self._scrolled += QPointF(across, down)
        self._keep_inside()
        self.update()

    def cell_at(self, place: QPointF) -> tuple[int, int] | None:
        """The row and column under a point."""
        plot, size = self._room, self._cell
        if self.is_empty() or not plot.contains(place):
            return None
        inner = place - plot.topLeft() + self._scrolled
        row, column = int(inner.y() / size.height()), int(inner.x() / size.width())
        rows, columns = self._cells.shape
        return (row, column) if row < rows and column < columns else None

    # Geometry

    def _fit(self) -> None:
        """Find the room of the cells and their size: once for all that is painted."""
        widest = max((text_size(word, "small").width() for word in self._cells.rows), default=0)
        left = float(min(widest + theme.scale(12), self.width() * 0.3))
        high = max(self.height() - theme.scale(_FOOT), 1)
        self._room = QRectF(left, 0, max(self.width() - left, 1), high)
        rows, columns = self._cells.shape
        width = max(self._room.width() / max(columns, 1), theme.scale(_SMALLEST))
        height = max(self._room.height() / max(rows, 1), theme.scale(_SMALLEST_HIGH))
        width = min(width, theme.scale(_WIDEST)) * self._zoom
        height = min(height, theme.scale(_HIGHEST)) * self._zoom
        self._cell = QSize(max(int(width), 1), max(int(height), 1))
        self._keep_inside()

    def _keep_inside(self) -> None:
        plot, size, (rows, columns) = self._room, self._cell, self._cells.shape
        most_x = max(columns * size.width() - plot.width(), 0.0)
        most_y = max(rows * size.height() - plot.height(), 0.0)
        self._scrolled = QPointF(
            min(max(self._scrolled.x(), 0.0), most_x), min(max(self._scrolled.y(), 0.0), most_y)
        )

    def rect_of(self, row: int, column: int) -> QRectF:
        """Where a cell stands, gap left out."""
        plot, size = self._room, self._cell
        left = plot.left() - self._scrolled.x() + column * size.width()
        top = plot.top() - self._scrolled.y() + row * size.height()
        return QRectF(round(left), round(top), size.width() - _GAP, size.height() - _GAP)

    def _shown(self) -> tuple[range, range]:
        plot, size, (rows, columns) = self._room, self._cell, self._cells.shape
        first_row = int(self._scrolled.y() / size.height())
        first_column = int(self._scrolled.x() / size.width())
        last_row = int((self._scrolled.y() + plot.height()) / size.height()) + 1
        last_column = int((self._scrolled.x() + plot.width()) / size.width()) + 1
        return range(first_row, min(last_row, rows)), range(first_column, min(last_column, columns))

    # Painting

    def paint(self, painter: QPainter) -> None:
        if self.is_empty():
            return
        rows, columns = self._shown()
        plot = self._room
        painter.save()
        painter.setClipRect(plot)
        self._paint_cells(painter, rows, columns)
        painter.restore()
        self._paint_names(painter, rows, columns)
        if self._cursor is not None:
            self._paint_cursor(painter, *self._cursor)

    def _paint_cells(self, painter: QPainter, rows: range, columns: range) -> None:
        """Grounds come from stamps: there are many cells, and few tints."""
        cells, ratio = self._cells, self.devicePixelRatioF()
        width, height = self._cell.width() - _GAP, self._cell.height() - _GAP
        role, has_room = self._role(width - 4), height >= _LEAST_HIGH
        loud, quiet = theme.color("text"), theme.color("text3")
        for row in rows:
            trades, shares = cells.trades[row].tolist(), cells.shares[row].tolist()
            texts = cells.texts[row]
            for column in columns:
                rect, text = self.rect_of(row, column), texts[column]
                ground = _ground(trades[column], shares[column])
                stamp = _stamp(ground.rgba() if ground else 0, width, height, ratio)
                painter.drawPixmap(rect.topLeft(), stamp)
                if text and has_room and text_size(text, role).width() <= width - 2:
                    ink = loud if trades[column] >= _FEW else quiet
                    words(painter, rect, text, role, ink, _MIDDLE)

    def _role(self, room: float) -> str:
        """Small letters where the longest figure needs them."""
        longest = max((text for texts in self._cells.texts for text in texts), key=len, default="")
        return "label" if text_size(longest, "label").width() <= room else "micro"

    def _paint_names(self, painter: QPainter, rows: range, columns: range) -> None:
        plot, left = self._room, self._room.left()
        height = text_size("0", "small").height()
        free = -height
        for row in rows:
            rect = self.rect_of(row, 0)
            if rect.center().y() - height / 2 < free or rect.center().y() > plot.bottom():
                continue
            free = rect.center().y() + height / 2
            strong = self._cursor is not None and self._cursor[0] == row
            place = QRectF(0, rect.top(), left - theme.scale(8), rect.height())
            painter.setFont(theme.font("small"))
            text = painter.fontMetrics().elidedText(
                self._cells.rows[row], Qt.TextElideMode.ElideRight, int(place.width())
            )
            words(painter, place, text, "small", theme.color("text" if strong else "text2"))
        free = plot.left()
        for column in columns:
            rect, text = self.rect_of(0, column), self._cells.columns[column]
            half = text_size(text, "micro").width() / 2
            middle = rect.center().x()
            if middle - half < free - 2 or middle + half > self.width() + 1:
                continue
            free = middle + half + theme.scale(6)
            strong = self._cursor is not None and self._cursor[1] == column
            foot = min(plot.bottom(), self.rect_of(len(self._cells.rows) - 1, 0).bottom())
            place = QRectF(middle - half, foot + theme.scale(5), 2 * half, theme.scale(16))
            words(painter, place, text, "micro", theme.color("text" if strong else "text3"))

    def _paint_cursor(self, painter: QPainter, row: int, column: int) -> None:
        rect = self.rect_of(row, column)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(theme.color("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(0, 0, 0, 0), _RADIUS, _RADIUS)
        title = f"{self._cells.rows[row]}, {self._cells.columns[column]}"
        value = self._cells.texts[row][column] or format.UNKNOWN
        trades = format.count(int(self._cells.trades[row, column]))
        card = Card(title, ((self._cells.label, value, "text"), ("Trades", trades, "text")))
        paint_card(painter, card, rect.center(), QRectF(self.rect()))

    # What the trader does

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turns = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1.2 ** (turns.y() / 120), event.position())
            event.accept()
            return
        before = QPointF(self._scrolled)
        self.pan(-turns.x() / 2, -turns.y() / 2)
        event.setAccepted(self._scrolled != before)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._drag, self._moved = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            away = event.position() - self._drag
            if not self._moved and away.manhattanLength() < 4:
                return
            self._moved, self._drag = True, event.position()
            self.pan(-away.x(), -away.y())
            return
        self.put_cursor(self.cell_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if self._drag is not None and not self._moved and cell is not None:
            self._open(cell)
        self._drag = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.reset()

    def leaveEvent(self, event: QEvent) -> None:
        self.put_cursor(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.put_cursor(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case key if key in _ARROWS and not self.is_empty():
                self._walk(*_ARROWS[Qt.Key(key)])
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom(1.2)
            case Qt.Key.Key_Minus:
                self.zoom(1 / 1.2)
            case Qt.Key.Key_Home:
                self.reset()
            case Qt.Key.Key_Escape if self._cursor is not None:
                self.put_cursor(None)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self._cursor is not None:
                self._open(self._cursor)
            case _:
                super().keyPressEvent(event)

    def put_cursor(self, cell: tuple[int, int] | None) -> None:
        if cell != self._cursor:
            self._cursor = cell
            self.update()

    def _open(self, cell: tuple[int, int]) -> None:
        if self._cells.trades[cell]:
            self.opened.emit(*cell)

    def _walk(self, down: int, across: int) -> None:
        rows, columns = self._cells.shape
        row, column = self._cursor or (0, 0)
        if self._cursor is not None:
            row, column = row + down, column + across
        self.put_cursor((min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)))
        assert self._cursor is not None
        self._bring_into_view(self.rect_of(*self._cursor))

    def _bring_into_view(self, rect: QRectF) -> None:
        plot = self._room
        across = min(rect.left() - plot.left(), 0) + max(rect.right() - plot.right(), 0)
        down = min(rect.top() - plot.top(), 0) + max(rect.bottom() - plot.bottom(), 0)
        if across or down:
            self.pan(across, down)


def _ground(trades: int, share: float) -> QColor | None:
    """What a cell's figure stands on; none where a thin sample has an outline alone."""
    if not trades:
        return theme.color("sunken")
    return cell_tint(share) if trades >= _FEW else None


@lru_cache(maxsize=256)
def _stamp(rgba: int, width: int, height: int, ratio: float) -> QPixmap:
    """A rounded cell of a colour; of none, its dashed outline."""
    drawn = QPixmap(max(round(width * ratio), 1), max(round(height * ratio), 1))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    rect = QRectF(0, 0, width, height)
    if rgba:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor.fromRgba(rgba))
    else:
        pen = QPen(theme.color("control"), 1)
        pen.setDashPattern((3, 3))
        painter.setPen(pen)
        rect = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
    painter.end()
    return drawn


theme.events.changed.connect(_stamp.cache_clear)
