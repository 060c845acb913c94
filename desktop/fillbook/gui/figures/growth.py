"""Equity of all trades, of each account, and what a market did meanwhile."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from fillbook.gui.charts.equity_curve import EquityCurve, Line
from fillbook.gui.figures.curves import curve_of
from fillbook.gui.units import ResultUnit
from fillbook.statistics.breakdown import groups
from fillbook.statistics.dimensions import BY_KEY as DIMENSIONS
from fillbook.statistics.population import Population
from fillbook.storage.library import Library


@dataclass(frozen=True, eq=False)
class Growth:
    """The curves of one population."""

    curve: EquityCurve
    lines: tuple[Line, ...]
    note: str
    empty: str


@dataclass(frozen=True, slots=True)
class Closes:
    """The last close of each day of a symbol, oldest first."""

    symbol: str
    days: tuple[int, ...]  # ordinals
    closes: tuple[float, ...]


def closes_of(library: Library, symbol: str, population: Population) -> Closes:
    """The market of a symbol over the days of a population, from its coarsest bars."""
    days = population.curve.days
    if not len(days) or not symbol:
        return Closes(symbol, (), ())
    first, last = date.fromordinal(int(days.min())), date.fromordinal(int(days.max()))
    start = datetime.combine(first - timedelta(days=4), time(), UTC)
    found = library.bars(symbol, start, datetime.combine(last, time.max, UTC))
    by_day: dict[int, float] = {}
    for bar in found[-1].bars if found else ():
        by_day[bar.starts_at.date().toordinal()] = float(bar.close)
    return Closes(symbol, tuple(by_day), tuple(by_day.values()))


def growth(
    population: Population,
    unit: ResultUnit,
    whole: int,
    *,
    by_account: bool,
    closes: Closes | None,
) -> Growth:
    """Everything in one unit; what cannot be told in it is left out, and the note says so.

    Args:
        population: Measured in the unit.
        whole: How many trades are meant.
    """
    curve = curve_of(population, unit)
    lines = _accounts(population, unit) if by_account else ()
    note = _note(population, unit)
    if closes is not None and closes.symbol:
        market = _market(population, unit, curve, closes)
        note += "" if market else f"; {closes.symbol} cannot be set beside it here"
        lines += market
    return Growth(curve, lines, note, equity_empty(population, unit, whole))


def _accounts(population: Population, unit: ResultUnit) -> tuple[Line, ...]:
    """A line an account that has closed something."""
    names = [account.name for account in population.table.source.accounts]
    found = []
    for group in groups(population, DIMENSIONS["account"]):
        part = curve_of(group.population, unit)
        if len(part) and group.key is not None:
            place = next(
                (i for i, n in enumerate(names) if n.casefold() == group.key.casefold()), 0
            )
            found.append(Line(group.key, part.places(), part.levels, place))
    return tuple(found)


def _market(
    population: Population, unit: ResultUnit, curve: EquityCurve, closes: Closes
) -> tuple[Line, ...]:
    """What the starting balance would have become in the market; in R there is no such thing."""
    start = population.balance.start
    if len(closes.days) < 2 or not len(curve) or unit in (ResultUnit.R, ResultUnit.TICKS):
        return ()
    if unit is ResultUnit.MONEY and start is None:
        return ()
    values = np.array(closes.closes)
    grown = values / values[0] - 1
    scale = 1.0 if unit is ResultUnit.PERCENT else float(start or 0.0)
    return (Line(closes.symbol, np.array(closes.days, dtype=np.float64), grown * scale),)


def _note(population: Population, unit: ResultUnit) -> str:
    if unit is ResultUnit.R:
        return "closed trades with a risk, R"
    if unit is ResultUnit.PERCENT:
        return "closed trades, percent; deposits leave no mark"
    if unit is ResultUnit.TICKS:
        return "closed trades of which the tick size is known, ticks of a contract"
    return f"closed trades, {population.basis.value}, {population.currency or 'several currencies'}"


def equity_empty(population: Population, unit: ResultUnit, whole: int) -> str:
    """Why there is no curve.

    Args:
        population: Measured in the unit.
        whole: How many trades are meant, with those that the unit cannot tell.
    """
    if population.currency_reason is not None:
        return f"Choose an account or a currency: {population.currency_reason}"
    if not whole or unit is ResultUnit.MONEY:
        return "No trade was closed here"
    if unit is ResultUnit.R:
        return "No trade here has a known risk"
    if unit is ResultUnit.TICKS:
        return "No trade here has a known tick size"
    return "Percent cannot be told: the starting balance is not known"
