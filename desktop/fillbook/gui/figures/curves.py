"""Equity in each unit, from the same population as the figures."""

import numpy as np

from fillbook.gui.charts.equity_curve import NOTHING, EquityCurve
from fillbook.gui.units import ResultUnit
from fillbook.statistics.equity import Curve
from fillbook.statistics.integers import Floats, Indices, floats
from fillbook.statistics.population import Population


def curve_of(population: Population, unit: ResultUnit) -> EquityCurve:
    """Realised equity from zero; nothing where the unit cannot be told.

    In percent it is the index that deposits leave alone, and a drawdown is a share of the
    peak before it.

    Args:
        population: Measured in the unit.
    """
    if population.currency_reason is not None or not len(population.curve):
        return NOTHING
    if unit is ResultUnit.PERCENT:
        index = population.index
        if index.reason is not None:
            return NOTHING
        return _curve(population.curve.days, index.levels - 1, index.falls)
    return drawn(population.curve, population.places)


def drawn(curve: Curve, places: int) -> EquityCurve:
    """A curve of so many decimals as it is drawn."""
    return _curve(curve.days, floats(curve.levels, places))


def _curve(days: Indices, levels: Floats, falls: Floats | None = None) -> EquityCurve:
    if not len(levels):
        return NOTHING
    if falls is None:
        falls = np.maximum(np.maximum.accumulate(levels), 0.0) - levels
    trough = int(falls.argmax())
    deepest = float(falls[trough])
    # Accounts of several zones may disagree by a day about one instant.
    ordered = np.maximum.accumulate(np.asarray(days, np.int64))
    return EquityCurve(
        ordered,
        np.asarray(levels, np.float64),
        np.asarray(falls, np.float64),
        trough if deepest > 0 else -1,
        deepest,
    )
