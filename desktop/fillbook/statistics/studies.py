"""What is asked of a population beyond its figures, as documents for scripts."""

import math
from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal

from fillbook.statistics.breakdown import groups
from fillbook.statistics.comparison import (
    Difference,
    expectancy_difference,
    mean_r_difference,
)
from fillbook.statistics.cross_table import cross_table
from fillbook.statistics.dimensions import Dimension
from fillbook.statistics.document import Document, plain
from fillbook.statistics.monte_carlo import (
    Simulation,
    Spread,
    redrawn_days,
    reshuffled,
    risk_of_ruin,
)
from fillbook.statistics.population import Population
from fillbook.statistics.uncertainty import Resampling


def simulation_document(
    population: Population, limit: Decimal | None = None, resampling: Resampling | None = None
) -> Document:
    """Monte Carlo paths: the same trades in other orders, and other draws of the days.

    Args:
        limit: A loss, in the measure of the population, of which the chance is told.
    """
    plan = resampling or Resampling()
    return {
        "paths": plan.resamples,
        "seed": plan.seed,
        "limit": plain(limit),
        "reshuffled": _simulated(reshuffled(population, plan), limit),
        "redrawn_days": _simulated(redrawn_days(population, plan), limit),
        "risk_of_ruin": None if limit is None else _ruin(population, limit, plan),
    }


def _simulated(found: Simulation | None, limit: Decimal | None) -> Document | None:
    if found is None:
        return None
    return {
        "end": _spread(found.end),
        "drawdown": _spread(found.drawdown),
        "chance_of_drawdown": plain(
            None if limit is None else found.chance_of_drawdown(float(limit))
        ),
        "chance_of_loss": plain(None if limit is None else found.chance_of_loss(float(limit))),
    }


def _spread(spread: Spread) -> Document:
    return {name: plain(value) for name, value in asdict(spread).items()}


def _ruin(population: Population, limit: Decimal, plan: Resampling) -> Document:
    """How often as many trades as there are would lose the limit on the way."""
    trades = len(population)
    chance = risk_of_ruin(population, float(limit), trades, plan)
    return {"trades": trades, "chance": plain(chance)}


def cross_document(population: Population, rows: Dimension, columns: Dimension) -> Document:
    """Two dimensions at once, a cell a pair of keys that has trades."""
    found = cross_table(population, rows, columns)
    adds_up = population.currency_reason is None
    return {
        "rows": rows.key,
        "columns": columns.key,
        "cells": [
            {
                "row": row,
                "column": column,
                "trades": str(trades),
                "wins": str(found.wins[i, j]),
                "net_pnl": plain(population.money(int(found.net[i, j]))) if adds_up else None,
                "mean_r": plain(_known(float(found.mean_r[i, j]))),
            }
            for i, row in enumerate(found.row_keys)
            for j, column in enumerate(found.column_keys)
            if (trades := int(found.trades[i, j]))
        ],
    }


def comparison_document(
    population: Population,
    dimension: Dimension,
    keys: Sequence[str],
    resampling: Resampling | None = None,
) -> Document:
    """Two groups of a dimension side by side, with the difference of their means.

    Args:
        keys: Of the first and of the second group.
    """
    by_key = {group.key: group.population for group in groups(population, dimension)}
    nothing = population.rows[:0]
    first, second = (by_key.get(key, population.part(nothing, nothing, nothing)) for key in keys)
    return {
        "first": {"key": keys[0], "trades": len(first)},
        "second": {"key": keys[1], "trades": len(second)},
        "expectancy": _difference(expectancy_difference(first, second, resampling)),
        "mean_r": _difference(mean_r_difference(first, second, resampling)),
    }


def _difference(found: Difference | None) -> Document | None:
    if found is None:
        return None
    interval = found.interval
    return {
        "first": plain(found.first),
        "second": plain(found.second),
        "difference": plain(found.value),
        "low": None if interval is None else plain(interval.low),
        "high": None if interval is None else plain(interval.high),
        "distinguishable": found.distinguishable,
    }


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value
