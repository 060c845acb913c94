"""How results, holding times and excursions are spread."""

from dataclasses import dataclass

import numpy as np

from fillbook.gui.charts.marks import Bar
from fillbook.gui.figures.breakdown import BreakdownState, bars, breakdown
from fillbook.gui.units import ResultUnit
from fillbook.statistics.distribution import Histogram, pnl_histogram, r_histogram
from fillbook.statistics.population import Population
from fillbook.statistics.terms import Measure

NOTHING = Histogram(np.zeros(1), np.zeros(0, dtype=np.intp), None)

PER_TRADE = {
    ResultUnit.MONEY: "P&L per trade",
    ResultUnit.R: "R per trade",
    ResultUnit.PERCENT: "Percent per trade",
    ResultUnit.TICKS: "Ticks per trade",
}


@dataclass(frozen=True, eq=False)
class Spreads:
    """Spreads of one population."""

    r: Histogram
    r_note: str
    results: Histogram  # in the unit
    unit: ResultUnit
    unit_note: str
    holding: tuple[Bar, ...]
    holding_note: str
    in_r: bool


def spreads(population: Population, whole: int) -> Spreads:
    """R and results a trade, and results by the time held.

    Beside R stand the results in the chosen unit; where that is R itself, in money.

    Args:
        whole: How many trades are meant, with those that the unit cannot tell.
    """
    in_r = bool(len(population.r))
    held = breakdown(population, "holding")
    told = population.in_money if population.measure is Measure.R else population
    money = told.currency_reason is None
    unit = ResultUnit(told.measure.value)
    return Spreads(
        r=r_histogram(population),
        r_note=known_note(len(population.r), whole, "a risk"),
        results=pnl_histogram(told) if money else NOTHING,
        unit=unit,
        unit_note=unit.word or told.currency or told.currency_reason or "",
        holding=holding_bars(held, unit, in_r=in_r),
        holding_note="mean R by the time held" if in_r else "result by the time held",
        in_r=in_r,
    )


def holding_bars(held: BreakdownState, unit: ResultUnit, *, in_r: bool) -> tuple[Bar, ...]:
    return bars(held.rows, ResultUnit.R if in_r else unit)


def known_note(known: int, whole: int, noun: str) -> str:
    """Of how many trades something is known."""
    if whole < 2:
        return f"{'it has' if known else 'without'} {noun}" if whole else ""
    if known == whole:
        return f"all {whole:,} have {noun}"
    return f"{known:,} of {whole:,} have {noun}"
