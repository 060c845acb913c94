"""A second, deliberately naive making of round trips: one smallest unit after the other.

Quantities must be whole multiples of ``unit``. Costs are looked up, nothing travels.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from fillbook.domain.execution import Basis, Execution, Side


@dataclass
class NaiveTrip:
    sign: int
    units_in: list[int] = field(default_factory=list)  # index of the fill, one entry a unit
    units_out: list[int] = field(default_factory=list)
    pairs: list[tuple[int, int]] = field(default_factory=list)  # (entry fill, exit fill) a unit

    @property
    def is_open(self) -> bool:
        return len(self.units_in) > len(self.units_out)


def naive_trips(fills: Iterable[Execution], unit: Decimal) -> list[NaiveTrip]:
    """Round trips, FIFO, found by walking through single units."""
    trips: list[NaiveTrip] = []
    for number, fill in enumerate(fills):
        sign = 1 if fill.side is Side.BUY else -1
        for _ in range(int(fill.quantity / unit)):
            if not trips or not trips[-1].is_open:
                trips.append(NaiveTrip(sign))
            trip = trips[-1]
            if trip.sign == sign:
                trip.units_in.append(number)
            else:
                trip.pairs.append((trip.units_in[len(trip.units_out)], number))
                trip.units_out.append(number)
    return trips


def naive_gross(
    trip: NaiveTrip, fills: list[Execution], unit: Decimal, multiplier: Decimal | None
) -> Decimal | None:
    """Money of record, before costs and without net statements; None: not computable."""
    total = Fraction(0)
    for exit_number in dict.fromkeys(trip.units_out):
        stated = fills[exit_number].stated_pnl
        if stated is not None:
            assert stated.basis is Basis.GROSS
            total += Fraction(stated.amount)
            continue
        if multiplier is None:
            return None
        for entry, out in trip.pairs:
            if out == exit_number:
                bought, sold = fills[entry].price, fills[out].price
                if bought is None or sold is None:
                    return None
                total += Fraction(sold - bought) * trip.sign * Fraction(unit * multiplier)
    return Decimal(total.numerator) / Decimal(total.denominator) if trip.units_out else None
