"""What must hold before anything is believed or written: the right journal, the right library."""

from datetime import datetime

from fillbook.domain.link import CHOICES, Conflict, ConflictKind, LinkState
from fillbook.remotes.remote import Identity
from fillbook.storage.sync.reading import SyncReader
from fillbook.storage.sync.writing import SyncStore
from fillbook.sync.effects import Flow, look, now, transact
from fillbook.sync.run import Run
from fillbook.sync.sending import converse

_FEWEST = 3
"""Linked trades of which one at least must be listed."""

_STAND_THERE = frozenset({LinkState.LINKED, LinkState.STALE_REMOTE})

_RESTORED = {
    "restored": "This library was restored from a backup.",
    "copied": "This library is a copy of another one.",
}


def check_identity(run: Run, identity: Identity) -> Flow[bool]:
    """Whether the journal that answers is the one that the connection was made for."""
    pinned = run.connection.identity
    if pinned is None or identity.pin is None or identity.pin == pinned:
        return True
    yield from _ask_whose(run, pinned, identity.pin)
    run.pause(f"Another journal answers now: {identity.words}.")
    return False


def check_rows(run: Run) -> Flow[bool]:
    """Whether a journal that does not say whose it is lists any of the trades linked to it."""
    if run.identity is not None and run.identity.pin is not None:
        return True
    links = yield from look(lambda store: tuple(store.links(run.connection.id)))
    known = {link.remote_id for link in links if link.state in _STAND_THERE}
    if len(known) < _FEWEST:
        return True
    known.add(run.connection.identity)
    newest: str | None = None
    cursor: str | None = None
    while True:
        page = yield from converse(run, run.remote.listing(cursor))
        ids = [row.id for row in page.rows if row.id is not None]
        newest = newest or next(iter(ids), None)
        if known.intersection(ids) or page.incomplete is not None or newest is None:
            return True
        cursor = page.cursor
        if cursor is None:
            break
    yield from _ask_whose(run, "", newest)
    run.pause("Another journal answers now: it lists none of the trades that were there.")
    return False


def _ask_whose(run: Run, pinned: str, theirs: str) -> Flow[None]:
    moment = yield from now()
    yield from transact(
        lambda store: store.open_conflict(
            Conflict(
                id=store.new_id(),
                connection_id=run.connection.id,
                kind=ConflictKind.IDENTITY,
                base=pinned,
                mine=pinned,
                theirs=theirs,
                choices=CHOICES[ConflictKind.IDENTITY],
                seen_at=moment,
            )
        )
    )


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
