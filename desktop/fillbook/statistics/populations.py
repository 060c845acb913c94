"""Populations of one library, kept while its revision lasts."""

from collections import OrderedDict
from dataclasses import replace
from threading import Lock

from fillbook.domain.exchange_rate import ExchangeRate
from fillbook.domain.execution import Basis
from fillbook.domain.query import TradeQuery
from fillbook.domain.trade_columns import TradeColumns
from fillbook.statistics.clock import on_calendar
from fillbook.statistics.columns import Table
from fillbook.statistics.conversion import converted
from fillbook.statistics.measures import measured
from fillbook.statistics.population import Population, counted_among
from fillbook.statistics.selection import select
from fillbook.statistics.terms import Measure, Terms

_KEPT = 16
_TABLES_KEPT = 6
_Key = tuple[TradeQuery, frozenset[str] | None, Terms]
_NET = Terms()


class Populations:
    """Gives the same population, with all it has computed, to whoever asks the same.

    May be asked from any thread.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._columns: TradeColumns | None = None
        self._tables: OrderedDict[Terms, Table] = OrderedDict()
        self._kept: OrderedDict[_Key, Population] = OrderedDict()

    def of(
        self,
        columns: TradeColumns,
        query: TradeQuery,
        text_hits: frozenset[str] | None = None,
        terms: Terms = _NET,
        rates: tuple[ExchangeRate, ...] = (),
    ) -> Population:
        """The counted trades of a query; see ``select`` for the hits of its words.

        Args:
            rates: Of exchange, as stored at the revision of the columns.
        """
        key = (query, text_hits, terms)
        with self._lock:
            table = self._table_of(columns, terms, rates)
            known = self._kept.get(key)
            if known is not None:
                self._kept.move_to_end(key)
                return known
        made = counted_among(table, select(table.source, query, text_hits, terms.band), terms.basis)
        with self._lock:
            if self._columns is columns:
                self._kept[key] = made
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
        return made

    def _table_of(
        self, columns: TradeColumns, terms: Terms, rates: tuple[ExchangeRate, ...]
    ) -> Table:
        if self._columns is not columns:
            self._columns = columns
            self._tables.clear()
            self._kept.clear()
        alike = replace(terms, basis=Basis.NET)
        table = self._tables.get(alike)
        if table is None:
            table = self._made(columns, alike, rates)
            self._tables[alike] = table
            while len(self._tables) > _TABLES_KEPT:
                self._tables.popitem(last=False)
        return table

    def _made(self, columns: TradeColumns, terms: Terms, rates: tuple[ExchangeRate, ...]) -> Table:
        """A table on its terms, made of the ones that it differs from in one of them."""
        if terms.measure is not Measure.MONEY:
            money = replace(terms, measure=Measure.MONEY)
            return measured(self._table_of(columns, money, rates), terms.measure)
        if terms.currency is not None:
            realised = replace(terms, currency=None)
            return converted(self._table_of(columns, realised, rates), terms.currency, rates)
        if terms.calendar is not None:
            columns = on_calendar(columns, terms.calendar)
        return Table.of(columns, terms.band)


def population(
    columns: TradeColumns,
    query: TradeQuery,
    text_hits: frozenset[str] | None = None,
    terms: Terms = _NET,
    rates: tuple[ExchangeRate, ...] = (),
) -> Population:
    """The counted trades of a query, for a single question."""
    return Populations().of(columns, query, text_hits, terms, rates)
