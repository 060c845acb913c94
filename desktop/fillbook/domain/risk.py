"""What a trade put at stake, and what it made of it."""

from decimal import ROUND_HALF_EVEN, Decimal, localcontext

from fillbook.domain.execution import Direction
from fillbook.domain.money import exact_product, round_places

_R_UNIT = Decimal("0.0001")


def initial_risk(
    direction: Direction,
    opening_price: Decimal | None,
    opening_quantity: Decimal,
    multiplier: Decimal | None,
    first_stop: Decimal | None,
) -> Decimal | None:
    """Money between the opening's average price and the first stop.

    Args:
        opening_price: VWAP of the entries before the first exit.
        opening_quantity: Their summed quantity.

    Returns:
        None where a part is unknown or the stop stands on the winning side.
    """
    if opening_price is None or multiplier is None or first_stop is None:
        return None
    distance = opening_price - first_stop
    if direction is Direction.SHORT:
        distance = -distance
    if distance <= 0:
        return None
    return round_places(exact_product(distance, opening_quantity, multiplier))


def r_multiple(net_pnl: Decimal | None, risk: Decimal | None) -> Decimal | None:
    """Net P&L over the initial risk, half-even at four decimals."""
    if net_pnl is None or not risk:
        return None
    with localcontext() as context:
        context.prec = 60
        return (net_pnl / risk).quantize(_R_UNIT, ROUND_HALF_EVEN)
