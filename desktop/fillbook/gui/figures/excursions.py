"""How far trades went against their trader, next to what came of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock

import numpy as np

from fillbook.domain.trade_columns import TradeColumns
from fillbook.gui import format
from fillbook.gui.charts.marks import NO_POINTS, Points
from fillbook.gui.units import ResultUnit
from fillbook.statistics.excursion import excursion
from fillbook.statistics.population import Population
from fillbook.statistics.uncertainty import Stopped
from fillbook.storage.library import Library

MOST = 1500
"""Trades are read one by one, so only the newest are looked at."""

_QUANTILE = 0.9
_FEW = 10
_Key = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Reach:
    """The extremes of a trade in money: what was surely seen, adverse below zero."""

    adverse: float
    favorable: float
    resolution_s: int
    coverage: float


@dataclass(frozen=True, eq=False)
class HeatState:
    """MAE against result of the trades of which bars are known."""

    points: Points
    unit: ResultUnit
    ids: tuple[str, ...]  # of the trade of each point
    note: str
    empty: str


class Reaches:
    """Excursions that were read, kept while the fills of a trade stay what they are."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[_Key, Reach | None] = {}
        self._lock = Lock()

    def of(self, columns: TradeColumns, row: int) -> Reach | None:
        """The extremes of one trade; None where its bars are not known."""
        key = (columns.ids[row], columns.closed_at[row], columns.net_pnl[row])
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

    def _read(self, trade_id: str) -> Reach | None:
        detail = self._library.trade(trade_id)
        opened, closed = detail.trade.opened_at, detail.trade.closed_at
        if opened is None or closed is None:
            return None
        around = timedelta(days=1)
        series = self._library.bars(detail.trade.symbol, opened - around, closed + around)
        found = excursion(detail, series[0]) if series else None
        if found is None:
            return None
        return Reach(
            float(found.adverse.certain),
            float(found.favorable.certain),
            found.resolution_s,
            found.coverage,
        )


def heat(reaches: Reaches, population: Population, cancelled: Callable[[], bool]) -> HeatState:
    """MAE and result of a population in money; in R where any risk is known.

    Raises:
        Stopped: ``cancelled`` said so.
    """
    source = population.table.source
    in_r = bool(len(population.r))
    rows = population.rows[population.has_r] if in_r else population.rows
    if not in_r and population.currency_reason is not None:
        rows = rows[:0]
    newest = rows[::-1][:MOST]
    risks = population.table.initial_risk
    found: list[tuple[int, float, Reach]] = []
    for row in newest.tolist():
        if cancelled():
            raise Stopped
        reach = reaches.of(source, row)
        if reach is not None:
            scale = float(risks[row]) if in_r else 1.0
            found.append((row, scale, reach))
    return _state(population, found, len(rows), in_r=in_r)


def _state(
    population: Population, found: list[tuple[int, float, Reach]], whole: int, *, in_r: bool
) -> HeatState:
    unit = ResultUnit.R if in_r else ResultUnit.MONEY
    if not found:
        empty = "Import price bars to see how far trades went against you"
        return HeatState(NO_POINTS, unit, (), "MAE and result", empty)
    source = population.table.source
    rows = np.array([row for row, _, _ in found])
    scales = np.array([scale for _, scale, _ in found])
    taken = -np.array([reach.adverse for _, _, reach in found]) / scales
    net = np.asarray(population.table.net_pnl)[rows].astype(np.float64)
    results = net / 10.0**population.places / scales
    names = tuple(
        f"#{source.number[row]} {source.symbol.words[source.symbol.codes[row]]}" for row in rows
    )
    order = np.argsort(taken, kind="stable")
    won = taken[results > 0]
    line = float(np.quantile(won, _QUANTILE)) if len(won) >= _FEW else None
    points = Points(
        x=taken[order],
        y=results[order],
        names=tuple(names[i] for i in order.tolist()),
        x_label="Went against by",
        y_label="Result",
        line=line,
        line_word="" if line is None else "9 of 10 winners",
    )
    finest = min(reach.resolution_s for _, _, reach in found)
    known = format.count(len(found))
    of_all = f"{known} of {format.count(whole)}" if len(found) < whole else f"all {known}"
    note = f"MAE in {'R' if in_r else 'money'}, {of_all}, bars of {format.duration(finest)}"
    ids = tuple(source.ids[rows[i]] for i in order.tolist())
    return HeatState(points, unit, ids, note, "")
