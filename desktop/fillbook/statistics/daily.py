"""Figures by trading day."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from fillbook.statistics.columns import Codes
from fillbook.statistics.integers import (
    Floats,
    Indices,
    Integers,
    Mask,
    begins,
    sums_by,
    weights,
)

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
        days = [int(each[0]) for each in (self.moves.days, self._closings) if len(each)]
        return min(days, default=0)

    @cached_property
    def _size(self) -> int:
        days = [int(each[-1]) for each in (self.moves.days, self._closings) if len(each)]
        return max(days, default=-1) - self.first + 1

    def __len__(self) -> int:
        return self._size

    @cached_property
    def moves(self) -> "Moves":
        """The days on which something was realised."""
        return Moves.of(self.leg_days, self.realised)

    @cached_property
    def net(self) -> Integers:
        """Realised that day, partial exits included, in the smallest units."""
        net: Integers = np.zeros(len(self), dtype=self.moves.net.dtype)
        net[self.moves.days - self.first] = self.moves.net
        return net

    @cached_property
    def active(self) -> Mask:
        """Days on which something was realised."""
        active = np.zeros(len(self), dtype=np.bool_)
        active[self.moves.days - self.first] = True
        return active

    @property
    def days_of_closing(self) -> int:
        """On how many days a trade closed."""
        return len(self._closings)

    @cached_property
    def _closings(self) -> Indices:
        """The days on which a trade closed, oldest first."""
        days = self.close_days
        return days[begins(days)] if _ascends(days) else np.unique(days)

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

    def count_open(self, *, every_day: bool) -> int:
        """How many of them a year of returns counts."""
        if every_day or not len(self):
            return len(self)
        weekends = int(np.count_nonzero((self.moves.days - _SATURDAY) % 7 < 2))
        return _weekdays(self.first + len(self) - 1) - _weekdays(self.first - 1) + weekends

    def date(self, index: int) -> date:
        return date.fromordinal(self.first + index)


@dataclass(frozen=True, eq=False)
class Moves:
    """One entry a day on which something was realised, oldest first."""

    days: Indices  # ordinals
    net: Integers  # in the smallest units

    @classmethod
    def of(cls, days: Codes, realised: Integers) -> "Moves":
        """The sums of realised amounts by day; days of several zones may disagree in order."""
        if not len(days):
            return cls(days, realised)
        if _ascends(days):
            firsts = begins(days)
            return cls(days[firsts], np.add.reduceat(realised, firsts))
        present, places = np.unique(days, return_inverse=True)
        return cls(present, sums_by(places, weights(realised), len(present)))


def _ascends(days: Codes) -> bool:
    return bool((days[1:] >= days[:-1]).all())


def _weekdays(ordinal: int) -> int:
    """Mondays to Fridays up to a date, from the first of the year 1, a Monday."""
    return ordinal // 7 * 5 + min(ordinal % 7, 5)
