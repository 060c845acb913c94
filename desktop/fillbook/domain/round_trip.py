"""The rule that makes round trips of fills.

Fills of one stream (an account, an instrument, and a position where the broker keeps
several) are taken in their order. The first one opens a round trip; it ends when the
position is flat again. A fill that crosses zero is split: one part closes, the rest opens
the next round trip. Exits find their entries first in, first out, or at average cost.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fillbook.domain.account import Matching
from fillbook.domain.execution import Basis, Direction, Side, StoredExecution
from fillbook.domain.money import exactly, known_sum, share
from fillbook.domain.trade import Role

RULE_VERSION = 1
"""Rises when the same fills would make other round trips or other figures."""

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class MatchedLeg:
    """The part of a fill that belongs to a round trip."""

    execution: StoredExecution
    role: Role
    quantity: Decimal
    fees: Decimal | None  # the fill's in proportion; None: not known
    entry_fees: Decimal = _ZERO  # of the entries that an exit closes, so far as they are known
    computed_pnl: Decimal | None = None  # gross, from prices; None: an entry, or not computable
    gross_pnl: Decimal | None = None  # of record
    net_pnl: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Lot:
    """A quantity that was bought and sold: which entry which exit closed."""

    entry: int  # index of the leg
    exit: int
    quantity: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundTrip:
    """From flat to flat, or to now. Money is in the account's currency."""

    direction: Direction
    legs: tuple[MatchedLeg, ...]  # in order of fills
    lots: tuple[Lot, ...]  # in order of exits
    is_open: bool
    flipped: bool  # the fill that ended it opened the next one
    quantity: Decimal  # the sum of the entries
    entry_price: Decimal | None  # VWAP, 8 decimals
    exit_price: Decimal | None
    opening_price: Decimal | None  # VWAP of the entries before the first exit
    opening_quantity: Decimal
    gross_pnl: Decimal | None  # of record; while open, of what is closed
    fees: Decimal | None  # of what is closed, or paid so far; None: no fee is known
    fees_unknown: int  # legs whose fees are unknown
    net_pnl: Decimal | None
    computed_pnl: Decimal | None
    broker_pnl: Decimal | None  # the amounts as stated


def round_trips(
    fills: Iterable[StoredExecution],
    multiplier: Decimal | None,
    matching: Matching = Matching.FIFO,
) -> tuple[RoundTrip, ...]:
    """The round trips of one stream, oldest first; only the last one can be open.

    Args:
        multiplier: Money a unit of quantity and of price; None makes the computed P&L unknown.
    """
    return tuple(walk(sorted(fills, key=lambda fill: fill.order), multiplier, matching))


def walk(
    fills: Iterable[StoredExecution], multiplier: Decimal | None, matching: Matching
) -> Iterator[RoundTrip]:
    """The round trips of fills that come in their order, each as soon as it ends."""
    position: _Position | None = None
    for fill in fills:
        with exactly():
            ended, position = _advance(position, fill, multiplier, matching)
        if ended:
            yield ended
    if position:
        with exactly():
            still_open = position.round_trip(flipped=False)
        yield still_open


def as_one(trips: Sequence[RoundTrip]) -> RoundTrip:
    """Round trips of one stream, which the user put together, as a single one."""
    legs: list[MatchedLeg] = []
    lots: list[Lot] = []
    for trip in trips:
        offset = len(legs)
        legs += trip.legs
        lots += (Lot(lot.entry + offset, lot.exit + offset, lot.quantity) for lot in trip.lots)
    with exactly():
        return summarised(
            trips[0].direction,
            tuple(legs),
            tuple(lots),
            is_open=trips[-1].is_open,
            flipped=trips[-1].flipped,
        )


