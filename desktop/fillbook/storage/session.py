"""SQLModel inside the library's own transaction, for single objects."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from fillbook.storage.database import DRIVER, Connection


@contextmanager
def session(connection: Connection) -> Iterator[Session]:
    """A session over an open connection. Begin, commit and rollback stay the caller's."""
    with Session(engine(connection)) as objects:
        yield objects
        objects.flush()


def engine(connection: Connection) -> Engine:
    """An engine that has this one connection and leaves its transaction alone."""
    made = create_engine(
        "sqlite://",
        module=DRIVER,
        creator=lambda: connection,
        poolclass=StaticPool,
        pool_reset_on_return=None,
    )
    dialect: Any = made.dialect
    for ending in ("do_begin", "do_commit", "do_rollback", "do_close"):
        setattr(dialect, ending, _leave)
    return made


def _leave(connection: object) -> None:
    """The transaction is not SQLAlchemy's to end."""
