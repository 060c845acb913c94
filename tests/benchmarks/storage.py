"""Storing and showing against the plain calls of SQLite, over the same schema and rows.

Bulk: fills of a statement, checked, identified and stored, against one ``executemany`` of
ready tuples into the same table with its indexes. First page: the library's newest 200
trades against the bare statement's tuples, and its time at ten thousand and a million trades.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "desktop"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from builders import a_statement, an_account
from fillbook.domain.account import Account
from fillbook.domain.change import Origin
from fillbook.domain.execution import Execution, Side
from fillbook.storage import executions, imports
from fillbook.storage.database import Connection, immediate, open_reader, open_writer
from fillbook.storage.history import Transaction
from fillbook.storage.library import Library
from fillbook.storage.trade_figures import FIGURES

FILLS, ROUNDS, PAGE_ROUNDS = 60_000, 5, 60
BULK_GOAL, PAGE_GOAL, FLAT_GOAL = 1.2, 1.3, 1.05
START = datetime(2015, 1, 2, 14, 30, tzinfo=UTC)


def fills() -> tuple[Execution, ...]:
    """Three fills a trade in 50 symbols, with fees."""
    return tuple(
        Execution(
            symbol=f"SYM{n // 3 % 50}",
            side=(Side.BUY, Side.BUY, Side.SELL)[n % 3],
            quantity=Decimal((1, 2, 3)[n % 3]),
            price=Decimal(10_000 + n % 977) / 100,
            executed_at=START + timedelta(seconds=61 * n),
            sequence=n,
            commission=Decimal("0.62"),
            external_id=str(700_000 + n),
            row=n + 2,
        )
        for n in range(FILLS)
    )


def cpu_s(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def a_library(folder: Path) -> tuple[Connection, Account]:
    with Library.open(folder) as library:
        account, _ = library.add_account(an_account())
    return open_writer(folder / "journal.db"), account


def store(connection: Connection, account: Account, stated: tuple[Execution, ...]) -> None:
    connection.execute("PRAGMA synchronous=NORMAL")
    with immediate(connection):
        tx = Transaction(connection, Origin.IMPORT, "bulk")
        statement = a_statement(executions=stated)
        imports.save(tx, account, [statement], lambda done: None)
        tx.finish()


def store_raw(connection: Connection, rows: list[tuple[object, ...]]) -> None:
    connection.execute("PRAGMA synchronous=NORMAL")
    with immediate(connection):
        connection.execute("PRAGMA defer_foreign_keys=ON")
        connection.executemany(executions.INSERT, rows)


def rows_of(connection: Connection) -> list[tuple[object, ...]]:
    names = executions.INSERT.partition("(")[2].partition(")")[0]
    return connection.execute(f"SELECT {names} FROM execution ORDER BY id").fetchall()


def bulk(folder: Path) -> None:
    stated = fills()
    first, account = a_library(folder / "first")
    store(first, account, stated)
    rows = rows_of(first)
    floors, times = [], []
    for number in range(ROUNDS):
        raw, _ = a_library(folder / f"raw{number}")
        for table in ("account", "instrument", "import_batch"):
            copied = first.execute(f"SELECT * FROM {table}").fetchall()
            marks = ", ".join("?" * len(copied[0]))
            raw.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", copied)
        floors.append(cpu_s(lambda: store_raw(raw, rows)))  # noqa: B023
        ours, own = a_library(folder / f"ours{number}")
        times.append(cpu_s(lambda: store(ours, own, stated)))  # noqa: B023
        assert len(rows_of(raw)) == len(rows_of(ours)) == FILLS
        raw.close()
        ours.close()
    report(f"{FILLS:,} fills stored", floors, times, FILLS, "us a fill", BULK_GOAL)


def grow(connection: Connection, account_id: str, trades: int) -> None:
    """Trades by SQL alone, up to a number of them."""
    (there,) = connection.execute("SELECT count(*) FROM trade").fetchone()
    instrument = "instrument"
    connection.execute(
        "INSERT INTO instrument (id, created_at, updated_hlc, symbol, symbol_key, asset_type)"
        " VALUES (?, 0, 0, 'ES', 'ES', 'futures') ON CONFLICT DO NOTHING",
        (instrument,),
    )
    columns = ("id", "created_at", "updated_hlc", "number", "kind", "vanished", "archived")
    given = {
        "account_id": account_id, "instrument_id": instrument, "direction": "long",
        "status": "closed", "quantity": "3", "entry_price": "100.25", "exit_price": "101.5",
        "opening_quantity": "3", "gross_pnl": "187.5", "fees": "1.86", "fees_unknown": 0,
        "net_pnl": "185.64", "computed_pnl": "187.5", "multiplier": "50", "fills": 3,
    }  # fmt: skip
    values = [given.get(name) for name in FIGURES]
    at, closed = FIGURES.index("opened_at"), FIGURES.index("closed_at")
    names = (*columns, *FIGURES)

    def row(number: int) -> tuple[object, ...]:
        values[at] = values[closed] = 1_400_000_000_000_000 + number * 60_000_000
        return (f"{number:032x}", 0, 0, number, "executed", 0, 0, *values)

    with immediate(connection):
        connection.executemany(
            f"INSERT INTO trade ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
            (row(number) for number in range(there + 1, trades + 1)),
        )


def page(folder: Path) -> None:
    sizes = (10_000, 1_000_000)
    floors: dict[int, list[float]] = {size: [] for size in sizes}
    times: dict[int, list[float]] = {size: [] for size in sizes}
    opened = []
    for size in sizes:
        place = folder / f"page{size}"
        connection, account = a_library(place)
        grow(connection, account.id, size)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        connection.close()
        opened.append((size, Library.open(place, writing=False), open_reader(place / "journal.db")))
    statement = newest_statement()
    for _ in range(PAGE_ROUNDS):
        for size, library, reader in opened:
            floors[size].append(cpu_s(lambda: reader.execute(statement, (200,)).fetchall()))  # noqa: B023
            times[size].append(cpu_s(library.newest))
    for size, library, reader in opened:
        report(f"newest 200 of {size:,}", floors[size], times[size], 1, "us a page", PAGE_GOAL)
        library.close()
        reader.close()
    growth = statistics.median(times[sizes[1]]) / statistics.median(times[sizes[0]])
    print(f"{'a million against ten thousand':32} ratio {growth:5.2f}  goal {FLAT_GOAL:.2f}")


def newest_statement() -> str:
    """The very statement of the first page."""
    from fillbook.storage import first_page

    return first_page._NEWEST


def report(
    name: str, floors: list[float], times: list[float], count: int, unit: str, goal: float
) -> None:
    least, took = statistics.median(floors), statistics.median(times)
    ratios = [ours / floor for floor, ours in zip(floors, times, strict=True) if floor]
    print(
        f"{name:32} floor {least / count * 1e6:7.1f}  ours {took / count * 1e6:7.1f} {unit}"
        f"  ratio {took / least:5.2f}  ({min(ratios):.2f} to {max(ratios):.2f})  goal {goal:.2f}"
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        bulk(Path(folder))
        page(Path(folder))


if __name__ == "__main__":
    main()
