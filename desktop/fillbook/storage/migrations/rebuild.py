"""Giving a table a new shape: SQLite cannot alter most of one in place."""

from collections.abc import Mapping

from fillbook.storage.database import Connection


def rebuild_table(
    connection: Connection,
    table: str,
    create: str,
    renamed: Mapping[str, str] | None = None,
    without: tuple[str, ...] = (),
) -> None:
    """Make the table anew, copy its stored columns by name and put it in the old one's place.

    Its indexes, triggers and full-text index are made again. Foreign keys must be off:
    dropping the old table would delete the rows that refer to it.

    Args:
        create: The new CREATE TABLE statement, under the table's own name.
        renamed: New column name -> old column name.
        without: Indexes and triggers that shall not come back.
    """
    (guarded,) = connection.execute("PRAGMA foreign_keys").fetchone()
    assert not guarded, "foreign keys are off around a rebuild"
    hangers = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE tbl_name = ? AND type IN ('index', 'trigger')"
        " AND sql IS NOT NULL",
        (table,),
    ).fetchall()
    old = _stored_columns(connection, table)
    making = f"{table}_making"
    connection.execute(create.replace(f"CREATE TABLE {table} ", f"CREATE TABLE {making} ", 1))
    sources = {
        column: source
        for column in _stored_columns(connection, making)
        if (source := (renamed or {}).get(column, column)) in old
    }
    connection.execute(
        f"INSERT INTO {making} ({', '.join(sources)})"
        f" SELECT {', '.join(sources.values())} FROM {table}"
    )
    connection.execute(f"DROP TABLE {table}")
    connection.execute(f"ALTER TABLE {making} RENAME TO {table}")
    for name, sql in hangers:
        if name not in without:
            connection.execute(sql)
    if _exists(connection, f"{table}_search"):
        connection.execute(f"INSERT INTO {table}_search({table}_search) VALUES ('rebuild')")


def _stored_columns(connection: Connection, table: str) -> list[str]:
    """Names of the columns that hold values; generated ones make themselves."""
    rows = connection.execute(f"PRAGMA table_xinfo({table})")
    return [name for _, name, _, _, _, _, hidden in rows if not hidden]


def _exists(connection: Connection, table: str) -> bool:
    row = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,))
    return row.fetchone() is not None
