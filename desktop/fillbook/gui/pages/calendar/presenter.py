"""What the calendar says of a month, of a year and of one day."""

import math
from calendar import Calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

import numpy as np

from fillbook.domain.query import TradeQuery
from fillbook.domain.trade_columns import MISSING
from fillbook.gui import format
from fillbook.gui.charts.calendar_cells import DayCell, MonthSheet, WeekTotal, largest_of, part
from fillbook.gui.figures.days import Days, Total
from fillbook.gui.figures.shown import FigureShown, token_of
from fillbook.gui.figures.source import FigureSource
from fillbook.gui.units import ResultUnit
from fillbook.statistics.integers import floats
from fillbook.statistics.population import Population
from fillbook.statistics.terms import Measure, Terms

_WEEKS = Calendar(firstweekday=0)
_SEVERAL = "trades in several currencies are not added up"


@dataclass(frozen=True, slots=True)
class Choice:
    """What is looked at: a day, and with it its month and year."""

    day: date
    whole_year: bool = False
    unit: ResultUnit = ResultUnit.MONEY
    currency: str = ""  # into which results are converted; empty: they stay as they are


@dataclass(frozen=True, slots=True)
class DayTrade:
    """One trade that realised something on a day."""

    id: str
    symbol: str
    is_long: bool
    line: str  # time and setup
    result: str
    token: str
    r: str


@dataclass(frozen=True, slots=True)
class DayState:
    """The pane of the chosen day."""

    day: date
    title: str
    note: str
    result: str
    token: str
    r: str
    steps: tuple[float, ...]  # realised so far, after each closing fill, in parts of the widest
    trades: tuple[DayTrade, ...]


@dataclass(frozen=True, slots=True)
class CalendarState:
    """One frame of the calendar."""

    choice: Choice
    title: str
    note: str  # why something is left out
    today: date
    figures: tuple[FigureShown, ...]
    sheets: tuple[MonthSheet, ...]  # one of a month, twelve of a year
    chosen: DayState
    year: str
    year_result: str
    year_token: str
    months: tuple[MonthSheet, ...]  # of the year, for the strip; without weeks
    has_trades: bool


class CalendarPresenter:
    """Reads and computes; called from any thread."""

    def __init__(self, source: FigureSource) -> None:
        self._source = source
        self._days: Days | None = None

    def newest_day(self, query: TradeQuery) -> date | None:
        """The last day on which something was realised."""
        return self._days_of(query, Terms()).last

    def state(self, query: TradeQuery, choice: Choice, today: date) -> CalendarState:
        """The frame of a choice. The calendar is its own choice of time: days of the
        window's filter are left aside."""
        days = self._days_of(query, self._terms(choice))
        first, last = _stretch(choice)
        months = [date(choice.day.year, number, 1) for number in range(1, 13)]
        totals = [days.total(*_month(month)) for month in months]
        shown = months if choice.whole_year else [choice.day.replace(day=1)]
        year = days.total(months[0], _month(months[-1])[1])
        return CalendarState(
            choice=choice,
            title=str(first.year) if choice.whole_year else format.month(first),
            note=_note(days.population, query),
            today=today,
            figures=_figures(days, choice, first, last),
            sheets=_sheets(days, choice.unit, shown, whole=not choice.whole_year),
            chosen=_day_state(days, choice),
            year=str(choice.day.year),
            year_result=_result(year, choice.unit),
            year_token=_token(year, choice.unit),
            months=_strip(choice.unit, months, totals),
            has_trades=bool(len(days.population.table.source.ids)),
        )

    def _terms(self, choice: Choice) -> Terms:
        """Percent and R are told beside money; ticks are a measure of their own."""
        known = choice.currency in self._source.currencies()
        measure = Measure.TICKS if choice.unit is ResultUnit.TICKS else Measure.MONEY
        return Terms(measure=measure, currency=choice.currency if known else None)

    def _days_of(self, query: TradeQuery, terms: Terms) -> Days:
        meant = replace(query, first_day=None, last_day=None)
        population = self._source.population(meant, terms)
        if self._days is None or self._days.population is not population:
            self._days = Days(population)
        return self._days


def _stretch(choice: Choice) -> tuple[date, date]:
    if choice.whole_year:
        return date(choice.day.year, 1, 1), date(choice.day.year, 12, 31)
    return _month(choice.day)


