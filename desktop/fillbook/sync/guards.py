"""What must hold before anything is believed or written: the right journal, the right library."""

from datetime import datetime

from fillbook.domain.link import CHOICES, Conflict, ConflictKind
from fillbook.remotes.remote import Identity
from fillbook.storage.sync.reading import SyncReader
from fillbook.storage.sync.writing import SyncStore
from fillbook.sync.effects import Flow, look, now, transact
from fillbook.sync.run import Run

_RESTORED = {
    "restored": "This library was restored from a backup.",
    "copied": "This library is a copy of another one.",
}


def check_identity(run: Run, identity: Identity) -> Flow[bool]:
    """Whether the journal that answers is the one that the connection was made for."""
    pinned = run.connection.identity
    if pinned is None or identity.pin is None or identity.pin == pinned:
        return True
    moment = yield from now()
    yield from transact(
        lambda store: store.open_conflict(
            Conflict(
                id=store.new_id(),
                connection_id=run.connection.id,
                kind=ConflictKind.IDENTITY,
                base=pinned,
                mine=pinned,
                theirs=identity.pin,
                choices=CHOICES[ConflictKind.IDENTITY],
                seen_at=moment,
            )
        )
    )
    run.pause(f"Another journal answers now: {identity.words}.")
    return False


def check_library(run: Run) -> Flow[None]:
    """Let a restored or copied library read, and write nothing before the user has looked."""
    suspicion = yield from look(lambda store: store.restored())
    if suspicion is None:
        return
    asked = yield from look(lambda store: _round(store))
    if not asked:
        moment = yield from now()
        yield from transact(lambda store: _ask_all(store, suspicion, moment))
    elif run.connection.id not in asked:
        return  # answered, while another connection still waits
    run.may_push = False
    run.full = True
    run.pause(f"{_RESTORED[suspicion]} Nothing is sent until you have looked at what differs.")


def _round(store: SyncReader) -> frozenset[str]:
    """Connections of which the question is open."""
    return frozenset(
        conflict.connection_id
        for conflict in store.conflicts()
        if conflict.kind is ConflictKind.RESTORED
    )


def _ask_all(store: SyncStore, suspicion: str, moment: datetime) -> None:
    for connection in store.connections():
        store.open_conflict(
            Conflict(
                id=store.new_id(),
                connection_id=connection.id,
                kind=ConflictKind.RESTORED,
                theirs=_RESTORED[suspicion],
                choices=CHOICES[ConflictKind.RESTORED],
                seen_at=moment,
            )
        )
