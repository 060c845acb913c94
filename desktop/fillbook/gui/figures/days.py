"""What any stretch of days brought, by closing fill."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

import numpy as np

from fillbook.statistics.integers import Floats, Indices, Integers
from fillbook.statistics.population import Population


@dataclass(frozen=True, slots=True)
class Total:
    """A stretch of days; what cannot be told is None."""

    net: Decimal | None
    share: float | None  # of the balance before, deposits apart
    trades: int  # that closed
    r: float | None
    r_known: int
    days: int  # on which something was realised
    days_won: int

    @property
    def is_empty(self) -> bool:
        return not self.days and not self.trades


@dataclass(frozen=True, eq=False)
class Days:
    """The days of a population, summed up once so that every total costs the same."""

    population: Population

    @property
    def first(self) -> date | None:
        daily = self.population.daily
        return daily.date(0) if len(daily) else None

    @property
    def last(self) -> date | None:
        daily = self.population.daily
        return daily.date(len(daily) - 1) if len(daily) else None

    def total(self, first: date, last: date) -> Total:
        """Of the days from first to last, both included."""
        daily, population = self.population.daily, self.population
        size = len(daily)
        begin = min(max(first.toordinal() - daily.first, 0), size)
        end = min(max(last.toordinal() - daily.first + 1, begin), size)
        known = int(self._r_known[end] - self._r_known[begin])
        money = population.currency_reason is None
        net = population.money(int(self._net[end] - self._net[begin])) if money else None
        return Total(
            net=net,
            share=self._share(begin, end) if money else None,
            trades=int(self._trades[end] - self._trades[begin]),
            r=float(daily.r_total[begin:end].sum()) if known else None,
            r_known=known,
            days=int(self._active[end] - self._active[begin]),
            days_won=int(self._won[end] - self._won[begin]),
        )

    def day(self, day: date) -> Total:
        return self.total(day, day)

    def worst(self, first: date, last: date) -> date | None:
        """The day that lost most; None where none did."""
        daily = self.population.daily
        begin = max(first.toordinal() - daily.first, 0)
        part = daily.net[begin : max(last.toordinal() - daily.first + 1, begin)]
        if not len(part) or part.min() >= 0:
            return None
        return daily.date(begin + int(part.argmin()))

    def is_reviewed(self, day: date) -> bool:
        """Whether every trade that closed that day is reviewed."""
        place = day.toordinal() - self.population.daily.first
        return not (0 <= place < len(self._unreviewed)) or not self._unreviewed[place]

    def _share(self, begin: int, end: int) -> float | None:
        if self.population.index.returns_reason is not None:
            return None
        before, after = float(self._levels[begin]), float(self._levels[end])
        return after / before - 1 if before > 0 else None

    @cached_property
    def _net(self) -> Integers:
        return _summed(self.population.daily.net)

    @cached_property
    def _trades(self) -> Integers:
        return _summed(self.population.daily.closed)

    @cached_property
    def _r_known(self) -> Integers:
        return _summed(self.population.daily.r_known)

    @cached_property
    def _active(self) -> Integers:
        return _summed(self.population.daily.active.astype(np.intp))

    @cached_property
    def _won(self) -> Integers:
        daily = self.population.daily
        return _summed((daily.active & (daily.net > 0)).astype(np.intp))

    @cached_property
    def _levels(self) -> Floats:
        """The index before the first day and after each day; a day that does not count stays."""
        population = self.population
        counted = population.daily.open_days(every_day=population.trades_crypto)
        ends = np.concatenate(([1.0], population.index.day_levels))
        levels: Floats = ends[np.concatenate(([0], np.cumsum(counted)))]
        return levels

    @cached_property
    def _unreviewed(self) -> Indices:
        population = self.population
        seen = np.asarray(population.table.source.is_reviewed)[population.rows] == 1
        days = population.close_day[~seen] - population.daily.first
        return np.bincount(days, minlength=len(population.daily))


def _summed(values: Integers) -> Integers:
    """Sums up to each place, zero first."""
    sums: Integers = np.concatenate((np.zeros(1, values.dtype), np.cumsum(values)))
    return sums
