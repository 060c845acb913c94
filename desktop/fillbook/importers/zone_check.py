"""Tells the zone of a statement by holding its prices against price bars."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from fillbook.domain.bar import BarSeries
from fillbook.domain.execution import Execution

ALLOWED = Decimal("0.0003")
"""How far a fill may lie outside its bar at prices from 1 to 10: bars are of bids alone."""

WIDEST_SHIFT_H = 14
MOST_FILLS = 2000


@dataclass(frozen=True, slots=True)
class ZoneFit:
    """How many fills lie inside their bars when the statement is moved by whole hours."""

    shift_h: int  # added to the fills' times
    inside: int
    covered: int  # fills at whose moved time a bar is known


def zone_fits(fills: Sequence[Execution], series: BarSeries) -> tuple[ZoneFit, ...]:
    """Every whole-hour shift of at most 14 hours, the best fit first, of equals the smallest.

    Bars longer than an hour cannot tell; then there are no fits.
    """
    if series.resolution_s > 3600 or not series.bars:
        return ()
    priced = [fill for fill in fills if fill.price is not None][:MOST_FILLS]
    starts = [bar.starts_at for bar in series.bars]
    span = timedelta(seconds=series.resolution_s)

    def fit(shift_h: int) -> ZoneFit:
        inside = covered = 0
        for fill in priced:
            at = fill.executed_at + timedelta(hours=shift_h)
            place = bisect_right(starts, at) - 1
            if place < 0 or at >= starts[place] + span or fill.price is None:
                continue
            bar = series.bars[place]
            allowed = ALLOWED.scaleb(fill.price.adjusted())
            covered += 1
            inside += bar.low - allowed <= fill.price <= bar.high + allowed
        return ZoneFit(shift_h, inside, covered)

    shifts = range(-WIDEST_SHIFT_H, WIDEST_SHIFT_H + 1)
    return tuple(sorted(map(fit, shifts), key=lambda found: (-found.inside, abs(found.shift_h))))


def suggested_shift(fits: Sequence[ZoneFit]) -> int | None:
    """The shift in hours that the bars speak for; None when the statement fits best unmoved.

    It is suggested when it alone puts every covered fill inside its bar, or nearly so.
    """
    if not fits or fits[0].shift_h == 0:
        return None
    best = fits[0]
    unmoved = next(found for found in fits if found.shift_h == 0)
    rivals = [found for found in fits[1:] if found.inside == best.inside]
    is_clear = best.inside * 20 >= best.covered * 19 and best.inside > unmoved.inside
    return best.shift_h if is_clear and not rivals else None
