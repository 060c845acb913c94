"""Stop loss and take profit of positions: how they were first, and how they are now."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from fillbook.domain.execution import Side
from fillbook.remotes.tradelocker.mapping import Contract
from fillbook.remotes.tradelocker.records import Order

_UNTOUCHED = timedelta(seconds=1)
"""An order that was not changed later than this is as it was placed: changes are told to the
second, and the placing to the millisecond."""

_WITH_THE_OPENING = timedelta(seconds=5)
_ABSOLUTE = ("absolute", None)


@dataclass(frozen=True, slots=True)
class Level:
    """A price at which a position is to be closed, from an instant on."""

    price: Decimal
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """A position's levels, the oldest first. What was never seen is in none of them."""

    stops: tuple[Level, ...] = ()
    targets: tuple[Level, ...] = ()
    first_stop: Decimal | None = None  # what the position risked when it was opened
    first_target: Decimal | None = None


def levels_of(
    opening: Order, average_price: Decimal, brackets: Sequence[Order], contract: Contract
) -> Levels:
    """The levels of a position that one order opened.

    Args:
        brackets: The orders, pending or final, that could close the position by themselves.
    """
    stops = [order for order in brackets if order.kind == "stop" and order.stop_price]
    targets = [order for order in brackets if order.kind == "limit" and order.price]
    seen_stops = [(order, order.stop_price) for order in stops]
    seen_targets = [(order, order.price) for order in targets]
    first_stop = _absolute(
        opening, opening.stop_loss, opening.stop_loss_type, average_price, contract, against=True
    ) or _as_placed(opening, seen_stops)
    first_target = _absolute(
        opening,
        opening.take_profit,
        opening.take_profit_type,
        average_price,
        contract,
        against=False,
    ) or _as_placed(opening, seen_targets)
    return Levels(
        stops=_history(opening, first_stop, seen_stops),
        targets=_history(opening, first_target, seen_targets),
        first_stop=first_stop,
        first_target=first_target,
    )


def levels_now(brackets: Iterable[Order]) -> Levels:
    """What the orders say that could close a position, of whose opening nothing is told."""
    orders = list(brackets)
    stops = (
        Level(one.stop_price, max(one.created_at, one.modified_at))
        for one in orders
        if one.kind == "stop" and one.stop_price
    )
    targets = (
        Level(one.price, max(one.created_at, one.modified_at))
        for one in orders
        if one.kind == "limit" and one.price
    )
    return Levels(stops=tuple(stops), targets=tuple(targets))


def brackets_by_position(orders: Iterable[Order]) -> Mapping[str, list[Order]]:
    """Limit and stop orders, by the position that they would close, in order of placing."""
    found: dict[str, list[Order]] = defaultdict(list)
    for order in sorted(orders, key=lambda order: (order.created_at, order.id)):
        if order.position_id is not None and order.kind in ("stop", "limit"):
            found[order.position_id].append(order)
    return found


def _absolute(
    opening: Order,
    stated: Decimal | None,
    kind: str | None,
    average_price: Decimal,
    contract: Contract,
    *,
    against: bool,
) -> Decimal | None:
    """The price that an order's own level means at its fill; None where that is not known.

    A trailing offset follows the price, but begins as a plain one.
    """
    if not stated:
        return None
    if (kind.casefold() if kind else None) in _ABSOLUTE:
        return stated
    if contract.pip is None:
        return None
    distance = abs(stated) * contract.pip
    falls = (opening.side is Side.BUY) == against
    return average_price - distance if falls else average_price + distance


def _as_placed(opening: Order, seen: Sequence[tuple[Order, Decimal | None]]) -> Decimal | None:
    """The level of a bracket that came with the opening and was not touched since."""
    opened_at = max(opening.created_at, opening.modified_at)
    for bracket, price in seen:
        is_first = bracket.created_at - opened_at <= _WITH_THE_OPENING
        if is_first and bracket.modified_at - bracket.created_at <= _UNTOUCHED:
            return price
    return None


def _history(
    opening: Order, first: Decimal | None, seen: Sequence[tuple[Order, Decimal | None]]
) -> tuple[Level, ...]:
    """Each level that differs from the one before it."""
    found = [] if first is None else [Level(first, opening.created_at)]
    for bracket, price in seen:
        if price is not None and (not found or found[-1].price != price):
            found.append(Level(price, max(bracket.created_at, bracket.modified_at)))
    return tuple(found)
