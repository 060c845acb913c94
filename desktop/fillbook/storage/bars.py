"""Price bars: kept in series as they came, read as one; the later series holds."""

from datetime import datetime
from decimal import Decimal

from fillbook.domain.bar import Bar, BarSeries
from fillbook.domain.contents import StoredSeries
from fillbook.domain.errors import Refused
from fillbook.domain.instrument import symbol_key
from fillbook.domain.money import optional_canonical
from fillbook.storage.database import Connection
from fillbook.storage.history import Transaction
from fillbook.storage.values import decimal, instant, microseconds, plain_digits


def store(tx: Transaction, series: BarSeries) -> str:
    """Keep a series; where others have bars at the same instants, these hold. Its id.

    Raises:
        Refused: there are no bars, or their resolution is impossible.
    """
    if not series.bars or series.resolution_s <= 0:
        raise Refused(f"There are no bars of {series.symbol}.", "Choose a file with prices.")
    id_ = tx.insert(
        "bar_series",
        {
            "symbol": series.symbol.strip(),
            "symbol_key": symbol_key(series.symbol),
            "resolution_s": series.resolution_s,
        },
    )
    tx.connection.executemany(
        "INSERT INTO bar (series_id, starts_at, open, high, low, close, volume)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET open = excluded.open,"
        " high = excluded.high, low = excluded.low, close = excluded.close,"
        " volume = excluded.volume",
        (
            (
                id_, microseconds(bar.starts_at), plain_digits(bar.open), plain_digits(bar.high),
                plain_digits(bar.low), plain_digits(bar.close), optional_canonical(bar.volume),
            )
            for bar in series.bars
        ),
    )  # fmt: skip
    return id_


def read(
    connection: Connection, symbol: str, start: datetime, end: datetime
) -> tuple[BarSeries, ...]:
    """Each resolution with bars of a symbol in [start, end), finest first, oldest bar first."""
    rows = connection.execute(
        "SELECT s.resolution_s, b.starts_at, b.open, b.high, b.low, b.close, b.volume"
        " FROM bar_series s JOIN bar b ON b.series_id = s.id"
        " WHERE s.symbol_key = ? AND s.deleted_hlc IS NULL"
        " AND b.starts_at >= ? AND b.starts_at < ? ORDER BY s.created_at, s.id",
        (symbol_key(symbol), microseconds(start), microseconds(end)),
    )
    found: dict[int, dict[int, Bar]] = {}
    for resolution, at, open_, high, low, close, volume in rows:
        found.setdefault(resolution, {})[at] = Bar(
            starts_at=instant(at),
            open=Decimal(open_),
            high=Decimal(high),
            low=Decimal(low),
            close=Decimal(close),
            volume=decimal(volume),
        )
    return tuple(
        BarSeries(symbol, resolution, tuple(bar for _, bar in sorted(bars.items())))
        for resolution, bars in sorted(found.items())
    )


_SIZE = """44 + length(b.open) + length(b.high) + length(b.low) + length(b.close)
    + coalesce(length(b.volume), 0)"""
"""Bytes of a bar: its series and time, and the digits."""


def stored(connection: Connection) -> tuple[StoredSeries, ...]:
    """Of which symbols and resolutions there are bars, and from when to when."""
    rows = connection.execute(
        "SELECT max(s.symbol), s.resolution_s, count(DISTINCT b.starts_at), min(b.starts_at),"
        f" max(b.starts_at), sum({_SIZE}) FROM bar_series s JOIN bar b ON b.series_id = s.id"
        " WHERE s.deleted_hlc IS NULL GROUP BY s.symbol_key, s.resolution_s"
        " ORDER BY s.symbol_key, s.resolution_s"
    )
    return tuple(
        StoredSeries(
            symbol=symbol,
            resolution_s=resolution,
            count=count,
            first=instant(first),
            last=instant(last),
            size_bytes=size,
        )
        for symbol, resolution, count, first, last, size in rows
    )
