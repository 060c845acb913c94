"""The trades behind a figure, and what each of them brought to it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from fillbook.statistics.integers import Indices, Integers, Mask, sums_by
from fillbook.statistics.population import Population
from fillbook.statistics.rules import has_breach
from fillbook.statistics.statistic import Unit, unit_in


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one trade brought to a figure."""

    trade: str  # id
    number: int
    value: Decimal | float


@dataclass(frozen=True, eq=False)
class Behind:
    """One entry a trade, in the order of closing."""

    population: Population
    rows: Indices
    values: Integers  # of money the smallest units, else R or seconds
    unit: Unit
    adds_up: bool = False  # the values add up to the figure

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def counted_in(self) -> Unit:
        """What the values count in the measure of the population."""
        return unit_in(self.unit, self.population.measure)

    def __iter__(self) -> Iterator[Contribution]:
        source = self.population.table.source
        for row, value in zip(self.rows.tolist(), self.values.tolist(), strict=True):
            exact = self.population.money(value) if self.unit is Unit.MONEY else value
            yield Contribution(source.ids[row], source.number[row], exact)


def behind(population: Population, key: str) -> Behind:
    """The trades behind the figure of a key; all with their P&L where it looks at each alike."""
    found = _FINDERS.get(key)
    return found(population) if found is not None else _whole(population)


_Finder = Callable[[Population], Behind]


def _whole(population: Population) -> Behind:
    return _of(population, np.arange(len(population)))


def _of(population: Population, places: Indices, *, adds_up: bool = False) -> Behind:
    """Trades by their places among the counted ones, with their P&L."""
    rows, values = population.rows[places], population.pnl[places]
    return Behind(population, rows, values, Unit.MONEY, adds_up)


def _net(population: Population) -> Behind:
    return _of(population, np.arange(len(population)), adds_up=True)


def _gains(population: Population) -> Behind:
    return _of(population, np.flatnonzero(population.pnl > 0), adds_up=True)


def _shortfalls(population: Population) -> Behind:
    """Losses as the positive amounts that gross loss adds up."""
    places = np.flatnonzero(population.pnl < 0)
    values = -population.pnl[places]
    return Behind(population, population.rows[places], values, Unit.MONEY, adds_up=True)


def _wins(population: Population) -> Behind:
    return _of(population, np.flatnonzero(population.won))


def _losses(population: Population) -> Behind:
    return _of(population, np.flatnonzero(population.lost))


def _breakevens(population: Population) -> Behind:
    return _of(population, np.flatnonzero(~population.won & ~population.lost))


def _best(population: Population) -> Behind:
    """The trades that share the largest profit."""
    if not len(population):
        return _whole(population)
    best = population.pnl.max()
    return _of(population, np.flatnonzero((population.pnl == best) & (population.pnl > 0)))


def _worst(population: Population) -> Behind:
    if not len(population):
        return _whole(population)
    worst = population.pnl.min()
    return _of(population, np.flatnonzero((population.pnl == worst) & (population.pnl < 0)))


