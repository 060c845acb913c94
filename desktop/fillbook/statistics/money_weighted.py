"""What the money itself earned, deposits and withdrawals weighed by how long they were there."""

import numpy as np

from fillbook.statistics.integers import Floats
from fillbook.statistics.population import Population
from fillbook.statistics.statistic import Figure, Statistic, Unit

_HALVINGS = 200
_HIGHEST = 1e6


def money_weighted_return(population: Population) -> Figure:
    """The rate of the whole period at which the balances and what was moved meet."""
    index = population.index
    if index.reason is not None:
        return Figure.missing(index.reason)
    balance, curve = index.balance, index.curve
    assert balance.start is not None
    ends = float(curve.at[-1])
    begins = float(population.table.opened_at[population.rows].min()) if len(population) else ends
    inside = balance.at <= ends
    moved = np.concatenate(([balance.start], balance.moved[inside]))
    ages = np.concatenate(([ends - begins], ends - balance.at[inside]))
    earned = float(population.in_money.money(int(curve.levels[-1])))
    weights = np.clip(ages / (ends - begins), 0, 1) if ends > begins else np.ones(len(ages))
    rate = _rate(moved, weights, float(moved.sum()) + earned)
    return Figure.missing("no rate makes the balances meet") if rate is None else Figure(rate)


def _rate(moved: Floats, weights: Floats, end: float) -> float | None:
    """The rate by which the amounts, each for its share of the time, grow to the end."""

    def short(rate: float) -> float:
        return float((moved * (1 + rate) ** weights).sum()) - end

    low, high = -1.0 + 1e-12, 1.0
    while short(high) < 0 and high < _HIGHEST:
        high *= 10
    if short(low) > 0 or short(high) < 0:
        return None
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if short(middle) < 0 else (low, middle)
    return (low + high) / 2


STATISTICS = (
    Statistic(
        "money_weighted_return",
        "Money-weighted return",
        Unit.FRACTION,
        money_weighted_return,
        "rate of the period at which the starting balance and each deposit or withdrawal, for the "
        "time that it was there, grow to the balance at the end",
        of_balance=True,
    ),
)
