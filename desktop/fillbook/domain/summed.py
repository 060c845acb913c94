"""Single fills against a fill that sums them up."""

from collections.abc import Sequence
from decimal import Decimal

from fillbook.domain.execution import Execution
from fillbook.domain.money import exact_product, exact_sum, exactly


def spent(fills: Sequence[Execution]) -> Decimal:
    """Quantity times price, of all fills that have one."""
    return exact_sum(
        exact_product(fill.quantity, fill.price) for fill in fills if fill.price is not None
    )


def sums_up_to(fills: Sequence[Execution], quantity: Decimal, average_price: Decimal) -> bool:
    """Whether fills are, together, of a quantity and an average price.

    The average counts as equal where it rounds to the digits that are stated.
    """
    if any(fill.price is None for fill in fills):
        return False
    if not fills or exact_sum(fill.quantity for fill in fills) != quantity:
        return False
    exponent = average_price.as_tuple().exponent
    assert isinstance(exponent, int)
    with exactly():
        return abs(spent(fills) / quantity - average_price) <= Decimal(1).scaleb(exponent)
