"""The one filter of lists, charts, figures and exports."""

from collections.abc import Iterable

import numpy as np

from fillbook.domain.execution import Direction
from fillbook.domain.instrument import symbol_key
from fillbook.domain.query import TradeQuery
from fillbook.domain.trade import Outcome, Status
from fillbook.domain.trade_columns import TradeColumns, Words
from fillbook.statistics.classes import classes
from fillbook.statistics.columns import known, money_column
from fillbook.statistics.integers import Indices, Mask
from fillbook.statistics.terms import Band


def select(
    columns: TradeColumns,
    query: TradeQuery,
    text_hits: frozenset[str] | None = None,
    band: Band | None = None,
) -> Mask:
    """Which trades a query means, one entry a trade in the order of the columns.

    Args:
        columns: All trades that are not in the bin.
        query: Values of one filter are alternatives, different filters hold together.
        text_hits: Ids of the trades in which the query's words were found; None
            where it has none.
        band: What the query's outcomes go by; None: of each account its own.
    """
    assert text_hits is not None or not query.text.strip()
    chosen = np.ones(len(columns.ids), dtype=np.bool_)
    for mask in _masks(columns, query, band):
        chosen &= mask
    if text_hits is not None and query.text.strip():
        hits = (trade_id in text_hits for trade_id in columns.ids)
        chosen &= np.fromiter(hits, np.bool_, len(columns.ids))
    return chosen


def _masks(columns: TradeColumns, query: TradeQuery, band: Band | None) -> Iterable[Mask]:
    """One mask for each filter that is set."""
    if query.first_day is not None or query.last_day is not None:
        yield _in_days(columns, query)
    if query.accounts:
        yield _of_accounts(columns, query.accounts)
    if query.symbols:
        wanted = {symbol_key(symbol) for symbol in query.symbols}
        yield _with_code(columns.symbol, [symbol_key(w) in wanted for w in columns.symbol.words])
    for column, wanted_words in (
        (columns.setup, query.setups),
        (columns.strategy, query.strategies),
        (columns.grade, query.grades),
    ):
        if wanted_words:
            yield _with_code(column, _same_words(column.words, wanted_words))
    if query.tags:
        yield _tagged(columns, query.tags)
    if query.directions:
        signs = [1 if direction is Direction.LONG else -1 for direction in query.directions]
        yield np.isin(np.asarray(columns.direction), signs)
    if query.statuses:
        yield np.isin(np.asarray(columns.is_open), [s is Status.OPEN for s in query.statuses])
    if query.outcomes:
        yield _with_outcome(columns, query.outcomes, band)
    if query.reviewed is not None:
        yield np.asarray(columns.is_reviewed) == query.reviewed


def trading_days(columns: TradeColumns) -> Indices:
    """The day that a list puts a trade on: of its last closing fill, while open of the opening."""
    closing = np.asarray(columns.close_day)
    return np.where(closing != 0, closing, np.asarray(columns.open_day))


def _in_days(columns: TradeColumns, query: TradeQuery) -> Mask:
    days = trading_days(columns)
    inside: Mask = days != 0
    if query.first_day is not None:
        inside &= days >= query.first_day.toordinal()
    if query.last_day is not None:
        inside &= days <= query.last_day.toordinal()
    return inside


def _of_accounts(columns: TradeColumns, names: tuple[str, ...]) -> Mask:
    listed = _same_words([account.name for account in columns.accounts], names)
    chosen: Mask = np.array([*listed, False])[np.asarray(columns.account)]
    return chosen


def _same_words(words: Iterable[str], wanted: Iterable[str]) -> list[bool]:
    """Which words are wanted, compared whole and without regard to case."""
    folded = {word.strip().casefold() for word in wanted}
    return [word.strip().casefold() in folded for word in words]


def _with_code(column: Words, wanted: list[bool]) -> Mask:
    # Code -1, no value, finds the False at the end.
    chosen: Mask = np.array([*wanted, False])[np.asarray(column.codes)]
    return chosen


def _tagged(columns: TradeColumns, tags: tuple[str, ...]) -> Mask:
    wanted = np.array([*_same_words(columns.tag_words, tags), False])
    hits = np.concatenate(([0], np.cumsum(wanted[np.asarray(columns.tag_codes)])))
    starts = np.asarray(columns.tag_starts)
    tagged: Mask = hits[starts[1:]] > hits[starts[:-1]]
    return tagged


def _with_outcome(columns: TradeColumns, outcomes: tuple[Outcome, ...], band: Band | None) -> Mask:
    """Closed trades by the class of their net P&L; what has none is in no class."""
    net = money_column(columns.net_pnl)
    of_net = classes(columns, net, band)
    closed = (np.asarray(columns.is_open) == 0) & (np.asarray(columns.is_executed) == 1)
    masks: dict[Outcome, Mask] = {
        Outcome.WIN: of_net.won,
        Outcome.LOSS: of_net.lost,
        Outcome.BREAKEVEN: ~of_net.won & ~of_net.lost,
    }
    chosen: Mask = np.zeros(len(columns.ids), dtype=np.bool_)
    for outcome in outcomes:
        chosen |= masks[outcome]
    chosen &= closed & known(net)
    return chosen
