"""Invented prices: a year of daily levels, and the bars of the days that are traded."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

from fillbook.domain.instrument import AssetType

NEW_YORK = ZoneInfo("America/New_York")
_STEPS_IN_A_BAR = 4
_GAP_SHARE = 0.35  # of a day's movement happens while the market is closed


@dataclass(frozen=True, slots=True)
class Market:
    """What is traded, how far it moves, and when its bars are kept."""

    symbol: str
    asset_type: AssetType
    tick: Decimal
    multiplier: Decimal
    level: Decimal  # price at the start of the year
    drift: float  # of the year, as a share
    daily_move: float  # standard deviation of a day, as a share
    opens: time  # in New York
    bars: int  # in a session
    bar_minutes: int

    @property
    def tick_value(self) -> Decimal:
        """Money a tick, for one share, contract or lot."""
        return self.tick * self.multiplier

    def price(self, ticks: int) -> Decimal:
        """The price at so many ticks."""
        return self.tick * ticks


@dataclass(frozen=True, slots=True)
class TapeBar:
    """One bar, in ticks."""

    starts_at: datetime
    open: int
    high: int
    low: int
    close: int


@cache
def trading_days(first: date, last: date) -> tuple[date, ...]:
    """Weekdays from first to last without the days on which New York rests."""
    span = (last - first).days + 1
    days = (first + timedelta(days=n) for n in range(span))
    return tuple(day for day in days if day.weekday() < 5 and not _rests(day))


def _rests(day: date) -> bool:
    fixed = {(1, 1), (6, 19), (7, 3), (12, 25)}
    thanksgiving = day.month == 11 and day.weekday() == 3 and 22 <= day.day <= 28
    labour = day.month == 9 and day.weekday() == 0 and day.day <= 7
    memorial = day.month == 5 and day.weekday() == 0 and day.day >= 25
    return (day.month, day.day) in fixed or thanksgiving or labour or memorial


def daily_levels(market: Market, days: Sequence[date], seed: str) -> list[tuple[int, int]]:
    """Open and close of each day, in ticks."""
    random = Random(f"{seed}/{market.symbol}/levels")
    start = float(market.level / market.tick)
    daily_drift = math.log1p(market.drift) / len(days)
    gap_move = market.daily_move * math.sqrt(_GAP_SHARE)
    session_move = market.daily_move * math.sqrt(1 - _GAP_SHARE)
    level, levels = start, []
    for _ in days:
        opening = level * math.exp(random.gauss(0, gap_move))
        level = opening * math.exp(random.gauss(daily_drift, session_move))
        levels.append((round(opening), round(level)))
    return levels


def session(market: Market, day: date, opening: int, closing: int, seed: str) -> list[TapeBar]:
    """The bars of one day, from its open to its close."""
    random = Random(f"{seed}/{market.symbol}/{day}")
    steps = market.bars * _STEPS_IN_A_BAR
    path = _bridge(random, steps, market.daily_move * opening * 0.8)
    first = datetime.combine(day, market.opens, NEW_YORK).astimezone(UTC)
    span = timedelta(minutes=market.bar_minutes)
    bars = []
    for index in range(market.bars):
        at = index * _STEPS_IN_A_BAR
        points = [
            round(opening + (closing - opening) * step / steps + path[step])
            for step in range(at, at + _STEPS_IN_A_BAR + 1)
        ]
        bars.append(TapeBar(first + index * span, points[0], max(points), min(points), points[-1]))
    return bars


def _bridge(random: Random, steps: int, move: float) -> list[float]:
    """A random walk that starts and ends at zero, livelier at both ends of the day."""
    walk, level = [0.0], 0.0
    unit = move / math.sqrt(steps)
    for step in range(steps):
        shape = 0.75 + 0.9 * (2 * step / steps - 1) ** 2
        level += random.gauss(0, unit * shape)
        walk.append(level)
    return [value - level * step / steps for step, value in enumerate(walk)]
