"""A figure as it stands on a page."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class FigureShown:
    """One figure in words."""

    key: str
    label: str
    value: str
    unit: str = ""
    note: str = ""  # the interval, or what was counted
    token: str = "text"  # gain, loss or text
    reason: str = ""  # the formula in words, or why it is unknown


def token_of(value: Decimal | float | None) -> str:
    """The ink of a gain, a loss, or neither."""
    return "text2" if not value else "gain" if value > 0 else "loss"
