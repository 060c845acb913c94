"""Breaking a library on purpose: statements that fail, and processes that are killed."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from fillbook import places
from fillbook.storage.copies.export import stored_tables
from fillbook.storage.database import DRIVER
from fillbook.storage.library import Library


class Failing:
    """A connection whose n-th statement fails."""

    def __init__(self, connection: Any, countdown: int, message: str) -> None:
        self.connection, self.countdown, self.message = connection, countdown, message

    def _count(self, sql: str) -> None:
        if sql in ("ROLLBACK", "PRAGMA wal_checkpoint(TRUNCATE)"):
            return
        self.countdown -= 1
        if not self.countdown:
            raise DRIVER.OperationalError(self.message)

    def execute(self, sql: str, *values: Any) -> Any:
        self._count(sql)
        return self.connection.execute(sql, *values)

    def executemany(self, sql: str, values: Any) -> Any:
        self._count(sql)
        return self.connection.executemany(sql, values)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.connection, name)


def content(library: Library) -> dict[str, list[Any]]:
    """Every row of the library."""
    with library._reading() as connection:
        return {
            table: sorted(map(repr, connection.execute(f"SELECT * FROM {table}")))
            for table in stored_tables(connection)
        }


def killed_while(code: str, folder: Path, rest: random.Random) -> str | None:
    """The last line that a process said before it was killed at some moment."""
    with subprocess.Popen(
        [sys.executable, "-c", code, str(folder), str(Path(__file__).parent)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path(places.__file__).parents[1])},
    ) as process:
        assert process.stdout is not None
        said = [process.stdout.readline()]
        time.sleep(rest.uniform(0, 0.15))
        process.send_signal(signal.SIGKILL)
        said += process.stdout.readlines()
    whole = [line for line in said if line.endswith("\n")]
    return whole[-1].strip() if whole else None
