"""Fills of a trade, in the canonical text by which they are compared and sent."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from fillbook.domain.execution import Precision, Side
from fillbook.domain.money import exact_product, exact_sum, share
from fillbook.domain.remote_trade import RemoteFill
from fillbook.domain.trade import Leg
from fillbook.remotes import canonical
from fillbook.remotes.record import BadRecord, Record

KEY = "fills"


@dataclass(frozen=True, slots=True)
class Fill:
    """One buy or sell. Costs take no part in what it is."""

    side: Side
    quantity: Decimal
    price: Decimal
    at: datetime  # UTC, whole seconds

    def __str__(self) -> str:
        quantity, price = canonical.amount(self.quantity), canonical.amount(self.price)
        return f"{canonical.instant_text(self.at)} {self.side.value} {quantity} @ {price}"

    @classmethod
    def parsed(cls, text: str) -> "Fill":
        """The fill that a canonical text states."""
        at, side, quantity, _, price = text.split(" ")
        return cls(Side(side), Decimal(quantity), Decimal(price), canonical.instant(at))


@dataclass(frozen=True, slots=True)
class Part:
    """A fill of ours with its costs."""

    fill: Fill
    fees: Decimal | None  # a cost is positive


def of_legs(legs: Sequence[Leg], size: Decimal) -> tuple[Part, ...] | None:
    """Our fills; None where the trade has none of its own that could be imported.

    Args:
        size: Tradervue's units in one of ours.
    """
    found = []
    for leg in legs:
        fill = leg.execution.fill
        is_foreign = leg.execution.is_of_a_summary
        if fill.price is None or fill.precision is Precision.DAY or is_foreign:
            return None
        quantity = canonical.double(exact_product(leg.quantity, size))
        own = Fill(
            fill.side, quantity, canonical.double(fill.price), canonical.second(fill.executed_at)
        )
        found.append(Part(own, leg.fees))
    return tuple(found) or None


def of_records(records: Iterable[Record]) -> tuple[RemoteFill, ...]:
    """Tradervue's executions, oldest first."""
    return tuple(_fill(record) for record in records)


def texts(fills: Iterable[Fill]) -> tuple[str, ...]:
    """The canonical texts, in order of time; twins stay twins."""
    return tuple(sorted(map(str, fills)))


def comparable(fill: RemoteFill) -> Fill:
    """A remote fill without its costs."""
    assert fill.executed_at is not None
    return Fill(fill.side, fill.quantity, fill.price, fill.executed_at)


def missing(wanted: Iterable[str], there: Iterable[str]) -> tuple[str, ...] | None:
    """Fills that are wanted and not there; None where some are there that are not wanted."""
    left = Counter(there)
    left.subtract(wanted)
    if any(count > 0 for count in left.values()):
        return None
    return tuple(sorted((-left).elements()))


def chosen(parts: Iterable[Part], wanted: Iterable[str]) -> tuple[Part, ...]:
    """The parts that texts state; of twins as many as are stated."""
    left = Counter(wanted)
    found = []
    for part in parts:
        if left[str(part.fill)] > 0:
            left[str(part.fill)] -= 1
            found.append(part)
    return tuple(found)


def average_price(fills: Iterable[Fill], side: Side) -> Decimal | None:
    """The price of buys or sells, weighted by size."""
    chosen = [fill for fill in fills if fill.side is side]
    if not chosen:
        return None
    amount = exact_sum(exact_product(fill.price, fill.quantity) for fill in chosen)
    return share(amount, Decimal(1), size_of(chosen, side))


def cash(fills: Iterable[Fill]) -> Decimal:
    """What sells brought more than buys cost, a unit of size and price being one."""
    return exact_sum(
        exact_product(fill.price, fill.quantity if fill.side is Side.SELL else -fill.quantity)
        for fill in fills
    )


def size_of(fills: Iterable[Fill], side: Side) -> Decimal:
    """The summed size of buys or sells."""
    return exact_sum(fill.quantity for fill in fills if fill.side is side)


def _fill(record: Record) -> RemoteFill:
    quantity, price = record.number("quantity"), record.number("price")
    at = record.instant("datetime")
    if not quantity or price is None or at is None:
        raise BadRecord("An execution is not readable.")
    costs = [record.number(name) for name in ("commission", "trans_fee", "ecn_fee")]
    known = [cost for cost in costs if cost is not None]
    return RemoteFill(
        side=Side.BUY if quantity > 0 else Side.SELL,
        quantity=canonical.double(abs(quantity)),
        price=canonical.double(price),
        executed_at=canonical.second(at),
        fees=exact_sum(known) if known else None,
        external_id=record.id("id"),
    )
