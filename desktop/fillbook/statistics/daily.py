"""Figures by trading day."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from fillbook.statistics.columns import Codes
from fillbook.statistics.integers import Floats, Indices, Integers, Mask, sums_by, weights

_SATURDAY = 6  # of an ordinal modulo 7, where Monday is 1 and Sunday 0


@dataclass(frozen=True, eq=False)
class Daily:
    """Realised amounts by calendar day, from the first on which there is one to the last.

    Each figure has one entry a day.
    """

    realised: Integers  # one entry a closing leg, in the smallest units
    leg_days: Codes
    close_days: Codes  # one entry a closed trade
    has_r: Mask
    r: Floats  # one entry a trade that has one

    @cached_property
    def first(self) -> int:
        """The ordinal of the first date; 0 where nothing is realised."""
        days = [int(column.min()) for column in (self.leg_days, self.close_days) if len(column)]
        return min(days, default=0)

    @cached_property
    def _size(self) -> int:
        days = [int(column.max()) for column in (self.leg_days, self.close_days) if len(column)]
        return max(days, default=-1) - self.first + 1

    def __len__(self) -> int:
        return self._size

    @cached_property
    def net(self) -> Integers:
        """Realised that day, partial exits included, in the smallest units."""
        return sums_by(self._leg_places, weights(self.realised), len(self))

    @cached_property
    def active(self) -> Mask:
        """Days on which something was realised."""
        active: Mask = np.bincount(self._leg_places, minlength=len(self)) > 0
        return active

    @cached_property
    def closed(self) -> Indices:
        """Trades whose last closing fill was that day."""
        return np.bincount(self.close_days - self.first, minlength=len(self))

    @cached_property
    def r_total(self) -> Floats:
        """The sum of the R multiples of the trades that closed."""
        sums = np.bincount(self._r_days, weights=self.r, minlength=len(self))
        return sums.astype(np.float64)

    @cached_property
    def r_known(self) -> Indices:
        """How many of them have one."""
        return np.bincount(self._r_days, minlength=len(self))

    @cached_property
    def _leg_places(self) -> Indices:
        places: Indices = self.leg_days - self.first
        return places

    @property
    def _r_days(self) -> Indices:
        return self.close_days[self.has_r] - self.first

    @property
    def ordinals(self) -> Indices:
        return np.arange(self.first, self.first + len(self))

    def open_days(self, *, every_day: bool) -> Mask:
        """The days that a year of returns counts.

        Args:
            every_day: The market never closes. Otherwise Monday to Friday, and a
                weekend day on which something was realised.
        """
        if every_day:
            return np.ones(len(self), dtype=np.bool_)
        weekday = self.ordinals % 7
        weekend: Mask = (weekday == 0) | (weekday == _SATURDAY)
        return ~weekend | self.active

    def date(self, index: int) -> date:
        return date.fromordinal(self.first + index)
