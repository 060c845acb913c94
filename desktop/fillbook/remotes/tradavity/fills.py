"""Fills of a trade, in the canonical text by which they are compared and sent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from fillbook.domain.execution import Direction, Precision, Side
from fillbook.domain.money import exact_product, exact_sum, share
from fillbook.domain.remote_trade import RemoteFill
from fillbook.domain.trade import Leg, Role
from fillbook.remotes import canonical
from fillbook.remotes.record import BadRecord, Record

_ROLES = {"entry": Role.ENTRY, "exit": Role.EXIT}
_NO_TIME = "-"


@dataclass(frozen=True, slots=True)
class Fill:
    """One entry or exit."""

    role: Role
    quantity: Decimal
    price: Decimal
    at: datetime | None

    def __str__(self) -> str:
        at = canonical.instant_text(self.at) if self.at else _NO_TIME
        quantity, price = canonical.amount(self.quantity), canonical.amount(self.price)
        return f"{at} {self.role.value} {quantity} @ {price}"

    @classmethod
    def parsed(cls, text: str) -> "Fill":
        """The fill that a canonical text states."""
        at, role, quantity, _, price = text.split(" ")
        time = None if at == _NO_TIME else canonical.instant(at)
        return cls(Role(role), Decimal(quantity), Decimal(price), time)


def of_legs(legs: Sequence[Leg]) -> tuple[str, ...] | None:
    """Our fills; None where the trade has none of its own that Tradavity could take."""
    found = []
    for leg in legs:
        fill = leg.execution.fill
        if fill.price is None or leg.execution.is_of_a_summary:
            return None
        at = None if fill.precision is Precision.DAY else canonical.second(fill.executed_at)
        found.append(Fill(leg.role, leg.quantity, fill.price, at))
    return texts(found) if found else None


def of_records(records: Iterable[Record]) -> tuple[Fill, ...]:
    """Tradavity's executions."""
    return tuple(_fill(record) for record in records)


def texts(fills: Iterable[Fill]) -> tuple[str, ...]:
    """The canonical texts, in order of time; twins stay twins."""
    return tuple(sorted(str(fill) for fill in fills))


def remote_fills(fills: Iterable[Fill], direction: Direction) -> tuple[RemoteFill, ...]:
    """Fills with the side that their role has in a trade of this direction."""
    opening, closing = Side.BUY, Side.SELL
    if direction is Direction.SHORT:
        opening, closing = closing, opening
    return tuple(
        RemoteFill(
            side=opening if fill.role is Role.ENTRY else closing,
            quantity=fill.quantity,
            price=fill.price,
            executed_at=fill.at,
        )
        for fill in fills
    )


def body(values: Iterable[str]) -> dict[str, object]:
    """The request that replaces a trade's executions."""
    fills = [Fill.parsed(value) for value in values]
    return {
        "entries": _items(fill for fill in fills if fill.role is Role.ENTRY),
        "exits": _items(fill for fill in fills if fill.role is Role.EXIT),
    }


def average_price(fills: Iterable[Fill], role: Role) -> Decimal | None:
    """The price of entries or exits, weighted by size."""
    chosen = [fill for fill in fills if fill.role is role]
    if not chosen:
        return None
    amount = exact_sum(exact_product(fill.price, fill.quantity) for fill in chosen)
    return share(amount, Decimal(1), total(chosen, role))


def total(fills: Iterable[Fill], role: Role) -> Decimal:
    """The summed size of entries or exits."""
    return exact_sum(fill.quantity for fill in fills if fill.role is role)


def _fill(record: Record) -> Fill:
    role = _ROLES.get((record.text("type") or "").casefold())
    quantity, price = _amount(record, "quantity"), _amount(record, "price")
    if role is None or quantity <= 0:
        raise BadRecord("An execution is not readable.")
    at = record.instant("execution_time")
    return Fill(role, quantity, price, None if at is None else canonical.second(at))


def _amount(record: Record, key: str) -> Decimal:
    stated = record.number(key)
    if stated is None:
        raise BadRecord(f"An execution has no {key}.")
    return canonical.double(stated)


def _items(fills: Iterable[Fill]) -> list[dict[str, object]]:
    return [_item(fill, number) for number, fill in enumerate(fills)]


def _item(fill: Fill, number: int) -> dict[str, object]:
    item: dict[str, object] = {"price": fill.price, "quantity": fill.quantity}
    if fill.at is not None:
        item["execution_time"] = canonical.instant_text(fill.at)
    return item | {"sort_order": number}
