"""An index of the balance on which deposits and withdrawals leave no mark.

It starts at 1. Each realised amount moves it by its share of the balance before, as a
fund's unit price moves; cash changes the balance that later shares are taken of.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from fillbook.statistics.balance import Balance
from fillbook.statistics.daily import Daily
from fillbook.statistics.equity import Curve
from fillbook.statistics.integers import Floats, Mask, floats
from fillbook.statistics.returns import falls


@dataclass(frozen=True, eq=False)
class Index:
    """The index after each closing leg, and the returns of trading days."""

    gain: float  # what one unit grew by
    depths: Floats  # how far each leg's level lies under the highest so far, as a share
    day_levels: Floats  # at the end of each trading day that the calendar counts
    returns: Floats  # of those days; empty where there is a reason
    first_day: int  # ordinal of the first day; 0 where there is a reason
    last_day: int
    reason: str | None = None  # why there is no index
    returns_reason: str | None = None  # why there are no returns

    @cached_property
    def max_drawdown(self) -> float:
        """The deepest fall as a positive share; the start is a peak."""
        return float(self.depths.max())

    @cached_property
    def ulcer(self) -> float:
        """Root mean square of the falls at day ends, in percent."""
        at_ends = falls(np.concatenate(([1.0], self.day_levels)))[1:]
        return float(np.sqrt(((100 * at_ends) ** 2).mean()))

    @property
    def days(self) -> int:
        """Calendar days from the first to the last, both included."""
        return self.last_day - self.first_day + 1


def index_of(
    curve: Curve, daily: Daily, balance: Balance, counted_days: Mask, places: int
) -> Index:
    """The index of a curve, or why there is none."""
    if balance.start is None or not len(curve):
        return _without(balance.reason or "nothing is realised yet")
    equity = balance.start + floats(curve.levels, places)
    if len(balance.at):
        before = np.concatenate(([balance.start], equity[:-1])) + balance.cash_before(curve.at)
        if before.min() <= 0:
            return _without(_exhausted(int(curve.days[before.argmin()])))
        levels = np.cumprod(1 + floats(np.diff(curve.levels, prepend=0), places) / before)
        gain, depths = float(levels[-1]) - 1, falls(np.concatenate(([1.0], levels)))
    else:
        levels = equity / balance.start
        # From exact amounts: a small share loses no digits to the one it is a part of.
        gain = float(floats(curve.levels[-1:], places)[0]) / balance.start
        depths = floats(curve.falls, places) / (balance.start + floats(curve.peaks, places))
    day_before, realised = _by_day(daily, balance, places)
    last_leg = np.searchsorted(np.maximum.accumulate(curve.days), daily.ordinals, side="right") - 1
    exhausted = day_before.min() <= 0
    return Index(
        gain=gain,
        depths=depths,
        day_levels=levels[last_leg][counted_days],
        returns=np.zeros(0) if exhausted else (realised / day_before)[counted_days],
        first_day=daily.first,
        last_day=daily.first + len(daily) - 1,
        returns_reason=_exhausted(daily.first + int(day_before.argmin())) if exhausted else None,
    )


def _exhausted(day: int) -> str:
    return f"the balance was not above zero on {date.fromordinal(day).isoformat()}"


def _by_day(daily: Daily, balance: Balance, places: int) -> tuple[Floats, Floats]:
    """The balance at the start of each day, and what was realised on it."""
    assert balance.start is not None
    realised = floats(daily.net, places)
    total = floats(np.cumsum(daily.net), places)
    earlier = np.concatenate(([0.0], total[:-1]))
    return balance.start + earlier + balance.cash_before_days(daily.ordinals), realised


def _without(reason: str) -> Index:
    nothing = np.zeros(0)
    return Index(0.0, nothing, nothing, nothing, 0, 0, reason, reason)
