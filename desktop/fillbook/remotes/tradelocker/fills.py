"""An order's fills: one by one while its session runs, afterwards as their sum."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from fillbook.domain.execution import Execution, Precision
from fillbook.domain.money import canonical, exact_sum, exactly, round_places, share
from fillbook.domain.summed import spent
from fillbook.remotes.tradelocker.mapping import Contract
from fillbook.remotes.tradelocker.records import Deal, Order

LARGEST_SEQUENCE = 2**63 - 1


def fills_of_final(
    order: Order,
    deals: Sequence[Deal],
    known: Sequence[Execution],
    contracts: Mapping[str, Contract],
) -> Iterator[Execution]:
    """What of a final order the library lacks."""
    have = exact_sum(fill.quantity for fill in known)
    if have >= order.filled:
        return
    single = [_single(deal, order, contracts) for deal in deals]
    if exact_sum(fill.quantity for fill in single) == order.filled and not _is_summed(known):
        ids = {fill.external_id for fill in known}
        yield from (fill for fill in _costed(single, order) if fill.external_id not in ids)
    elif not known:
        yield _summed(order, contracts)
    else:
        yield _rest(order, known, have, contracts)


def fills_of_pending(
    deals: Sequence[Deal], known: Sequence[Execution], contracts: Mapping[str, Contract]
) -> Iterator[Execution]:
    """Fills of an order that is not final yet."""
    ids = {fill.external_id for fill in known}
    for deal in deals:
        fill = _single(deal, None, contracts)
        if fill.external_id not in ids and not _is_summed(known) and fill.position_id is not None:
            yield fill


def _is_summed(known: Sequence[Execution]) -> bool:
    return any((fill.external_id or "").startswith("order:") for fill in known)


def _single(deal: Deal, order: Order | None, contracts: Mapping[str, Contract]) -> Execution:
    """One fill of a running session."""
    contract = contract_of(deal.instrument_id, contracts)
    return Execution(
        symbol=contract.symbol,
        side=deal.side,
        quantity=deal.quantity,
        price=deal.price,
        executed_at=deal.at,
        sequence=sequence_of(deal.order_id),
        precision=Precision.MILLI,
        commission=deal.commission,
        swap=deal.swap,
        asset_type=contract.asset_type,
        multiplier=contract.multiplier,
        external_id=f"exec:{deal.id}",
        order_id=deal.order_id,
        position_id=deal.position_id or (order.position_id if order else None),
    )


def _summed(order: Order, contracts: Mapping[str, Contract]) -> Execution:
    """All fills of an order in one, as its row states them."""
    contract = contract_of(order.instrument_id, contracts)
    assert order.average_price is not None
    return Execution(
        symbol=contract.symbol,
        side=order.side,
        quantity=order.filled,
        price=order.average_price,
        executed_at=ended_at(order),
        sequence=sequence_of(order.id),
        precision=_precision(order),
        commission=order.commission,
        swap=order.swap,
        asset_type=contract.asset_type,
        multiplier=contract.multiplier,
        external_id=f"order:{order.id}",
        order_id=order.id,
        position_id=order.position_id,
        derived=True,
    )


def _rest(
    order: Order, known: Sequence[Execution], have: Decimal, contracts: Mapping[str, Contract]
) -> Execution:
    """What an order's row states beyond the fills that were seen while they were told."""
    whole = _summed(order, contracts)
    lacking = order.filled - have
    assert order.average_price is not None
    with exactly():
        price = round_places((order.average_price * order.filled - spent(known)) / lacking)
    return replace(
        whole,
        quantity=lacking,
        price=price,
        external_id=f"order:{order.id}:{canonical(have)}",
        commission=None,
        swap=None,
    )


def _costed(single: Sequence[Execution], order: Order) -> list[Execution]:
    """Fills with their parts of an order's commission, where only the order states it."""
    if order.commission is None or any(fill.commission is not None for fill in single):
        return list(single)
    parts = [share(order.commission, fill.quantity, order.filled) for fill in single[:-1]]
    parts.append(order.commission - exact_sum(parts))
    return [replace(fill, commission=part) for fill, part in zip(single, parts, strict=True)]


def ended_at(order: Order) -> datetime:
    """When an order was filled: its last change is told to the second, its placing exactly."""
    return max(order.created_at, order.modified_at)


def _precision(order: Order) -> Precision:
    told_exactly = order.created_at >= order.modified_at or order.modified_at.microsecond
    return Precision.MILLI if told_exactly else Precision.SECOND


def contract_of(instrument_id: str, contracts: Mapping[str, Contract]) -> Contract:
    return contracts.get(instrument_id) or Contract.unlisted(instrument_id)


def sequence_of(id_: str) -> int:
    """The broker's own order of things that happen at one time."""
    return int(id_) if id_.isdecimal() and int(id_) <= LARGEST_SEQUENCE else 0
