"""The unit that results are shown in: money, R or percent."""

import math
from dataclasses import dataclass
from enum import StrEnum

from fillbook.gui import format


class ResultUnit(StrEnum):
    MONEY = "money"
    R = "r"
    PERCENT = "percent"

    def text(self, value: float, *, signed: bool = False) -> str:
        """A result with its unit; shares of one are written in percent."""
        if self is ResultUnit.MONEY:
            return format.money(value, signed=signed)
        if self is ResultUnit.R:
            return f"{format.number(value, 2, signed=signed)}{format.THIN}R"
        return f"{format.number(value * 100, 2, signed=signed)}{format.THIN}%"

    def axis_text(self, value: float, step: float) -> str:
        """A round value on an axis of such a step; R and percent keep their sign."""
        if not value:
            return "0"
        if self is ResultUnit.MONEY:
            return format.axis(value, step)
        share = 100 if self is ResultUnit.PERCENT else 1
        shown = format.number(value * share, format.step_places(step * share), signed=True)
        return f"{shown}{format.THIN}{'%' if self is ResultUnit.PERCENT else 'R'}"


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
