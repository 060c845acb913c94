"""Round trips of many fills at once: matched as integer columns, given back as records."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import numpy as np

from fillbook.domain.execution import Direction, StoredExecution
from fillbook.domain.money import exactly
from fillbook.domain.round_trip import (
    Lot,
    MatchedLeg,
    OpenEntry,
    RoundTrip,
    exit_leg,
    fees_of_parts,
    summarised,
)
from fillbook.domain.trade import Role
from fillbook.storage.matching import Column, Fills, fifo, parts

_ZERO = Decimal(0)


def match(fills: Sequence[StoredExecution], multiplier: Decimal | None) -> Iterator[RoundTrip]:
    """What ``round_trips`` gives for the fills of one stream, which come in their order."""
    if not fills:
        return
    sizes, size_places = _scaled([fill.fill.signed_quantity for fill in fills])
    prices, price_places = _scaled([fill.fill.price or _ZERO for fill in fills])
    columns = Fills(sizes, prices, np.array([0, len(fills)])).widened()
    closing, opening, position = parts(columns)
    lots = fifo(columns)
    unit = Decimal(1).scaleb(-size_places)
    worth = Decimal(1).scaleb(-size_places - price_places) * (multiplier or _ZERO)
    queue = iter(
        zip(lots.entry.tolist(), lots.quantity.tolist(), lots.amount.tolist(), strict=True)
    )
    trip = _Trip(fills, multiplier is not None, unit, worth)
    for index, (closed, opened, left) in enumerate(
        zip(closing.tolist(), opening.tolist(), position.tolist(), strict=True)
    ):
        with exactly():
            fees = fees_of_parts(fills[index].fill.fees, closed * unit, fills[index].fill.quantity)
            if closed:
                trip.close(index, closed, fees[0], queue)
            if closed and (opened or not left):
                ended = trip.round_trip(is_open=False, flipped=bool(opened))
                trip = _Trip(fills, multiplier is not None, unit, worth)
            else:
                ended = None
            if opened:
                trip.open(index, opened * unit, fees[1])
        if ended:
            yield ended
    if trip.legs:
        with exactly():
            still_open = trip.round_trip(is_open=True, flipped=False)
        yield still_open


class _Trip:
    """A round trip that takes its lots from the columns."""

    def __init__(
        self, fills: Sequence[StoredExecution], computable: bool, unit: Decimal, worth: Decimal
    ) -> None:
        self.fills = fills
        self.computable = computable
        self.unit = unit
        self.worth = worth
        self.entries: dict[int, OpenEntry] = {}  # by index of the fill
        self.legs: list[MatchedLeg] = []
        self.lots: list[Lot] = []

    def open(self, index: int, quantity: Decimal, fees: Decimal | None) -> None:
        fill, known = self.fills[index], fees or _ZERO
        self.entries[index] = OpenEntry(
            len(self.legs), fill.fill.price, quantity, quantity, known, known
        )
        self.legs.append(MatchedLeg(fill, Role.ENTRY, quantity, fees))

    def close(
        self, index: int, size: int, fees: Decimal | None, queue: Iterator[tuple[int, int, int]]
    ) -> None:
        """Close a size with the lots that come next."""
        fill = self.fills[index]
        made, entry_fees, rest = 0, _ZERO, size
        known = self.computable and fill.fill.price is not None
        while rest:
            entry, part, amount = next(queue)
            opened = self.entries[entry]
            quantity = part * self.unit
            entry_fees += opened.release(quantity)
            self.lots.append(Lot(opened.leg, len(self.legs), quantity))
            known = known and opened.price is not None
            made += amount
            rest -= part
        computed = made * self.worth if known else None
        self.legs.append(exit_leg(fill, size * self.unit, fees, entry_fees, computed))

    def round_trip(self, *, is_open: bool, flipped: bool) -> RoundTrip:
        bought = self.legs[0].execution.fill.signed_quantity > 0
        return summarised(
            Direction.LONG if bought else Direction.SHORT,
            tuple(self.legs),
            tuple(self.lots),
            is_open=is_open,
            flipped=flipped,
        )


def _scaled(values: Sequence[Decimal]) -> tuple[Column, int]:
    """The values as integers of the finest decimals among them, and how many those are."""
    places = max(0, *(-_exponent(value) for value in values))
    with exactly():
        factor = Decimal(1).scaleb(places)
        integers = [int(value * factor) for value in values]
    fits = max(map(abs, integers)) < 2**62
    return np.array(integers, dtype=np.int64 if fits else object), places


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return exponent
