"""What breaking one's own rules costs: the verdict, the curve without it, and rule by rule."""

from dataclasses import dataclass, replace
from functools import partial

from fillbook.gui import format
from fillbook.gui.charts.equity_curve import EquityCurve, Line
from fillbook.gui.figures.breakdown import BreakdownState, breakdown, sure
from fillbook.gui.figures.curves import curve_of, drawn
from fillbook.gui.units import ResultUnit
from fillbook.statistics.catalogue import BY_KEY
from fillbook.statistics.population import Population
from fillbook.statistics.rules import rule_cost_difference, without_breaches
from fillbook.statistics.terms import Measure
from fillbook.statistics.uncertainty import Resampling

SUPPOSED = "without the breaches, supposed"
_NOT_CHECKED = "Tick the rules of your trades to see what breaking them costs."


@dataclass(frozen=True, eq=False)
class RuleCost:
    """What a population says of its rules."""

    verdict: str
    rests: str
    chance: str
    is_told_apart: bool
    curve: EquityCurve
    lines: tuple[Line, ...]
    unit: ResultUnit  # of the curves
    rules: BreakdownState
    is_checked: bool  # any trade was held against a rule


def rule_cost(population: Population) -> RuleCost:
    """Sums and curves; the verdict comes with the intervals."""
    kept = BY_KEY["rules_kept"].of(population)
    checked = kept.value is not None
    told = population.in_money if population.measure is Measure.PERCENT else population
    unit = ResultUnit(told.measure.value)
    curve = curve_of(told, unit)
    lines: tuple[Line, ...] = ()
    if checked and len(curve):
        supposed = drawn(without_breaches(told), told.places)
        lines = (Line(SUPPOSED, supposed.places(), supposed.levels),) if len(supposed) else ()
    rests = ""
    if checked:
        rests = f"{format.percent(kept.value)} of {format.count(kept.n or 0)} checked trades kept"
        rests += " every rule."
    return RuleCost(
        verdict="" if checked else _NOT_CHECKED,
        rests=rests,
        chance="",
        is_told_apart=False,
        curve=curve,
        lines=lines,
        unit=unit,
        rules=breakdown(population, "rule"),
        is_checked=checked,
    )


def sure_cost(found: RuleCost, population: Population, plan: Resampling) -> RuleCost:
    """The same with the verdict, and the interval of each rule."""
    if not found.is_checked:
        return found
    in_r = bool(len(population.r))
    unit = ResultUnit.R if in_r else ResultUnit(population.measure.value)
    told = rule_cost_difference(population, plan, in_r=in_r)
    rules = sure(found.rules, population, plan)
    if told is None:
        broken = BY_KEY["rule_cost"].of(population)
        verdict = f"{(broken.reason or 'This cannot be told').capitalize()}."
        return replace(found, verdict=verdict, rules=rules)
    text = partial(unit.text, signed=True)
    gap = text(abs(told.value)).lstrip("+")
    how = "costs" if told.value < 0 else "brings"
    low, high = (None, None) if told.interval is None else (told.interval.low, told.interval.high)
    bounds = ""
    if low is not None and high is not None:
        bounds = (
            f" Broken less kept: {text(told.value)}, 95 % interval {text(low)} to {text(high)}."
        )
    return replace(
        found,
        verdict=f"Breaking a rule {how} about {gap} a trade.",
        rests=found.rests + bounds,
        chance="Zero lies outside: chance alone would rarely do that."
        if told.distinguishable
        else "The difference may be luck.",
        is_told_apart=told.distinguishable,
        rules=rules,
    )
