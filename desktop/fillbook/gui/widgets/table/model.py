"""The table's model: typed columns behind one array of row numbers. No proxy stands between."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from fillbook.domain.trade_columns import MISSING
from fillbook.gui.widgets.table.column import Column, Source

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.int64]
    Mask = NDArray[np.bool_]

Index = QModelIndex | QPersistentModelIndex
RAW = Qt.ItemDataRole.UserRole
"""The role of the value itself, a number where the text shows one."""


class _NoRows:
    columns: tuple[Column, ...] = ()
    ids: tuple[str, ...] = ()


class TableModel(QAbstractTableModel):
    """Shows a source in an order, through a mask. Sorting sorts numbers, not words.

    Until numpy is there (before the first paint) rows stand as the source gives them.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source: Source = _NoRows()
        self._rows: Rows | None = None  # None: all rows of the source, as they stand
        self._orders: dict[str, Rows] = {}
        self._mask: Mask | None = None
        self._sorted_by = ""
        self._descending = False
        self._count = 0

    @property
    def source(self) -> Source:
        return self._source

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._source.columns

    @property
    def sorted_by(self) -> tuple[str, bool]:
        """The key of the column, and whether the largest comes first."""
        return self._sorted_by, self._descending

    def show_source(self, source: Source, mask: "Mask | None" = None) -> None:
        """Show other rows, in the order that was chosen before."""
        self.beginResetModel()
        self._source = source
        self._orders = {}
        self._mask = mask
        self._arrange()
        self.endResetModel()

    def show_only(self, mask: "Mask | None") -> None:
        """Show the rows whose flag is set; None shows all."""
        self.beginResetModel()
        self._mask = mask
        self._arrange()
        self.endResetModel()

    def sort_by(self, key: str, *, descending: bool) -> None:
        """Order by a column. What is not known stands at the end either way."""
        self.beginResetModel()
        self._sorted_by, self._descending = key, descending
        self._arrange()
        self.endResetModel()

    def source_row(self, row: int) -> int:
        """The number in the source of a row of the view."""
        return row if self._rows is None else int(self._rows[row])

    def id_at(self, row: int) -> str:
        return self._source.ids[self.source_row(row)]

    def row_of(self, source_row: int) -> int:
        """Where a row of the source stands in the view; -1 where it does not."""
        if self._rows is None:
            return source_row if source_row < self._count else -1
        found = (self._rows == source_row).nonzero()[0]
        return int(found[0]) if len(found) else -1

    def source_rows(self) -> "Rows | None":
        """All rows of the view as numbers of the source; None: as they stand there."""
        return self._rows

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._count

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._source.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        column = self._source.columns[index.column()]
        row = self.source_row(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == RAW:
            return column.raw(row) if column.raw else column.text(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.align | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole and column.tip:
            return column.tip(row) or None
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._source.columns[section].title
        return None

    def _arrange(self) -> None:
        order = self._order()
        if self._mask is None:
            self._rows = order
        elif order is None:
            self._rows = self._mask.nonzero()[0]
        else:
            self._rows = order[self._mask[order]]
        self._count = len(self._source.ids) if self._rows is None else len(self._rows)

    def _order(self) -> "Rows | None":
        column = next((each for each in self.columns if each.key == self._sorted_by), None)
        if column is None or column.keys is None:
            return None
        name = f"{column.key}{'-' if self._descending else '+'}"
        if name not in self._orders:
            self._orders[name] = _ordered(column.keys(), self._descending)
        return self._orders[name]


def _ordered(keys: "NDArray[np.int64] | NDArray[np.float64]", descending: bool) -> "Rows":
    import numpy as np

    floats = keys.dtype.kind == "f"
    order: Rows = np.argsort(keys, kind="stable" if floats else None)
    unknown = int(np.isnan(keys).sum()) if floats else int((keys == MISSING).sum())
    known = len(keys) - unknown
    first, last = (order[:known], order[known:]) if floats else (order[unknown:], order[:unknown])
    if descending:
        first = first[::-1]
    return np.concatenate((first, last)) if unknown else np.ascontiguousarray(first)
