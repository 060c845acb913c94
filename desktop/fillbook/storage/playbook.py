"""Names that trades share: tags, setups and strategies, found by name and made on first use."""

from typing import Literal

from fillbook.domain.contents import TagUse, Vocabulary
from fillbook.storage.database import Connection
from fillbook.storage.first_page import LISTED
from fillbook.storage.history import Transaction

TAG_COLOURS = 8
"""Colours of the palette that tags take in turn."""

Names = Literal["tag", "setup", "strategy"]


def name_key(name: str) -> str:
    """The form in which two spellings of one name are equal."""
    return " ".join(name.split()).casefold()


def find_or_add(tx: Transaction, table: Names, name: str) -> str:
    """The id of the tag, setup or strategy of this name."""
    clean = " ".join(name.split())
    row = tx.connection.execute(
        f"SELECT id, deleted_hlc FROM {table} WHERE name_key = ?", (name_key(name),)
    ).fetchone()
    if row is not None:
        tx.revive(table, row[0])
        return str(row[0])
    values: dict[str, object] = {"name": clean, "name_key": name_key(name)}
    if table == "tag":
        (count,) = tx.connection.execute("SELECT count(*) FROM tag").fetchone()
        values["colour"] = count % TAG_COLOURS
    return tx.insert(table, values)


def vocabulary(connection: Connection) -> Vocabulary:
    """Words in use on trades that are not in the bin, the most used first."""
    tags = connection.execute(
        "SELECT tag.name, count(t.id), tag.colour FROM tag"
        " LEFT JOIN trade_tag k ON k.tag_id = tag.id AND k.deleted_hlc IS NULL"
        f" LEFT JOIN trade t ON t.id = k.trade_id AND {LISTED}"
        " WHERE tag.deleted_hlc IS NULL GROUP BY tag.id ORDER BY 2 DESC, tag.name_key"
    )
    return Vocabulary(
        tags=tuple(TagUse(*row) for row in tags),
        setups=_named(connection, "setup"),
        strategies=_named(connection, "strategy"),
        emotions=tuple(
            word
            for (word,) in connection.execute(
                "SELECT r.emotion FROM review r JOIN trade t ON t.id = r.id"
                f" WHERE {LISTED} AND r.emotion IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1"
            )
        ),
    )


def _named(connection: Connection, table: Names) -> tuple[str, ...]:
    rows = connection.execute(
        f"SELECT n.name FROM {table} n LEFT JOIN review r ON r.{table}_id = n.id"
        f" LEFT JOIN trade t ON t.id = r.id AND {LISTED}"
        " WHERE n.deleted_hlc IS NULL GROUP BY n.id ORDER BY count(t.id) DESC, n.name_key"
    )
    return tuple(name for (name,) in rows)
