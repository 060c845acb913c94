"""A chart's figures as a table of their own."""

from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from fillbook.domain.errors import FillbookError
from fillbook.gui import theme
from fillbook.gui.charts.drawing import Table
from fillbook.gui.icons import Icon
from fillbook.gui.widgets.band import Band
from fillbook.gui.widgets.button import Button

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class _Model(QAbstractTableModel):
    def __init__(self, table: Table, parent: QWidget) -> None:
        super().__init__(parent)
        self._table = table

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._table.rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._table.headers)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._table.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if index.column() else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._table.headers[section]
        return None


class TableWindow(QDialog):
    """Rows that can be selected and copied; Esc closes it."""

    def __init__(self, title: str, table: Table, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.table = table
        self.view = QTableView(self)
        self.view.setModel(_Model(table, self))
        self.view.setAccessibleName(title)
        self.view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.view.setShowGrid(False)
        self.view.setTabKeyNavigation(False)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(theme.scale(28))
        self.view.horizontalHeader().setDefaultSectionSize(theme.scale(130))
        self.view.horizontalHeader().setStretchLastSection(True)
        copy = self.view.addAction("Copy", QKeySequence(QKeySequence.StandardKey.Copy))
        copy.triggered.connect(self.copy_rows)
        self._band = Band("bad")
        save = Button("Save as…", icon=Icon.EXPORT, key="Ctrl S", height=28)
        save.clicked.connect(self.save)
        whole = Button("Copy", icon=Icon.COPY, key="Ctrl C", height=28)
        whole.clicked.connect(self.copy_rows)
        self.addAction("Save", QKeySequence(QKeySequence.StandardKey.Save), self.save)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 8, 12, 10)
        foot.setSpacing(8)
        foot.addWidget(save)
        foot.addWidget(whole)
        foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._band)
        layout.addWidget(self.view)
        layout.addLayout(foot)
        self.resize(theme.scale(130) * max(len(table.headers), 2) + 40, theme.scale(440))

    def copy_rows(self) -> None:
        """The selected rows, or all of them, as text that a spreadsheet takes."""
        chosen = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        rows = [self.table.rows[n] for n in chosen] if chosen else self.table.rows
        lines = ["\t".join(row) for row in (self.table.headers, *rows)]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def save(self) -> None:
        """Ask for a file, and write all rows into it."""
        name, kind = QFileDialog.getSaveFileName(
            self, "Save the table", f"{self.windowTitle()}.csv", "CSV (*.csv);;Excel (*.xlsx)"
        )
        if name:
            file = Path(name)
            self.write(file if file.suffix else file.with_suffix(f".{kind[:3].lower()}"))

    def write(self, file: Path) -> None:
        """Write all rows, as numbers where they are some."""
        from fillbook.gui.report.tables import write_table

        try:
            write_table(self.windowTitle(), self.table, file)
        except FillbookError as error:
            self._band.show_error(error)
        else:
            self._band.hide()
