"""How far trades went for and against us, and how well they were left: means over trades.

Each rests on the bars that the library has. A figure that bars leave open between two
values carries them as its bounds.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import partial

import numpy as np

from fillbook.statistics.excursion import Bounds
from fillbook.statistics.exits import HEAT_SHARES, LATER_MINUTES, heat_of_winners
from fillbook.statistics.population import Population
from fillbook.statistics.seen import Seen
from fillbook.statistics.statistic import Figure, Statistic, Unit, counted

_Pair = tuple[float, float]  # what is certain, and what is possible
_Told = Callable[[Seen], _Pair | None]


def _mean(told: _Told, population: Population, *, is_money: bool = False) -> Figure:
    """The mean over the trades of which it is told; bounds where bars leave it open."""
    found = _seen_of(population)
    pairs = [(row, told(each)) for row, each in found]
    known = [(row, pair) for row, pair in pairs if pair is not None]
    if not known:
        return _unseen(population, found)
    values = np.array([pair for _, pair in known])
    if is_money:
        values = values / population.table.unit_values(np.array([row for row, _ in known]))[:, None]
        values = values[~np.isnan(values[:, 0])]
    if not len(values):
        return Figure.missing("no trade has both bars and a result in this unit", n=0)
    certain, possible = (float(mean) for mean in values.mean(axis=0))
    open_ended = certain != possible
    return Figure(
        certain,
        _resolution([each for _, each in found]),
        low=min(certain, possible) if open_ended else None,
        high=max(certain, possible) if open_ended else None,
        n=len(values),
    )


def _heat(share: float, population: Population) -> Figure:
    """How deep a share of the winners went under water, in R."""
    found = [(row, each) for row, each in _seen_of(population, population.rows[population.won])]
    risks = population.table.initial_risk
    depths = [
        float(each.excursion.adverse.certain) / float(risks[row])
        for row, each in found
        if risks[row] > 0
    ]
    quantiles = heat_of_winners(depths)
    if quantiles is None:
        return Figure.missing(f"{counted(len(depths), 'win')} with bars and a risk", n=len(depths))
    return Figure(quantiles[share], _resolution([each for _, each in found]), n=len(depths))


def _coverage(population: Population) -> Figure:
    """The share of the time held of which there are bars."""
    found = _seen_of(population)
    if not found:
        return _unseen(population, found)
    shares = [each.excursion.coverage for _, each in found]
    return Figure(sum(shares) / len(shares), _resolution([e for _, e in found]), n=len(shares))


def _seen_of(population: Population, rows: Iterable[int] | None = None) -> list[tuple[int, Seen]]:
    seen = population.seen
    if not seen:
        return []
    wanted = population.rows if rows is None else rows
    return [(row, seen[row]) for row in map(int, wanted) if row in seen]


def _unseen(population: Population, found: Sequence[tuple[int, Seen]]) -> Figure:
    if not len(population):
        return Figure.missing("no closed trades", n=0)
    if not found:
        return Figure.missing(f"no price bars of {counted(len(population), 'trade')}", n=0)
    return Figure.missing(f"not told by the bars of {counted(len(found), 'trade')}", n=0)


def _resolution(found: Sequence[Seen]) -> str:
    sizes = sorted({each.excursion.resolution_s for each in found})
    covered = sum(each.excursion.coverage for each in found) / len(found)
    span = f"{sizes[0]} s" if len(sizes) == 1 else f"{sizes[0]} to {sizes[-1]} s"
    return f"bars of {span} on {covered:.0%} of the time held"


def _bounds(choose: Callable[[Seen], Bounds], seen: Seen) -> _Pair:
    bounds = choose(seen)
    return float(bounds.certain), float(bounds.possible)


def _share(choose: Callable[[Seen], Figure], seen: Seen) -> _Pair | None:
    """A figure of one trade and the bound of it that is not the figure itself."""
    figure = choose(seen)
    if figure.value is None or figure.low is None or figure.high is None:
        return None
    value, low, high = float(figure.value), float(figure.low), float(figure.high)
    return value, low if value == high else high


def _amount(choose: Callable[[Seen], Decimal | None], seen: Seen) -> _Pair | None:
    amount = choose(seen)
    return None if amount is None else (float(amount), float(amount))


def _money(key: str, title: str, told: _Told, formula: str) -> Statistic:
    return Statistic(
        key, title, Unit.MONEY, partial(_mean, told, is_money=True), formula, adds_money=True
    )


def _fraction(key: str, title: str, choose: Callable[[Seen], Figure], formula: str) -> Statistic:
    return Statistic(key, title, Unit.FRACTION, partial(_mean, partial(_share, choose)), formula)


def _later(minutes: int) -> Statistic:
    words = f"{minutes} min" if minutes < 60 else "1 h"
    return _money(
        f"after_exit_{minutes}m",
        f"{words} after the exit",
        partial(_amount, lambda seen: seen.later[minutes]),
        f"mean of what the last exit would have added had it come {words} later",
    )


STATISTICS = (
    _money(
        "average_mae",
        "Average MAE",
        partial(_bounds, lambda seen: seen.excursion.adverse),
        "mean of the lowest running P&L of the position, realised parts included, before fees",
    ),
    _money(
        "average_mfe",
        "Average MFE",
        partial(_bounds, lambda seen: seen.excursion.favorable),
        "mean of the highest running P&L of the position, realised parts included, before fees",
    ),
    _fraction(
        "mfe_capture",
        "MFE capture",
        lambda seen: seen.capture,
        "mean of net P&L / position MFE, of the trades whose MFE exceeded their costs",
    ),
    _fraction(
        "entry_efficiency",
        "Entry efficiency",
        lambda seen: seen.entry_efficiency,
        "mean of (best - entry) / (best - worst) price of the trade's life, mirrored short",
    ),
    _fraction(
        "exit_efficiency",
        "Exit efficiency",
        lambda seen: seen.exit_efficiency,
        "mean of (exit - worst) / (best - worst) price of the trade's life, mirrored short",
    ),
    _money(
        "best_exit",
        "Best exit, risk-bounded",
        partial(_amount, lambda seen: seen.best_exit),
        "mean of what the best last exit would have added, between the fill before it and the "
        "end of the day, without more risk than MAE or initial risk",
    ),
    *map(_later, LATER_MINUTES),
    _money(
        "best_after_exit",
        "Best price after the exit",
        partial(_amount, lambda seen: seen.best_later),
        "mean of what the best price of the hour after the last exit would have added",
    ),
    _fraction(
        "way_to_target",
        "Way to target",
        lambda seen: seen.to_target,
        "mean share of the distance from entry to target that the price went",
    ),
    _fraction(
        "way_to_stop",
        "Way to stop",
        lambda seen: seen.to_stop,
        "mean share of the distance from entry to first stop that the price went",
    ),
    *(
        Statistic(
            f"heat_of_winners_{share * 100:.0f}",
            f"Heat of winners, {share * 100:.0f} %",
            Unit.R,
            partial(_heat, share),
            "how deep the position MAE of this share of wins stayed within, in R",
        )
        for share in HEAT_SHARES
    ),
    Statistic(
        "bar_coverage",
        "Covered by bars",
        Unit.FRACTION,
        _coverage,
        "mean share of the time held of which there are bars, of the trades that have any",
    ),
)
