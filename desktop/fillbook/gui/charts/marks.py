"""What charts draw, as plain records."""

from dataclasses import dataclass

import numpy as np

from fillbook.gui.charts.scale import Floats
from fillbook.statistics.integers import Indices


@dataclass(frozen=True, slots=True)
class Bar:
    """One group; a value that is not known is None."""

    word: str
    value: float | None
    trades: int
    low: float | None = None
    high: float | None = None

    @property
    def token(self) -> str:
        """Grey where the interval spans zero: chance alone could make it."""
        if not self.value:
            return "text3"
        if self.low is not None and self.high is not None and self.low <= 0 <= self.high:
            return "text3"
        return "gain" if self.value > 0 else "loss"


@dataclass(frozen=True, eq=False)
class HeatCells:
    """One row and one column a key. Cells without a trade have no text."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    trades: Indices
    shares: Floats  # the value as a part of the largest, from -1 to 1
    texts: tuple[tuple[str, ...], ...]
    label: str = "Value"

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.rows), len(self.columns)


NO_CELLS = HeatCells((), (), np.zeros((0, 0), dtype=np.intp), np.zeros((0, 0)), ())


@dataclass(frozen=True, eq=False)
class Points:
    """Points ordered by x; ``names`` are said in the crosshair's card."""

    x: Floats
    y: Floats
    names: tuple[str, ...]
    x_label: str
    y_label: str
    line: float | None = None  # a place on x that is worth a line
    line_word: str = ""
    far: Floats | None = None  # up to which x a point may reach; None: each is where it is


NO_POINTS = Points(np.zeros(0), np.zeros(0), (), "", "")


@dataclass(frozen=True, eq=False)
class Fan:
    """Levels along a path: three percentiles of all paths, and the levels that came."""

    steps: Floats  # trades or days so far
    low: Floats
    middle: Floats
    high: Floats
    taken: Floats  # nan where there is none
    noun: str = "trades"


_NONE: Floats = np.zeros(0)
NO_FAN = Fan(_NONE, _NONE, _NONE, _NONE, _NONE)


@dataclass(frozen=True, slots=True)
class Gauge:
    """One rule. ``used`` is a share of what it allows; None is not known."""

    title: str
    value: str  # what is left, or how far one is
    note: str
    used: float | None
    state: str = "ok"  # ok, warn, bad, or text3 where nothing is at stake
    at_least: float | None = None  # the surely used part, where only a bound is known
    at_most: float | None = None  # the part that may be used, where both bounds are known
