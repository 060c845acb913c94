"""Stored rates of exchange, as amounts of a day are converted."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from fillbook.domain.exchange_rate import ExchangeRate
from fillbook.domain.money import exactly, round_places

OLDEST = timedelta(days=7)
"""A rate serves the days after it for so long: weekends and holidays have none."""

_Series = list[ExchangeRate]  # oldest first


class Rates:
    """Answers from the pair as stored, from its inverse, or through a third currency."""

    def __init__(self, stored: Iterable[ExchangeRate]) -> None:
        self._pairs: dict[tuple[str, str], _Series] = defaultdict(list)
        for rate in sorted(stored, key=lambda each: (each.day, each.source)):
            self._pairs[rate.base, rate.quote].append(rate)
            self._pairs[rate.quote, rate.base].append(_inverse(rate))

    def of(self, base: str, quote: str, day: date) -> ExchangeRate | None:
        """The newest rate of a pair on a day, of the week before at the oldest; or None."""
        found = self._newest(base, quote, day)
        if found is not None:
            return found
        middles = sorted(third for first, third in self._pairs if first == base)
        crossed = [
            _crossed(self._newest(base, third, day), self._newest(third, quote, day))
            for third in middles
        ]
        return max((each for each in crossed if each), key=lambda each: each.day, default=None)

    def _newest(self, base: str, quote: str, day: date) -> ExchangeRate | None:
        series = self._pairs.get((base, quote), ())
        place = bisect_right(series, day, key=lambda each: each.day) - 1
        if place < 0 or day - series[place].day > OLDEST:
            return None
        return series[place]


def _inverse(rate: ExchangeRate) -> ExchangeRate:
    with exactly():
        value = round_places(1 / rate.rate)
    return ExchangeRate(
        base=rate.quote, quote=rate.base, day=rate.day, rate=value, source=rate.source
    )


def _crossed(first: ExchangeRate | None, second: ExchangeRate | None) -> ExchangeRate | None:
    if first is None or second is None:
        return None
    with exactly():
        value = round_places(first.rate * second.rate)
    sources = dict.fromkeys((first.source, second.source))
    return ExchangeRate(
        base=first.base, quote=second.quote, day=min(first.day, second.day), rate=value,
        source=f"{' and '.join(sources)} by {first.quote}",
    )  # fmt: skip
