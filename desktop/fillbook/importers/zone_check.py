"""Tells the zone of a statement by holding its prices against price bars."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from fillbook.domain.bar import BarSeries
from fillbook.domain.execution import Execution
from fillbook.domain.instrument import symbol_key
from fillbook.domain.statement import Statement

ALLOWED = Decimal("0.0003")
"""How far a fill may lie outside its bar at prices from 1 to 10: bars are of bids alone."""

WIDEST_SHIFT_H = 14
FEWEST_FILLS = 8
MOST_FILLS = 2000
MOST_SYMBOLS = 5

BarsOf = Callable[[str, datetime, datetime], Sequence[BarSeries]]
"""The known bars of a symbol between two instants, each resolution by itself."""


@dataclass(frozen=True, slots=True)
class ZoneFit:
    """How many fills lie inside their bars when the statement is moved by whole hours."""

    shift_h: int  # added to the fills' times
    inside: int
    covered: int  # fills at whose moved time a bar is known


def zone_fits(fills: Sequence[Execution], series: BarSeries) -> tuple[ZoneFit, ...]:
    """Every whole-hour shift of at most 14 hours, from the earliest to the latest.

    Bars longer than an hour cannot tell; then there are no fits.
    """
    if series.resolution_s > 3600 or not series.bars:
        return ()
    starts = [bar.starts_at for bar in series.bars]
    span = timedelta(seconds=series.resolution_s)

    def fit(shift_h: int) -> ZoneFit:
        inside = covered = 0
        for fill in fills[:MOST_FILLS]:
            at = fill.executed_at + timedelta(hours=shift_h)
            place = bisect_right(starts, at) - 1
            if place < 0 or at >= starts[place] + span or fill.price is None:
                continue
            bar = series.bars[place]
            allowed = ALLOWED.scaleb(fill.price.adjusted())
            covered += 1
            inside += bar.low - allowed <= fill.price <= bar.high + allowed
        return ZoneFit(shift_h, inside, covered)

    return tuple(map(fit, range(-WIDEST_SHIFT_H, WIDEST_SHIFT_H + 1)))


def suggested_fit(fits: Sequence[ZoneFit]) -> ZoneFit | None:
    """The shift that the bars speak for; None when nothing is clearly better than no shift.

    It alone puts nearly every fill inside its bar, and the unmoved fills leave many outside.
    """
    if not fits:
        return None
    best = max(fits, key=lambda found: (found.inside, -abs(found.shift_h)))
    unmoved = next(found for found in fits if found.shift_h == 0)
    rivals = [found for found in fits if found is not best and found.inside == best.inside]
    is_clear = (
        best.covered >= FEWEST_FILLS
        and best.inside * 20 >= best.covered * 19
        and unmoved.inside * 10 < best.inside * 9
    )
    return best if is_clear and not rivals else None


def zone_doubt(statement: Statement, bars_of: BarsOf) -> str | None:
    """A sentence on the zone that known bars speak for; None where they agree or cannot tell."""
    fits = _fits_of_all(statement.executions, bars_of)
    best = suggested_fit(fits)
    if best is None:
        return None
    unmoved = next(found for found in fits if found.shift_h == 0)
    zone = _zone_after(statement, best.shift_h)
    later = "later" if best.shift_h > 0 else "earlier"
    return (
        f"{best.inside} of {best.covered} fills lie inside the known price bars when they are "
        f"taken {abs(best.shift_h)} hours {later}, as they stand {unmoved.inside}: "
        f"the file is probably in {zone}."
    )


def _fits_of_all(fills: Sequence[Execution], bars_of: BarsOf) -> tuple[ZoneFit, ...]:
    """The fits of the most traded symbols that have bars, added."""
    by_symbol: dict[str, list[Execution]] = {}
    for fill in fills:
        if fill.utc_offset_minutes is None and fill.price is not None:
            by_symbol.setdefault(symbol_key(fill.symbol), []).append(fill)
    total: dict[int, ZoneFit] = {}
    busiest = sorted(by_symbol.values(), key=len, reverse=True)[:MOST_SYMBOLS]
    margin = timedelta(hours=WIDEST_SHIFT_H + 1)
    for group in busiest:
        times = [fill.executed_at for fill in group]
        known = bars_of(group[0].symbol, min(times) - margin, max(times) + margin)
        for found in zone_fits(group, known[0]) if known else ():
            sum_so_far = total.get(found.shift_h, ZoneFit(found.shift_h, 0, 0))
            total[found.shift_h] = replace(
                sum_so_far,
                inside=sum_so_far.inside + found.inside,
                covered=sum_so_far.covered + found.covered,
            )
    return tuple(total[shift] for shift in sorted(total))


def _zone_after(statement: Statement, shift_h: int) -> str:
    """The fixed zone in which the times would have been read that many hours later."""
    at = statement.executions[0].executed_at.astimezone(ZoneInfo(statement.timezone))
    ahead = round((at.utcoffset() or timedelta()) / timedelta(hours=1)) - shift_h
    if ahead == 0:
        return "UTC"
    return f"Etc/GMT{-ahead:+d}"  # these zones count the other way round
