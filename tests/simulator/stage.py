"""A library that is put back as it was after each life, so that nothing is opened twice.

To open a library and to prepare its statements costs more than to live a short life in it.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Self

from fillbook.storage.database import DRIVER
from fillbook.storage.library import Library
from simulator.world import World, fast_folder, template

_TABLES = """
    SELECT name FROM sqlite_master
    WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%_search%'
        AND name <> 'alembic_version'
"""
"""With rows of their own: the search indexes follow by their triggers."""

_FOR_EVER = ("change_set", "change_log")
"""From these no row goes, but at the end of a life."""


class Stage:
    """Where lives are lived one after the other, each from the same first moment."""

    def __init__(self, place: Path) -> None:
        self._folder = template(place / "library")
        self._library: Library | None = None
        self._database = DRIVER.connect(
            self._folder / "journal.db", isolation_level=None, cached_statements=256
        )
        for table in _FOR_EVER:
            self._database.execute(f"DROP TRIGGER {table}_no_delete")
        self._rows = dict(self._first_rows())

    @classmethod
    @contextmanager
    def built(cls) -> Iterator[Self]:
        """A stage in a place of its own, in memory where the machine can."""
        with tempfile.TemporaryDirectory(dir=fast_folder()) as place:
            before = os.environ.get("XDG_STATE_HOME")
            os.environ["XDG_STATE_HOME"] = f"{place}/state"
            try:
                with closing(cls(Path(place))) as stage:
                    yield stage
            finally:
                if before is None:
                    del os.environ["XDG_STATE_HOME"]
                else:
                    os.environ["XDG_STATE_HOME"] = before

    def close(self) -> None:
        if self._library is not None:
            self._library.close()
        self._database.close()

    @contextmanager
    def world(self, seed: int = 0) -> Iterator[World]:
        """A journal at its first moment; it ends with the block."""
        if self._library is None:
            self._library = Library.open(self._folder)
        self._put_back()
        world = World(self._folder, seed, library=self._library)
        self._library = None  # after a bad end it is opened anew
        try:
            yield world
        except BaseException:
            world.close()
            raise
        self._library = world.library

    def _first_rows(self) -> Iterator[tuple[str, tuple[str, list[tuple[object, ...]]]]]:
        """Of each table the statement that fills it, and its rows."""
        for (table,) in self._database.execute(_TABLES).fetchall():
            columns = [row[1] for row in self._database.execute(f'PRAGMA table_info("{table}")')]
            names = ", ".join(f'"{column}"' for column in columns)
            rows = self._database.execute(f'SELECT {names} FROM "{table}"').fetchall()
            marks = ", ".join("?" * len(columns))
            yield table, (f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)

    def _put_back(self) -> None:
        """Every row as it was, but for the generation: the library's mirrors know it."""
        run = self._database.execute
        run("BEGIN IMMEDIATE")
        ((generation,),) = run("SELECT generation FROM library_meta").fetchall()
        for table, (fill, rows) in self._rows.items():
            run(f'DELETE FROM "{table}"')
            self._database.executemany(fill, rows)
        run("UPDATE library_meta SET generation = ?", (generation,))
        run("COMMIT")
