"""Invented prices: a year of daily levels, and the bars of the days that are traded."""

import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

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


FloatArray = NDArray[np.float64]


class TapeBar(NamedTuple):
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
    random = _random(f"{seed}/{market.symbol}/levels")
    gaps = random.standard_normal(len(days)) * market.daily_move * math.sqrt(_GAP_SHARE)
    moves = random.standard_normal(len(days)) * market.daily_move * math.sqrt(1 - _GAP_SHARE)
    moves += (math.log1p(market.drift) - (gaps + moves).sum()) / len(days)
    closes = float(market.level / market.tick) * np.exp(np.cumsum(gaps + moves))
    opens = closes / np.exp(moves)
    ticks = (np.rint(levels).astype(int).tolist() for levels in (opens, closes))
    return list(zip(*ticks, strict=True))


def session(market: Market, day: date, opening: int, closing: int, seed: str) -> list[TapeBar]:
    """The bars of one day, from its open to its close."""
    random = _random(f"{seed}/{market.symbol}/{day}")
    steps = market.bars * _STEPS_IN_A_BAR
    drawn = np.linspace(opening, closing, steps + 1)
    path = np.rint(drawn + _bridge(random, steps, market.daily_move * opening * 0.8)).astype(int)
    inside = path[:-1].reshape(market.bars, _STEPS_IN_A_BAR)
    closes = path[_STEPS_IN_A_BAR::_STEPS_IN_A_BAR]
    columns = (
        inside[:, 0],
        np.maximum(inside.max(axis=1), closes),
        np.minimum(inside.min(axis=1), closes),
        closes,
    )
    first = datetime.combine(day, market.opens, NEW_YORK).astimezone(UTC)
    span = timedelta(minutes=market.bar_minutes)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return [TapeBar(first + index * span, *prices) for index, prices in enumerate(rows)]


def _bridge(random: np.random.RandomState, steps: int, move: float) -> FloatArray:
    """A random walk that starts and ends at zero, livelier at both ends of the day."""
    along = np.linspace(0, 1, steps + 1)
    shape = 0.75 + 0.9 * (2 * along[:-1] - 1) ** 2
    walk = np.concatenate(([0.0], np.cumsum(random.standard_normal(steps) * shape)))
    bridge: FloatArray = (walk - walk[-1] * along) * (move / math.sqrt(steps))
    return bridge


def _random(name: str) -> np.random.RandomState:
    """Random numbers that numpy promises never to change."""
    return np.random.RandomState(zlib.crc32(name.encode()))
