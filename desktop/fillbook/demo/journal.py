"""Writes the invented year into a library."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fillbook.demo.extras import CASH, unfilled
from fillbook.demo.words import review_of
from fillbook.demo.year import BookYear, Taken, the_year
from fillbook.domain.account import NewAccount
from fillbook.domain.bar import Bar, BarSeries
from fillbook.domain.errors import Refused
from fillbook.domain.statement import Statement
from fillbook.places import resources
from fillbook.storage.library import Library

_LEFT_TO_REVIEW = 12
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _nowhere(done: int, total: int) -> None:
    """Progress that nobody watches."""


def make_demo(folder: Path, progress: Callable[[int, int], None] = _nowhere) -> None:
    """Make a library with the demo journal in an empty or missing folder.

    Raises:
        Refused: something is in the folder already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"{folder} is not empty.", "Name a new folder for the demo journal.")
    years = the_year()
    with Library.open(folder) as library:
        library.prepare()
        account_ids = {year.book.name: _import(library, year) for year in years}
        for series in _bar_series(trade for year in years for trade in year.trades):
            library.add_bars(series)
        for draft in unfilled(account_ids):
            library.add_trade(draft)
        _review(library, years, progress)


def _import(library: Library, year: BookYear) -> str:
    """Make the account and import its fills; the account's id."""
    book = year.book
    account, _ = library.add_account(
        NewAccount(
            name=book.name,
            currency="USD",
            timezone=book.timezone,
            day_ends=book.day_ends,
            starting_balance=book.balance,
            asset_type=book.asset_type,
        )
    )
    name = f"{book.name.lower()}-2026.csv"
    statement = Statement(
        file=name,
        sha256=hashlib.sha256(f"demo/{name}".encode()).hexdigest(),
        format="demo",
        encoding="utf-8",
        timezone="UTC",
        executions=year.executions,
        cash_events=tuple(CASH[book.name]),
        currency="USD",
    )
    library.save_import(account.id, (statement,))
    return account.id


def _bar_series(trades: Iterable[Taken]) -> list[BarSeries]:
    """The bars around all trades, a series for each market."""
    kept: dict[tuple[str, int], dict[datetime, Bar]] = {}
    for trade in trades:
        market = trade.market
        bars = kept.setdefault((market.symbol, market.bar_minutes * 60), {})
        for bar in trade.bars:
            bars[bar.starts_at] = Bar(
                bar.starts_at,
                *(market.price(ticks) for ticks in (bar.open, bar.high, bar.low, bar.close)),
            )
    return [
        BarSeries(symbol, resolution, tuple(bars[at] for at in sorted(bars)))
        for (symbol, resolution), bars in kept.items()
    ]


def _review(
    library: Library, years: tuple[BookYear, ...], progress: Callable[[int, int], None]
) -> None:
    """Write what the trader says, each value once for all trades that have it."""
    ids = _ids(library)
    written: dict[tuple[str, object], list[str]] = {}
    for trade in _reviewed(years):
        trade_id = ids[trade.book.name, trade.market.symbol, trade.opened_at]
        for key, value in review_of(trade).items():
            written.setdefault((key, value), []).append(trade_id)
    for done, ((key, value), trade_ids) in enumerate(written.items(), 1):
        library.edit(trade_ids, {key: value})
        progress(done, len(written))
    for year in years:
        for trade in year.trades:
            picture = resources() / "demo" / f"{trade.key}.png"
            if picture.exists():
                trade_id = ids[trade.book.name, trade.market.symbol, trade.opened_at]
                library.attach(trade_id, (picture,), f"{trade.market.bar_minutes}-minute chart")


def _reviewed(years: tuple[BookYear, ...]) -> list[Taken]:
    """Closed trades but the newest, which wait for their review."""
    closed = [trade for year in years for trade in year.trades if trade.play.exit is not None]
    return sorted(closed, key=lambda trade: trade.opened_at)[:-_LEFT_TO_REVIEW]


def _ids(library: Library) -> dict[tuple[str, str, datetime], str]:
    """Ids of the library's trades by account, symbol and opening."""
    columns = library.columns()
    symbols = columns.symbol
    return {
        (
            columns.accounts[columns.account[row]].name,
            symbols.words[symbols.codes[row]],
            _EPOCH + timedelta(microseconds=columns.opened_at[row]),
        ): trade_id
        for row, trade_id in enumerate(columns.ids)
        if columns.is_executed[row]
    }
