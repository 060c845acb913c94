"""What a report says: figures, tables and charts of one period, with or without money."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import numpy as np

from fillbook.domain.query import TradeQuery
from fillbook.gui import format
from fillbook.gui.charts.drawing import Table
from fillbook.gui.charts.equity_curve import EquityCurve
from fillbook.gui.charts.marks import Bar, HeatCells
from fillbook.gui.figures.breakdown import BreakdownState, bars, breakdown, sure
from fillbook.gui.figures.crossing import Measure, crossing
from fillbook.gui.figures.curves import curve_of
from fillbook.gui.figures.families import FigureRow, families
from fillbook.gui.figures.headlines import leading
from fillbook.gui.figures.shown import FigureShown
from fillbook.gui.figures.source import FigureSource
from fillbook.gui.pages.trades.query_text import terms
from fillbook.gui.units import ResultUnit
from fillbook.statistics.catalogue import BY_KEY
from fillbook.statistics.distribution import Histogram, pnl_histogram, r_histogram
from fillbook.statistics.population import Population
from fillbook.statistics.statistic import Unit
from fillbook.statistics.terms import Terms
from fillbook.statistics.uncertainty import intervals

_DIMENSIONS = ("setup", "symbol", "weekday")
_MOST_ROWS = 12
_MOST_MONTHS = 36


@dataclass(frozen=True, slots=True)
class Titled:
    """A table under its title."""

    title: str
    table: Table


@dataclass(frozen=True, eq=False)
class Report:
    """Everything of a report, ready to be set on pages."""

    title: str
    lines: tuple[str, ...]  # period, filter, how it counts
    figures: tuple[FigureShown, ...]
    unit: ResultUnit
    curve: EquityCurve
    spread: Histogram
    spread_unit: ResultUnit
    months: tuple[Bar, ...]
    hours: HeatCells
    breakdowns: tuple[Titled, ...]
    families: tuple[Titled, ...]
    left_out: Table


def report(
    source: FigureSource, query: TradeQuery, how: Terms, *, money: bool, now: datetime
) -> Report:
    """The report of what a filter means.

    Args:
        how: Before or after costs, and in which currency.
        money: Without it results are told in R and percent, and no amount is written.
    """
    population = source.population(query, replace(how, measure=ResultUnit.MONEY.measure))
    in_r = bool(len(population.r))
    unit = ResultUnit.MONEY if money else ResultUnit.R if in_r else ResultUnit.PERCENT
    told = source.population(query, replace(how, measure=unit.measure))
    found = intervals(population)
    figures = leading(told, unit, len(population), intervals(told))
    if not money:
        figures = tuple(_without_money(figure) for figure in figures)
    by_month = breakdown(told, "month")
    can_spread = in_r or (money and population.currency_reason is None)
    return Report(
        title="Trading report",
        lines=_lines(population, query, now, money=money),
        figures=figures,
        unit=unit,
        curve=curve_of(told, unit),
        spread=_spread(population, in_r=in_r) if can_spread else _NOTHING,
        spread_unit=ResultUnit.R if in_r else ResultUnit.MONEY,
        months=bars(by_month.rows, unit)[-_MOST_MONTHS:],
        hours=crossing(population, "hour", "weekday", _measure(in_r=in_r, money=money)).cells,
        breakdowns=tuple(
            Titled(f"By {state.title.lower()}", _breakdown_table(state, money=money))
            for state in (sure(breakdown(population, key), population) for key in _DIMENSIONS)
            if any(row.key is not None for row in state.rows)
        ),
        families=tuple(
            Titled(family.title, _family_table(family.rows, money=money))
            for family in families(population, found)
        ),
        left_out=Table(
            ("Trade", "Reason"),
            [(f"#{each.number}", each.reason) for each in population.excluded()],
        ),
    )


_NOTHING = Histogram(np.zeros(1), np.zeros(0, dtype=np.intp), None)


def _measure(*, in_r: bool, money: bool) -> Measure:
    if in_r:
        return Measure.MEAN_R
    return Measure.NET if money else Measure.WIN_RATE


def _spread(population: Population, *, in_r: bool) -> Histogram:
    return r_histogram(population) if in_r else pnl_histogram(population)


def _lines(
    population: Population, query: TradeQuery, now: datetime, *, money: bool
) -> tuple[str, ...]:
    days = population.close_day
    period = "no closed trade"
    if len(days):
        first, last = (date.fromordinal(int(day)) for day in (days.min(), days.max()))
        period = f"{format.day(first)} to {format.day(last)}"
    counted = format.plural(len(population), "closed trade", "closed trades")
    currency = population.currency or "several currencies"
    how = f"{population.basis.value.capitalize()} of costs"
    lines = [f"{period}, {counted}", f"{how}, {currency}" if money else f"{how}, without money"]
    said = " ".join(f"{term.label}:{term.text}" if term.label else term.text
                    for term in terms(query))  # fmt: skip
    if said:
        lines.append(f"Filter: {said}")
    if population.fees_unknown:
        lines.append(f"Fees unknown on {format.plural(population.fees_unknown, 'fill', 'fills')}")
    if money and population.rates():
        sources = ", ".join(sorted({rate.source for rate in population.rates()}))
        lines.append(f"Converted into {currency} at the rates of each day, from {sources}")
    if population.currency_reason is not None:
        lines.append(f"Money is left out: {population.currency_reason}")
    lines.append(f"Written {format.day(now.astimezone(UTC).date())} by Fillbook")
    return tuple(lines)


_RESULTS = ("net_pnl", "return_on_account")


def _without_money(figure: FigureShown) -> FigureShown:
    """The strip's figure without an amount; the note of the result may hold one."""
    return replace(figure, label="Result", note="") if figure.key in _RESULTS else figure


def _breakdown_table(state: BreakdownState, *, money: bool) -> Table:
    ordered = sorted(state.rows, key=lambda row: -row.trades)[:_MOST_ROWS]
    if state.dimension == "weekday":
        ordered = list(state.rows)
    headers = (state.title, "Trades", "Win %", "PF", "Expectancy in R", "95 % interval")
    rows = []
    for row in (*ordered, state.whole):
        known = row.low_r == row.low_r and row.high_r == row.high_r
        low, high = (format.r_multiple(value) for value in (row.low_r, row.high_r))
        cells = (
            row.word,
            format.count(row.trades),
            format.number(row.win_rate * 100, 1),
            format.ratio(row.profit_factor),
            format.r_multiple(row.mean_r),
            f"{low} to {high}" if known else format.UNKNOWN,
        )
        rows.append((*cells, format.money(row.net, signed=True)) if money else cells)
    return Table((*headers, "Net") if money else headers, rows)


def _family_table(rows: tuple[FigureRow, ...], *, money: bool) -> Table:
    shown = [
        (row.title, row.value, row.interval, row.n, row.reason)
        for row in rows
        if money or BY_KEY[row.key].unit is not Unit.MONEY
    ]
    return Table(("Figure", "Value", "95 % interval", "n", "Note"), shown)
