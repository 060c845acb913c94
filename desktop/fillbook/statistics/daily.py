"""Figures by trading day."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from fillbook.statistics.columns import Codes
from fillbook.statistics.integers import Floats, Indices, Integers, Mask, sums_by

_SATURDAY = 6  # of an ordinal modulo 7, where Monday is 1 and Sunday 0


@dataclass(frozen=True, eq=False)
class Daily:
    """One entry a calendar day, from the first with a realised amount to the last."""

    first: int  # ordinal of the first date; 0 where nothing is realised
    net: Integers  # realised that day, partial exits included, in the smallest units
    legs: Indices  # closing legs
    closed: Indices  # trades whose last closing fill was that day
    r: Floats  # sum of the R multiples of those that have one
    r_known: Indices  # how many have one

    def __len__(self) -> int:
        return len(self.net)

    @property
    def active(self) -> Mask:
        """Days on which something was realised."""
        return self.legs > 0

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


def daily_of(
    realised: Integers, leg_days: Codes, close_days: Codes, r_days: Codes, r: Floats
) -> Daily:
    """Realised amounts, trades and R by day."""
    if not len(leg_days):
        nothing = np.zeros(0, dtype=np.intp)
        return Daily(0, nothing, nothing, nothing, np.zeros(0), nothing)
    first, last = int(leg_days.min()), int(leg_days.max())
    if len(close_days):
        first, last = min(first, int(close_days.min())), max(last, int(close_days.max()))
    size = last - first + 1
    days = leg_days - first
    return Daily(
        first=first,
        net=sums_by(days, realised, size),
        legs=np.bincount(days, minlength=size),
        closed=np.bincount(close_days - first, minlength=size),
        r=np.bincount(r_days - first, weights=r, minlength=size).astype(np.float64),
        r_known=np.bincount(r_days - first, minlength=size),
    )
