"""The one place where the window's pages get their populations from."""

from fillbook.domain.execution import Basis
from fillbook.domain.query import TradeQuery
from fillbook.statistics.population import Population
from fillbook.statistics.populations import Populations
from fillbook.storage.library import Library


class FigureSource:
    """The same population for every page that asks the same. May be asked from any thread."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._populations = Populations()

    def population(self, query: TradeQuery, basis: Basis = Basis.NET) -> Population:
        """The counted trades of a query."""
        hits = self._library.search(query.text) if query.text.strip() else None
        return self._populations.of(self._library.columns(), query, hits, basis)
