"""Wins, losses and breakevens. Classes move counts only, never a sum."""

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import numpy as np

from fillbook.domain.account import Account
from fillbook.statistics.columns import Codes
from fillbook.statistics.integers import Integers, Mask


def wins(pnl: Integers, account: Codes, accounts: Sequence[Account], places: int) -> Mask:
    """Above the band of its account."""
    highs = [_units(a.breakeven_high, places, ROUND_FLOOR) for a in accounts]
    won: Mask = pnl > _edges(highs, account)
    return won


def losses(pnl: Integers, account: Codes, accounts: Sequence[Account], places: int) -> Mask:
    """Below the band of its account."""
    lows = [_units(a.breakeven_low, places, ROUND_CEILING) for a in accounts]
    lost: Mask = pnl < _edges(lows, account)
    return lost


def _units(edge: Decimal, places: int, rounding: str) -> int:
    """An edge in the smallest units; between two of them, the one inside the band."""
    return int(edge.scaleb(places).to_integral_value(rounding))


def _edges(edges: list[int], account: Codes) -> int | Integers:
    """The edge that applies to each trade; one number where it is the same for all."""
    if len(set(edges)) <= 1:
        return edges[0] if edges else 0
    column: Integers = np.array(edges)[account]
    return column
