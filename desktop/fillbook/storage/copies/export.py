"""The whole library as JSON, without loss, and its trades as CSV."""

import base64
import csv
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TextIO

from fillbook.domain.money import optional_canonical
from fillbook.domain.trade import Trade
from fillbook.storage import trades
from fillbook.storage.database import Connection
from fillbook.storage.first_page import LISTED
from fillbook.storage.folder import LibraryFolder
from fillbook.storage.values import Value

FORMAT = "fillbook-library"
VERSION = 1
_PAGE = 500
_BYTES = "base64:"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = (
    "number", "account", "symbol", "asset_type", "direction", "status", "quantity", "opened_at",
    "closed_at", "entry_price", "exit_price", "gross_pnl", "fees", "net_pnl", "currency",
    "broker_pnl", "initial_risk", "r_multiple", "stop_loss", "take_profit", "grade", "setup",
    "strategy", "tags", "reviewed", "archived", "notes",
)  # fmt: skip


def stored_tables(connection: Connection) -> tuple[str, ...]:
    """The tables that hold a library; what search and migrations keep makes itself."""
    rows = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " AND name NOT LIKE '%\\_search%' ESCAPE '\\' AND name <> 'alembic_version' ORDER BY name"
    )
    return tuple(name for (name,) in rows)


def stored_columns(connection: Connection, table: str) -> tuple[str, ...]:
    """The columns of a table that hold values."""
    rows = connection.execute(f"PRAGMA table_xinfo({table})")
    return tuple(name for _, name, _, _, _, _, hidden in rows if not hidden)


def write_json(connection: Connection, target: TextIO) -> None:
    """Every row of every table, ids and log included."""
    (version,) = connection.execute("SELECT schema_version FROM library_meta").fetchone()
    target.write(f'{{"format": "{FORMAT}", "version": {VERSION}, "schema_version": {version},\n')
    target.write('"tables": {')
    for index, table in enumerate(stored_tables(connection)):
        columns = stored_columns(connection, table)
        target.write(f'{"," if index else ""}\n"{table}": {{"columns": {json.dumps(columns)},')
        target.write(' "rows": [')
        rows = connection.execute(f"SELECT {', '.join(columns)} FROM {table}")
        for place, row in enumerate(rows):
            target.write("\n" if not place else ",\n")
            json.dump([_written(value) for value in row], target, ensure_ascii=False)
        target.write("]}")
    target.write("}}\n")


def read_value(written: object) -> Value:
    """A value as `write_json` wrote it."""
    if isinstance(written, str) and written.startswith(_BYTES):
        return base64.b64decode(written.removeprefix(_BYTES))
    if isinstance(written, str) and written.startswith("\\"):
        return written[1:]
    assert written is None or isinstance(written, str | int)
    return written


def write_csv(connection: Connection, target: TextIO) -> None:
    """The trades that are not in the bin, newest first, safe to open in a spreadsheet."""
    writer = csv.writer(target)
    writer.writerow(COLUMNS)
    for page in _pages(connection):
        writer.writerows(_csv_row(trade) for trade in page)


def screenshot_files(connection: Connection, folder: LibraryFolder) -> list[Path]:
    """The files of all pictures that are there."""
    rows = connection.execute("SELECT sha256 FROM blob ORDER BY sha256")
    files = (folder.screenshots / sha256 for (sha256,) in rows)
    return [file for file in files if file.is_file()]


def count_exported(connection: Connection) -> tuple[int, int]:
    """How many trades and fills a library holds."""
    (trade_count,) = connection.execute(f"SELECT count(*) FROM trade t WHERE {LISTED}").fetchone()
    (execution_count,) = connection.execute(
        "SELECT count(*) FROM execution WHERE deleted_hlc IS NULL AND superseded_by IS NULL"
    ).fetchone()
    return trade_count, execution_count


def _written(value: Value) -> Value:
    if isinstance(value, bytes):
        return _BYTES + base64.b64encode(value).decode()
    if isinstance(value, str) and value.startswith((_BYTES, "\\")):
        return "\\" + value
    return value


def _pages(connection: Connection) -> Iterator[tuple[Trade, ...]]:
    rows = connection.execute(
        f"SELECT t.id FROM trade t WHERE {LISTED} ORDER BY t.opened_at DESC, t.number DESC"
    )
    ids = [trade for (trade,) in rows]
    for start in range(0, len(ids), _PAGE):
        yield trades.read(connection, ids[start : start + _PAGE])


def _csv_row(trade: Trade) -> list[str | int | None]:
    review = trade.review
    return [
        trade.number, _safe(trade.account), _safe(trade.symbol), trade.asset_type.value,
        trade.direction.value, trade.status.value, optional_canonical(trade.quantity),
        _moment(trade.opened_at), _moment(trade.closed_at), *map(optional_canonical, (
            trade.entry_price, trade.exit_price, trade.gross_pnl, trade.fees, trade.net_pnl,
        )),
        trade.currency, *map(optional_canonical, (
            trade.broker_pnl, trade.initial_risk, trade.r_multiple, trade.stop_loss,
            trade.take_profit,
        )),
        _safe(review.grade), _safe(review.setup), _safe(review.strategy),
        _safe(", ".join(review.tags)), int(review.reviewed), int(trade.archived),
        _safe("\n\n".join(review.notes.values())),
    ]  # fmt: skip


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat().replace("+00:00", "Z")


def _safe(text: str | None) -> str | None:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text and text.startswith(_FORMULA) else text