def exit_leg(
    fill: StoredExecution,
    quantity: Decimal,
    fees: Decimal | None,
    entry_fees: Decimal,
    computed: Decimal | None,
) -> MatchedLeg:
    """The part of a fill that closes: a stated P&L is the one of record, else the computed."""
    costs = entry_fees + (fees or _ZERO)
    gross = computed
    stated = fill.fill.stated_pnl
    if stated is not None:
        gross = stated.amount + (costs if stated.basis is Basis.NET else _ZERO)
    net = None if gross is None else gross - costs
    return MatchedLeg(fill, Role.EXIT, quantity, fees, entry_fees, computed, gross, net)


def fees_of_parts(
    fees: Decimal | None, closing: Decimal, quantity: Decimal
) -> tuple[Decimal | None, Decimal | None]:
    """A fill's fees for the part that closes and for the rest, which takes the remainder."""
    if fees is None:
        return None, None
    of_closing = fees if closing == quantity else share(fees, closing, quantity)
    return of_closing, fees - of_closing


def _advance(
    position: "_Position | None",
    fill: StoredExecution,
    multiplier: Decimal | None,
    matching: Matching,
) -> tuple[RoundTrip | None, "_Position | None"]:
    """The round trip that a fill ends, if any, and the position after it."""
    quantity = fill.fill.quantity
    closing = position.closes(fill) if position else _ZERO
    closing_fees, opening_fees = fees_of_parts(fill.fill.fees, closing, quantity)
    ended = None
    if position and closing:
        position.close(fill, closing, closing_fees)
        if not position.quantity:
            ended = position.round_trip(flipped=closing < quantity)
            position = None
    if closing < quantity:
        position = position or _Position(fill.fill.side, multiplier, matching)
        position.open(fill, quantity - closing, opening_fees)
    return ended, position


@dataclass(slots=True)
class OpenEntry:
    """What an entry still has open."""

    leg: int
    price: Decimal | None
    quantity: Decimal
    open_quantity: Decimal
    fees: Decimal
    open_fees: Decimal

    def release(self, quantity: Decimal) -> Decimal:
        """The fees that go with a quantity; the last part takes the remainder."""
        whole = quantity == self.open_quantity
        fees = self.open_fees if whole else share(self.fees, quantity, self.quantity)
        self.open_quantity -= quantity
        self.open_fees -= fees
        return fees


class _Position:
    """A round trip while it is being built."""

    def __init__(self, side: Side, multiplier: Decimal | None, matching: Matching) -> None:
        self.side = side
        self.multiplier = multiplier
        self.matching = matching
        self.quantity = _ZERO
        self.cost: Decimal | None = _ZERO  # of what is open; None once a price is missing
        self.fees = _ZERO
        self.entries: deque[OpenEntry] = deque()
        self.legs: list[MatchedLeg] = []
        self.lots: list[Lot] = []

    def closes(self, fill: StoredExecution) -> Decimal:
        """How much of the position a fill closes."""
        return _ZERO if fill.fill.side is self.side else min(fill.fill.quantity, self.quantity)

    def open(self, fill: StoredExecution, quantity: Decimal, fees: Decimal | None) -> None:
        price, known = fill.fill.price, fees or _ZERO
        self.entries.append(OpenEntry(len(self.legs), price, quantity, quantity, known, known))
        self.legs.append(MatchedLeg(fill, Role.ENTRY, quantity, fees))
        self.quantity += quantity
        self.fees += known
        self.cost = None if price is None or self.cost is None else self.cost + price * quantity

    def close(self, fill: StoredExecution, quantity: Decimal, fees: Decimal | None) -> None:
        cost, entry_fees = self._take(quantity)
        if self.matching is Matching.AVERAGE:
            cost, entry_fees = self._average(quantity)
        self.quantity -= quantity
        self.fees -= entry_fees
        self.cost = None if cost is None or self.cost is None else self.cost - cost
        computed = self._computed(fill.fill.price, quantity, cost)
        self.legs.append(exit_leg(fill, quantity, fees, entry_fees, computed))

    def _take(self, quantity: Decimal) -> tuple[Decimal | None, Decimal]:
        """Cost and fees of a quantity, first in, first out; notes which entries it closes."""
        cost: Decimal | None = _ZERO
        fees = _ZERO
        while quantity:
            entry = self.entries[0]
            part = min(quantity, entry.open_quantity)
            cost = None if cost is None or entry.price is None else cost + entry.price * part
            fees += entry.release(part)
            self.lots.append(Lot(entry.leg, len(self.legs), part))
            quantity -= part
            if not entry.open_quantity:
                self.entries.popleft()
        return cost, fees

    def _average(self, quantity: Decimal) -> tuple[Decimal | None, Decimal]:
        """Cost and fees of a quantity in proportion; the last part takes the remainder."""
        if quantity == self.quantity:
            return self.cost, self.fees
        cost = None if self.cost is None else share(self.cost, quantity, self.quantity)
        return cost, share(self.fees, quantity, self.quantity)

    def _computed(
        self, price: Decimal | None, quantity: Decimal, cost: Decimal | None
    ) -> Decimal | None:
        if price is None or cost is None or self.multiplier is None:
            return None
        gain = price * quantity - cost
        return (gain if self.side is Side.BUY else -gain) * self.multiplier

    def round_trip(self, *, flipped: bool) -> RoundTrip:
        """The figures of what was opened and closed."""
        direction = Direction.LONG if self.side is Side.BUY else Direction.SHORT
        return summarised(
            direction, tuple(self.legs), tuple(self.lots), is_open=bool(self.quantity),
            flipped=flipped,
        )  # fmt: skip


