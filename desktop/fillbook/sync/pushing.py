"""Writing to a linked trade what has changed here, one step after the other."""

from dataclasses import replace

from fillbook.domain.link import Link, LinkState, Parked
from fillbook.domain.remote_trade import Fields, Value
from fillbook.remotes.errors import Refusal, RefusedThere, RemoteError, Unclear
from fillbook.remotes.remote import Capability, Step
from fillbook.storage.sync.writing import SyncStore
from fillbook.sync.census import reread
from fillbook.sync.completing import complete
from fillbook.sync.effects import Flow, look, now, transact
from fillbook.sync.leaving import is_gone
from fillbook.sync.merge import FILLS, unsent
from fillbook.sync.observing import Observed, observe, wrote
from fillbook.sync.pictures import exchange_pictures
from fillbook.sync.run import Previewed, Run
from fillbook.sync.sending import converse

_STOPS_THE_RUN = frozenset({Refusal.CREDENTIALS, Refusal.RATE})


def push_changes(run: Run) -> Flow[None]:
    """Bring every linked trade that was edited here up to date there, oldest edit first."""
    ids = yield from look(lambda store: store.dirty(run.connection.id, None))
    for trade_id in ids:
        if run.can(Capability.UPDATE):
            if run.pushes:
                yield from _push(run, trade_id)
        else:
            yield from _look_over(run, trade_id)


def _look_over(run: Run, trade_id: str) -> Flow[None]:
    yield from transact(lambda store: _note_outdated(store, run, trade_id))


def _push(run: Run, trade_id: str) -> Flow[None]:
    link = yield from look(lambda store: store.link(run.connection.id, trade_id))
    if link is None or link.remote_id is None or link.state is not LinkState.LINKED:
        return
    try:
        observed = yield from look_again(run, link)
        if observed is not None:
            yield from push_rest(run, observed)
    except Unclear as error:
        run.stumble(error)


def look_again(run: Run, link: Link) -> Flow[Observed | None]:
    """Read a linked trade and merge it; None where it is gone there."""
    assert link.remote_id is not None
    number = link.remote_id
    trade = yield from look(lambda store: store.trade(link.local_id))
    assert trade is not None
    try:
        seen = yield from reread(run, trade, number)
    except RefusedThere as refused:
        if refused.refusal is not Refusal.NOT_FOUND:
            raise
        yield from is_gone(run, link)
        return None
    if seen is None:
        return None
    if seen.is_archived:
        yield from is_gone(run, link)
        return None
    moment = yield from now()

    def merge_in(store: SyncStore) -> Observed | None:
        current = store.link_to(run.connection.id, number)
        return None if current is None else observe(store, run, current, seen, moment)

    return (yield from transact(merge_in))


def push_rest(run: Run, observed: Observed) -> Flow[None]:
    """Write what is unsent of a trade that was just compared, then its pictures."""
    current = observed
    if run.pushes and run.can(Capability.UPDATE):
        for step in run.remote.steps(frozenset(observed.unsent)):
            if step.name == FILLS and run.can(Capability.IMPORT):
                current = yield from complete(run, current)
            else:
                current = yield from _take_step(run, current, step)
    if current.link.state is LinkState.LINKED:
        yield from exchange_pictures(run, current)


def _take_step(run: Run, observed: Observed, step: Step) -> Flow[Observed]:
    """One write; what is refused of it is parked, and the rest goes without it."""
    trade_id = observed.trade.trade.id
    sent = {key: observed.mine[key] for key in step.fields if key in observed.unsent}
    if not sent:
        return observed
    run.plan(trade_id, "update", tuple(sorted(sent)))
    try:
        writing = run.remote.write(
            Step(name=step.name, fields=frozenset(sent)),
            observed.mine,
            observed.seen,
            observed.trade,
        )
        after = yield from converse(run, writing, trade_id, sent)
    except Previewed:
        return observed
    except RefusedThere as refused:
        if refused.refusal in _STOPS_THE_RUN:
            raise
        if refused.refusal is Refusal.NOT_FOUND:
            return (yield from _left(run, observed))
        return (yield from _park(run, observed, step, sent, refused))
    except RemoteError as error:
        run.stumble(error)
        return observed
    run.count_push(trade_id)
    moment = yield from now()
    before = observed.seen
    return (
        yield from transact(lambda store: wrote(store, run, trade_id, sent, before, after, moment))
    )


def _left(run: Run, observed: Observed) -> Flow[Observed]:
    """The trade can be read, but takes no writes: it is archived there."""
    trade_id = observed.trade.trade.id
    yield from is_gone(run, observed.link)
    link = yield from look(lambda store: store.link(run.connection.id, trade_id))
    return replace(observed, link=link or observed.link, unsent={})


def _park(
    run: Run, observed: Observed, step: Step, sent: Fields, refused: RefusedThere
) -> Flow[Observed]:
    named = frozenset(refused.fields) & sent.keys()
    stopped = named or frozenset(sent)
    plan = None
    if refused.refusal in (Refusal.FORBIDDEN, Refusal.PLAN, Refusal.PAYMENT):
        plan = (run.identity.plan if run.identity is not None else None) or ""
    revision = observed.trade.trade.revision
    entries = tuple(
        Parked("update", _why(refused, key, sent[key]), field=key, rev=revision, plan=plan)
        for key in sorted(stopped)
    )

    def note(store: SyncStore) -> Link:
        link = store.link(run.connection.id, observed.trade.trade.id)
        assert link is not None
        rest = observed.unsent.keys() - stopped
        kept = replace(
            link,
            parked=link.parked + entries,
            synced_rev=link.synced_rev if rest else max(link.synced_rev, revision),
        )
        store.put_link(kept)
        return kept

    link = yield from transact(note)
    left = {key: value for key, value in observed.unsent.items() if key not in stopped}
    current = replace(observed, link=link, unsent=left)
    if named and sent.keys() - named:
        return (yield from _take_step(run, current, step))
    return current


def _why(refused: RefusedThere, key: str, value: Value) -> str:
    """What is said of a field that was refused."""
    if key in refused.fields and not value and refused.refusal is Refusal.INVALID:
        return f"{key} cannot be cleared there"
    return refused.fields.get(key, refused.title)


def _note_outdated(store: SyncStore, run: Run, trade_id: str) -> None:
    """A remote that takes no changes: say where it is outdated."""
    link, trade = store.link(run.connection.id, trade_id), store.trade(trade_id)
    if (
        link is None
        or trade is None
        or link.state not in (LinkState.LINKED, LinkState.STALE_REMOTE)
    ):
        return
    changed = unsent(link.base or {}, run.remote.translate(trade)) if link.base is not None else {}
    remarks = [remark for remark in link.remarks if remark[0] != "outdated"]
    if changed:
        remarks.append(("outdated", f"edited here after it was sent: {', '.join(sorted(changed))}"))
    store.put_link(
        replace(
            link,
            state=LinkState.STALE_REMOTE if changed else LinkState.LINKED,
            remarks=tuple(remarks),
            synced_rev=trade.trade.revision,
        )
    )
