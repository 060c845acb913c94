"""What can be done with the trades that are selected: edit, copy, merge, delete, attach."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QMimeData, QObject, QPoint, Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from fillbook.domain.change import Changes
from fillbook.domain.contents import Vocabulary
from fillbook.domain.image import ImageSource
from fillbook.gui.image_drop import PICTURE_SUFFIXES, pictures
from fillbook.gui.pages.trades.bulk_edit import BulkEdit
from fillbook.gui.pages.trades.presenter import as_html, as_tsv
from fillbook.gui.session import Session
from fillbook.gui.widgets.button import Button
from fillbook.gui.widgets.table.view import TableView

_NEEDS_ONE = ("trade.open", "trade.edit", "trade.reviewed", "trade.picture", "trade.delete")
_IN_CONTEXT = (
    ("trade.open", "trade.edit", "trade.reviewed"),
    ("edit.copy", "trade.picture"),
    ("trade.merge",),
    ("trade.delete",),
)
_MOST_COPIED = 100_000


class Detail(Protocol):
    """The part of the detail that keys in the table reach."""

    def act_on_key(self, event: QKeyEvent) -> bool: ...


class TradeActs(QObject):
    """Connects the Trade menu to the selection of the table while its page shows."""

    def __init__(self, session: Session, table: TableView, anchor: Button, page: QWidget) -> None:
        super().__init__(page)
        self._session = session
        self._table = table
        self._anchor = anchor
        self._page = page
        self._detail: Detail | None = None
        self._bulk = BulkEdit(page)
        self._bulk.edit_wanted.connect(self._edit_all)
        acts: dict[str, Callable[[], object]] = {
            "trade.open": self._open,
            "trade.next": partial(table.walk, 1),
            "trade.previous": partial(table.walk, -1),
            "trade.edit": self.edit,
            "trade.reviewed": self._mark_reviewed,
            "trade.picture": self._choose_pictures,
            "trade.merge": self._merge,
            "trade.delete": self._delete,
            "edit.copy": self._copy,
            "edit.paste": self._paste,
            "edit.all": table.selectAll,
        }
        for key, act in acts.items():
            session.commands[key].triggered.connect(partial(self._if_shown, act))
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._open_menu)
        self.enable(0)

    def follow(self, detail: Detail) -> None:
        """Single keys in the table act on this detail."""
        self._detail = detail

    def enable(self, selected: int) -> None:
        """Offer what so many selected trades allow."""
        writable = self._session.library.read_only is None
        for key in _NEEDS_ONE:
            reads = key == "trade.open"
            self._session.commands[key].setEnabled(selected > 0 and (writable or reads))
        self._session.commands["trade.merge"].setEnabled(selected > 1 and writable)
        self._session.commands["edit.copy"].setEnabled(selected > 0)

    def act_on_key(self, event: QKeyEvent) -> bool:
        """Give a single key to the detail of the current trade."""
        walks = event.key() in (Qt.Key.Key_J, Qt.Key.Key_K)
        return self._detail is not None and not walks and self._detail.act_on_key(event)

    def attach(self, trade_id: str, files: Sequence[ImageSource]) -> None:
        """Hang pictures on a trade."""
        if files:
            library = self._session.library
            self._session.write(lambda: library.attach(trade_id, files)[1])

    @Slot()
    def edit(self) -> None:
        """Open the editor of all selected trades."""
        self._session.tasks.run(self._session.library.vocabulary, self._open_bulk)

    def _if_shown(self, act: Callable[[], object], _checked: bool = False) -> None:
        if self._page.isVisible():
            act()

    def _open(self) -> None:
        self._table.opened.emit(self._table.current_row())

    def _open_bulk(self, vocabulary: Vocabulary) -> None:
        selected = len(self._table.selected_rows())
        if selected:
            anchor = self._anchor if self._anchor.isVisible() else self._table.header
            self._bulk.open_for(selected, vocabulary, anchor)

    def _edit_all(self, key: str, value: object) -> None:
        self._write(partial(self._session.library.edit, self._selected(), {key: value}))

    def _mark_reviewed(self) -> None:
        self._edit_all("reviewed", True)

    def _merge(self) -> None:
        self._write(partial(self._session.library.merge, self._selected()))

    def _delete(self) -> None:
        self._write(partial(self._session.library.delete, self._selected()))

    def _choose_pictures(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in sorted(PICTURE_SUFFIXES))
        names, _ = QFileDialog.getOpenFileNames(
            self._page, "Add pictures", "", f"Pictures ({patterns})"
        )
        self.attach(self._table.current_id(), [Path(name) for name in names])

    def _paste(self) -> None:
        trade_id = self._table.current_id()
        if trade_id:
            self.attach(trade_id, pictures(QGuiApplication.clipboard().mimeData()))

    def _copy(self) -> None:
        columns = [
            column
            for section, column in enumerate(self._table.table.columns)
            if self._table.columnWidth(section) and column.title
        ]
        rows = self._table.selected_rows()[:_MOST_COPIED]
        cells = [[column.text(row) for column in columns] for row in rows]
        titles = [column.title for column in columns]
        mime = QMimeData()
        mime.setText(as_tsv(titles, cells))
        mime.setHtml(as_html(titles, cells))
        QGuiApplication.clipboard().setMimeData(mime)

    def _selected(self) -> list[str]:
        return self._table.selected_ids()

    def _write(self, work: Callable[[], Changes]) -> None:
        if self._selected():
            self._session.write(work)

    def _open_menu(self, at: QPoint) -> None:
        menu = QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for group in _IN_CONTEXT:
            menu.addSeparator()
            for key in group:
                menu.addAction(self._session.commands[key])
        menu.popup(self._table.viewport().mapToGlobal(at))
