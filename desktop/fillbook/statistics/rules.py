"""What it costs to break one's own rules: the conditions that trades were checked against."""

from dataclasses import replace

import numpy as np

from fillbook.statistics.columns import Table
from fillbook.statistics.comparison import Difference, expectancy_difference, mean_r_difference
from fillbook.statistics.equity import Curve
from fillbook.statistics.integers import Mask
from fillbook.statistics.keys import Keys
from fillbook.statistics.population import Population
from fillbook.statistics.statistic import Figure, Statistic, Unit
from fillbook.statistics.uncertainty import Resampling

_UNCHECKED = "no trade was checked against a rule"


def rules_of(table: Table) -> Keys:
    """Whether a trade kept all rules that it was checked against; none where by none."""
    checked, broken = was_checked(table), has_breach(table)
    return Keys(np.where(checked, np.where(broken, 1, 0), 2), ("kept", "broken"))


def rule_of(table: Table) -> Keys:
    """One entry a rule of a trade, as kept or as broken."""
    source = table.source
    starts, codes = np.asarray(source.rule_starts), np.asarray(source.rule_codes)
    trades = np.repeat(np.arange(table.size), np.diff(starts))
    unchecked = np.flatnonzero(np.diff(starts) == 0)
    names = [f"{rule} {how}" for rule in source.rule_words for how in ("kept", "broken")]
    order = sorted(range(len(names)), key=lambda code: names[code].casefold())
    place = np.zeros(len(names) + 1, dtype=np.intp)
    place[order] = np.arange(len(names))
    owners = np.concatenate((trades, unchecked))
    keys = np.concatenate((place[codes], np.full(len(unchecked), len(names))))
    by_trade = np.argsort(owners, kind="stable")
    return Keys(keys[by_trade], tuple(names[code] for code in order), owners[by_trade])


def without_breaches(population: Population) -> Curve:
    """The equity curve of the same trades without those that broke a rule: a supposition."""
    broken = has_breach(population.table)
    kept = ~broken[population.table.leg_trade[population.legs]]
    return replace(population, legs=population.legs[kept]).curve


def rule_cost_difference(
    population: Population, resampling: Resampling | None = None, *, in_r: bool = False
) -> Difference | None:
    """Broken less kept, a trade; None where one of them is empty."""
    broken, kept = (_part(population, wanted) for wanted in (True, False))
    differ = mean_r_difference if in_r else expectancy_difference
    return differ(broken, kept, resampling)


def rule_cost(population: Population) -> Figure:
    """What the trades that broke a rule brought, below zero where breaches cost."""
    if not len(population.table.source.rule_codes):
        return Figure.missing(_UNCHECKED, n=0)
    broken = _part(population, broken=True)
    if not len(broken):
        return Figure.missing(_unbroken(population), n=0)
    return Figure(broken.money(broken.net), n=len(broken))


def rule_cost_r(population: Population) -> Figure:
    """The same in R."""
    if not len(population.table.source.rule_codes):
        return Figure.missing(_UNCHECKED, n=0)
    broken = _part(population, broken=True)
    if not len(broken.r):
        return Figure.missing(
            "no initial risk in the trades that broke a rule"
            if len(broken)
            else _unbroken(population),
            n=0,
        )
    return Figure(float(broken.r.sum()), n=len(broken.r))


def rules_kept(population: Population) -> Figure:
    """The share of checked trades that kept every rule."""
    checked = int(np.count_nonzero(was_checked(population.table)[population.rows]))
    if not checked:
        return Figure.missing(_UNCHECKED, n=0)
    broken = int(np.count_nonzero(has_breach(population.table)[population.rows]))
    return Figure((checked - broken) / checked, n=checked)


def _part(population: Population, broken: bool) -> Population:
    """The checked trades that broke a rule, or those that broke none."""
    table = population.table
    chosen = was_checked(table) & (has_breach(table) == broken)
    return population.part(
        population.rows[chosen[population.rows]],
        population.open_rows[chosen[population.open_rows]],
        population.legs[chosen[table.leg_trade[population.legs]]],
    )


def was_checked(table: Table) -> Mask:
    """Trades that were checked against at least one rule."""
    against_any: Mask = np.diff(np.asarray(table.source.rule_starts)) > 0
    return against_any


def has_breach(table: Table) -> Mask:
    """Trades that broke at least one rule."""
    starts = np.asarray(table.source.rule_starts)
    breaches = np.concatenate(([0], np.cumsum(np.asarray(table.source.rule_codes) % 2)))
    broken: Mask = breaches[starts[1:]] > breaches[starts[:-1]]
    return broken


def _unbroken(population: Population) -> str:
    checked = bool(was_checked(population.table)[population.rows].any())
    return "no rule was broken" if checked else _UNCHECKED


STATISTICS = (
    Statistic(
        "rules_kept",
        "Rules kept",
        Unit.FRACTION,
        rules_kept,
        "share of the trades that were checked against rules and kept all of them",
    ),
    Statistic(
        "rule_cost",
        "Rule cost",
        Unit.MONEY,
        rule_cost,
        "P&L of the trades that broke a rule; below zero, breaking rules cost money",
        adds_money=True,
    ),
    Statistic(
        "rule_cost_r",
        "Rule cost in R",
        Unit.R,
        rule_cost_r,
        "sum of R of the trades that broke a rule",
    ),
)
