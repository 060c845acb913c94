"""What the statistics look at, and the trades that this means."""

from dataclasses import dataclass, replace

from fillbook.domain.execution import Basis
from fillbook.domain.query import TradeQuery
from fillbook.gui.figures.excursions import AT_FIRST, HeatState, Way, heat
from fillbook.gui.figures.ref import FigureRef
from fillbook.gui.figures.source import FigureSource
from fillbook.gui.units import ResultUnit
from fillbook.statistics.population import Population
from fillbook.statistics.terms import Terms
from fillbook.statistics.uncertainty import Resampling

READ = (*AT_FIRST, None)
"""So many trades are read from bars in turn."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """The window's filter, and how results are told."""

    query: TradeQuery
    unit: ResultUnit = ResultUnit.MONEY
    basis: Basis = Basis.NET
    currency: str | None = None  # results are converted into it; None: they stay as they are

    @property
    def terms(self) -> Terms:
        return Terms(self.basis, self.unit.measure, self.currency)

    def ref(self, key: str, *groups: tuple[str, str | None]) -> FigureRef:
        """A figure of these trades, or of a group of them."""
        return FigureRef(key, self.query, self.terms, groups)


@dataclass(frozen=True, eq=False)
class Subject:
    """An outlook with its population; made in a worker."""

    outlook: Outlook
    population: Population  # measured in the unit
    whole: int  # trades that are meant, with those that the unit cannot tell
    source: FigureSource

    @classmethod
    def of(cls, source: FigureSource, outlook: Outlook) -> "Subject":
        if outlook.currency not in source.currencies():
            outlook = replace(outlook, currency=None)
        whole = len(source.population(outlook.query))
        return cls(outlook, source.population(outlook.query, outlook.terms), whole, source)

    @property
    def unit(self) -> ResultUnit:
        return self.outlook.unit

    def heat(self, way: Way, most: int | None, plan: Resampling) -> HeatState:
        """How far its trades went; see ``excursions.heat``."""
        return heat(self.source.reaches, self.population.in_money, way, most, plan.cancelled)
