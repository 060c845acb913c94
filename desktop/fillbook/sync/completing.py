"""Fills that came later: what a remote trade lacks of ours goes there by another import."""

from dataclasses import replace
from datetime import datetime
from typing import cast

from fillbook.domain.link import Agreed, Link, Parked
from fillbook.remotes.errors import Refusal, RefusedThere, RemoteError
from fillbook.remotes.remote import Importing, ImportState
from fillbook.storage.sync.writing import SyncStore
from fillbook.sync.census import reread
from fillbook.sync.effects import Flow, now, transact
from fillbook.sync.importing import busy_for, follow
from fillbook.sync.merge import FILLS
from fillbook.sync.observing import Observed, wrote
from fillbook.sync.run import Previewed, Run
from fillbook.sync.sending import write

_STOPS_THE_RUN = frozenset({Refusal.CREDENTIALS, Refusal.RATE})


def complete(run: Run, observed: Observed) -> Flow[Observed]:
    """Send the fills that are missing there. Fills that are not ours there are left alone."""
    trade_id = observed.trade.trade.id
    importing = cast(Importing, run.remote)
    request = importing.completion(observed.mine, observed.seen, observed.trade)
    if request is None:
        return (yield from transact(lambda store: _let_be(store, run, observed)))
    run.plan(trade_id, "update", (FILLS,))
    try:
        answer = yield from write(run, request, trade_id)
        run.remote.checked(request, answer)
        outcome = yield from follow(run, trade_id)
    except Previewed:
        return observed
    except RefusedThere as refused:
        if refused.refusal in _STOPS_THE_RUN:
            raise
        is_busy = refused.refusal is Refusal.BUSY
        return (yield from _parked(run, observed, refused.title, waits=is_busy))
    except RemoteError as error:
        run.stumble(error)
        return observed
    if outcome.state is ImportState.RUNNING:
        return (yield from _parked(run, observed, "an import is running there", waits=True))
    if outcome.state is ImportState.FAILED or outcome.reason:
        reason = outcome.reason or "the import failed"
        return (yield from _parked(run, observed, reason, waits=False))
    after = yield from reread(run, observed.trade, observed.seen.id or "")
    if after is None:
        return observed
    seen = after
    run.count_push(trade_id)
    moment = yield from now()
    sent = {FILLS: observed.mine[FILLS]}
    return (
        yield from transact(
            lambda store: wrote(store, run, trade_id, sent, observed.seen, seen, moment)
        )
    )


def _let_be(store: SyncStore, run: Run, observed: Observed) -> Observed:
    """Agree that the fills differ: that can be seen and not changed."""
    agreed = Agreed(observed.mine[FILLS], observed.seen.fields.get(FILLS))
    link = replace(
        observed.link,
        base={**(observed.link.base or {}), FILLS: agreed},
        remarks=(*observed.link.remarks, ("discrepancy", "its fills are others there")),
    )
    return _without_fills(store, observed, link)


def _parked(run: Run, observed: Observed, reason: str, *, waits: bool) -> Flow[Observed]:
    moment = yield from now()
    until = moment + busy_for(run) if waits else None
    return (yield from transact(lambda store: _park(store, observed, reason, until)))


def _park(store: SyncStore, observed: Observed, reason: str, until: datetime | None) -> Observed:
    revision = observed.trade.trade.revision
    entry = Parked("update", reason, field=FILLS, until=until, rev=revision)
    return _without_fills(
        store, observed, replace(observed.link, parked=(*observed.link.parked, entry))
    )


def _without_fills(store: SyncStore, observed: Observed, link: Link) -> Observed:
    left = {key: value for key, value in observed.unsent.items() if key != FILLS}
    revision = observed.trade.trade.revision
    kept = link if left else replace(link, synced_rev=revision)
    store.put_link(kept)
    return replace(observed, link=kept, unsent=left)
