"""How far a trade went for and against us while it was open, by bars.

A bar tells its extremes and not when they came. Bars that lie wholly between two fills
count in full. In a bar with a fill in it an extreme may have come before the entry or
after the exit: there the certain figure takes what surely was seen (the fills, the close
after an entry, the open before an exit), the possible one the whole bar.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from fillbook.domain.bar import Bar, BarSeries
from fillbook.domain.execution import Direction, Side
from fillbook.domain.money import exact_product
from fillbook.domain.trade import Leg, TradeDetail

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Bounds:
    """An extreme that was surely reached, and the furthest that it may have been."""

    certain: Decimal
    possible: Decimal

    @property
    def width(self) -> Decimal:
        return abs(self.possible - self.certain)


@dataclass(frozen=True, slots=True)
class Excursion:
    """The extremes of one trade."""

    adverse: Bounds  # MAE of the position, money before fees, zero or negative
    favorable: Bounds  # MFE of the position, zero or positive
    worst_price: Bounds
    best_price: Bounds
    resolution_s: int
    coverage: float  # the share of the time held of which bars are known


@dataclass(frozen=True, slots=True)
class _Stand:
    """A position from one fill to the next."""

    begins: datetime
    ends: datetime
    quantity: Decimal  # signed
    cash: Decimal  # received so far in prices times quantity; money paid is negative

    def pnl(self, price: Decimal, multiplier: Decimal) -> Decimal:
        """Realised and open together, at a price."""
        return multiplier * (self.cash + exact_product(self.quantity, price))


_Point = tuple[_Stand, Decimal]


def excursion(detail: TradeDetail, series: BarSeries) -> Excursion | None:
    """The extremes of a trade; None while it is open or where prices or bars are missing."""
    trade, multiplier = detail.trade, detail.trade.multiplier
    if trade.opened_at is None or trade.closed_at is None or multiplier is None:
        return None
    fills = _priced(detail.legs)
    span = timedelta(seconds=series.resolution_s)
    bars = _overlapping(series.bars, span, trade.opened_at, trade.closed_at)
    if not fills or not bars:
        return None
    stands = _stands(fills)
    seen = [(stand, price) for stand, (_, price) in zip(stands, fills, strict=True)]
    seen += [point for stand in stands for point in _certain(stand, bars, span)]
    possible = seen + [point for stand in stands for point in _possible(stand, bars, span)]
    results = [[stand.pnl(price, multiplier) for stand, price in each] for each in (seen, possible)]
    prices = [[price for _, price in each] for each in (seen, possible)]
    lows, highs = Bounds(*map(min, prices)), Bounds(*map(max, prices))
    is_long = trade.direction is Direction.LONG
    return Excursion(
        adverse=Bounds(*map(min, results)),
        favorable=Bounds(*map(max, results)),
        worst_price=lows if is_long else highs,
        best_price=highs if is_long else lows,
        resolution_s=series.resolution_s,
        coverage=_coverage(bars, span, trade.opened_at, trade.closed_at),
    )


def _priced(legs: Sequence[Leg]) -> list[tuple[Leg, Decimal]]:
    """Each leg with its price; none at all where one has no price."""
    priced = [(leg, leg.execution.fill.price) for leg in legs]
    known = [(leg, price) for leg, price in priced if price is not None]
    return known if len(known) == len(priced) else []


def _stands(fills: Sequence[tuple[Leg, Decimal]]) -> list[_Stand]:
    """The position after each fill, the flat one after the last included."""
    instants = [leg.execution.fill.executed_at for leg, _ in fills]
    stands, quantity, cash = [], _ZERO, _ZERO
    for i, (leg, price) in enumerate(fills):
        signed = leg.quantity if leg.execution.fill.side is Side.BUY else -leg.quantity
        quantity += signed
        cash -= exact_product(signed, price)
        stands.append(_Stand(instants[i], instants[min(i + 1, len(fills) - 1)], quantity, cash))
    return stands


def _overlapping(
    bars: Sequence[Bar], span: timedelta, begins: datetime, ends: datetime
) -> list[Bar]:
    return [bar for bar in bars if bar.starts_at < ends and bar.starts_at + span > begins]


def _possible(stand: _Stand, bars: Sequence[Bar], span: timedelta) -> Iterator[_Point]:
    """The extremes of every bar that the position saw a part of."""
    for bar in _overlapping(bars, span, stand.begins, stand.ends):
        yield stand, bar.low
        yield stand, bar.high


def _certain(stand: _Stand, bars: Sequence[Bar], span: timedelta) -> Iterator[_Point]:
    """What of each bar fell surely into the time of the position."""
    for bar in _overlapping(bars, span, stand.begins, stand.ends):
        began, ended = bar.starts_at >= stand.begins, bar.starts_at + span <= stand.ends
        if began and ended:
            yield stand, bar.low
            yield stand, bar.high
        elif ended:
            yield stand, bar.close
        elif began:
            yield stand, bar.open


def _coverage(bars: Sequence[Bar], span: timedelta, begins: datetime, ends: datetime) -> float:
    if begins == ends:
        return 1.0
    seen = sum(
        ((min(bar.starts_at + span, ends) - max(bar.starts_at, begins)) for bar in bars),
        timedelta(),
    )
    return seen / (ends - begins)
