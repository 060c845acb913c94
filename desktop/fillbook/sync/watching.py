"""A look at what is open at a broker, between two runs. It keeps nothing."""

from dataclasses import dataclass
from typing import cast

from fillbook.domain.connection import Connection
from fillbook.remotes.broker import Broker, OpenPosition
from fillbook.remotes.remote import Remote
from fillbook.sync.effects import Flow
from fillbook.sync.run import Run
from fillbook.sync.sending import converse


@dataclass(frozen=True, slots=True)
class Holdings:
    """What is open in one account."""

    account_id: str  # ours
    positions: tuple[OpenPosition, ...]


def watched(connection: Connection, remote: Remote) -> Flow[tuple[Holdings, ...]]:
    """What is open in each mapped account."""
    run = Run(connection=connection, remote=remote)
    broker = cast(Broker, remote)
    found = []
    for local, there in connection.accounts.items():
        if there:
            positions = yield from converse(run, broker.open_positions(there))
            found.append(Holdings(local, positions))
    return tuple(found)
