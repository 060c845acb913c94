"""The table: painted a column at a time, text made only for the cells that show."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QMimeData,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QHelpEvent,
    QHoverEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QTableView, QToolTip, QWidget

from fillbook.gui import theme
from fillbook.gui.widgets.table.column import Source
from fillbook.gui.widgets.table.header import PADDING, TableHeader
from fillbook.gui.widgets.table.layout import ColumnLayout
from fillbook.gui.widgets.table.model import TableModel
from fillbook.gui.widgets.table.painting import (
    Cells,
    ShownColumn,
    ShownRow,
    paint_drop,
    paint_rows,
)

if TYPE_CHECKING:
    from fillbook.gui.widgets.table.model import Mask

COMPACT, NORMAL, COMFORTABLE = 24, 28, 32
_MOST_RESELECTED = 20_000

DropHint = Callable[[int, QMimeData], str]
"""What dropping on a row of the source would do, in words; empty refuses."""


class TableView(QTableView):
    """Rows of a TableModel. Enter opens, arrows or J and K walk, selection is of whole rows.

    Row numbers in its signals are those of the source.
    """

    opened = Signal(int)
    current_row_changed = Signal(int)  # -1 for none
    selection_changed = Signal()
    dropped = Signal(int, object)  # row, QMimeData
    sort_changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.table = TableModel(self)
        self.setModel(self.table)
        self.header = TableHeader(self.table, self)
        self.setHorizontalHeader(self.header)
        self.layout_of_columns = ColumnLayout(self, self.header, self.table)
        self._cells = Cells()
        self._background = "canvas"
        self._row_height = NORMAL
        self._hovered = self._dropping = -1
        self._drop_words = ""
        self._drop_hint: DropHint | None = None
        self._tops: list[int] = []
        self._bottoms: list[int] = []
        self._is_restoring = False
        self._set_up()

    def _set_up(self) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        # Overriding selectionChanged and currentChanged would be called while Qt destroys the
        # view, when nothing of it is left in Python.
        self.selectionModel().selectionChanged.connect(self._selected)
        self.selectionModel().currentChanged.connect(self._current_moved)
        self.header.sectionClicked.connect(self._header_clicked)
        self.doubleClicked.connect(self._double_clicked)
        theme.events.changed.connect(self._restyle)
        self._restyle()

    @property
    def row_height(self) -> int:
        return self._row_height

    def set_row_height(self, px: int) -> None:
        """COMPACT, NORMAL or COMFORTABLE, in pixels at 100 % text."""
        self._row_height = px
        self._restyle()

    def set_background(self, token: str) -> None:
        self._background = self.header.background = token

    def set_drop_hint(self, hint: DropHint) -> None:
        """Let things be dropped on rows."""
        self._drop_hint = hint
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)

    def show_source(self, source: Source, mask: "Mask | None" = None) -> None:
        """Show other rows; what was selected and is still there stays selected."""
        chosen, current = self.selected_ids(), self.current_id()
        self._is_restoring = True
        self.table.show_source(source, mask)
        self.layout_of_columns.columns_changed()
        rows = _rows_of_ids(source, {*chosen, current} - {""})
        self._restored([rows[key] for key in chosen if key in rows], rows.get(current, -1))

    def show_only(self, mask: "Mask | None") -> None:
        """Show the rows whose flag is set; None shows all."""
        chosen, current = self.selected_rows(), self.current_row()
        self._is_restoring = True
        self.table.show_only(mask)
        self._restored(chosen, current)

    def sort_by(self, key: str, *, descending: bool) -> None:
        """Order by a column; the current row stays in sight."""
        chosen, current = self.selected_rows(), self.current_row()
        self._is_restoring = True
        self.table.sort_by(key, descending=descending)
        self._restored(chosen, current)
        self.header.viewport().update()
        self.sort_changed.emit()

    def selected_rows(self) -> list[int]:
        """Rows that are selected, in the order of the view."""
        return [
            self.table.source_row(row)
            for top, bottom in zip(self._tops, self._bottoms, strict=True)
            for row in range(top, bottom + 1)
        ]

    def selected_ids(self) -> list[str]:
        return [self.table.source.ids[row] for row in self.selected_rows()]

    def current_row(self) -> int:
        """The row that the keyboard is at; -1 for none."""
        index = self.currentIndex()
        return self.table.source_row(index.row()) if index.isValid() else -1

    def current_id(self) -> str:
        row = self.current_row()
        return self.table.source.ids[row] if row >= 0 else ""

    def choose(self, source_row: int) -> None:
        """Select one row and bring it into sight; a row that does not show is left."""
        row = self.table.row_of(source_row)
        if row >= 0:
            self.selectRow(row)
            self.scrollTo(self.table.index(row, self._first_column()))

    def walk(self, step: int) -> None:
        """Go down or up a row, as the arrows do."""
        row = self.currentIndex().row() + step if self.currentIndex().isValid() else 0
        if 0 <= row < self.table.rowCount():
            self.selectRow(row)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        exposed = event.rect()
        painter.fillRect(exposed, theme.color(self._background))
        height, width = theme.scale(self._row_height), self.viewport().width()
        rows = self._shown_rows(exposed.top(), exposed.bottom(), height)
        paint_rows(painter, rows, width, height)
        for section, column in enumerate(self.table.columns):
            left = self.header.sectionViewportPosition(section)
            wide = self.header.sectionSize(section)
            if wide and left <= exposed.right() and left + wide >= exposed.left():
                shown = ShownColumn(column, left, wide)
                self._cells.paint_column(painter, shown, rows, height)
        for row in rows if self._dropping >= 0 else ():
            if row.source == self.table.source_row(self._dropping):
                paint_drop(painter, row, width, height, self._drop_words)

    def _shown_rows(self, top: int, bottom: int, height: int) -> list[ShownRow]:
        offset = self.verticalScrollBar().value()
        first = max((top + offset) // height, 0)
        last = min((bottom + offset) // height, self.table.rowCount() - 1)
        current = self.currentIndex().row()
        return [
            ShownRow(
                self.table.source_row(row),
                row * height - offset,
                self._state(row),
                row == current and self._is_selected(row),
            )
            for row in range(first, last + 1)
        ]

    def _state(self, row: int) -> str:
        if self._is_selected(row):
            return "accent_soft"
        return "hover" if row == self._hovered else ""

    def _is_selected(self, row: int) -> bool:
        place = bisect_right(self._tops, row) - 1
        return place >= 0 and row <= self._bottoms[place]

    # Keys and pointer

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), not event.modifiers()
        last = self.table.rowCount() - 1
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_row() >= 0:
            self.opened.emit(self.current_row())
        elif plain and key in (Qt.Key.Key_J, Qt.Key.Key_K):
            self.walk(1 if key == Qt.Key.Key_J else -1)
        elif plain and key in (Qt.Key.Key_Home, Qt.Key.Key_End) and last >= 0:
            self.selectRow(0 if key == Qt.Key.Key_Home else last)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are keys of the page, not a search."""

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHoverEvent):
            leaves = event.type() is QEvent.Type.HoverLeave
            self._hover(-1 if leaves else self.rowAt(round(event.position().y())))
        elif event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tip(event)
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.layout_of_columns.fit()

    # Drops

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.dragMoveEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        row = self.rowAt(round(event.position().y()))
        hint = ""
        if row >= 0 and self._drop_hint:
            hint = self._drop_hint(self.table.source_row(row), event.mimeData())
        self._show_drop(row if hint else -1, hint)
        event.setAccepted(bool(hint))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_drop(-1, "")

    def dropEvent(self, event: QDropEvent) -> None:
        row = self._dropping
        self._show_drop(-1, "")
        if row >= 0:
            event.acceptProposedAction()
            self.dropped.emit(self.table.source_row(row), event.mimeData())

    def _show_drop(self, row: int, hint: str) -> None:
        self._dropping, self._drop_words = row, hint
        self.viewport().update()

    # Behind the scenes

    def _selected(self, _selected: QItemSelection, _deselected: QItemSelection) -> None:
        ranges = {(part.top(), part.bottom()) for part in _parts(self.selectionModel().selection())}
        self._tops = [top for top, _ in sorted(ranges)]
        self._bottoms = [bottom for _, bottom in sorted(ranges)]
        self.viewport().update()
        if not self._is_restoring:
            self.selection_changed.emit()

    def _current_moved(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self.viewport().update()
        if not self._is_restoring:
            self.current_row_changed.emit(self.current_row())

    def _hover(self, row: int) -> None:
        height = theme.scale(self._row_height)
        for each in (self._hovered, row):
            if each >= 0 and row != self._hovered:
                top = self.rowViewportPosition(each)
                self.viewport().update(0, top, self.viewport().width(), height)
        self._hovered = row

    def _show_tip(self, event: QHelpEvent) -> None:
        index = self.indexAt(event.pos())
        if not index.isValid():
            QToolTip.hideText()
            return
        column = self.table.columns[index.column()]
        row = self.table.source_row(index.row())
        tip = column.tip(row) if column.tip else ""
        room = self.columnWidth(index.column()) - 2 * PADDING
        if not tip and self._cells.width(column.text(row), column.role) > room:
            tip = column.text(row)
        QToolTip.showText(self.viewport().mapToGlobal(event.pos() + QPoint(0, 8)), tip, self)

    def _header_clicked(self, section: int) -> None:
        column = self.table.columns[section]
        if column.keys is None:
            return
        key, descending = self.table.sorted_by
        first = column.align != Qt.AlignmentFlag.AlignLeft
        self.sort_by(column.key, descending=not descending if key == column.key else first)

    def _double_clicked(self, index: QModelIndex) -> None:
        self.opened.emit(self.table.source_row(index.row()))

    def _first_column(self) -> int:
        return next(iter(i for i in range(len(self.table.columns)) if self.columnWidth(i)), 0)

    def _restyle(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.scale(self._row_height))
        self.header.updateGeometry()
        self.layout_of_columns.fit()
        self.viewport().update()

    def _restored(self, chosen: list[int], current: int) -> None:
        """Select again, after the model was reset, what is still there."""
        self._tops, self._bottoms = [], []
        self._hovered = -1
        selection = QItemSelection()
        last = self.table.columnCount() - 1
        if last >= 0 and len(chosen) <= _MOST_RESELECTED:
            for top, bottom in _spans(_view_rows(self.table, chosen)):
                selection.select(self.table.index(top, 0), self.table.index(bottom, last))
        flags = QItemSelectionModel.SelectionFlag
        row = self.table.row_of(current) if current >= 0 else -1
        if row >= 0:
            index = self.table.index(row, self._first_column())
            self.selectionModel().setCurrentIndex(index, flags.NoUpdate)
            self.scrollTo(index)
        self.selectionModel().select(selection, flags.ClearAndSelect)
        self._is_restoring = False
        self.selection_changed.emit()
        if row < 0:
            self.current_row_changed.emit(-1)


def _rows_of_ids(source: Source, wanted: set[str]) -> dict[str, int]:
    if not wanted:
        return {}
    return {key: row for row, key in enumerate(source.ids) if key in wanted}


def _view_rows(table: TableModel, source_rows: list[int]) -> list[int]:
    if len(source_rows) <= 8 or table.source_rows() is None:
        return sorted(row for each in source_rows if (row := table.row_of(each)) >= 0)
    import numpy as np

    found: list[int] = np.isin(table.source_rows(), source_rows).nonzero()[0].tolist()  # type: ignore[arg-type]
    return found


def _spans(rows: list[int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for row in rows:
        if spans and spans[-1][1] == row - 1:
            spans[-1] = (spans[-1][0], row)
        else:
            spans.append((row, row))
    return spans


def _parts(selection: QItemSelection) -> Iterator[QItemSelectionRange]:
    return map(selection.at, range(selection.count()))