def _median(population: Population) -> Behind:
    """The middle trade, or the middle two."""
    n = len(population)
    order = np.argsort(population.pnl, kind="stable")
    return _of(population, np.sort(order[max(0, (n - 1) // 2) : n // 2 + 1]))


def _fees(population: Population) -> Behind:
    places = np.flatnonzero(population.has_fees)
    values = population.fees[places]
    return Behind(population, population.rows[places], values, Unit.MONEY, adds_up=True)


def _costs(population: Population) -> Behind:
    found = _fees(population)
    return Behind(population, found.rows, found.values, Unit.MONEY)


def _r(population: Population) -> Behind:
    return Behind(population, population.rows[population.has_r], population.r, Unit.R)


def _total_r(population: Population) -> Behind:
    found = _r(population)
    return Behind(population, found.rows, found.values, Unit.R, adds_up=True)


def _overrun(population: Population) -> Behind:
    """Losses whose risk is known."""
    lost = population.lost[population.has_r]
    rows = population.rows[population.has_r][lost]
    return Behind(population, rows, population.r[lost], Unit.R)


def _breaches(population: Population) -> Behind:
    """The trades that broke a rule."""
    broken = has_breach(population.table)[population.rows]
    return _of(population, np.flatnonzero(broken), adds_up=True)


def _breaches_r(population: Population) -> Behind:
    """Those of them whose risk is known."""
    rows = population.rows[population.has_r]
    broken = has_breach(population.table)[rows]
    return Behind(population, rows[broken], population.r[broken], Unit.R, adds_up=True)


def _held(population: Population) -> Behind:
    rows = population.rows[~population.untimed]
    return Behind(population, rows, population.held_s, Unit.SECONDS)


def _held_by(kind: Callable[[Population], Mask]) -> _Finder:
    def found(population: Population) -> Behind:
        rows = population.rows[kind(population) & ~population.untimed]
        return Behind(population, rows, population.table.held_s[rows], Unit.SECONDS)

    return found


def _fall(population: Population) -> Behind:
    """What trades lost from the peak of the deepest fall down to its trough."""
    fall = population.curve.deepest
    if fall is None or population.currency_reason is not None:
        return _of(population, np.zeros(0, dtype=np.intp))
    return _realised(population, slice(fall.peak + 1, fall.trough + 1), sign=-1)


def _depth(population: Population) -> Behind:
    found = _fall(population)
    return Behind(population, found.rows, found.values, Unit.MONEY, adds_up=True)


def _best_day(population: Population) -> Behind:
    """What trades realised on the best day."""
    if not len(population.curve) or population.currency_reason is not None:
        return _of(population, np.zeros(0, dtype=np.intp))
    best = population.daily.first + int(population.daily.net.argmax())
    return _realised(population, np.flatnonzero(population.curve.days == best))


def _realised(population: Population, legs: slice | Indices, sign: int = 1) -> Behind:
    """Each trade with what some legs realised of it."""
    rows, places = np.unique(population.curve.trades[legs], return_inverse=True)
    values = sums_by(places, population.realised[legs] * sign, len(rows))
    return Behind(population, rows, values, Unit.MONEY)


def _streak(*, of_wins: bool) -> _Finder:
    """The first of the longest runs of one kind."""

    def found(population: Population) -> Behind:
        runs = population.runs
        lengths = np.where(runs.of_wins == of_wins, runs.lengths, 0)
        if not lengths.any():
            return _of(population, np.zeros(0, dtype=np.intp))
        run = int(lengths.argmax())
        decided = np.flatnonzero(population.won | population.lost)
        begin = int(runs.lengths[:run].sum())
        return _of(population, decided[begin : begin + int(lengths[run])])

    return found


def _current(population: Population) -> Behind:
    """The run at the end."""
    decided = np.flatnonzero(population.won | population.lost)
    return _of(population, decided[len(decided) - abs(population.runs.last) :])


_FINDERS: dict[str, _Finder] = {
    "net_pnl": _net,
    "gross_profit": _gains,
    "gross_loss": _shortfalls,
    "wins": _wins,
    "average_win": _wins,
    "losses": _losses,
    "average_loss": _losses,
    "breakevens": _breakevens,
    "largest_win": _best,
    "best_trade_share": _best,
    "largest_loss": _worst,
    "median_pnl": _median,
    "fees": _fees,
    "cost_drag": _costs,
    "cost_per_trade": _costs,
    "total_r": _total_r,
    "loss_overrun": _overrun,
    "loss_overrun_r": _overrun,
    "rule_cost": _breaches,
    "rule_cost_r": _breaches_r,
    "average_holding_time_s": _held,
    "median_holding_time_s": _held,
    "weighted_holding_time_s": _held,
    "time_in_market_s": _held,
    "exposure": _held,
    "average_holding_time_wins_s": _held_by(lambda p: p.won),
    "average_holding_time_losses_s": _held_by(lambda p: p.lost),
    "max_drawdown": _depth,
    "max_drawdown_percent": _fall,
    "max_drawdown_days": _fall,
    "max_drawdown_trades": _fall,
    "recovery_factor": _fall,
    "best_day_share": _best_day,
    "longest_winning_streak": _streak(of_wins=True),
    "longest_losing_streak": _streak(of_wins=False),
    "current_streak": _current,
    "mean_r": _r,
    "expectancy_r": _r,
    "sqn": _r,
    "sqn_uncapped": _r,
    "r_known": _r,
    "median_r": _r,
    "standard_deviation_r": _r,
    "r_per_hour": _r,
    "trades_needed": _r,
}
