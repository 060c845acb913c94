"""What is open in one account."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fillbook.gui.pages.positions.presenter import HEADERS, AccountTable
from fillbook.gui.widgets.card import Card
from fillbook.gui.widgets.table.text_source import plain_ink
from fillbook.gui.widgets.table.word_table import WordTable

_WIDTHS = (0, 80, 90, 110, 110, 110, 130, 130)
_FIGURES = frozenset({2, 3, 4, 5, 7})
_RESULT = HEADERS.index("Unrealised")
_MOST = 14


class AccountCard(Card):
    """An account's positions, the oldest first."""

    wanted = Signal(str, str)  # the account here, and the broker's id of a position

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", flush=True, parent=parent)
        self.table = WordTable("", HEADERS, _WIDTHS, right=_FIGURES, most=_MOST)
        self.table.opened.connect(self._open)
        self.body.addWidget(self.table)
        self._shown: AccountTable | None = None

    def show_table(self, table: AccountTable) -> None:
        """Show other positions; equal ones stay as they are."""
        if table == self._shown:
            return
        self._shown = table
        self.set_title(table.title)
        self.set_note(table.note)
        self.table.setAccessibleName(f"Open positions of {table.title}")
        self.table.show_rows(table.rows, self._ink)
        self.table.setVisible(bool(table.rows))

    def _open(self, row: int) -> None:
        if self._shown is not None:
            self.wanted.emit(self._shown.account_id, self._shown.positions[row])

    def _ink(self, row: int, column: int) -> str:
        assert self._shown is not None
        return self._shown.inks[row] if column == _RESULT else plain_ink(row, column)
