"""Fills out of what the broker tells: summed-up orders of all time, single fills of today.

An order's fills are told one by one while its session runs, and afterwards only as their
sum. Whichever form of an order is in the library already stays: the same order never comes
in under two identities.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from fillbook.domain.execution import Execution, Side
from fillbook.domain.money import exactly
from fillbook.remotes.tradelocker.chronology import settled
from fillbook.remotes.tradelocker.fills import (
    contract_of,
    ended_at,
    fills_of_final,
    fills_of_pending,
    sequence_of,
)
from fillbook.remotes.tradelocker.levels import Levels, brackets_by_position, levels_now, levels_of
from fillbook.remotes.tradelocker.mapping import Contract
from fillbook.remotes.tradelocker.records import Deal, Order, Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """All that the broker tells of one account at one time."""

    final: Sequence[Order]
    pending: Sequence[Order] = ()
    deals: Sequence[Deal] = ()
    positions: Sequence[Position] = ()
    contracts: Mapping[str, Contract] = field(default_factory=dict)  # by instrument id
    crowded: Sequence[datetime] = ()  # when more orders ended than could be listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What is new, and what could not be used."""

    fills: tuple[Execution, ...]  # not in the library yet, in the order of their times
    levels: Mapping[str, Levels]  # by position
    left_out: tuple[tuple[str, str], ...]  # order ids, and why they made no fill
    odd: tuple[str, ...]  # positions of which some fills must be missing


def rebuild(told: Told, stored: Iterable[Execution] = ()) -> Rebuilt:
    """The fills that the library lacks.

    A position that is closed and does not add up is left out: half of it would stand open.

    Args:
        stored: The account's fills that came from this broker before.
    """
    told = _with_costs_above_zero(told)
    known = _by_order(stored)
    deals = _deals_by_order(told.deals)
    orders = {order.id: order for order in told.final}
    fills: list[Execution] = []
    left_out: list[tuple[str, str]] = []
    for order in orders.values():
        reason = _reason_to_leave_out(order)
        if reason is None:
            fills += fills_of_final(order, deals.pop(order.id, ()), known[order.id], told.contracts)
        else:
            left_out.append((order.id, reason))
    for order_id, rest in deals.items():
        if order_id not in orders:
            fills += fills_of_pending(rest, known[order_id], told.contracts)
    levels = _levels(told)
    stored_fills = [fill for group in known.values() for fill in group]
    odd = _odd_positions((*stored_fills, *fills), told.positions)
    unbalanced = set(odd) - {position.id for position in told.positions}
    left_out += [
        (fill.order_id or "", "other fills of its position are not told")
        for fill in fills
        if fill.position_id in unbalanced
    ]
    in_order = settled((one for one in fills if one.position_id not in unbalanced), stored_fills)
    return Rebuilt(
        fills=tuple(_with_levels(in_order, stored_fills, levels)),
        levels=levels,
        left_out=tuple(left_out),
        odd=odd,
    )


def _with_costs_above_zero(told: Told) -> Told:
    """The same, a commission positive where it is paid: which sign that has, most of them say."""
    stated = [deal.commission for deal in told.deals] + [one.commission for one in told.final]
    if sum(1 if cost > 0 else -1 for cost in stated if cost) >= 0:
        return told
    return replace(
        told,
        deals=[replace(one, commission=_turned(one.commission)) for one in told.deals],
        final=[replace(one, commission=_turned(one.commission)) for one in told.final],
    )


def _turned(cost: Decimal | None) -> Decimal | None:
    return None if cost is None else -cost


def _reason_to_leave_out(order: Order) -> str | None:
    if order.filled <= 0:
        return f"{order.status or 'no state'}, and nothing of it was filled"
    if order.position_id is None:
        return "it names no position"
    if order.average_price is None:
        return "it has no average price"
    return None


def _levels(told: Told) -> dict[str, Levels]:
    """The levels of each position; of one whose opening is not told, those that it has now."""
    brackets = brackets_by_position((*told.final, *told.pending))
    found = {
        position.id: levels_now(
            one for one in brackets.get(position.id, ()) if one.side is not position.side
        )
        for position in told.positions
    }
    opened: set[str | None] = set()
    filled = [one for one in told.final if _reason_to_leave_out(one) is None]
    for order in sorted(filled, key=lambda one: (ended_at(one), sequence_of(one.id))):
        assert order.position_id is not None
        assert order.average_price is not None
        if order.position_id in opened or not _opens(order, told.positions):
            continue
        opened.add(order.position_id)
        closing = [one for one in brackets.get(order.position_id, ()) if one.side is not order.side]
        contract = contract_of(order.instrument_id, told.contracts)
        found[order.position_id] = levels_of(order, order.average_price, closing, contract)
    return found


def _opens(order: Order, positions: Sequence[Position]) -> bool:
    """Whether the first order that is told of a position can be the one that opened it."""
    is_open = next((one for one in positions if one.id == order.position_id), None)
    return is_open is None or is_open.side is order.side


def _with_levels(
    fills: Iterable[Execution], stored: Iterable[Execution], levels: Mapping[str, Levels]
) -> Iterator[Execution]:
    """Fills, the first one of each new position with its first levels."""
    opened = {fill.position_id for fill in stored}
    for fill in fills:
        first = None if fill.position_id is None else levels.get(fill.position_id)
        if fill.position_id in opened or first is None:
            yield fill
            continue
        opened.add(fill.position_id)
        yield replace(fill, stop_loss=first.first_stop, take_profit=first.first_target)


def _odd_positions(fills: Iterable[Execution], positions: Iterable[Position]) -> tuple[str, ...]:
    """Positions whose fills do not leave what the broker says is open."""
    held: dict[str, Decimal] = defaultdict(Decimal)
    for fill in fills:
        if fill.position_id is not None:
            with exactly():
                held[fill.position_id] += fill.signed_quantity
    is_open = {one.id: one.quantity if one.side is Side.BUY else -one.quantity for one in positions}
    everyone = {*held, *is_open}
    zero = Decimal(0)
    return tuple(sorted(one for one in everyone if held.get(one, zero) != is_open.get(one, zero)))


def _by_order(stored: Iterable[Execution]) -> dict[str | None, list[Execution]]:
    found: dict[str | None, list[Execution]] = defaultdict(list)
    for fill in stored:
        found[fill.order_id].append(fill)
    return found


def _deals_by_order(deals: Iterable[Deal]) -> dict[str, list[Deal]]:
    """Each fill once, by its order, in the order of time."""
    once = {deal.id: deal for deal in deals}
    found: dict[str, list[Deal]] = defaultdict(list)
    for deal in sorted(once.values(), key=lambda deal: (deal.at, sequence_of(deal.id))):
        found[deal.order_id].append(deal)
    return found
