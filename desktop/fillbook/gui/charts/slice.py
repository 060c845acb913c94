"""One value of a dimension with its figures."""

from dataclasses import dataclass

_FEW = 10  # trades below which no colour is deserved


@dataclass(frozen=True, slots=True)
class Slice:
    """One value of a dimension. Unknown is None."""

    word: str
    dot: int | None  # index of its category colour; None: no value
    trades: int
    win_rate: float | None
    profit_factor: float | None
    expectancy_r: float | None
    low_r: float | None  # 95 % interval of the expectancy
    high_r: float | None
    net: float | None

    @property
    def token(self) -> str:
        """Grey where the interval spans zero or the sample is thin."""
        if self.low_r is None or self.high_r is None or self.trades < _FEW:
            return "text2"
        if self.low_r > 0:
            return "gain"
        return "loss" if self.high_r < 0 else "text2"
