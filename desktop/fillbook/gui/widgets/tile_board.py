"""A board of tiles that can be moved and resized, by pointer and by keys."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from fillbook.gui import theme
from fillbook.gui.widgets.arrangement import (
    COLUMNS,
    Arrangement,
    Place,
    closed_up,
    moved,
    rows_of,
)

_GUTTER = 12
_ROW_LEAST = 22
_CORNER = 22
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class _Handle(QWidget):
    """Lies over a tile while tiles are arranged: drag to move, the corner to resize."""

    dragged = Signal(str, QPoint, bool)  # key, pixels so far, whether it is the corner
    dropped = Signal()
    stepped = Signal(str, int, int, bool)  # key, columns, rows, whether it resizes

    def __init__(self, key: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._key = key
        self._start: QPoint | None = None
        self._is_corner = False
        self.setAccessibleName(f"Tile {title}")
        self.setAccessibleDescription(
            "Arrows move it, Shift with arrows makes it larger or smaller"
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        theme.events.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        veil = QColor(theme.color("accent"))
        veil.setAlphaF(0.16 if self.hasFocus() else 0.08)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setBrush(veil)
        style = Qt.PenStyle.SolidLine if self.hasFocus() else Qt.PenStyle.DashLine
        painter.setPen(QPen(theme.color("accent"), 2, style))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        right, bottom = self.width() - 6, self.height() - 6
        painter.setPen(QPen(theme.color("accent"), 2))
        for step in (5, 10, 15):
            painter.drawLine(right - step, bottom, right, bottom - step)

    def focusInEvent(self, event: object) -> None:
        self.update()

    def focusOutEvent(self, event: object) -> None:
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._start = event.globalPosition().toPoint()
            self._is_corner = self._at_corner(event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._start is not None:
            away = event.globalPosition().toPoint() - self._start
            self.dragged.emit(self._key, away, self._is_corner)
            return
        shapes = Qt.CursorShape.SizeFDiagCursor, Qt.CursorShape.SizeAllCursor
        self.setCursor(shapes[0 if self._at_corner(event.position().toPoint()) else 1])

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._start is not None:
            self._start = None
            self.dropped.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        resizes = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.stepped.emit(self._key, *step, resizes)

    def _at_corner(self, place: QPoint) -> bool:
        return place.x() > self.width() - _CORNER and place.y() > self.height() - _CORNER


class TileBoard(QWidget):
    """Tiles by key. Arranging is a mode of its own, so that charts keep their drags."""

    arranged = Signal(object)  # dict of Place by key, once a change is done

    def __init__(self, standard: Arrangement, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._standard = dict(standard)
        self._places: dict[str, Place] = dict(standard)
        self._before: dict[str, Place] | None = None  # while a tile is dragged
        self._tiles: dict[str, QWidget] = {}
        self._handles: dict[str, _Handle] = {}
        theme.events.changed.connect(self._lay_out)

    @property
    def places(self) -> dict[str, Place]:
        return dict(self._places)

    @property
    def is_arranging(self) -> bool:
        return bool(self._handles)

    def add(self, key: str, tile: QWidget) -> None:
        """A tile at its place in the standard arrangement."""
        tile.setParent(self)
        self._tiles[key] = tile
        self._lay_out()

    def show_places(self, places: Mapping[str, Place]) -> None:
        """Another arrangement; tiles that it does not know stand where they do as standard."""
        wanted = self._standard | {k: p for k, p in places.items() if k in self._standard}
        self._places = closed_up({k: p.inside(self._least(k)) for k, p in wanted.items()})
        self._lay_out()

    def set_arranging(self, on: bool) -> None:
        if on == self.is_arranging:
            return
        for handle in self._handles.values():
            handle.hide()
            handle.deleteLater()
        self._handles = {}
        for key, tile in self._tiles.items() if on else ():
            handle = _Handle(key, tile.accessibleName(), self)
            handle.dragged.connect(self._drag)
            handle.dropped.connect(self._drop)
            handle.stepped.connect(self._step)
            self._handles[key] = handle
            handle.show()
        self._lay_out()
        if on:
            next(iter(self._handles.values())).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def handle(self, key: str) -> QWidget:
        """What takes keys and pointer for a tile while tiles are arranged."""
        return self._handles[key]

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        rows = rows_of(self._places)
        return QSize(theme.scale(640), round(rows * self._row_least()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    def _row_least(self) -> float:
        """How high a row must be for every tile to hold what it must."""
        needed = [
            (tile.minimumSizeHint().height() + _GUTTER) / self._places[key].height
            for key, tile in self._tiles.items()
        ]
        return max(theme.scale(_ROW_LEAST), *needed, 1.0)

    def _least(self, key: str) -> tuple[int, int]:
        """The fewest columns and rows of a tile."""
        standard = self._standard[key]
        return min(3, standard.width), max(standard.height // 2, 4)

    def _pitch(self) -> tuple[float, float]:
        across = (self.width() + _GUTTER) / COLUMNS
        return across, max((self.height() + _GUTTER) / rows_of(self._places), self._row_least())

    def _rect(self, place: Place) -> QRect:
        across, down = self._pitch()
        left, top = round(place.column * across), round(place.row * down)
        right = round((place.column + place.width) * across) - _GUTTER
        bottom = round((place.row + place.height) * down) - _GUTTER
        return QRect(left, top, max(right - left, 1), max(bottom - top, 1))

    def _lay_out(self) -> None:
        if not self._tiles:
            return
        self.setMinimumHeight(self.minimumSizeHint().height())
        for key, tile in self._tiles.items():
            tile.setGeometry(self._rect(self._places[key]))
            if key in self._handles:
                self._handles[key].setGeometry(tile.geometry())
                self._handles[key].raise_()

    def _drag(self, key: str, away: QPoint, corner: bool) -> None:
        if self._before is None:
            self._before = dict(self._places)
        across, down = self._pitch()
        columns, rows = round(away.x() / across), round(away.y() / down)
        self._put(self._before, key, columns, rows, resizes=corner)

    def _drop(self) -> None:
        before, self._before = self._before, None
        if before is not None and before != self._places:
            self.arranged.emit(self.places)

    def _step(self, key: str, columns: int, rows: int, resizes: bool) -> None:
        before = dict(self._places)
        self._put(before, key, columns, rows, resizes=resizes)
        if before != self._places:
            self.arranged.emit(self.places)

    def _put(
        self, base: dict[str, Place], key: str, columns: int, rows: int, *, resizes: bool
    ) -> None:
        old = base[key]
        new = (
            replace(old, width=old.width + columns, height=old.height + rows)
            if resizes
            else replace(old, column=old.column + columns, row=_jumped(base, key, rows))
        )
        self._places = moved(base, key, new.inside(self._least(key)))
        self._lay_out()


def _jumped(base: Arrangement, key: str, rows: int) -> int:
    """The row a tile goes to: a single step down passes what stands below it."""
    place = base[key]
    if rows != 1:
        return place.row + rows
    below = [
        other
        for name, other in base.items()
        if name != key and replace(place, row=place.row + 1).meets(other)
    ]
    return max((other.row + other.height for other in below), default=place.row + 1)
