"""The one place where the window's pages get their populations from."""

from dataclasses import replace

from fillbook.domain.cash import CashKind
from fillbook.domain.query import TradeQuery
from fillbook.gui.figures.excursions import Reaches
from fillbook.gui.figures.growth import Closes, closes_of
from fillbook.gui.figures.ref import NET, FigureRef
from fillbook.statistics import ways
from fillbook.statistics.breakdown import groups
from fillbook.statistics.dimensions import BY_KEY as DIMENSIONS
from fillbook.statistics.distribution import trades_between
from fillbook.statistics.population import Population
from fillbook.statistics.populations import Populations
from fillbook.statistics.prop_rules import Movement
from fillbook.statistics.terms import Terms
from fillbook.storage.library import Library

OF_BARS = frozenset(statistic.key for statistic in ways.STATISTICS)
"""Figures that need price bars; their bounds are what bars leave open, no work of chance."""


class FigureSource:
    """The same population for every page that asks the same. May be asked from any thread."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._populations = Populations()
        self.reaches = Reaches(library)

    def symbols_with_bars(self) -> tuple[str, ...]:
        """What can be set beside an equity curve."""
        return tuple(sorted({series.symbol for series in self._library.bar_series()}))

    def currencies(self) -> tuple[str, ...]:
        """Of the counted accounts, in alphabetical order."""
        accounts = self._library.columns().accounts
        return tuple(sorted({account.currency for account in accounts if account.counted}))

    def closes(self, symbol: str, population: Population) -> Closes:
        """The market of a symbol over the days of a population."""
        return closes_of(self._library, symbol, population)

    def payouts(self, account_id: str) -> tuple[Movement, ...]:
        """Withdrawals of an account, which lower its balance and leave a firm's floor alone."""
        return tuple(
            Movement(event.at, event.amount, is_payout=True)
            for owner, event in self._library.cash_events()
            if owner == account_id and event.kind is CashKind.WITHDRAWAL
        )

    def population(self, query: TradeQuery, terms: Terms = NET) -> Population:
        """The counted trades of a query, measured on these terms."""
        hits = self._library.search(query.text) if query.text.strip() else None
        rates = () if terms.currency is None else self._library.rates()
        return self._populations.of(self._library.columns(), query, hits, terms, rates)

    def meant(self, ref: FigureRef) -> Population:
        """The trades that a figure is about; none where its group is gone."""
        terms = ref.terms
        if ref.reach is not None:
            terms = replace(terms, measure=ref.reach.unit.measure)
        population = self.population(ref.query, terms)
        for dimension, key in ref.groups:
            found = groups(population, DIMENSIONS[dimension])
            nothing = population.rows[:0]
            population = next(
                (group.population for group in found if group.key == key),
                population.part(nothing, nothing, nothing),
            )
        if ref.reach is not None:
            population = trades_between(population, ref.reach.low, ref.reach.high)
        if ref.key in OF_BARS:
            population = self.reaches.watched(population)
        return population
