"""Two dimensions at once, as cells ready to paint."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from fillbook.gui import format
from fillbook.gui.charts.marks import HeatCells
from fillbook.gui.figures.words import key_text
from fillbook.gui.units import ResultUnit
from fillbook.statistics.cross_table import CrossTable, cross_table
from fillbook.statistics.dimensions import BY_KEY as DIMENSIONS
from fillbook.statistics.integers import Floats, floats
from fillbook.statistics.population import Population


class Measure(StrEnum):
    """What stands in a cell."""

    MEAN_R = "mean_r"
    NET = "net_pnl"
    WIN_RATE = "win_rate_all"
    TRADES = "trades"


LABELS = {
    Measure.MEAN_R: "Mean R",
    Measure.NET: "Net",
    Measure.WIN_RATE: "Win rate, all",
    Measure.TRADES: "Trades",
}


@dataclass(frozen=True, eq=False)
class Crossing:
    """The cells, and the keys that their rows and columns stand for."""

    rows: str  # dimension
    columns: str
    row_keys: tuple[str | None, ...]
    column_keys: tuple[str | None, ...]
    measure: Measure
    cells: HeatCells
    overlaps: bool  # a trade can stand in several cells


def crossing(population: Population, rows: str, columns: str, measure: Measure) -> Crossing:
    """The trades of a population by two dimensions."""
    found = cross_table(population, DIMENSIONS[rows], DIMENSIONS[columns])
    values = _values(population, found, measure)
    thick = np.where(found.trades >= 10, np.abs(values), np.nan)
    largest = float(np.nanmax(thick)) if np.isfinite(thick).any() else 0.0
    middle = 0.5 if measure is Measure.WIN_RATE else 0.0
    if measure is Measure.WIN_RATE:
        largest = 0.5
    with np.errstate(invalid="ignore"):
        shares = np.nan_to_num((values - middle) / largest if largest else values * 0.0)
    unit = ResultUnit(population.measure.value)
    texts = tuple(
        tuple(
            _text(value, measure, unit) if count else ""
            for value, count in zip(line, counts, strict=True)
        )
        for line, counts in zip(values.tolist(), found.trades.tolist(), strict=True)
    )
    if measure in (Measure.MEAN_R, Measure.NET):
        # What is written without a sign is neither gain nor loss.
        signed = [[text[:1] in ("+", format.MINUS) for text in line] for line in texts]
        shares = np.where(np.array(signed).reshape(shares.shape), shares, 0.0)
    cells = HeatCells(
        rows=tuple(key_text(rows, key) for key in found.row_keys),
        columns=tuple(_short(columns, key) for key in found.column_keys),
        trades=found.trades,
        shares=np.clip(shares, -1, 1),
        texts=texts,
        label=LABELS[measure],
    )
    overlaps = any(
        DIMENSIONS[key].keys_of(population.table).trades is not None for key in (rows, columns)
    )
    return Crossing(rows, columns, found.row_keys, found.column_keys, measure, cells, overlaps)


def _values(population: Population, found: CrossTable, measure: Measure) -> Floats:
    match measure:
        case Measure.MEAN_R:
            return found.mean_r
        case Measure.NET if population.currency_reason is not None:
            return np.full(found.trades.shape, np.nan)
        case Measure.NET:
            return floats(found.net, population.places)
        case Measure.WIN_RATE:
            rates: Floats = found.wins / np.maximum(found.trades, 1)
            return rates
        case Measure.TRADES:
            return found.trades.astype(np.float64)


def _text(value: float, measure: Measure, unit: ResultUnit) -> str:
    match measure:
        case Measure.MEAN_R:
            return format.number(value, 1, signed=True)
        case Measure.NET if unit is ResultUnit.MONEY:
            return format.money(value, 0, signed=True)
        case Measure.NET:
            return unit.number(value, signed=True)
        case Measure.WIN_RATE:
            return format.percent(value, 0)
        case Measure.TRADES:
            return format.number(value, 0)


def _short(dimension: str, key: str | None) -> str:
    text = key_text(dimension, key)
    return text[:3] if dimension == "weekday" and key is not None else text
