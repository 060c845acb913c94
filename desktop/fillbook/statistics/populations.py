"""Populations of one library, kept while its revision lasts."""

from collections import OrderedDict
from threading import Lock

from fillbook.domain.execution import Basis
from fillbook.domain.query import TradeQuery
from fillbook.domain.trade_columns import TradeColumns
from fillbook.statistics.columns import Table
from fillbook.statistics.population import Population, counted_among
from fillbook.statistics.selection import select

_KEPT = 16
_Key = tuple[TradeQuery, frozenset[str] | None, Basis]


class Populations:
    """Gives the same population, with all it has computed, to whoever asks the same.

    May be asked from any thread.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._table: Table | None = None
        self._kept: OrderedDict[_Key, Population] = OrderedDict()

    def of(
        self,
        columns: TradeColumns,
        query: TradeQuery,
        text_hits: frozenset[str] | None = None,
        basis: Basis = Basis.NET,
    ) -> Population:
        """The counted trades of a query; see ``select`` for the hits of its words."""
        key = (query, text_hits, basis)
        with self._lock:
            table = self._table_of(columns)
            known = self._kept.get(key)
            if known is not None:
                self._kept.move_to_end(key)
                return known
        made = counted_among(table, select(columns, query, text_hits), basis)
        with self._lock:
            if self._table is table:
                self._kept[key] = made
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
        return made

    def _table_of(self, columns: TradeColumns) -> Table:
        if self._table is None or self._table.source is not columns:
            self._table = Table.of(columns)
            self._kept.clear()
        return self._table
