"""Sessions by the rules of the exchanges' zones, summer time included."""

from datetime import UTC, datetime

import pytest
from populations import MONDAY, ATrade, a_population

from fillbook.statistics.breakdown import groups
from fillbook.statistics.dimensions import BY_KEY


def key_at(*when):
    """The key of a trade that opens then, by UTC."""
    opens = datetime(*when, tzinfo=UTC)
    start = datetime(MONDAY.year, MONDAY.month, MONDAY.day, tzinfo=UTC)
    days, rest = divmod(int((opens - start).total_seconds()) // 60, 1440)
    people = a_population(ATrade(day=days, minute=rest, held=0))
    (group,) = groups(people, BY_KEY["market_hours"])
    return group.key


@pytest.mark.parametrize(
    ("when", "key"),
    [
        ((2026, 3, 3, 0, 0), "asia"),  # 09:00 in Tokyo
        ((2026, 3, 3, 7, 59), "asia"),
        ((2026, 3, 3, 8, 0), "london"),  # Tokyo is open for another hour
        ((2026, 3, 3, 12, 59), "london"),
        ((2026, 3, 3, 13, 0), "overlap"),  # 08:00 in New York, winter
        ((2026, 3, 10, 12, 0), "overlap"),  # New York has summer time, London not yet
        ((2026, 3, 31, 15, 59), "overlap"),
        ((2026, 3, 31, 16, 0), "new_york"),  # 17:00 in London's summer
        ((2026, 3, 3, 22, 0), None),
    ],
)
def test_the_markets_that_are_open_at_an_instant(when, key):
    assert key_at(*when) == key


def test_a_day_without_an_hour_has_no_session():
    people = a_population(ATrade(day_precision=True, minute=600))

    assert [group.key for group in groups(people, BY_KEY["market_hours"])] == [None]