def _month(day: date) -> tuple[date, date]:
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _note(population: Population, query: TradeQuery) -> str:
    if population.currency_reason is not None:
        return f"Choose an account or a currency: {population.currency_reason}"
    if query.first_day is not None or query.last_day is not None:
        return "The days of the filter are left aside here"
    return ""


def _value(total: Total, unit: ResultUnit) -> Decimal | float | None:
    if unit is ResultUnit.R:
        return total.r
    return total.share if unit is ResultUnit.PERCENT else total.net


def _result(total: Total, unit: ResultUnit, places: int = 2) -> str:
    value = _value(total, unit)
    if total.is_empty:
        return ""
    if unit is ResultUnit.R:
        return format.r_multiple(value, 1)
    if value is None:
        return format.UNKNOWN
    if unit is not ResultUnit.MONEY:
        return unit.text(float(value), signed=True)
    return format.money(value, places, signed=True)


def _token(total: Total, unit: ResultUnit) -> str:
    return token_of(_value(total, unit))


def _beside(total: Total, unit: ResultUnit) -> str:
    """R beside money and ticks, money beside R and percent; nothing where it is not known."""
    if unit in (ResultUnit.MONEY, ResultUnit.TICKS):
        return "" if total.r is None else format.r_multiple(total.r, 1)
    return "" if total.net is None else format.money(total.net, 0, signed=True)


def _trades(total: Total) -> str:
    if not total.trades and total.days:
        return "part of one"
    return format.plural(total.trades, "trade", "trades") if total.trades else ""


def _sheets(
    days: Days, unit: ResultUnit, months: list[date], *, whole: bool
) -> tuple[MonthSheet, ...]:
    """Sheets whose tints share one scale."""
    found = {month: [days.day(day) for day in _WEEKS.itermonthdates(*_key(month))]
             for month in months}  # fmt: skip
    largest = largest_of([_value(total, unit) for each in found.values() for total in each])
    totals = {month: days.total(*_month(month)) for month in months}
    best = largest_of([_value(total, unit) for total in totals.values()])
    return tuple(
        _sheet(days, unit, month, totals[month], largest, best, whole=whole) for month in months
    )


def _key(month: date) -> tuple[int, int]:
    return month.year, month.month


def _sheet(
    days: Days,
    unit: ResultUnit,
    month: date,
    total: Total,
    largest: float,
    best: float,
    *,
    whole: bool,
) -> MonthSheet:
    cell = partial(_cell, days, unit, largest)
    weeks = tuple(
        tuple(cell(day) if whole or day.month == month.month else DayCell(day) for day in week)
        for week in _WEEKS.monthdatescalendar(*_key(month))
    )
    return MonthSheet(
        first=month,
        title=format.month(month) if whole else format.month(month).split()[0],
        result=_result(total, unit),
        token=_token(total, unit),
        trades=_trades(total),
        share=part(_value(total, unit), best),
        weeks=weeks,
        totals=_week_totals(days, unit, weeks) if whole else (),
    )


def _cell(days: Days, unit: ResultUnit, largest: float, day: date) -> DayCell:
    total = days.day(day)
    if total.is_empty:
        return DayCell(day)
    return DayCell(
        day=day,
        share=part(_value(total, unit), largest),
        result=_result(total, unit),
        trades=_trades(total),
        beside=_beside(total, unit),
        reviewed=days.is_reviewed(day),
    )


def _week_totals(
    days: Days, unit: ResultUnit, weeks: tuple[tuple[DayCell, ...], ...]
) -> tuple[WeekTotal, ...]:
    totals = [days.total(week[0].day, week[-1].day) for week in weeks]
    largest = largest_of([_value(total, unit) for total in totals])
    return tuple(
        WeekTotal(
            number=week[0].day.isocalendar().week,
            share=part(_value(total, unit), largest),
            result=_result(total, unit),
            trades=_trades(total),
            bars=tuple(cell.share for cell in week) if not total.is_empty else (),
        )
        for week, total in zip(weeks, totals, strict=True)
    )


def _strip(unit: ResultUnit, months: list[date], totals: list[Total]) -> tuple[MonthSheet, ...]:
    largest = largest_of([_value(total, unit) for total in totals])
    return tuple(
        MonthSheet(
            first=month,
            title=format.month(month),
            result=_result(total, unit),
            token=_token(total, unit),
            trades=_trades(total),
            share=part(_value(total, unit), largest),
            weeks=(),
            totals=(),
        )
        for month, total in zip(months, totals, strict=True)
    )


