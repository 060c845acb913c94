"""Trades that leave: deleted here and to be told there, or gone there and kept here.

Sync deletes nothing of the user's. What is gone there is shown; what was deleted here is
removed there only if nobody changed it there, and after a copy was kept.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from fillbook.domain.link import CHOICES, Conflict, ConflictKind, Link, LinkState
from fillbook.domain.remote_trade import RemoteTrade
from fillbook.remotes.errors import Refusal, RefusedThere, Unclear
from fillbook.remotes.remote import Capability
from fillbook.storage.sync.writing import SyncStore
from fillbook.sync.adopting import words
from fillbook.sync.effects import Flow, keep, look, now, transact
from fillbook.sync.run import Previewed, Run
from fillbook.sync.sending import converse

STREAM = "trades"
"""The listing of which a run knows where it stands."""

_FEW = 5
_SHARE = 20  # one in so many

UNDO_WINDOW = timedelta(minutes=10)
RECREATE = "recreate"
"""The remark of a link whose remote trade is to be replaced."""

DONE = "done"
"""The resolution of an answer that was carried out."""


def is_many(gone: int, linked: int) -> bool:
    """Whether so many of the linked trades are gone that the user is asked first."""
    return gone > max(_FEW, linked // _SHARE)


def is_gone(run: Run, link: Link) -> Flow[None]:
    """Note that a linked trade is no longer there; the local one stays.

    Each is asked about, but for many that were confirmed as one. Beyond a few, nothing is
    noted before a complete listing has told how many there are.
    """
    if not (yield from _may_go(run)):
        return
    moment = yield from now()
    quietly = run.gone_confirmed
    yield from transact(lambda store: _note_gone(store, run, link, moment, quietly=quietly))
    run.pulled.gone += 1


def _may_go(run: Run) -> Flow[bool]:
    if run.gone_confirmed or run.gone_waits:
        return run.gone_confirmed
    gone = run.pulled.gone + 1
    left = yield from look(lambda store: store.linked_count(run.connection.id))
    if not is_many(gone, left + run.pulled.gone):
        return True
    run.gone_waits = True
    yield from transact(lambda store: _list_again(store, run))
    return False


def _list_again(store: SyncStore, run: Run) -> None:
    """Let the next run read every page."""
    cursor = store.cursor(run.connection.id, STREAM)
    if cursor is not None:
        store.put_cursor(run.connection.id, STREAM, replace(cursor, complete=False))


def _note_gone(store: SyncStore, run: Run, link: Link, moment: datetime, *, quietly: bool) -> None:
    trade = store.trade(link.local_id)
    archives = run.can(Capability.ARCHIVE)
    store.put_link(
        replace(
            link,
            state=LinkState.ARCHIVED_REMOTE if archives else LinkState.MISSING_REMOTE,
            verified_at=moment,
            parked=(),
        )
    )
    if trade is None or trade.trade.deleted or quietly:
        return
    store.open_conflict(
        Conflict(
            id=store.new_id(),
            connection_id=run.connection.id,
            link_id=link.id,
            trade_id=link.local_id,
            kind=ConflictKind.GONE,
            mine=words(run.remote.facts(trade)),
            choices=CHOICES[ConflictKind.GONE],
            seen_at=moment,
            remote_id=link.remote_id,
        )
    )


def tell_deletions(run: Run) -> Flow[None]:
    """Remove there what the user deleted here."""
    if not run.pushes or not (run.can(Capability.ARCHIVE) or run.can(Capability.DELETE)):
        return
    links = yield from look(lambda store: store.binned(run.connection.id))
    for link in links:
        if link.state is LinkState.LINKED and link.remote_id is not None:
            yield from _tell_deletion(run, link)


def _tell_deletion(run: Run, link: Link) -> Flow[None]:
    moment = yield from now()
    due = yield from look(lambda store: _is_due(run, store.deleted_at(link.local_id), moment))
    answered = yield from look(lambda store: store.decided(link.id, ConflictKind.REMOTE_DELETE))
    if answered == "leave":
        yield from keep(replace(link, state=LinkState.DETACHED, parked=()))
    elif due:
        yield from _remove(run, link, confirmed=answered == "delete")


def _is_due(run: Run, deleted_at: datetime | None, moment: datetime) -> bool:
    if deleted_at is None:
        return False
    recoverable = run.can(Capability.ARCHIVE)
    return (run.manual and recoverable) or moment - deleted_at >= UNDO_WINDOW


def _remove(run: Run, link: Link, *, confirmed: bool) -> Flow[None]:
    assert link.remote_id is not None

    def is_wanted(seen: RemoteTrade) -> Flow[bool]:
        changed = _changed_there(link, seen)
        if confirmed or not (changed or not run.can(Capability.ARCHIVE)):
            return True
        yield from _ask(run, link, seen, changed)
        return False

    if (yield from _take_away(run, link.remote_id, link.local_id, "deleted here", is_wanted)):
        gone = replace(link, state=LinkState.ARCHIVED_REMOTE, parked=())
        yield from keep(gone)
        run.pushed.deleted += 1


def recreate(run: Run) -> Flow[None]:
    """Archive there, on the user's word, trades whose facts cannot be changed: they come anew."""
    if not run.pushes or not run.can(Capability.ARCHIVE):
        return
    links = yield from look(lambda store: store.noted_links(run.connection.id))
    for link in links:
        if not any(kind == RECREATE for kind, _ in link.remarks) or link.remote_id is None:
            continue
        if (yield from _take_away(run, link.remote_id, link.local_id, "recreated", _always)):
            fresh = replace(
                link,
                state=LinkState.PENDING_CREATE,
                remote_id=None,
                base=None,
                remarks=(),
                synced_rev=0,
            )
            yield from keep(fresh)


