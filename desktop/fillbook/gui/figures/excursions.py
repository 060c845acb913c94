"""How far trades went against their trader, or for them, next to what came of them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from threading import Lock
from zoneinfo import ZoneInfo

import numpy as np

from fillbook.domain.instrument import symbol_key
from fillbook.domain.trade_columns import TradeColumns
from fillbook.domain.trading_day import TradingCalendar
from fillbook.gui import format
from fillbook.gui.charts.marks import NO_POINTS, Points
from fillbook.gui.charts.scale import Floats
from fillbook.gui.units import ResultUnit
from fillbook.statistics.excursion import Bounds, excursion
from fillbook.statistics.population import Population
from fillbook.statistics.seen import Seen, seen
from fillbook.statistics.uncertainty import Stopped
from fillbook.storage.library import Library

AT_FIRST = (1_500, 6_000, 25_000)
"""Trades are read one by one: the newest are shown before the rest is there."""

MOST_SEEN = 2_000
"""For the figures of exits, which ask the bars for more, the newest of these are read."""

_SHORT, _LONG = timedelta(hours=1), timedelta(days=1)
_QUANTILE = 0.9
_FEW = 10
_WIDE_R = 0.1  # bounds further apart than this are shown as a range
_Key = tuple[str, int, int]


class Way(StrEnum):
    """Which extreme is looked at."""

    ADVERSE = "adverse"
    FAVORABLE = "favorable"


_LABELS = {
    Way.ADVERSE: ("MAE", "Went against by"),
    Way.FAVORABLE: ("MFE", "Went for by"),
}


@dataclass(frozen=True, slots=True)
class Reach:
    """The extremes of a trade in money: what was surely seen, and what may have been.

    Adverse ones are below zero.
    """

    adverse: float
    adverse_possible: float
    favorable: float
    favorable_possible: float
    resolution_s: int

    def sizes(self, way: Way) -> tuple[float, float]:
        """How far it surely went, and how far at most."""
        if way is Way.ADVERSE:
            return -self.adverse, -self.adverse_possible
        return self.favorable, self.favorable_possible


@dataclass(frozen=True, eq=False)
class HeatState:
    """Extreme against result of the trades of which bars are known."""

    points: Points
    unit: ResultUnit
    ids: tuple[str, ...]  # of the trade of each point
    note: str
    empty: str
    is_whole: bool  # every trade was looked at


class Reaches:
    """Excursions that were read, kept while the fills of a trade stay what they are."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[_Key, Reach | None] = {}
        self._seen: dict[_Key, Seen | None] = {}
        self._lock = Lock()

    def of(self, columns: TradeColumns, row: int) -> Reach | None:
        """The extremes of one trade; None where its bars are not known."""
        key = _key(columns, row)
        with self._lock:
            if key in self._known:
                return self._known[key]
        found = self._read(columns.ids[row])
        with self._lock:
            self._known[key] = found
        return found

    def forget(self) -> None:
        """Called when bars came or went."""
        with self._lock:
            self._known.clear()
            self._seen.clear()

    def has_bars(self, columns: TradeColumns, rows: np.ndarray) -> np.ndarray:
        """The rows whose symbol has any bars."""
        known = {symbol_key(series.symbol) for series in self._library.bar_series()}
        of_word = np.array([symbol_key(word) in known for word in columns.symbol.words], np.bool_)
        codes = np.asarray(columns.symbol.codes)[rows]
        kept: np.ndarray = rows[of_word[codes]] if len(of_word) else rows[:0]
        return kept

    def watched(
        self, population: Population, cancelled: Callable[[], bool] = lambda: False
    ) -> Population:
        """The same population, with what bars tell of its newest trades.

        Raises:
            Stopped: ``cancelled`` said so.
        """
        columns = population.table.source
        found: dict[int, Seen] = {}
        for row in self.has_bars(columns, population.rows)[-MOST_SEEN:].tolist():
            if cancelled():
                raise Stopped
            each = self._seen_of(columns, row)
            if each is not None:
                found[row] = each
        return replace(population, seen=found)

    def _seen_of(self, columns: TradeColumns, row: int) -> Seen | None:
        key = _key(columns, row)
        with self._lock:
            if key in self._seen:
                return self._seen[key]
        account = columns.accounts[columns.account[row]]
        calendar = TradingCalendar(ZoneInfo(account.timezone), account.day_ends)
        detail = self._library.trade(columns.ids[row])
        opened, closed = detail.trade.opened_at, detail.trade.closed_at
        found = None
        if opened is not None and closed is not None:
            series = self._library.bars(detail.trade.symbol, opened - _LONG, closed + _LONG)
            found = seen(detail, series, calendar.ends(calendar.day(closed)))
        with self._lock:
            self._seen[key] = found
        return found

    def _read(self, trade_id: str) -> Reach | None:
        detail = self._library.trade(trade_id)
        opened, closed = detail.trade.opened_at, detail.trade.closed_at
        if opened is None or closed is None:
            return None
        for around in (_SHORT, _LONG):
            series = self._library.bars(detail.trade.symbol, opened - around, closed)
            for bars in series:
                fits = bars.resolution_s <= around.total_seconds()
                found = excursion(detail, bars) if fits else None
                if found is not None:
                    return Reach(*_ends(found.adverse), *_ends(found.favorable), bars.resolution_s)
        return None


