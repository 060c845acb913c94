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
from fillbook.statistics.integers import Floats, Integers, Mask, floats
from fillbook.statistics.returns import falls

_BLOCK = 2048
_A_LITTLE_LESS = 0.999999  # leaves room for the rounding of a share


@dataclass(frozen=True, eq=False)
class Index:
    """The index of a curve; ask for ``reason`` and ``returns_reason`` first."""

    curve: Curve
    daily: Daily
    balance: Balance
    places: int
    every_day: bool  # the market never closes

    @cached_property
    def reason(self) -> str | None:
        """Why there is no index."""
        if not len(self.curve):
            return "nothing was realised"
        if self.balance.start is None:
            return "the starting balance is not known"
        if self._has_cash and self._before.min() <= 0:
            return _used_up(int(self.curve.days[self._before.argmin()]))
        return None

    @cached_property
    def returns_reason(self) -> str | None:
        """Why there are no returns of days."""
        if self.reason is not None:
            return self.reason
        if self._day_before.min() <= 0:
            return _used_up(int(self.daily.moves.days[self._day_before.argmin()]))
        return None

    @cached_property
    def gain(self) -> float:
        """What one unit grew by."""
        if self._has_cash:
            return float(self._levels[-1]) - 1
        return float(floats(self.curve.levels[-1:], self.places)[0]) / self._start

    @cached_property
    def levels(self) -> Floats:
        """The index after each closing leg."""
        if self._has_cash:
            return self._levels
        return 1 + floats(self.curve.levels, self.places) / self._start

    @cached_property
    def falls(self) -> Floats:
        """How far each of them lies under the peak before it, as a share of that peak."""
        return falls(np.concatenate(([1.0], self.levels)))[1:]

    @cached_property
    def max_drawdown(self) -> float:
        """The deepest fall as a positive share; the start is a peak."""
        if self._has_cash:
            return float(falls(np.concatenate(([1.0], self._levels))).max())
        # From exact amounts: a small share loses no digits to the one it is a part of.
        return _deepest_share(self.curve.falls, self.curve.peaks, self._start * 10**self.places)

    @cached_property
    def returns(self) -> Floats:
        """Realised over the balance at the start of the day, of each day that moved it."""
        returns: Floats = floats(self.daily.moves.net, self.places) / self._day_before
        return returns

    @cached_property
    def idle_days(self) -> int:
        """Further days that count, whose return is zero."""
        return self.daily.count_open(every_day=self.every_day) - len(self.returns)

    @cached_property
    def day_levels(self) -> Floats:
        """The index at the end of each day that counts."""
        if self._has_cash:
            days = np.maximum.accumulate(self.curve.days)
            last_leg = np.searchsorted(days, self.daily.ordinals, side="right") - 1
            return self._levels[last_leg][self._counted_days]
        ends: Floats = 1 + floats(np.cumsum(self.daily.net), self.places) / self._start
        return ends[self._counted_days]

    @cached_property
    def ulcer(self) -> float:
        """Root mean square of the falls at day ends, in percent."""
        at_ends = falls(np.concatenate(([1.0], self.day_levels)))[1:]
        return float(np.sqrt(((100 * at_ends) ** 2).mean()))

    @property
    def days(self) -> int:
        """Calendar days from the first to the last, both included."""
        return len(self.daily)

    @property
    def _start(self) -> float:
        assert self.balance.start is not None
        return self.balance.start

    @property
    def _has_cash(self) -> bool:
        return len(self.balance.at) > 0

    @cached_property
    def _before(self) -> Floats:
        """The balance before each closing leg."""
        levels = floats(self.curve.levels, self.places)
        earlier = np.concatenate(([0.0], levels[:-1]))
        return self._start + earlier + self.balance.cash_before(self.curve.at)

    @cached_property
    def _levels(self) -> Floats:
        """The index after each closing leg."""
        steps = floats(np.diff(self.curve.levels, prepend=0), self.places)
        return np.cumprod(1 + steps / self._before)

    @cached_property
    def _day_before(self) -> Floats:
        """The balance at the start of each day that moved it."""
        moves = self.daily.moves
        realised = np.cumsum(moves.net)
        before = floats(realised - moves.net, self.places) + self._start
        if self._has_cash:
            before = before + self.balance.cash_before_days(moves.days)
        return before

    @cached_property
    def _counted_days(self) -> Mask:
        return self.daily.open_days(every_day=self.every_day)


def _used_up(day: int) -> str:
    return f"the balance was not above zero on {date.fromordinal(day).isoformat()}"


def _deepest_share(under: Integers, peaks: Integers, start: float) -> float:
    """The largest of falls as shares of start and peak, of as few blocks as can hold it.

    Peaks only rise: the first of a block bounds its shares from above, the last from below.
    """
    firsts = np.arange(0, len(under), _BLOCK)
    if len(firsts) > 1:
        lasts = np.append(firsts[1:], len(under)) - 1
        deepest = np.maximum.reduceat(under, firsts)
        least = (deepest / (peaks[lasts] + start)).max() * _A_LITTLE_LESS
        firsts = firsts[deepest / (peaks[firsts] + start) >= least]
    blocks = (slice(first, first + _BLOCK) for first in firsts.tolist())
    return max(float((under[block] / (peaks[block] + start)).max()) for block in blocks)
