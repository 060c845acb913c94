"""How results, holding times and excursions are spread."""

from dataclasses import dataclass

import numpy as np

from fillbook.gui.charts.marks import Bar
from fillbook.gui.figures.breakdown import BreakdownState, bars, breakdown
from fillbook.gui.units import ResultUnit
from fillbook.statistics.distribution import Histogram, pnl_histogram, r_histogram
from fillbook.statistics.population import Population

NOTHING = Histogram(np.zeros(1), np.zeros(0, dtype=np.intp), None)


@dataclass(frozen=True, eq=False)
class Spreads:
    """Spreads of one population."""

    r: Histogram
    r_note: str
    money: Histogram
    money_note: str
    holding: tuple[Bar, ...]
    holding_note: str
    in_r: bool


def spreads(population: Population) -> Spreads:
    """R and money a trade, and results by the time held."""
    in_r = bool(len(population.r))
    money = population.currency_reason is None
    held = breakdown(population, "holding")
    return Spreads(
        r=r_histogram(population),
        r_note=known_note(len(population.r), len(population), "a risk"),
        money=pnl_histogram(population) if money else NOTHING,
        money_note=population.currency or population.currency_reason or "",
        holding=holding_bars(held, in_r=in_r),
        holding_note="mean R by the time held" if in_r else "result by the time held",
        in_r=in_r,
    )


def holding_bars(held: BreakdownState, *, in_r: bool) -> tuple[Bar, ...]:
    return bars(held.rows, ResultUnit.R if in_r else ResultUnit.MONEY, None)


def known_note(known: int, whole: int, noun: str) -> str:
    """Of how many trades something is known."""
    if whole < 2:
        return f"{'it has' if known else 'without'} {noun}" if whole else ""
    if known == whole:
        return f"all {whole:,} have {noun}"
    return f"{known:,} of {whole:,} have {noun}"
