"""The limits of a proprietary trading firm, on the firm's own clock.

A firm is a set of these settings. All money is exact and in the account's currency.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

import numpy as np

from fillbook.domain.trading_day import TradingCalendar
from fillbook.statistics.excursion import Bounds
from fillbook.statistics.population import Population

_ZERO = Decimal(0)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Floor(StrEnum):
    """What the lowest permitted balance follows."""

    STATIC = "static"
    END_OF_DAY = "end_of_day"  # the best balance at the close of a day
    INTRADAY = "intraday"  # the highest open equity, which fills alone do not tell


@dataclass(frozen=True, slots=True, kw_only=True)
class PropRules:
    """The limits of one account; None is a rule that the firm does not have."""

    start: Decimal
    calendar: TradingCalendar
    daily_loss: Decimal | None = None
    max_loss: Decimal | None = None
    floor: Floor = Floor.STATIC
    locks_at: Decimal | None = None  # the floor rises no higher: start, or start + x
    target: Decimal | None = None  # profit to reach
    minimum_days: int | None = None
    consistency: Decimal | None = None  # the best day's largest share


@dataclass(frozen=True, slots=True)
class Movement:
    """Money at an instant: a realised amount, or a payout that leaves the floor alone."""

    at: datetime
    amount: Decimal  # a payout is negative
    is_payout: bool = False


@dataclass(frozen=True, slots=True)
class OpenPeak:
    """How far a trade went for its account while it was open, by bars."""

    opened_at: datetime
    favorable: Bounds  # running P&L before fees


@dataclass(frozen=True, slots=True)
class Headroom:
    """How much can be lost before one limit is met."""

    rule: str
    left: Decimal | None  # None: not known
    floor: Decimal | None
    reason: str | None = None
    at_most: Decimal | None = None  # a bound where it is not known
    at_least: Decimal | None = None  # the other one, where bars tell it
    breached_on: date | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """The way to the target."""

    profit: Decimal  # realised, payouts apart
    missing: Decimal | None  # to the target; None: there is none
    days: int  # on which a trade closed
    days_missing: int | None
    best_day_share: Decimal | None  # of the consistency base; None: not applicable
    consistent: bool | None


@dataclass(frozen=True, slots=True)
class Assessment:
    balance: Decimal
    limits: tuple[Headroom, ...]
    progress: Progress

    @property
    def tightest(self) -> Headroom | None:
        """The limit that is met first; one that is not known but bounded takes its bound."""
        bounded = [(_bound(limit), i) for i, limit in enumerate(self.limits)]
        known = [(left, i) for left, i in bounded if left is not None]
        return self.limits[min(known)[1]] if known else None


@dataclass(frozen=True, slots=True)
class _Day:
    day: date
    opening: Decimal  # balance when it began
    highest: Decimal  # balance at the opening and after each movement
    lowest: Decimal
    closing: Decimal
    worst: Decimal  # the deepest loss of the day, zero or negative; payouts are none
    realised: Decimal
    paid_out: Decimal  # negative
    closings: int


def movements(population: Population, payouts: Iterable[Movement] = ()) -> tuple[Movement, ...]:
    """The realised amounts of a population, and payouts, oldest first."""
    realised = (
        Movement(_instant(at), population.money(units))
        for at, units in zip(
            population.curve.at.tolist(), population.realised.tolist(), strict=True
        )
    )
    return tuple(sorted((*realised, *payouts), key=lambda movement: movement.at))


def open_peaks(population: Population) -> tuple[OpenPeak, ...] | None:
    """The peaks of all trades; None where bars miss one, or two were open at a time.

    What the other had lost meanwhile is not known, nor what an open trade has won.
    """
    table, rows = population.table, population.rows
    if len(population.open_rows) or any(row not in population.seen for row in rows.tolist()):
        return None
    order = rows[np.argsort(table.opened_at[rows], kind="stable")]
    if (table.opened_at[order][1:] < table.closed_at[order][:-1]).any():
        return None
    seen = [(row, population.seen[row].excursion) for row in order.tolist()]
    if any(each.coverage < 1 for _, each in seen):
        return None
    return tuple(OpenPeak(_instant(table.opened_at[row]), each.favorable) for row, each in seen)


def assess(
    rules: PropRules,
    moved: Sequence[Movement],
    now: datetime,
    open_risk: Decimal | None = _ZERO,
    peaks: Sequence[OpenPeak] | None = None,
) -> Assessment:
    """Where an account stands against its limits.

    Args:
        rules: The firm's settings.
        moved: Everything realised and paid out up to now, oldest first.
        now: What "today" is, by the firm's clock.
        open_risk: What open trades lose at their stops; None where one has no stop.
        peaks: How far each trade went, which a floor that follows open profit needs; None
            where that is not known of all.
    """
    days = _days(rules, moved)
    balance = days[-1].closing if days else rules.start
    limits = []
    if rules.daily_loss is not None:
        limits.append(_daily_limit(rules.daily_loss, days, balance, rules.calendar.day(now)))
    if rules.max_loss is not None:
        limit = _floor_limit(rules, days, balance, rules.calendar.day(now))
        limits.append(limit if peaks is None else _between_peaks(rules, moved, limit, peaks))
    after_stops = tuple(_after_stops(limit, open_risk) for limit in limits)
    return Assessment(balance, after_stops, _progress(rules, days))


def _days(rules: PropRules, moved: Sequence[Movement]) -> list[_Day]:
    """Each day of the firm on which money moved, oldest first."""
    days: list[_Day] = []
    balance = rules.start
    for movement in moved:
        day = rules.calendar.day(movement.at)
        if not days or days[-1].day != day:
            days.append(_opened(day, balance))
        balance += movement.amount
        days[-1] = _after(days[-1], movement, balance)
    return days


def _opened(day: date, balance: Decimal) -> _Day:
    return _Day(day, balance, balance, balance, balance, _ZERO, _ZERO, _ZERO, 0)


def _after(day: _Day, movement: Movement, balance: Decimal) -> _Day:
    result, paid = (_ZERO, movement.amount) if movement.is_payout else (movement.amount, _ZERO)
    realised = day.realised + result
    return replace(
        day,
        highest=max(day.highest, balance),
        lowest=min(day.lowest, balance),
        closing=balance,
        worst=min(day.worst, realised),
        realised=realised,
        paid_out=day.paid_out + paid,
        closings=day.closings + (not movement.is_payout),
    )


def _daily_limit(limit: Decimal, days: Sequence[_Day], balance: Decimal, today: date) -> Headroom:
    """Against the balance at the start of the firm's day; a payout is no loss."""
    breached = next((d.day for d in days if -d.worst >= limit), None)
    running = days[-1] if days and days[-1].day == today else None
    reference = balance if running is None else running.opening + running.paid_out
    floor = reference - limit
    return Headroom("daily loss", balance - floor, floor, breached_on=breached)


