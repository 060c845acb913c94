"""The user's answers to what waits. They decide here; the next sync sends."""

from dataclasses import replace

from fillbook.domain.connection import Connection
from fillbook.domain.errors import Refused
from fillbook.domain.link import Agreed, Conflict, ConflictKind, Link, LinkState
from fillbook.domain.trade import TradeDetail
from fillbook.remotes.remote import Remote
from fillbook.storage.sync.writing import SyncStore
from fillbook.sync.day_answers import answer_day
from fillbook.sync.day_words import day_of
from fillbook.sync.leaving import RECREATE
from fillbook.sync.merge import FILLS, combined
from fillbook.sync.observing import TAKE_FACTS


def resolve(store: SyncStore, remote: Remote, conflict: Conflict, choice: str) -> None:
    """Carry out a choice.

    Raises:
        Refused: the choice is not offered.
    """
    if choice not in conflict.choices:
        offered = ", ".join(conflict.choices)
        raise Refused(f'"{choice}" is no answer to this.', f"Choose one of: {offered}.")
    day = day_of(conflict)
    if day is not None:
        answer_day(store, remote, conflict, day, choice)
    else:
        _ANSWERS[conflict.kind](store, remote, conflict, choice)
    store.close_conflict(conflict.id, choice, "user")
    if conflict.kind is ConflictKind.RESTORED and not _restored_waits(store):
        store.settle_restored()
    if conflict.kind is ConflictKind.MATCH:
        _release(store, conflict)


def _field(store: SyncStore, remote: Remote, conflict: Conflict, choice: str) -> None:
    link, trade = _link(store, conflict), _trade(store, conflict)
    key = conflict.field
    assert key is not None
    theirs = conflict.theirs
    agreed = Agreed(theirs, theirs)
    if choice == "theirs" and key == FILLS:
        link = replace(link, remote_hash=TAKE_FACTS)
        agreed = Agreed(remote.translate(trade).get(FILLS), theirs)
    elif choice == "theirs":
        store.edit(trade.trade.id, remote.edits({key: theirs}, trade))
        agreed = Agreed(remote.translate(_trade(store, conflict)).get(key), theirs)
    elif choice == "both":
        both = combined(remote.translate(trade).get(key), theirs)
        store.edit(trade.trade.id, remote.edits({key: both}, trade))
    store.put_link(replace(link, base=dict(link.base or {}) | {key: agreed}, synced_rev=0))


def _match(store: SyncStore, remote: Remote, conflict: Conflict, choice: str) -> None:
    if choice == "different":
        return
    trade = _trade(store, conflict)
    known = store.link(conflict.connection_id, trade.trade.id)
    link = known or Link(
        id=store.new_id(),
        connection_id=conflict.connection_id,
        local_id=trade.trade.id,
        state=LinkState.LINKED,
    )
    link = replace(
        link,
        state=LinkState.LINKED,
        remote_id=conflict.remote_id,
        base=None,
        parked=(),
        remarks=(),
        synced_rev=0,
    )
    store.put_link(link)
    store.answer_creates(conflict.connection_id, trade.trade.id)
    for other in store.conflicts(conflict.connection_id, trade.trade.id):
        if other.kind is ConflictKind.MATCH and other.id != conflict.id:
            store.close_conflict(other.id, "different", "another trade is the same")


def _release(store: SyncStore, conflict: Conflict) -> None:
    """Once every candidate was called different, the trade may be created."""
    trade = _trade(store, conflict)
    link = store.link(conflict.connection_id, trade.trade.id)
    waiting = store.conflicts(conflict.connection_id, trade.trade.id)
    if link is None or link.state is not LinkState.AMBIGUOUS or waiting:
        return
    store.answer_creates(conflict.connection_id, trade.trade.id)
    store.put_link(replace(link, state=LinkState.PENDING_CREATE, parked=(), synced_rev=0))


def _gone(store: SyncStore, remote: Remote, conflict: Conflict, choice: str) -> None:
    link = _link(store, conflict)
    if choice == "create_again":
        fresh = replace(link, state=LinkState.PENDING_CREATE, remote_id=None, base=None)
        store.put_link(replace(fresh, parked=(), remarks=(), synced_rev=0))
        return
    store.put_link(replace(link, state=LinkState.DETACHED, parked=()))
    if choice == "delete_here":
        store.delete_trade(link.local_id)


def _recreate(store: SyncStore, remote: Remote, conflict: Conflict, choice: str) -> None:
    link = _link(store, conflict)
    if choice == "leave":
        store.put_link(replace(link, synced_rev=0))
        return
    remark = (RECREATE, "is archived there and created anew")
    store.put_link(replace(link, remarks=(*link.remarks, remark), synced_rev=0))


def _remote_delete(store: SyncStore, remote: Remote, conflict: Conflict, choice: str) -> None:
    if choice == "leave":
        store.put_link(replace(_link(store, conflict), state=LinkState.DETACHED))


def _restored(store: SyncStore, remote: Remote, conflict: Conflict, choice: str) -> None:
    if choice == "refuse":
        store.put_connection(replace(_connection(store, conflict), paused=True))


def _identity(store: SyncStore, remote: Remote, conflict: Conflict, choice: str) -> None:
    connection = _connection(store, conflict)
    if choice == "accept":
        store.put_connection(replace(connection, identity=str(conflict.theirs)))
    else:
        store.put_connection(replace(connection, paused=True))


def _duplicate(store: SyncStore, remote: Remote, conflict: Conflict, choice: str) -> None:
    """``merge`` removes the second one there at the next sync; ``leave`` takes it in."""


def _brake(store: SyncStore, remote: Remote, conflict: Conflict, choice: str) -> None:
    """The next run reads the answer."""


_ANSWERS = {
    ConflictKind.FIELD: _field,
    ConflictKind.BRAKE: _brake,
    ConflictKind.RESTORED: _restored,
    ConflictKind.IDENTITY: _identity,
    ConflictKind.MATCH: _match,
    ConflictKind.GONE: _gone,
    ConflictKind.RECREATE: _recreate,
    ConflictKind.REMOTE_DELETE: _remote_delete,
    ConflictKind.DUPLICATE: _duplicate,
}


def _link(store: SyncStore, conflict: Conflict) -> Link:
    assert conflict.trade_id is not None
    link = store.link(conflict.connection_id, conflict.trade_id)
    assert link is not None
    return link


def _trade(store: SyncStore, conflict: Conflict) -> TradeDetail:
    assert conflict.trade_id is not None
    trade = store.trade(conflict.trade_id)
    assert trade is not None
    return trade


def _connection(store: SyncStore, conflict: Conflict) -> Connection:
    return store.connection(conflict.connection_id)


def _restored_waits(store: SyncStore) -> bool:
    return any(conflict.kind is ConflictKind.RESTORED for conflict in store.conflicts())