def _key(columns: TradeColumns, row: int) -> _Key:
    """What a trade is and came to: other fills make another key."""
    return columns.ids[row], columns.closed_at[row], columns.net_pnl[row]


def _ends(bounds: Bounds) -> tuple[float, float]:
    return float(bounds.certain), float(bounds.possible)


def heat(
    reaches: Reaches,
    population: Population,
    way: Way,
    most: int | None,
    cancelled: Callable[[], bool],
) -> HeatState:
    """Extreme and result of a population in money; in R where any risk is known.

    Args:
        most: How many of the newest trades are looked at; None is all.

    Raises:
        Stopped: ``cancelled`` said so.
    """
    source = population.table.source
    in_r = bool(len(population.r))
    rows = population.rows[population.has_r] if in_r else population.rows
    if not in_r and population.currency_reason is not None:
        rows = rows[:0]
    of_bars = reaches.has_bars(source, rows)
    newest = of_bars[::-1][:most]
    found: list[tuple[int, Reach]] = []
    for row in newest.tolist():
        if cancelled():
            raise Stopped
        reach = reaches.of(source, row)
        if reach is not None:
            found.append((row, reach))
    is_whole = len(newest) == len(of_bars)
    return _state(population, way, found, len(rows), in_r=in_r, is_whole=is_whole)


def _state(
    population: Population,
    way: Way,
    found: list[tuple[int, Reach]],
    whole: int,
    *,
    in_r: bool,
    is_whole: bool,
) -> HeatState:
    unit = ResultUnit.R if in_r else ResultUnit.MONEY
    short, label = _LABELS[way]
    if not found:
        empty = "Import price bars to see how far trades went"
        return HeatState(NO_POINTS, unit, (), f"{short} and result", empty, is_whole)
    source = population.table.source
    rows = np.array([row for row, _ in found])
    table = population.table  # what bars tell, and risk, stay in the money of the account
    scales = table.initial_risk[rows] if in_r else table.unit_values(rows)
    sizes: Floats = np.array([reach.sizes(way) for _, reach in found]) / scales[:, None]
    net = np.asarray(table.net_pnl)[rows].astype(np.float64) / 10.0**population.places
    results = table.results_of(population.basis).r[rows] if in_r else net
    order = np.argsort(sizes[:, 0], kind="stable")
    line = _line(sizes[:, 0], results) if way is Way.ADVERSE else None
    points = Points(
        x=sizes[order, 0],
        y=results[order],
        names=tuple(
            f"#{source.number[row]} {source.symbol.words[source.symbol.codes[row]]}"
            for row in rows[order].tolist()
        ),
        x_label=label,
        y_label="Result",
        line=line,
        line_word="" if line is None else "9 of 10 winners",
        far=_far(sizes[order], in_r=in_r),
    )
    finest = min(reach.resolution_s for _, reach in found)
    of_all = f"all {format.count(len(found))}"
    if len(found) < whole:
        of_all = f"{format.count(len(found))} of {format.count(whole)}"
    if not is_whole:
        of_all += " so far"
    note = f"{short} in {'R' if in_r else 'money'}, {of_all}, bars of {format.duration(finest)}"
    ids = tuple(source.ids[row] for row in rows[order].tolist())
    return HeatState(points, unit, ids, note, "", is_whole)


def _line(taken: Floats, results: Floats) -> float | None:
    """What nine of ten winners stayed within."""
    won = taken[results > 0]
    return float(np.quantile(won, _QUANTILE)) if len(won) >= _FEW else None


def _far(sizes: Floats, *, in_r: bool) -> Floats:
    """The furthest that it may have gone, where that is more than a little further."""
    apart = sizes[:, 1] - sizes[:, 0]
    wide: Floats = np.where(apart > (_WIDE_R if in_r else 0.0), sizes[:, 1], sizes[:, 0])
    return wide
