"""How a figure came about: in words, from what, of which trades, and what was left out."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from fillbook.domain.execution import Direction
from fillbook.domain.query import TradeQuery
from fillbook.gui import format
from fillbook.gui.figures.families import bounded
from fillbook.gui.figures.ref import FigureRef
from fillbook.gui.figures.shown import token_of
from fillbook.gui.figures.source import FigureSource
from fillbook.gui.figures.words import interval_text, key_text, sentence, value_text
from fillbook.statistics.catalogue import BY_KEY
from fillbook.statistics.dimensions import BY_KEY as DIMENSIONS
from fillbook.statistics.integers import Floats, Indices, floats
from fillbook.statistics.population import Population
from fillbook.statistics.statistic import Figure
from fillbook.statistics.uncertainty import Interval

INPUTS: dict[str, tuple[str, ...]] = {
    "win_rate_decided": ("wins", "losses"),
    "win_rate_all": ("wins", "trades"),
    "net_pnl": ("gross_profit", "gross_loss"),
    "profit_factor": ("gross_profit", "gross_loss"),
    "cost_drag": ("fees", "gross_profit"),
    "cost_per_trade": ("fees", "trades"),
    "best_trade_share": ("largest_win", "net_pnl"),
    "expectancy": ("net_pnl", "trades"),
    "average_win": ("wins",),
    "average_loss": ("losses",),
    "payoff_ratio": ("average_win", "average_loss"),
    "break_even_win_rate": ("average_win", "average_loss", "breakevens"),
    "max_drawdown_percent": ("max_drawdown",),
    "max_drawdown_days": ("max_drawdown",),
    "max_drawdown_trades": ("max_drawdown",),
    "recovery_factor": ("net_pnl", "max_drawdown"),
    "mean_r": ("total_r", "r_known"),
    "expectancy_r": ("total_r", "r_known"),
    "sqn": ("mean_r", "standard_deviation_r", "r_known"),
    "sqn_uncapped": ("mean_r", "standard_deviation_r", "r_known"),
    "r_per_hour": ("total_r", "average_holding_time_s"),
    "trades_needed": ("mean_r", "standard_deviation_r"),
    "calmar": ("annual_return", "max_drawdown_percent"),
    "annual_return": ("return_on_account",),
    "best_day_share": ("net_pnl",),
    "kelly": ("win_rate_decided", "payoff_ratio"),
    "half_kelly": ("kelly",),
    "trades_per_day": ("trades",),
}
"""The figures that a figure is made of; each can be asked about in turn."""


@dataclass(frozen=True, slots=True)
class Input:
    """A figure that another is made of."""

    key: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Part:
    """A trade behind a figure, and what it brought to it."""

    id: str
    number: str
    symbol: str
    day: str
    amount: str
    token: str


@dataclass(frozen=True, slots=True)
class Explained:
    """Everything that the panel says of a figure."""

    ref: FigureRef
    title: str
    value: str
    sure: str  # between which bounds, or why it is thin
    formula: str
    inputs: tuple[Input, ...]
    about: tuple[str, ...]  # which trades, in which currency
    left_out: tuple[tuple[str, str], ...]  # a reason, and how many
    parts_title: str
    parts: tuple[Part, ...]  # the largest first
    parts_note: str  # that they add up to the figure, where they do
    trades: int


def explained(source: FigureSource, ref: FigureRef, found: Interval | None = None) -> Explained:
    """A figure with all that stands behind it."""
    population = source.meant(ref)
    statistic = BY_KEY[ref.key]
    figure = bounded(statistic.of(population), found)
    title, parts, adds_up = _parts(population, ref.key)
    return Explained(
        ref=ref,
        title=statistic.title,
        value=value_text(statistic, figure.value),
        sure=_sure(ref.key, figure),
        formula=sentence(statistic.formula),
        inputs=tuple(_input(key, population) for key in INPUTS.get(ref.key, ())),
        about=tuple(_about(population, ref)),
        left_out=_left_out(source, population, ref),
        parts_title=title,
        parts=parts,
        parts_note="they add up to the figure" if adds_up else "",
        trades=len(population),
    )


def _input(key: str, population: Population) -> Input:
    statistic = BY_KEY[key]
    return Input(key, statistic.title, value_text(statistic, statistic.of(population).value))


def _sure(key: str, figure: Figure) -> str:
    words = interval_text(BY_KEY[key], figure)
    if words:
        words = f"19 of 20 resamples lie between {words.replace(' to ', ' and ')}"
        if figure.low is None or figure.high is None:
            words = f"95 % interval {interval_text(BY_KEY[key], figure)}"
    reason = sentence(figure.reason or "")
    return f"{words}. {reason}" if words and reason else words or reason


def _about(population: Population, ref: FigureRef) -> list[str]:
    days = population.close_day
    lines = [format.plural(len(population), "closed trade", "closed trades")]
    if len(days):
        first, last = (date.fromordinal(int(day)) for day in (days.min(), days.max()))
        lines[0] += f", {format.day(first)} to {format.day(last)}"
    currency = population.currency or "no single currency"
    lines.append(f"{ref.basis.value.capitalize()} of costs, {currency}")
    for dimension, key in ref.groups:
        lines.append(f"{DIMENSIONS[dimension].title}: {key_text(dimension, key)}")
    if population.fees_unknown:
        lines.append(f"Fees unknown on {format.plural(population.fees_unknown, 'fill', 'fills')}")
    return lines


def filter_of(ref: FigureRef) -> TradeQuery | None:
    """The filter that shows the trades of a figure; None where no filter can say its group."""
    query = ref.query
    for dimension, key in ref.groups:
        part = _FILTERS.get(dimension)
        if part is None or key is None:
            return None
        value = Direction(key) if dimension == "direction" else key
        narrower: dict[str, Any] = {part: (value,)}
        query = replace(query, **narrower)
    return query


_FILTERS = {
    "symbol": "symbols",
    "account": "accounts",
    "tag": "tags",
    "setup": "setups",
    "strategy": "strategies",
    "grade": "grades",
    "direction": "directions",
}


def _left_out(
    source: FigureSource, population: Population, ref: FigureRef
) -> tuple[tuple[str, str], ...]:
    """Reasons with their counts: trades the filter meant, and what this figure cannot use."""
    whole = source.population(ref.query, ref.basis)
    meant = () if ref.groups else whole.excluded()
    reasons = Counter(sentence(each.reason) for each in meant)
    if len(population.open_rows):
        reasons["Still open"] = len(population.open_rows)
    if ref.key in _OF_R and len(population) > len(population.r):
        reasons["No initial risk"] = len(population) - len(population.r)
    if ref.key in _OF_TIME and len(population) > len(population.held_s):
        reasons["The time held is not known"] = len(population) - len(population.held_s)
    if ref.key in ("win_rate_decided", "payoff_ratio") and population.breakevens:
        reasons["Breakevens"] = population.breakevens
    return tuple((reason, format.count(n)) for reason, n in reasons.most_common())


_OF_R = frozenset(
    {"mean_r", "expectancy_r", "sqn", "sqn_uncapped", "total_r", "median_r",
     "standard_deviation_r", "r_per_hour", "r_known", "planned_r", "realised_against_planned_r",
     "loss_overrun", "trades_needed", "cost_r"}
)  # fmt: skip
_OF_TIME = frozenset(
    {"average_holding_time_s", "average_holding_time_wins_s", "average_holding_time_losses_s",
     "median_holding_time_s", "time_in_market_s"}
)  # fmt: skip
_SUMS = frozenset({"net_pnl", "gross_profit", "fees", "total_r"})
_MOST = 500


def _parts(population: Population, key: str) -> tuple[str, tuple[Part, ...], bool]:
    """The trades behind a figure, the largest share first."""
    if key in _OF_R and key != "cost_r":
        places = np.flatnonzero(population.has_r)
        return _listed(population, places, population.r, format.r_multiple, key)
    if key in _OF_TIME:
        held = population.table.held_s[population.rows]
        places = np.flatnonzero(~np.isnan(held))
        return _listed(population, places, held[places], format.duration, key, signed=False)
    if key in ("fees", "cost_drag", "cost_per_trade", "cost_r"):
        places = np.flatnonzero(population.has_fees)
        fees = floats(population.fees, population.places)[places]
        return _listed(population, places, fees, format.money, key, signed=False)
    if key.startswith("max_drawdown") or key in ("recovery_factor", "calmar"):
        return _fallen(population, key)
    places = _chosen(population, key)
    amounts = population.amounts[places]
    return _listed(population, places, amounts, _money, key)


def _chosen(population: Population, key: str) -> Indices:
    """Which trades a figure of money or counts looks at."""
    pnl = population.amounts
    if key == "gross_profit":
        return np.flatnonzero(pnl > 0)
    if key == "gross_loss":
        return np.flatnonzero(pnl < 0)
    if key in ("wins", "average_win", "largest_win"):
        return np.flatnonzero(population.won)
    if key in ("losses", "average_loss", "largest_loss"):
        return np.flatnonzero(population.lost)
    if key == "breakevens":
        return np.flatnonzero(~population.won & ~population.lost)
    return np.arange(len(population))


def _fallen(population: Population, key: str) -> tuple[str, tuple[Part, ...], bool]:
    """What was realised on the way from the peak to the deepest point."""
    fall = population.curve.deepest
    if fall is None or population.currency_reason is not None:
        return "Trades of the fall", (), False
    span = slice(fall.peak + 1, fall.trough + 1)
    rows, places = np.unique(population.curve.trades[span], return_inverse=True)
    weights = floats(population.realised[span], population.places)
    sums = np.bincount(places, weights=weights).astype(np.float64)
    parts = _of_rows(population, rows, sums, _money)
    return "Trades from the peak to the foot", parts, key == "max_drawdown"


def _money(value: float) -> str:
    return format.money(value, signed=True)


def _listed(
    population: Population,
    places: Indices,
    values: Floats,
    text: Callable[[float], str],
    key: str,
    *,
    signed: bool = True,
) -> tuple[str, tuple[Part, ...], bool]:
    parts = _of_rows(population, population.rows[places], values, text, signed=signed)
    return "Trades behind it", parts, key in _SUMS


def _of_rows(
    population: Population,
    rows: Indices,
    values: Floats,
    text: Callable[[float], str],
    *,
    signed: bool = True,
) -> tuple[Part, ...]:
    source = population.table.source
    order = np.argsort(-np.abs(values), kind="stable")[:_MOST]
    found = []
    for place in order.tolist():
        row, value = int(rows[place]), float(values[place])
        day = source.close_day[row] or source.open_day[row]
        found.append(
            Part(
                id=source.ids[row],
                number=f"#{source.number[row]}",
                symbol=source.symbol.words[source.symbol.codes[row]],
                day=format.short_day(date.fromordinal(day), year=True) if day else "",
                amount=text(value),
                token=token_of(value) if signed else "text",
            )
        )
    return tuple(found)
