"""Which of the world's markets were open, by the clocks of their own cities."""

from zoneinfo import ZoneInfo

import numpy as np

from fillbook.domain.trade_columns import MISSING
from fillbook.statistics.columns import Table
from fillbook.statistics.integers import Indices, Mask
from fillbook.statistics.keys import Keys
from fillbook.statistics.zone_clock import local_minutes

_DAY_MINUTES = 1440
_ASIA, _LONDON, _NEW_YORK = ("Asia/Tokyo", "Europe/London", "America/New_York")
_OPENS = {_ASIA: 9 * 60, _LONDON: 8 * 60, _NEW_YORK: 8 * 60}
_CLOSES = {_ASIA: 18 * 60, _LONDON: 17 * 60, _NEW_YORK: 17 * 60}
_KEYS = ("asia", "london", "overlap", "new_york")
"""Overlap is London and New York together; London goes before Asia."""


def market_hours(table: Table) -> Keys:
    """The markets that were open at the first entry; none of trades whose hour is not known."""
    numbers = np.full(table.size, -1)
    timed = np.flatnonzero((table.opened_at != MISSING) & (table.open_minute >= 0))
    at = table.opened_at[timed]
    asia, london, new_york = (_is_open(at, zone) for zone in (_ASIA, _LONDON, _NEW_YORK))
    found = np.full(len(timed), -1)
    found[asia] = _KEYS.index("asia")
    found[london] = _KEYS.index("london")
    found[new_york] = _KEYS.index("new_york")
    found[london & new_york] = _KEYS.index("overlap")
    numbers[timed] = found
    return Keys(np.where(numbers < 0, len(_KEYS), numbers), _KEYS)


def _is_open(at: Indices, zone: str) -> Mask:
    """Whether a city's clock stands between its opening and its close."""
    minutes = local_minutes(at, ZoneInfo(zone)) % _DAY_MINUTES
    inside: Mask = (minutes >= _OPENS[zone]) & (minutes < _CLOSES[zone])
    return inside
