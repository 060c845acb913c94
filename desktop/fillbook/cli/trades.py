"""``trades`` and ``show``."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text as Words

from fillbook.cli.documents import full_document, trade_document
from fillbook.cli.filters import (
    Accounts,
    Directions,
    From,
    Grades,
    Outcomes,
    Setups,
    Statuses,
    Strategies,
    Symbols,
    Tags,
    Text,
    To,
    query_of,
)
from fillbook.cli.request import listed, plural, request_of
from fillbook.domain.money import canonical
from fillbook.domain.query import TradeQuery
from fillbook.domain.trade import Trade, TradeDetail
from fillbook.storage.library import Library

_UNKNOWN = "–"
_NOTE_TITLES = {
    "thought_process": "Thinking",
    "mistakes": "Mistakes",
    "lessons": "Lessons",
    "general": "Notes",
}


def trades(
    context: typer.Context,
    first: From = None,
    last: To = None,
    account: Accounts = None,
    symbol: Symbols = None,
    direction: Directions = None,
    outcome: Outcomes = None,
    status: Statuses = None,
    tag: Tags = None,
    setup: Setups = None,
    strategy: Strategies = None,
    grade: Grades = None,
    text: Text = "",
    full: Annotated[bool, typer.Option("--full", help="Everything of each trade.")] = False,
    limit: Annotated[int | None, typer.Option("--limit", min=0, help="The newest N.")] = None,
) -> None:
    """List trades, newest first."""
    request = request_of(context)
    with request.reading() as library:
        query = query_of(
            library, first=first, last=last, account=account, symbol=symbol,
            direction=direction, outcome=outcome, status=status, tag=tag, setup=setup,
            strategy=strategy, grade=grade, text=text,
        )  # fmt: skip
        ids = _newest_first(library, query)[:limit]
        if full:
            details = [library.trade(trade_id) for trade_id in ids]
            found: Sequence[Trade] = [detail.trade for detail in details]
            documents = [full_document(detail, library) for detail in details]
        else:
            found = library.trades(ids)
            documents = [trade_document(trade) for trade in found]
    request.answer(documents, lambda console: show_trades(console, found))


def show(
    context: typer.Context,
    trade: Annotated[str, typer.Argument(help="Its number or id.")],
) -> None:
    """Show one trade with everything."""
    request = request_of(context)
    with request.reading() as library:
        detail = library.trade(trade)
        document = full_document(detail, library)
    request.answer(document, lambda console: show_trade(console, detail))


def _newest_first(library: Library, query: TradeQuery) -> list[str]:
    """Ids of the trades that a query means: by opening, then by number, both descending."""
    import numpy as np

    from fillbook.statistics.selection import select

    columns = library.columns()
    hits = library.search(query.text) if query.text.strip() else None
    rows = np.flatnonzero(select(columns, query, hits))
    opened, number = np.asarray(columns.opened_at)[rows], np.asarray(columns.number)[rows]
    order = rows[np.lexsort((number, opened))[::-1]]
    return [columns.ids[row] for row in order.tolist()]


def show_trades(console: Console, found: Sequence[Trade]) -> None:
    """A table of trades for a person."""
    table = Table(box=None, header_style="dim")
    columns = _COLUMNS if console.width >= _WIDE else tuple(c for c in _COLUMNS if c.is_essential)
    for column in columns:
        justify: Literal["left", "right"] = "right" if column.is_number else "left"
        table.add_column(column.heading, justify=justify, no_wrap=column.heading != "Tags")
    for trade in found:
        table.add_row(*(column.cell(trade) for column in columns))
    console.print(table)
    console.print(plural(len(found), "trade"), style="dim")


def show_trade(console: Console, detail: TradeDetail) -> None:
    """One trade for a person."""
    trade, review = detail.trade, detail.trade.review
    console.print(
        f"{trade.symbol} {trade.direction.value} #{trade.number}, {trade.account}, "
        f"{trade.status.value}",
        style="bold",
    )
    rows: list[tuple[str, str | Words]] = [
        ("Net P&L", _signed(trade.net_pnl)),
        ("Gross P&L", _signed(trade.gross_pnl)),
        ("Fees", _plain(trade.fees)),
        ("Initial risk", _plain(trade.initial_risk)),
        ("R", _plain(trade.r_multiple)),
        ("Stop, target", f"{_plain(trade.stop_loss)}, {_plain(trade.take_profit)}"),
        ("Grade", review.grade or _UNKNOWN),
        ("Setup", review.setup or _UNKNOWN),
        ("Strategy", review.strategy or _UNKNOWN),
        ("Emotion", review.emotion or _UNKNOWN),
        ("Tags", listed(review.tags)),
        ("Screenshots", str(len(detail.screenshots))),
        *((_NOTE_TITLES[kind], text) for kind, text in review.notes.items() if text),
        *(("Not known", reason) for reason in detail.reasons),
    ]
    facts = Table(box=None, show_header=False)
    facts.add_column(style="dim")
    facts.add_column(overflow="fold")
    for name, value in rows:
        facts.add_row(name, value)
    console.print(facts)
    fills = Table(box=None, header_style="dim")
    for heading in ("Time (UTC)", "Side", "Quantity", "Price", "Fees", "Net P&L"):
        fills.add_column(heading, justify="left" if heading[0] in "TS" else "right")
    for leg in detail.legs:
        fill = leg.execution.fill
        fills.add_row(
            f"{fill.executed_at:%Y-%m-%d %H:%M:%S}", fill.side.value, canonical(leg.quantity),
            _plain(fill.price), _plain(leg.fees), _signed(leg.net_pnl),
        )  # fmt: skip
    console.print(fills)


@dataclass(frozen=True, slots=True)
class _Column:
    heading: str
    cell: Callable[[Trade], str | Words]
    is_number: bool = False
    is_essential: bool = True  # has its place in a terminal of 80 characters too


def _plain(value: Decimal | None) -> str:
    return _UNKNOWN if value is None else canonical(value)


def _signed(value: Decimal | None) -> Words:
    if value is None:
        return Words(_UNKNOWN)
    return Words(canonical(value), style="green" if value > 0 else "red" if value < 0 else "")


_WIDE = 120
_COLUMNS = (
    _Column("#", lambda trade: str(trade.number), is_number=True),
    _Column("Day", lambda trade: str(trade.trading_day or _UNKNOWN)),
    _Column("Account", lambda trade: trade.account, is_essential=False),
    _Column("Symbol", lambda trade: trade.symbol),
    _Column("Side", lambda trade: trade.direction.value),
    _Column("Quantity", lambda trade: canonical(trade.quantity), is_number=True),
    _Column("Entry", lambda t: _plain(t.entry_price), is_number=True, is_essential=False),
    _Column("Exit", lambda t: _plain(t.exit_price), is_number=True, is_essential=False),
    _Column("Net P&L", lambda trade: _signed(trade.net_pnl), is_number=True),
    _Column("R", lambda trade: _plain(trade.r_multiple), is_number=True),
    _Column("Grade", lambda trade: trade.review.grade or ""),
    _Column("Setup", lambda trade: trade.review.setup or "", is_essential=False),
    _Column("Tags", lambda trade: ", ".join(trade.review.tags)),
)
