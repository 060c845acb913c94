"""The whole schema as SQL: tables and indexes from the classes, triggers and search beside them.

``python -m fillbook.storage.tables.schema`` writes it to ``schema.sql``, from which a new
library is made without loading SQLModel. A test holds the file equal to this.
"""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import SQLModel

from fillbook.storage.tables import facts, journal, log, remote

FILE = Path(__file__).parents[1] / "schema.sql"
TABLE_MODULES = (facts, journal, log, remote)
APPEND_ONLY = ("change_set", "change_log")
SEARCHED = {"note": "body", "tag": "name", "instrument": "symbol", "screenshot": "label"}
"""The texts that the journal's search looks into: table -> column."""

_REVISION_TABLE = """CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
)"""


def tables() -> list[Table]:
    """All tables, parents before their children."""
    return list(SQLModel.metadata.sorted_tables)


def statements() -> Iterator[str]:
    """Every CREATE of the schema, in an order that works."""
    dialect = sqlite.dialect()
    for table in tables():
        yield _tidy(str(CreateTable(table).compile(dialect=dialect)))
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            yield _tidy(str(CreateIndex(index).compile(dialect=dialect)))
    yield _REVISION_TABLE
    yield from triggers()
    yield from search()


def triggers() -> Iterator[str]:
    """Guards: an update raises ``rev``, and the log is never rewritten."""
    for table in tables():
        if "rev" in table.columns:
            yield (
                f"CREATE TRIGGER {table.name}_raises_rev BEFORE UPDATE ON {table.name}\n"
                "WHEN NEW.rev <= OLD.rev\n"
                f"BEGIN SELECT RAISE(ABORT, 'an update of {table.name} must raise rev'); END"
            )
    for name in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {name}_no_{verb.lower()} BEFORE {verb} ON {name}\n"
                f"BEGIN SELECT RAISE(ABORT, '{name} is append only'); END"
            )


def search() -> Iterator[str]:
    """The full-text index of each searched column, kept in step by triggers."""
    for table, column in SEARCHED.items():
        index = f"{table}_search"
        forget = (
            f"INSERT INTO {index}({index}, rowid, {column}) "
            f"VALUES ('delete', OLD.rowid, OLD.{column});"
        )
        add = f"INSERT INTO {index}(rowid, {column}) VALUES (NEW.rowid, NEW.{column});"
        yield (
            f"CREATE VIRTUAL TABLE {index} USING fts5({column}, content='{table}',\n"
            "    tokenize='unicode61 remove_diacritics 2', prefix='2 3')"
        )
        yield f"CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN {add} END"
        yield f"CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN {forget} END"
        yield (
            f"CREATE TRIGGER {index}_update AFTER UPDATE OF {column} ON {table}\n"
            f"BEGIN {forget} {add} END"
        )


def script() -> str:
    """The statements as the file has them, an empty line between two."""
    return "".join(f"{statement};\n\n" for statement in statements())


def _tidy(sql: str) -> str:
    lines = (line.replace("\t", "    ").rstrip() for line in sql.strip().splitlines())
    return "\n".join(line for line in lines if line)


if __name__ == "__main__":
    FILE.write_text(script(), encoding="utf-8")
