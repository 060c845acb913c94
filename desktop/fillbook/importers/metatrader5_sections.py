"""The sections of a MetaTrader 5 report, and which of its tables each is.

The tables are told apart by what stands in their rows, since their titles come in the
terminal's language.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from fillbook.importers.metatrader_kind import is_heading
from fillbook.importers.metatrader_tables import Row, is_number, is_time

_SAMPLE_ROWS = 50
_LEAST_CELLS = 8


class Table(Enum):
    """What the rows of a section are."""

    DEALS = auto()
    POSITIONS = auto()
    ORDERS = auto()
    OPEN_POSITIONS = auto()
    WORKING_ORDERS = auto()


@dataclass(frozen=True, slots=True)
class Section:
    """The rows under one line of titles."""

    heading: Row
    columns: tuple[int, ...]  # of the heading's cells that hold a title
    grid: tuple[int, ...]  # the same in the grid
    rows: Sequence[Row]
    first: int  # index of the first row

    def fields(self, row: Row) -> tuple[str, ...]:
        """A row's cells under the titles; fewer when the row ends early."""
        if len(row.cells) == len(self.heading.cells):
            return tuple(row.cells[column] for column in self.columns)
        return tuple(row.grid[column] for column in self.grid if column < len(row.grid))


def sections(rows: Sequence[Row]) -> Iterator[Section]:
    """The sections of a report, in order; what stands under the last table is in the last."""
    headings = [index for index, row in enumerate(rows) if is_heading(row)]
    for start, end in pairwise([*headings, len(rows)]):
        heading = rows[start]
        yield Section(
            heading,
            tuple(index for index, cell in enumerate(heading.cells) if cell),
            tuple(index for index, cell in enumerate(heading.grid) if cell),
            rows[start + 1 : end],
            start + 1,
        )


def table_of(section: Section) -> Table | None:
    """The table by what most of its first rows look like; None when it is empty."""
    seen: Counter[Table] = Counter()
    for row in section.rows:
        cells = section.fields(row)
        if len(cells) >= _LEAST_CELLS and is_time(cells[0]):
            seen[_row_table(cells)] += 1
            if seen.total() >= _SAMPLE_ROWS:
                break
    return seen.most_common(1)[0][0] if seen else None


def _row_table(cells: Sequence[str]) -> Table:
    if len(cells) > 9 and is_time(cells[8]):
        return Table.POSITIONS if is_number(cells[9]) else Table.ORDERS
    if "/" in cells[4] and any(mark.isdigit() for mark in cells[4]):
        return Table.WORKING_ORDERS
    if cells[2] and is_number(cells[4]):
        return Table.OPEN_POSITIONS
    return Table.DEALS
