"""Which columns show, how wide, in which order; remembered per view."""

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHeaderView

from fillbook.gui import theme
from fillbook.gui.preferences import Preferences
from fillbook.gui.widgets.table.column import LEFT, Column
from fillbook.gui.widgets.table.model import TableModel

_SCROLL_BAR = 10
"""Kept free, so that the columns stay where they are when it comes."""


class ColumnLayout(QObject):
    """The user's choice of columns, and what the room leaves of it.

    A column with a rank gives way while the table is too narrow; a stretching one takes
    what is left, but keeps its own width at least.
    """

    def __init__(self, parent: QObject, header: QHeaderView, table: TableModel) -> None:
        super().__init__(parent)
        self._header = header
        self._table = table
        self._hidden: set[str] = set()
        self._widths: dict[str, int] = {}
        self._preferences: Preferences | None = None
        self._name = ""
        self._fitting = False
        self._keys: tuple[str, ...] = ()
        header.sectionResized.connect(self._resized)
        header.sectionMoved.connect(self._moved)

    def remember_in(self, preferences: Preferences, name: str) -> None:
        """Keep order, widths and hidden columns under this name."""
        self._preferences, self._name = preferences, f"layout.table.{name}"

    def is_hidden(self, key: str) -> bool:
        """Whether the user hid a column; one that gave way is not hidden."""
        return key in self._hidden

    def set_hidden(self, key: str, hidden: bool) -> None:
        (self._hidden.add if hidden else self._hidden.discard)(key)
        self._keep()
        self.fit()

    def reset(self) -> None:
        """The columns as they were at first."""
        if self._preferences:
            self._preferences.clear(self._name)
        self._keys = ()
        self.columns_changed()

    def columns_changed(self) -> None:
        """Called when the table shows other columns; the same ones keep their layout."""
        keys = tuple(column.key for column in self._table.columns)
        if keys == self._keys:
            return
        self._keys = keys
        self._hidden = {column.key for column in self._table.columns if not column.shown}
        self._widths = {}
        order: Sequence[str] = keys
        if self._preferences and self._preferences.words(f"{self._name}.order"):
            known = self._preferences.words(f"{self._name}.order")
            order = [key for key in known if key in keys]
            order += [key for key in keys if key not in known]
            self._hidden = set(self._preferences.words(f"{self._name}.hidden"))
            numbers = self._preferences.numbers(f"{self._name}.widths")
            self._widths = dict(zip(known, numbers, strict=False))
        self._fitting = True
        for visual, key in enumerate(order):
            self._header.moveSection(self._header.visualIndex(keys.index(key)), visual)
        self._fitting = False
        self.fit()

    def fit(self) -> None:
        """Share out the width: hide what gives way, stretch what stretches."""
        columns = self._table.columns
        if not columns or self._header.count() != len(columns):
            return
        view = self._header.parentWidget()
        room = (view.width() if view else self._header.width()) - _SCROLL_BAR
        shown = [column for column in columns if column.key not in self._hidden]
        for giving in sorted(shown, key=lambda each: -each.rank):
            if giving.rank and sum(map(self._width, shown)) > room:
                shown.remove(giving)
        spare = max(room - sum(map(self._width, shown)), 0)
        stretching = [column for column in shown if column.stretch] or [
            column for column in shown if column.align == LEFT
        ]
        share = spare // len(stretching) if stretching else 0
        self._fitting = True
        for section, column in enumerate(columns):
            self._header.setSectionHidden(section, column not in shown)
            extra = share if column in stretching else 0
            self._header.resizeSection(section, self._width(column) + extra)
        self._fitting = False

    def _width(self, column: Column) -> int:
        return self._widths.get(column.key) or theme.scale(column.width)

    def _resized(self, section: int, _old: int, new: int) -> None:
        if self._fitting or new == 0:
            return
        column = self._table.columns[section]
        if not column.stretch:
            self._widths[column.key] = new
            self._keep()

    def _moved(self, _section: int, _old: int, _new: int) -> None:
        if not self._fitting:
            self._keep()

    def _keep(self) -> None:
        if self._preferences is None:
            return
        columns = self._table.columns
        order = [columns[self._header.logicalIndex(i)].key for i in range(len(columns))]
        self._preferences.set(f"{self._name}.order", order)
        self._preferences.set(f"{self._name}.hidden", sorted(self._hidden))
        self._preferences.set(f"{self._name}.widths", [self._widths.get(key, 0) for key in order])
