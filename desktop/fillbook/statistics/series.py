"""Curves and days as charts and calendars show them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np

from fillbook.statistics.integers import Floats, Indices, floats
from fillbook.statistics.population import Population


@dataclass(frozen=True, eq=False)
class EquitySeries:
    """Realised equity with its drawdown, oldest first; one entry a closing fill or a day."""

    at: Floats  # seconds since 1970, UTC; of a day the last closing fill
    days: Indices  # ordinals of the trading days
    equity: Floats  # with the starting balance where it is known, else from zero
    drawdown: Floats  # zero or negative; of a day the deepest that was seen on it
    start: float  # the equity before the first entry

    def __len__(self) -> int:
        return len(self.at)


@dataclass(frozen=True, slots=True)
class DayFigures:
    """One trading day: what was realised, and the trades that closed."""

    day: date
    net: Decimal  # partial exits of open trades included
    trades: int
    r: float | None  # of the trades that have an R multiple; None where none has


def equity_by_fill(population: Population) -> EquitySeries:
    """Equity after each closing fill."""
    curve, places = population.curve, population.places
    start = population.balance.start or 0.0
    return EquitySeries(
        at=curve.at / 1e6,
        days=curve.days,
        equity=start + floats(curve.levels, places),
        drawdown=0.0 - floats(curve.falls, places),
        start=start,
    )


def equity_by_day(population: Population) -> EquitySeries:
    """Equity at the end of each day on which something was realised."""
    fills = equity_by_fill(population)
    if not len(fills):
        return fills
    ordered = np.maximum.accumulate(fills.days)  # accounts of several zones may disagree by a day
    starts = np.concatenate(([0], np.flatnonzero(np.diff(ordered)) + 1))
    ends = np.append(starts[1:], len(fills)) - 1
    return EquitySeries(
        at=fills.at[ends],
        days=ordered[ends],
        equity=fills.equity[ends],
        drawdown=np.minimum.reduceat(fills.drawdown, starts),
        start=fills.start,
    )


def day_figures(population: Population, newest: int | None = None) -> tuple[DayFigures, ...]:
    """Each day on which something was realised, newest first; all, or so many."""
    daily = population.daily
    active = np.flatnonzero(daily.active)[::-1][:newest]
    return tuple(
        DayFigures(
            day=daily.date(i),
            net=population.money(int(daily.net[i])),
            trades=int(daily.closed[i]),
            r=float(daily.r_total[i]) if daily.r_known[i] else None,
        )
        for i in active.tolist()
    )
