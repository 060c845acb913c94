"""Where tiles stand on a board: places in a grid that never overlap."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

COLUMNS = 12
MOST_ROWS = 96


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle of the grid."""

    column: int
    row: int
    width: int
    height: int

    def meets(self, other: "Place") -> bool:
        """Whether the two share a cell."""
        across = (
            self.column < other.column + other.width and other.column < self.column + self.width
        )
        return across and self.row < other.row + other.height and other.row < self.row + self.height

    def inside(self, least: tuple[int, int]) -> "Place":
        """The same within the grid, never smaller than so many columns and rows."""
        width = min(max(self.width, least[0]), COLUMNS)
        height = min(max(self.height, least[1]), MOST_ROWS)
        column = min(max(self.column, 0), COLUMNS - width)
        return Place(column, min(max(self.row, 0), MOST_ROWS), width, height)


Arrangement = Mapping[str, Place]
"""The place of each tile by its key."""


def moved(arrangement: Arrangement, key: str, place: Place) -> dict[str, Place]:
    """The arrangement with one tile elsewhere; those in its way go down, gaps close upwards."""
    settled = {key: place}
    others = sorted(
        ((name, other) for name, other in arrangement.items() if name != key),
        key=lambda each: (each[1].row, each[1].column),
    )
    for name, other in others:
        wanted = other
        while any(wanted.meets(taken) for taken in settled.values()):
            wanted = replace(wanted, row=wanted.row + 1)
        settled[name] = wanted
    return closed_up(settled)


def closed_up(arrangement: Arrangement) -> dict[str, Place]:
    """Every tile as far up as the tiles above it let it."""
    settled: dict[str, Place] = {}
    for name, place in sorted(arrangement.items(), key=lambda each: (each[1].row, each[1].column)):
        while place.row > 0:
            higher = replace(place, row=place.row - 1)
            if any(higher.meets(taken) for taken in settled.values()):
                break
            place = higher
        settled[name] = place
    return settled


def rows_of(arrangement: Arrangement) -> int:
    """How many rows an arrangement is high."""
    return max((place.row + place.height for place in arrangement.values()), default=1)
