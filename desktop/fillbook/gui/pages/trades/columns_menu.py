"""Which columns the table shows, and how tall its rows are."""

from functools import partial

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from fillbook.gui.widgets.table.view import COMFORTABLE, COMPACT, NORMAL, TableView

_HEIGHTS = ((COMPACT, "Compact rows"), (NORMAL, "Normal rows"), (COMFORTABLE, "Comfortable rows"))
_NAMES = {"number": "Number", "pictures": "Pictures"}


class ColumnsMenu(QMenu):
    """A line a column with a tick, sorting, row heights, and the way back."""

    def __init__(self, view: TableView, parent: QWidget) -> None:
        super().__init__("Columns", parent)
        self._view = view
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self.clear()
        for column in self._view.table.columns:
            action = QAction(_NAMES.get(column.key, column.title), self)
            action.setCheckable(True)
            action.setChecked(not self._view.layout_of_columns.is_hidden(column.key))
            action.toggled.connect(partial(self._toggle, column.key))
            self.addAction(action)
        self.addSeparator()
        self._add_sorting()
        heights = QActionGroup(self)
        for height, text in _HEIGHTS:
            action = heights.addAction(QAction(text, self))
            action.setCheckable(True)
            action.setChecked(self._view.row_height == height)
            action.triggered.connect(partial(self._set_height, height))
            self.addAction(action)
        self.addSeparator()
        reset = QAction("Columns as at first", self)
        reset.triggered.connect(self._view.layout_of_columns.reset)
        self.addAction(reset)

    def _add_sorting(self) -> None:
        menu = self.addMenu("Sort by")
        key, descending = self._view.table.sorted_by
        for column in self._view.table.columns:
            if column.keys is None:
                continue
            action = QAction(_NAMES.get(column.key, column.title), menu)
            action.setCheckable(True)
            action.setChecked(column.key == key)
            turned = not descending if column.key == key else True
            action.triggered.connect(partial(self._sort, column.key, turned))
            menu.addAction(action)
        self.addSeparator()

    def _toggle(self, key: str, shown: bool) -> None:
        self._view.layout_of_columns.set_hidden(key, not shown)

    def _sort(self, key: str, descending: bool, _checked: bool = False) -> None:
        self._view.sort_by(key, descending=descending)

    def _set_height(self, height: int, _checked: bool = False) -> None:
        self._view.set_row_height(height)
