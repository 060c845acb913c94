"""Wins, losses and breakevens. Classes move counts only, never a sum."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import numpy as np

from fillbook.domain.trade_columns import TradeColumns
from fillbook.statistics.integers import Floats, Indices, Integers, Mask, floats
from fillbook.statistics.terms import Band, Measure


@dataclass(frozen=True, eq=False)
class Classes:
    """One entry a trade; what is neither won nor lost is a breakeven."""

    won: Mask
    lost: Mask


def classes(columns: TradeColumns, pnl: Integers, band: Band | None = None) -> Classes:
    """The class of each trade by its P&L: above, inside or below a band.

    A band in R or ticks is told from the zero for trades of which these are not known.

    Args:
        pnl: Net or gross, in the smallest units of the columns.
        band: The same for all accounts; None: of each account its own.
    """
    if band is not None and band.measure is not Measure.MONEY:
        return _by_unit(columns, pnl, band)
    bands = [(a.breakeven_low, a.breakeven_high) for a in columns.accounts]
    if band is not None:
        bands = [(band.low, band.high)] * len(bands)
    owner = np.asarray(columns.account)
    places = columns.money_places
    lows = [_units(low, places, ROUND_CEILING) for low, _ in bands]
    highs = [_units(high, places, ROUND_FLOOR) for _, high in bands]
    return Classes(pnl > _edges(highs, owner), pnl < _edges(lows, owner))


def _by_unit(columns: TradeColumns, pnl: Integers, band: Band) -> Classes:
    results = floats(pnl, columns.money_places) / unit_values(columns, band.measure)
    untold = np.isnan(results)
    won = np.where(untold, pnl > 0, results > float(band.high))
    lost = np.where(untold, pnl < 0, results < float(band.low))
    return Classes(won.astype(np.bool_), lost.astype(np.bool_))


def unit_values(columns: TradeColumns, measure: Measure) -> Floats:
    """Money an R or a tick of each trade, above zero; nan where it cannot be told."""
    if measure is Measure.R:
        values = np.asarray(columns.initial_risk)
    else:
        step = np.asarray(columns.tick_size) * np.asarray(columns.multiplier)
        values = step * np.asarray(columns.quantity)
    return np.where(values > 0, values, np.nan)


def _units(edge: Decimal, places: int, rounding: str) -> int:
    """An edge in the smallest units; between two of them, the one inside the band."""
    return int(edge.scaleb(places).to_integral_value(rounding))


def _edges(edges: Sequence[int], account: Indices) -> int | Integers:
    """The edge that applies to each trade; one number where it is the same for all."""
    if len(set(edges)) <= 1:
        return edges[0] if edges else 0
    column: Integers = np.array(edges)[account]
    return column
