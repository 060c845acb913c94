"""Bringing an older library to the present schema: a verified backup first, then all or nothing."""

import shutil
from pathlib import Path

from alembic import command
from alembic.config import Config

from fillbook.domain.errors import FillbookError
from fillbook.storage import meta
from fillbook.storage.copies import backup
from fillbook.storage.database import Connection, immediate, open_writer, translated
from fillbook.storage.folder import LibraryFolder
from fillbook.storage.session import engine

SCRIPTS = Path(__file__).parent
_SPACE = 2.2
"""Free space that a migration wants, as a multiple of the file."""


def upgrade(folder: LibraryFolder, scripts: Path = SCRIPTS) -> None:
    """Migrate the library of a folder; whoever calls holds its lock.

    A failure leaves the file byte for byte as it was.

    Raises:
        FillbookError: too little space, or the migrated library does not hold together.
    """
    _check_space(folder)
    with translated():
        connection = open_writer(folder.database)
        try:
            version = meta.read_meta(connection).schema_version
            backup.before_migration(connection, folder, version)
            _migrate(connection, scripts)
        finally:
            connection.close()


def build(connection: Connection, scripts: Path = SCRIPTS) -> None:
    """Run every script that the database has not seen, inside the caller's transaction."""
    config = Config()
    config.set_main_option("script_location", str(scripts))
    config.set_main_option("path_separator", "os")
    with engine(connection).connect() as bound:
        config.attributes["connection"] = bound
        command.upgrade(config, "head")


def _migrate(connection: Connection, scripts: Path) -> None:
    connection.execute("PRAGMA foreign_keys=OFF")  # has no effect inside a transaction
    with immediate(connection):
        build(connection, scripts)
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise FillbookError(
                "The library could not be updated.",
                f"It was left as it was: {len(broken)} references do not hold.",
            )
        connection.execute(
            "UPDATE library_meta SET schema_version ="
            " (SELECT CAST(version_num AS INTEGER) FROM alembic_version)"
        )


def _check_space(folder: LibraryFolder) -> None:
    wanted = int(folder.database.stat().st_size * _SPACE)
    if shutil.disk_usage(folder.path).free < wanted:
        raise FillbookError(
            "There is too little space to update the library.",
            f"Free {wanted // 1_000_000 + 1} MB and start Fillbook again.",
        )
