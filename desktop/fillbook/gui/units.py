"""The unit that results are shown in: money, R, percent or ticks."""

import math
from dataclasses import dataclass
from enum import StrEnum

from fillbook.gui import format
from fillbook.statistics.terms import Measure


class ResultUnit(StrEnum):
    MONEY = "money"
    R = "r"
    PERCENT = "percent"
    TICKS = "ticks"

    @property
    def measure(self) -> Measure:
        """What the engine counts in it."""
        return Measure(self.value)

    @property
    def word(self) -> str:
        """What stands beside a figure; nothing of money, whose currency does."""
        return _WORDS.get(self, "")

    def text(self, value: float, *, signed: bool = False) -> str:
        """A result with its unit; shares of one are written in percent."""
        if self is ResultUnit.MONEY:
            return format.money(value, signed=signed)
        return f"{self.number(value, signed=signed)}{format.THIN}{self.word}"

    def number(self, value: float, *, signed: bool = False) -> str:
        """The same without its unit."""
        if self is ResultUnit.MONEY:
            return format.money(value, signed=signed)
        places = 1 if self is ResultUnit.TICKS else 2
        return format.number(value * self._scale, places, signed=signed)

    @property
    def _scale(self) -> int:
        return 100 if self is ResultUnit.PERCENT else 1

    def axis_text(self, value: float, step: float) -> str:
        """A round value on an axis of such a step; all but money keep their sign."""
        if not value:
            return "0"
        if self is ResultUnit.MONEY:
            return format.axis(value, step)
        step *= self._scale
        shown = format.number(value * self._scale, format.step_places(step), signed=True)
        return shown if self is ResultUnit.TICKS else f"{shown}{format.THIN}{self.word}"


_WORDS = {ResultUnit.R: "R", ResultUnit.PERCENT: "%", ResultUnit.TICKS: "ticks"}


@dataclass(frozen=True, slots=True)
class Reach:
    """Results from low to below high; an end may be infinite."""

    unit: ResultUnit
    low: float
    high: float

    @property
    def words(self) -> str:
        """From where to where."""
        low, high = (self.unit.text(edge, signed=True) for edge in (self.low, self.high))
        if math.isinf(self.low):
            return f"below {high}"
        return f"from {low}" if math.isinf(self.high) else f"{low} to below {high}"
