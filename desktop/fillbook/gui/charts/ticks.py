"""Round numbers and round moments for the axes."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

import numpy as np

from fillbook.gui.charts.scale import Floats

MINUTE, HOUR, DAY = 60, 3600, 86400
_WITHIN_A_DAY = (
    *(MINUTE * n for n in (1, 2, 5, 10, 15, 30)),
    *(HOUR * n for n in (1, 2, 3, 4, 6, 12)),
)
_DAYS = (1, 2, 7)
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120)


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    text: str


def value_step(low: float, high: float, count: int = 5) -> float:
    """The step of 1, 2, 2.5 or 5 times a power of ten that cuts a range into about count parts."""
    rough = (high - low) / max(count, 1)
    if not math.isfinite(rough) or rough <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    return next(n * power for n in (1, 2, 2.5, 5, 10) if n * power >= rough * 0.999)


def value_ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Round values within a range, ascending."""
    step = value_step(low, high, count)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [n * step for n in range(first, last + 1)]


def time_ticks(first_s: float, last_s: float, zone: tzinfo, count: int) -> list[Tick]:
    """Round moments of a zone within a span of seconds since 1970, at most about count of them.

    Midnight carries its date; where months are told apart, January carries its year.
    """
    if last_s <= first_s or count < 1:
        return []
    step_s = (last_s - first_s) / count
    months = step_s > _DAYS[-1] * DAY
    return [
        Tick(at, _moment_text(moment, months=months))
        for moment, at in _moments_between(first_s, last_s, zone, step_s)
    ]


def _moment_text(moment: datetime, *, months: bool) -> str:
    if months:
        return str(moment.year) if moment.month == 1 else f"{moment:%b}"
    if moment.hour or moment.minute:
        return f"{moment:%H:%M}"
    return f"{moment.day} {moment:%b}"


def _moments(first: datetime, step_s: float) -> Iterator[datetime]:
    midnight = first.replace(hour=0, minute=0, second=0, microsecond=0)
    for seconds in _WITHIN_A_DAY:
        if seconds >= step_s:
            return _clock_moments(midnight, seconds)
    for days in _DAYS:
        if days * DAY >= step_s:
            return _day_moments(midnight, days)
    months = next((n for n in _MONTHS if n * 31 * DAY >= step_s), _MONTHS[-1])
    return _month_moments(midnight, months)


def _clock_moments(midnight: datetime, seconds: int) -> Iterator[datetime]:
    """Wall times of each day, so that a change of the clock moves no label."""
    while True:
        for offset in range(0, DAY, seconds):
            hour, rest = divmod(offset, HOUR)
            yield midnight.replace(hour=hour, minute=rest // MINUTE)
        midnight += timedelta(days=1)


def _day_moments(midnight: datetime, days: int) -> Iterator[datetime]:
    back = midnight.weekday() if days == _DAYS[-1] else midnight.toordinal() % days
    moment = midnight - timedelta(days=back)
    while True:
        yield moment
        moment += timedelta(days=days)


def _month_moments(midnight: datetime, months: int) -> Iterator[datetime]:
    number = (midnight.year * 12 + midnight.month - 1) // months * months
    while number < 9999 * 12:
        yield midnight.replace(year=number // 12, month=number % 12 + 1, day=1)
        number += months


def bar_ticks(instants_s: Floats, first: int, last: int, zone: tzinfo, count: int) -> list[Tick]:
    """Ticks of bars by their index: closed hours take no room.

    A round moment at which no bar begins is left out, unless a day begins with that bar.
    """
    shown = instants_s[first:last]
    if len(shown) < 2:
        return []
    resolution = float(np.median(np.diff(shown)))
    ticks: list[Tick] = []
    day = None
    step_s = resolution * len(shown) / max(count, 1)
    for moment, at in _moments_between(float(shown[0]), float(shown[-1]), zone, step_s):
        index = int(np.searchsorted(shown, at))
        if index >= len(shown) or (ticks and ticks[-1].at == first + index):
            continue
        begun = datetime.fromtimestamp(float(shown[index]), UTC).astimezone(zone)
        if begun == moment and (begun.hour or begun.minute):
            ticks.append(Tick(first + index, f"{begun:%H:%M}"))
        elif day != begun.date():
            ticks.append(Tick(first + index, f"{begun.day} {begun:%b}"))
        day = begun.date()
    return ticks


def _moments_between(
    first_s: float, last_s: float, zone: tzinfo, step_s: float
) -> Iterator[tuple[datetime, float]]:
    """Round moments at least a step apart, from the first to the last instant, with theirs."""
    for moment in _moments(datetime.fromtimestamp(first_s, UTC).astimezone(zone), step_s):
        at = moment.timestamp()
        if at > last_s:
            return
        if at >= first_s:
            yield moment, at
