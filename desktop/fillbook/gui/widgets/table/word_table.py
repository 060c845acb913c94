"""A small table of words inside a card: the same table as a million trades, with less air."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from fillbook.gui import theme
from fillbook.gui.widgets.table.text_source import Ink, TextSource, plain_ink
from fillbook.gui.widgets.table.view import TableView

_HEADER, _ROW = 32, 28


class WordTable(TableView):
    """Rows of texts under headers.

    Args:
        widths: Logical pixels a column; 0 takes what is left.
        right: Indexes of columns that hold figures.
        most: Rows to show before it scrolls; 0 takes the room that there is.
    """

    def __init__(
        self,
        name: str,
        headers: Sequence[str],
        widths: Sequence[int],
        *,
        right: frozenset[int] = frozenset(),
        most: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, parent)
        self._headers, self._widths, self._right = tuple(headers), tuple(widths), right
        self._most = most
        self._rows = 0
        self.set_background("surface")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        theme.events.changed.connect(self._fit)

    def show_rows(self, rows: Sequence[Sequence[str]], ink: Ink = plain_ink) -> None:
        """Show these rows in place of those before."""
        self._rows = len(rows)
        source = TextSource(self._headers, rows, self._widths, right=self._right, ink=ink)
        self.show_source(source)
        self._fit()

    def show_named(self, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Show rows under other headers, each column as wide as it was."""
        self._headers = tuple(headers)
        self.show_rows(rows)

    def show_table(self, headers: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> None:
        """Show rows under other headers, each column of one width."""
        self._headers, self._widths = tuple(headers), (width,) * len(headers)
        self.show_rows(rows)

    def _fit(self) -> None:
        if self._most:
            rows = max(1, min(self._rows, self._most))
            self.setFixedHeight(theme.scale(_HEADER) + rows * theme.scale(_ROW) + 2)