def summarised(
    direction: Direction,
    legs: tuple[MatchedLeg, ...],
    lots: tuple[Lot, ...],
    *,
    is_open: bool,
    flipped: bool,
) -> RoundTrip:
    """A round trip with the totals of its legs."""
    entries = [leg for leg in legs if leg.role is Role.ENTRY]
    exits = [leg for leg in legs if leg.role is Role.EXIT]
    first_exit = lots[0].exit if lots else len(legs)
    opening = entries[:first_exit]  # all legs before the first exit are entries
    quantity, entry_price = _vwap(entries)
    opening_quantity, opening_price = _vwap(opening)
    fees = _fees(legs, exits)
    gross = _total(leg.gross_pnl for leg in exits)
    return RoundTrip(
        direction=direction,
        legs=legs,
        lots=lots,
        is_open=is_open,
        flipped=flipped,
        quantity=quantity,
        entry_price=entry_price,
        exit_price=_vwap(exits)[1],
        opening_price=opening_price,
        opening_quantity=opening_quantity,
        gross_pnl=gross,
        fees=fees,
        fees_unknown=sum(leg.fees is None for leg in legs),
        net_pnl=gross if gross is None or fees is None else gross - fees,
        computed_pnl=_total(leg.computed_pnl for leg in exits),
        broker_pnl=known_sum(
            leg.execution.fill.stated_pnl.amount
            for leg in exits
            if leg.execution.fill.stated_pnl is not None
        ),
    )


def _vwap(legs: list[MatchedLeg]) -> tuple[Decimal, Decimal | None]:
    """Summed quantity, and the average price weighted by it."""
    quantity, amount = _ZERO, _ZERO
    known = bool(legs)
    for leg in legs:
        quantity += leg.quantity
        price = leg.execution.fill.price
        if price is None:
            known = False
        else:
            amount += price * leg.quantity
    return quantity, share(amount, Decimal(1), quantity) if known else None


def _fees(legs: tuple[MatchedLeg, ...], exits: list[MatchedLeg]) -> Decimal | None:
    paid = known_sum(leg.fees for leg in legs)
    if paid is None or not exits:
        return paid
    return sum((leg.entry_fees + (leg.fees or _ZERO) for leg in exits), _ZERO)


def _total(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum where every part is known and there is one."""
    parts = list(values)
    known = [value for value in parts if value is not None]
    return sum(known, _ZERO) if known and len(known) == len(parts) else None
