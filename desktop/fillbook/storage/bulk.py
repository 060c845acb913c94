"""Loading many rows at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from fillbook.storage.database import Connection

LARGE = 5_000


@contextmanager
def indexes_after(connection: Connection, table: str, rows: int) -> Iterator[None]:
    """Build a table's indexes after its rows are in, where they more than double it.

    Inside a transaction: what stops the load brings the indexes back with everything else.
    """
    (there,) = connection.execute(f"SELECT coalesce(max(rowid), 0) FROM {table}").fetchone()
    if rows < max(LARGE, there):
        yield
        return
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ?"
        " AND sql IS NOT NULL ORDER BY name",
        (table,),
    ).fetchall()
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    yield
    for _, sql in indexes:
        connection.execute(sql)
