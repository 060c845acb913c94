"""What the statistics look at, and the trades that this means."""

from dataclasses import dataclass

from fillbook.domain.execution import Basis
from fillbook.domain.query import TradeQuery
from fillbook.gui.figures.ref import FigureRef
from fillbook.gui.figures.source import FigureSource
from fillbook.gui.units import ResultUnit
from fillbook.statistics.population import Population
from fillbook.statistics.terms import Terms


@dataclass(frozen=True, slots=True)
class Outlook:
    """The window's filter, and how results are told."""

    query: TradeQuery
    unit: ResultUnit = ResultUnit.MONEY
    basis: Basis = Basis.NET

    @property
    def terms(self) -> Terms:
        return Terms(self.basis, self.unit.measure)

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
        whole = len(source.population(outlook.query, Terms(outlook.basis)))
        return cls(outlook, source.population(outlook.query, outlook.terms), whole, source)

    @property
    def unit(self) -> ResultUnit:
        return self.outlook.unit
