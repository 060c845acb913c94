"""What a statistic is, and the figure that it gives."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from fillbook.statistics.population import Population
from fillbook.statistics.terms import Measure

Value = Decimal | float | int


class Unit(StrEnum):
    """What a value counts."""

    COUNT = "count"
    MONEY = "money"  # in the population's measure, and its currency
    RATIO = "ratio"
    FRACTION = "fraction"  # 0.5 is one half
    R = "r"  # multiples of the initial risk
    SECONDS = "seconds"
    DAYS = "days"
    TICKS = "ticks"


_UNITS = {
    Measure.MONEY: Unit.MONEY,
    Measure.R: Unit.R,
    Measure.PERCENT: Unit.FRACTION,
    Measure.TICKS: Unit.TICKS,
}


def unit_in(unit: Unit, measure: Measure) -> Unit:
    """What an amount of money counts where results are told in a measure."""
    return _UNITS[measure] if unit is Unit.MONEY else unit


@dataclass(frozen=True, slots=True)
class Figure:
    """A value, or the reason why there is none."""

    value: Value | None
    reason: str | None = None  # also beside a value: why it is preliminary, what it leaves open
    low: Value | None = None  # of the 95 % interval, or of what bars leave open
    high: Value | None = None
    n: int | None = None  # what it rests on; None: every trade of the population
    preliminary: bool = False  # too few observations to lean on

    @classmethod
    def missing(cls, reason: str, n: int | None = None) -> "Figure":
        """No value, for a reason in words."""
        return cls(None, reason, n=n)


@dataclass(frozen=True, slots=True)
class Statistic:
    """One figure of the catalogue: how it is named, computed and explained."""

    key: str
    title: str
    unit: Unit
    function: Callable[[Population], Figure]
    formula: str  # in words, with its conventions
    adds_money: bool = False  # refused where trades are in several currencies
    of_balance: bool = False  # rests on balances in money, whatever the measure

    def of(self, population: Population) -> Figure:
        """The figure of a population."""
        if self.adds_money and population.currency_reason is not None:
            return Figure.missing(population.currency_reason)
        if self.of_balance and population.in_money.currency_reason is not None:
            return Figure.missing(population.in_money.currency_reason)
        return self.function(population)

    def unit_in(self, measure: Measure) -> Unit:
        """What its value counts where results are told in a measure."""
        return unit_in(self.unit, measure)


def counted(n: int, noun: str) -> str:
    """A number with its noun: ``1 trade``, ``7 trades``."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
