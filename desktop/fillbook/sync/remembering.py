"""Sparing a remote the catalogues that the last run read."""

from fillbook.remotes.memory import Remembering
from fillbook.storage.sync.writing import SyncStore
from fillbook.sync.effects import Flow, look, now, transact
from fillbook.sync.run import Run

_ENTITY, _ID = "catalogue", "memory"


def recall(run: Run) -> Flow[None]:
    """Tell the remote what it knew; a full run learns everything anew."""
    remote = run.remote
    if run.full or not isinstance(remote, Remembering):
        return
    known = yield from look(lambda store: store.payload(run.connection.id, _ID, _ENTITY))
    if known:
        remote.recall(known)


def remember(run: Run) -> Flow[None]:
    """Keep what the remote knows now."""
    if run.preview or not isinstance(run.remote, Remembering):
        return
    memory = run.remote.memory()
    known = yield from look(lambda store: store.payload(run.connection.id, _ID, _ENTITY))
    if not memory or memory == known:
        return
    moment = yield from now()

    def keep(store: SyncStore) -> None:
        store.put_payload(run.connection.id, _ENTITY, _ID, memory, 200, moment)

    yield from transact(keep)
