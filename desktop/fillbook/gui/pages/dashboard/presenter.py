"""What the dashboard says, ready to show."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from fillbook.domain.query import TradeQuery
from fillbook.domain.trade_columns import TradeColumns
from fillbook.gui.charts.equity_curve import EquityCurve
from fillbook.gui.charts.slice import Slice
from fillbook.gui.figures.curves import curve_of
from fillbook.gui.figures.growth import equity_empty
from fillbook.gui.figures.headlines import headlines
from fillbook.gui.figures.shown import FigureShown
from fillbook.gui.figures.source import FigureSource
from fillbook.gui.figures.spreads import known_note
from fillbook.gui.pages.dashboard.period import Period, stretch
from fillbook.gui.pages.dashboard.waiting import WaitingLine, waiting_lines
from fillbook.gui.units import ResultUnit
from fillbook.statistics.dimensions import BY_KEY as DIMENSIONS
from fillbook.statistics.distribution import Histogram, pnl_histogram, r_histogram
from fillbook.statistics.population import Population
from fillbook.statistics.ranking import RankedGroup, ranked
from fillbook.statistics.series import DayFigures, day_figures
from fillbook.statistics.statistic import Figure
from fillbook.statistics.terms import Terms
from fillbook.statistics.uncertainty import intervals
from fillbook.storage.library import Library

_RECENT_DAYS = 12
_NO_SETUP = "No setup"
EVERYTHING = TradeQuery()


@dataclass(frozen=True, slots=True)
class Choice:
    """What the trader wants to look at."""

    period: Period = Period.ALL
    unit: ResultUnit = ResultUnit.MONEY
    account: str = ""  # name; empty is all
    currency: str = ""  # into which results are converted; empty: they stay as they are

    @property
    def terms(self) -> Terms:
        """How results are told."""
        return Terms(measure=self.unit.measure, currency=self.currency or None)


@dataclass(frozen=True, eq=False)
class DashboardState:
    """One frame of the dashboard. Slices and bounds come later than the rest."""

    is_empty: bool
    choice: Choice
    accounts: tuple[str, ...]
    currencies: tuple[str, ...]
    note: str
    figures: tuple[FigureShown, ...]
    equity: EquityCurve
    equity_note: str
    equity_empty: str
    waiting: tuple[WaitingLine, ...]
    days: tuple[DayFigures, ...]
    spread: Histogram
    spread_title: str
    spread_note: str
    spread_unit: ResultUnit
    slices: tuple[Slice, ...] | None = None  # None: not computed yet
    query: TradeQuery = EVERYTHING  # which trades the figures are about
    without_risk: str = ""  # id of the newest trade whose risk is not known


@dataclass(frozen=True, eq=False)
class Outlook:
    """A population with what belongs to it, from which states are made."""

    choice: Choice
    columns: TradeColumns
    query: TradeQuery
    population: Population  # in money
    told: Population  # the same in the unit
    currencies: tuple[str, ...]  # of the counted accounts
    note: str
    waiting: tuple[WaitingLine, ...]


class DashboardPresenter:
    """Reads and computes; called from any thread."""

    def __init__(self, library: Library, source: FigureSource) -> None:
        self._library = library
        self._source = source

    def look(self, choice: Choice, today: date) -> Outlook:
        """The trades of a choice. The period ends with the last day that closed a trade."""
        columns = self._library.columns()
        last = _last_day(columns, choice.account, today)
        shown = stretch(choice.period, last)
        query = TradeQuery(
            first_day=shown.first,
            last_day=shown.last if shown.first else None,
            accounts=(choice.account,) if choice.account else (),
        )
        currencies = self._source.currencies()
        if choice.currency not in currencies:
            choice = replace(choice, currency="")
        told = self._source.population(query, choice.terms)
        population = self._source.population(query, Terms(currency=choice.terms.currency))
        counts, imports = self._library.counts(), self._library.imports()
        newest = next((batch for batch in imports if not batch.undone), None)
        return Outlook(
            choice,
            columns,
            query,
            population,
            told,
            currencies,
            shown.title,
            waiting_lines(counts, population, newest),
        )

    @staticmethod
    def first_state(outlook: Outlook) -> DashboardState:
        """Everything that needs no resampling."""
        return _state(outlook)

    @staticmethod
    def whole_state(outlook: Outlook, first: DashboardState) -> DashboardState:
        """The first state with its intervals and slices."""
        population = outlook.population
        groups = ranked(population, DIMENSIONS["setup"])
        named = any(group.key is not None for group in groups)
        words = sorted(outlook.columns.setup.words, key=str.casefold)
        return replace(
            first,
            figures=headlines(
                outlook.told, first.choice.unit, len(population), intervals(outlook.told)
            ),
            slices=tuple(_slice(group, words) for group in groups) if named else (),
        )


def _state(outlook: Outlook) -> DashboardState:
    population, choice = outlook.population, outlook.choice
    told, whole = outlook.told, len(population)
    in_r = bool(len(population.r))
    return DashboardState(
        is_empty=not len(outlook.columns.ids),
        choice=choice,
        accounts=tuple(account.name for account in outlook.columns.accounts),
        currencies=outlook.currencies,
        note=outlook.note,
        figures=headlines(told, choice.unit, whole, {}),
        equity=curve_of(told, choice.unit),
        equity_note=_equity_note(told, choice.unit),
        equity_empty=equity_empty(told, choice.unit, whole),
        waiting=outlook.waiting,
        days=_days(population),
        spread=_spread(population, in_r=in_r),
        spread_title="R per trade" if in_r else "P&L per trade",
        spread_note=_spread_note(population, in_r=in_r),
        spread_unit=ResultUnit.R if in_r else ResultUnit.MONEY,
        query=outlook.query,
        without_risk=_without_risk(outlook),
    )


def _last_day(columns: TradeColumns, account: str, today: date) -> date:
    """The last day, not after today, on which something closed; today where nothing did."""
    days = np.asarray(columns.leg_day, dtype=np.int64)
    if account and len(days):
        names = [each.name for each in columns.accounts]
        owner = np.asarray(columns.account)[np.asarray(columns.leg_trade)]
        days = days[owner == (names.index(account) if account in names else -1)]
    days = days[days <= today.toordinal()]
    return date.fromordinal(int(days.max())) if len(days) else today


def _equity_note(population: Population, unit: ResultUnit) -> str:
    if unit is ResultUnit.R:
        return "closed trades with a risk, net of fees, R"
    if unit is ResultUnit.PERCENT:
        return "closed trades, net of fees, percent; deposits leave no mark"
    if unit is ResultUnit.TICKS:
        return "closed trades of known tick size, net of fees, ticks of a contract"
    return f"closed trades, net of fees, {population.currency or 'several currencies'}"


def _days(population: Population) -> tuple[DayFigures, ...]:
    if population.currency_reason is not None:
        return ()
    return day_figures(population, _RECENT_DAYS)


def _spread(population: Population, *, in_r: bool) -> Histogram:
    if in_r:
        return r_histogram(population)
    if population.currency_reason is not None:
        return Histogram(np.zeros(1), np.zeros(0, dtype=np.intp), None)
    return pnl_histogram(population)


def _spread_note(population: Population, *, in_r: bool) -> str:
    if not in_r:
        return "no trade here has a known risk" if len(population) else ""
    return known_note(len(population.r), len(population), "a risk")


def _without_risk(outlook: Outlook) -> str:
    rows = outlook.population.rows[~outlook.population.has_r]
    return outlook.columns.ids[rows[-1]] if len(rows) else ""


def _slice(group: RankedGroup, words: list[str]) -> Slice:
    figures = group.figures
    expectancy = figures["expectancy_r"]
    return Slice(
        word=group.key or _NO_SETUP,
        dot=words.index(group.key) if group.key in words else None,
        trades=int(figures["trades"].value or 0),
        win_rate=_number(figures["win_rate_decided"]),
        profit_factor=_number(figures["profit_factor"]),
        expectancy_r=_number(expectancy),
        low_r=None if expectancy.low is None else float(expectancy.low),
        high_r=None if expectancy.high is None else float(expectancy.high),
        net=_number(figures["net_pnl"]),
    )


def _number(figure: Figure) -> float | None:
    return None if figure.value is None else float(figure.value)