def _figures(days: Days, choice: Choice, first: date, last: date) -> tuple[FigureShown, ...]:
    """The strip: the result, days won, R, the worst day, and how much is reviewed."""
    total, population = days.total(first, last), days.population
    word = "Year" if choice.whole_year else format.month(first).split()[0]
    worst = days.worst(first, last) if population.currency_reason is None else None
    money = total.net is not None and not total.is_empty
    beside = choice.unit.word or population.currency
    result = _result(total, choice.unit).removesuffix(f"{format.THIN}{beside}")
    return (
        FigureShown(
            "net",
            f"{word}, net",
            result or format.UNKNOWN,
            (beside or "") if result not in ("", format.UNKNOWN) else "",
            _trades(total) or "no trade closed",
            _token(total, choice.unit) if result else "text3",
            "What closing fills realised, each on its own day"
            if population.currency_reason is None
            else _SEVERAL,
        ),
        FigureShown(
            "days",
            "Days",
            f"{total.days_won} of {total.days}" if money else format.UNKNOWN,
            note="ended above zero" if total.days else "",
            token="text" if money else "text3",
            reason="Days with a closing fill that ended above zero",
        ),
        FigureShown(
            "r",
            "R",
            format.number(total.r, 1, signed=True),
            "" if total.r is None else "R",
            f"known for {total.r_known} of {total.trades}" if total.trades else "",
            "text3" if total.r is None else "text",
            "Sum of the R multiples of the trades that closed",
        ),
        FigureShown(
            "worst",
            "Worst day",
            format.UNKNOWN if worst is None else _amount(days.day(worst).net, population),
            note="no day lost" if worst is None and total.days else _worst_words(worst),
            token="text3" if worst is None else "loss",
            reason="The day that lost most, by closing fill",
        ),
    )


def _amount(value: Decimal | None, population: Population) -> str:
    """A realised amount in what the population counts."""
    unit = ResultUnit(population.measure.value)
    if value is None or unit is ResultUnit.MONEY:
        return format.money(value, signed=True)
    return unit.text(float(value), signed=True)


def _worst_words(day: date | None) -> str:
    return "" if day is None else format.long_day(day)


def _day_state(days: Days, choice: Choice) -> DayState:
    population, day = days.population, choice.day
    total = days.day(day)
    table = population.table
    legs = population.legs[population.curve.days == day.toordinal()]
    amounts = population.realised[population.curve.days == day.toordinal()]
    steps = np.cumsum(floats(amounts, population.places)) if len(legs) else np.zeros(0)
    money = population.currency_reason is None
    owners = table.leg_trade[legs]
    rows = list(dict.fromkeys(owners.tolist()))
    trades = tuple(_day_trade(population, row, int(amounts[owners == row].sum())) for row in rows)
    seen = sum(bool(table.source.is_reviewed[row]) for row in rows)
    note = _trades(total) or "nothing was closed"
    if rows:
        note += ", all reviewed" if seen == len(rows) else f", {seen} reviewed"
    reach = float(np.abs(steps).max()) if len(steps) else 0.0
    return DayState(
        day=day,
        title=format.long_day(day),
        note=note,
        result=_result(total, choice.unit),
        token=_token(total, choice.unit),
        r=_beside(total, choice.unit),
        steps=tuple((steps / reach).tolist()) if reach and money else (),
        trades=trades,
    )


def _day_trade(population: Population, row: int, realised: int) -> DayTrade:
    table, source = population.table, population.table.source
    risk, is_open = float(table.initial_risk[row]), bool(table.is_open[row])
    setup = source.setup.codes[row]
    words = [source.setup.words[setup]] if setup >= 0 else []
    minute = int(table.open_minute[row])
    if minute >= 0 and int(table.opened_at[row]) != MISSING:
        words.insert(0, f"{minute // 60:02}:{minute % 60:02}")
    if is_open:
        words.append("still open")
    amount = population.money(realised)
    # Risk stays in the money of the account, whatever the amounts are told in.
    worth = float(table.unit_values(np.array([row]))[0])
    r = float(amount) * worth / risk if risk > 0 and not math.isnan(worth) else None
    return DayTrade(
        id=source.ids[row],
        symbol=source.symbol.words[source.symbol.codes[row]],
        is_long=source.direction[row] > 0,
        line="  ".join(words),
        result=_amount(amount, population),
        token=token_of(amount),
        r="" if r is None else format.r_multiple(r, 2),
    )
