"""The clocks of a zone at many instants."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np

from fillbook.statistics.integers import Indices

_QUARTER_US = 900_000_000
_MINUTE_US = 60_000_000


def local_minutes(at: Indices, zone: ZoneInfo) -> Indices:
    """What the zone's clock shows, in minutes since 1970 of its own calendar.

    Args:
        at: Microseconds since 1970, UTC. Clocks change on the quarter of an hour.
    """
    quarters, places = np.unique(at // _QUARTER_US, return_inverse=True)
    offsets = [_minutes_east(quarter, zone) for quarter in quarters.tolist()]
    shown: Indices = at // _MINUTE_US + np.array(offsets, dtype=np.int64)[places]
    return shown


def _minutes_east(quarter: int, zone: ZoneInfo) -> int:
    offset = datetime.fromtimestamp(quarter * 900, UTC).astimezone(zone).utcoffset()
    assert offset is not None
    return round(offset.total_seconds() / 60)
