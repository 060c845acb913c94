"""What the trades page shows: all rows, which of them a query means, and their sum."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from fillbook.domain.query import TradeQuery
from fillbook.domain.trade_columns import MISSING, TradeColumns
from fillbook.storage.library import Library

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False, slots=True)
class TradesState:
    """All trades, and a flag each that says whether the query means it."""

    columns: TradeColumns
    query: TradeQuery
    mask: "NDArray[np.bool_] | None"  # None: the query is empty, all are meant
    shown: int


@dataclass(frozen=True, slots=True)
class Selection:
    """What the status bar says of the selected trades."""

    trades: int
    net: tuple[tuple[str, Decimal], ...]  # by currency
    unknown: int  # trades without a net P&L


def load(library: Library, query: TradeQuery) -> TradesState:
    """Read every trade and judge it by the query."""
    columns = library.columns()
    if query == TradeQuery():
        return TradesState(columns, query, None, len(columns.ids))
    from fillbook.statistics.selection import select

    hits = library.search(query.text) if query.text.strip() else None
    mask = select(columns, query, hits)
    return TradesState(columns, query, mask, int(mask.sum()))


def selection(columns: TradeColumns, rows: Sequence[int]) -> Selection:
    """Count and net of some rows, exact, each currency by itself."""
    sums: dict[str, int] = {}
    unknown = 0
    for row in rows:
        net = columns.net_pnl[row]
        if net == MISSING:
            unknown += 1
            continue
        currency = columns.accounts[columns.account[row]].currency
        sums[currency] = sums.get(currency, 0) + net
    net_by_currency = tuple(
        (currency, Decimal(total).scaleb(-columns.money_places))
        for currency, total in sorted(sums.items())
    )
    return Selection(len(rows), net_by_currency, unknown)


def as_tsv(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table as spreadsheets paste it."""
    return "\n".join("\t".join(_flat(cell) for cell in row) for row in (titles, *rows))


def as_html(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The same table for word processors."""
    from html import escape

    head = "".join(f"<th>{escape(title)}</th>" for title in titles)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><tr>{head}</tr>{body}</table>"


def _flat(cell: str) -> str:
    return " ".join(cell.split())
