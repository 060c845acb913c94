"""What the library's price bars tell of trades, for their figures."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from fillbook.domain.account import Account
from fillbook.domain.instrument import symbol_key
from fillbook.domain.trading_day import TradingCalendar
from fillbook.statistics.population import Population
from fillbook.statistics.seen import Seen, seen
from fillbook.storage.library import Library

MOST = 2000
"""Trades are read one by one, so only the newest with bars are looked at."""

_AROUND = timedelta(days=1)


def watched(library: Library, population: Population) -> Population:
    """The same population, with what bars tell of its trades."""
    return replace(population, seen=dict(_seen(library, population)))


def _seen(library: Library, population: Population) -> Iterator[tuple[int, Seen]]:
    known = {symbol_key(series.symbol) for series in library.bar_series()}
    if not known:
        return
    source = population.table.source
    symbols = [symbol_key(word) in known for word in source.symbol.words]
    rows = [row for row in population.rows.tolist() if symbols[source.symbol.codes[row]]]
    for row in rows[-MOST:]:
        account = source.accounts[source.account[row]]
        found = _seen_of(library, source.ids[row], account)
        if found is not None:
            yield row, found


def _seen_of(library: Library, trade_id: str, account: Account) -> Seen | None:
    detail = library.trade(trade_id)
    opened, closed = detail.trade.opened_at, detail.trade.closed_at
    if opened is None or closed is None:
        return None
    calendar = TradingCalendar(ZoneInfo(account.timezone), account.day_ends)
    series = library.bars(detail.trade.symbol, opened - _AROUND, closed + _AROUND)
    return seen(detail, series, calendar.ends(calendar.day(closed)))