def drop_duplicates(run: Run) -> Flow[None]:
    """Archive there, on the user's word, second copies of trades that we created."""
    if not run.pushes or not run.can(Capability.ARCHIVE):
        return
    answered = yield from look(
        lambda store: store.answered(run.connection.id, ConflictKind.DUPLICATE, "merge")
    )
    for conflict in answered:
        yield from _drop_duplicate(run, conflict)


def _drop_duplicate(run: Run, conflict: Conflict) -> Flow[None]:
    assert conflict.remote_id is not None
    assert conflict.trade_id is not None
    done = yield from _take_away(run, conflict.remote_id, conflict.trade_id, "a duplicate", _always)
    if done:
        yield from transact(lambda store: store.close_conflict(conflict.id, DONE, "archived there"))
        run.pushed.deleted += 1


def _always(seen: RemoteTrade) -> Flow[bool]:
    return True
    yield  # a flow without a step


def _take_away(
    run: Run,
    remote_id: str,
    local_id: str,
    reason: str,
    is_wanted: Callable[[RemoteTrade], Flow[bool]],
) -> Flow[bool]:
    """Keep a copy of a remote trade, then remove it; whether it is gone there now."""
    try:
        seen = yield from converse(run, run.remote.read(remote_id))
        if not (yield from is_wanted(seen)):
            return False
        moment = yield from now()
        yield from transact(
            lambda store: store.put_archive(
                run.connection.id, "trade", remote_id, seen.body, reason, moment
            )
        )
        run.plan(local_id, "archive" if run.can(Capability.ARCHIVE) else "delete")
        yield from converse(run, run.remote.remove(remote_id), local_id)
    except Previewed:
        return False
    except RefusedThere as refused:
        if refused.refusal is not Refusal.NOT_FOUND:
            raise
    except Unclear as error:
        run.stumble(error)
        return False
    return True


def _changed_there(link: Link, seen: RemoteTrade) -> dict[str, str]:
    """What was edited there since the last agreement."""
    base = link.base or {}
    return {
        key: str(value)
        for key, value in seen.fields.items()
        if key in base and value != base[key].theirs
    }


def _and_comments(seen: RemoteTrade) -> str:
    """What others said of a trade goes with it."""
    comments = json.loads(seen.extras.get("comments", "[]"))
    return f"; with its comments ({len(comments)})" if comments else ""


def _ask(run: Run, link: Link, seen: RemoteTrade, changed: dict[str, str]) -> Flow[None]:
    moment = yield from now()
    theirs = "; ".join(f"{key}: {value}" for key, value in sorted(changed.items()))
    conflict = Conflict(
        id="",
        connection_id=run.connection.id,
        link_id=link.id,
        trade_id=link.local_id,
        kind=ConflictKind.REMOTE_DELETE,
        mine="deleted here",
        theirs=(theirs or words(seen.facts)) + _and_comments(seen),
        choices=CHOICES[ConflictKind.REMOTE_DELETE],
        seen_at=moment,
        remote_id=link.remote_id,
    )
    yield from transact(lambda store: store.open_conflict(replace(conflict, id=store.new_id())))
