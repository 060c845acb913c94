"""Equity in each unit, from the same population as the figures."""

import numpy as np

from fillbook.gui.charts.equity_curve import NOTHING, EquityCurve
from fillbook.gui.charts.scale import Floats
from fillbook.gui.units import ResultUnit
from fillbook.statistics.integers import Indices, floats
from fillbook.statistics.population import Population


def curve_of(population: Population, unit: ResultUnit) -> EquityCurve:
    """Realised equity from zero; nothing where the unit cannot be told."""
    if unit is ResultUnit.R:
        days = population.close_day[population.has_r]
        return _curve(np.asarray(days, dtype=np.int64), np.cumsum(population.r, dtype=np.float64))
    if population.currency_reason is not None:
        return NOTHING
    levels = np.asarray(floats(population.curve.levels, population.places), np.float64)
    if unit is ResultUnit.PERCENT:
        start = population.balance.start
        if start is None:
            return NOTHING
        levels = np.divide(levels, start, dtype=np.float64)
    return _curve(np.asarray(population.curve.days, dtype=np.int64), levels)


def _curve(days: Indices, levels: Floats) -> EquityCurve:
    if not len(levels):
        return NOTHING
    falls = np.maximum(np.maximum.accumulate(levels), 0.0) - levels
    trough = int(falls.argmax())
    deepest = float(falls[trough])
    # Accounts of several zones may disagree by a day about one instant.
    ordered = np.maximum.accumulate(days)
    return EquityCurve(ordered, levels, falls, trough if deepest > 0 else -1, deepest)