def _floor_limit(rules: PropRules, days: Sequence[_Day], balance: Decimal, today: date) -> Headroom:
    assert rules.max_loss is not None
    floor = _capped(rules.start - rules.max_loss, rules)
    breached = None
    for day in days:
        if breached is None and day.lowest <= floor:
            breached = day.day
        if rules.floor is Floor.INTRADAY:
            floor = max(floor, _capped(day.highest - rules.max_loss, rules))
        elif rules.floor is Floor.END_OF_DAY and day.day < today:
            floor = max(floor, _capped(day.closing - rules.max_loss, rules))
    left = balance - floor
    if rules.floor is not Floor.INTRADAY or floor == rules.locks_at:
        return Headroom("maximum loss", left, floor, breached_on=breached)
    reason = "the floor follows open profit, which fills do not tell"
    return Headroom("maximum loss", None, None, reason, at_most=left, breached_on=breached)


def _between_peaks(
    rules: PropRules, moved: Sequence[Movement], limit: Headroom, peaks: Sequence[OpenPeak]
) -> Headroom:
    """The limit whose floor follows open profit, as a range where bars leave it open."""
    if limit.at_most is None or rules.max_loss is None:
        return limit
    balance = rules.start + sum((movement.amount for movement in moved), _ZERO)
    lefts = [limit.at_most, limit.at_most]
    for peak in peaks:
        before = rules.start + sum((m.amount for m in moved if m.at <= peak.opened_at), _ZERO)
        for i, gained in enumerate((peak.favorable.certain, peak.favorable.possible)):
            lefts[i] = min(lefts[i], balance - _capped(before + gained - rules.max_loss, rules))
    most, least = lefts
    if most == least:
        return replace(limit, left=most, floor=balance - most, reason=None, at_most=None)
    reason = "bars leave open how high open profit went"
    return replace(limit, reason=reason, at_most=most, at_least=least)


def _instant(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=int(microseconds))


def _capped(floor: Decimal, rules: PropRules) -> Decimal:
    return floor if rules.locks_at is None else min(floor, rules.locks_at)


def _after_stops(limit: Headroom, open_risk: Decimal | None) -> Headroom:
    """The same once every open trade has met its stop."""
    if open_risk is None:
        reason = "an open trade has no stop"
        return replace(limit, left=None, reason=reason, at_most=_bound(limit), at_least=None)
    if not open_risk:
        return limit
    return replace(
        limit,
        left=None if limit.left is None else limit.left - open_risk,
        at_most=None if limit.at_most is None else limit.at_most - open_risk,
        at_least=None if limit.at_least is None else limit.at_least - open_risk,
    )


def _bound(limit: Headroom) -> Decimal | None:
    return limit.at_most if limit.left is None else limit.left


def _progress(rules: PropRules, days: Sequence[_Day]) -> Progress:
    profit = sum((day.realised for day in days), _ZERO)
    traded = sum(day.closings > 0 for day in days)
    share = _best_day_share(rules, days, profit)
    return Progress(
        profit=profit,
        missing=None if rules.target is None else max(_ZERO, rules.target - profit),
        days=traded,
        days_missing=None if rules.minimum_days is None else max(0, rules.minimum_days - traded),
        best_day_share=share,
        consistent=None
        if share is None or rules.consistency is None
        else share <= rules.consistency,
    )


def _best_day_share(rules: PropRules, days: Sequence[_Day], profit: Decimal) -> Decimal | None:
    """Of the target until it is passed, then of all profit; nothing without profit."""
    if profit <= 0:
        return None
    base = profit if rules.target is None else max(rules.target, profit)
    return max(day.realised for day in days) / base
