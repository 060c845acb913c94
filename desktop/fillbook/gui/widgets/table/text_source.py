"""A few rows of words, shown by the same table as a million trades."""

from collections.abc import Callable, Sequence
from functools import partial

from fillbook.gui.widgets.table.column import LEFT, RIGHT, Column

_LEAST = 72  # of a column that stretches

Ink = Callable[[int, int], str]
"""The token in which the cell of a row and a column is written."""


def plain_ink(row: int, column: int) -> str:
    """The first column quiet, the others plain."""
    return "text" if column else "text2"


class TextSource:
    """Rows of texts under headers.

    Args:
        widths: Logical pixels a column; 0 takes what is left.
        right: Indexes of columns that hold figures.
    """

    def __init__(
        self,
        headers: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[int],
        *,
        right: frozenset[int] = frozenset(),
        ink: Ink = plain_ink,
    ) -> None:
        self._rows = rows
        self._ink = ink
        self.ids = [str(row) for row in range(len(rows))]
        self.columns = tuple(
            Column(
                key=str(place),
                title=header,
                width=widths[place] or _LEAST,
                text=partial(self._text, place),
                ink=partial(self._token, place),
                align=RIGHT if place in right else LEFT,
                stretch=not widths[place],
            )
            for place, header in enumerate(headers)
        )

    def _text(self, place: int, row: int) -> str:
        return self._rows[row][place]

    def _token(self, place: int, row: int) -> str:
        return self._ink(row, place)
