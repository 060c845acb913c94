"""Finding out what became of requests whose answer never came."""

from dataclasses import replace
from datetime import datetime

from fillbook.domain.link import Intent, IntentState, LinkState, Parked
from fillbook.domain.remote_trade import RemoteTrade
from fillbook.domain.trade import TradeDetail
from fillbook.remotes.errors import NotSent, Unclear
from fillbook.remotes.remote import ImportState
from fillbook.storage.sync.reading import SyncReader
from fillbook.storage.sync.writing import SyncStore
from fillbook.sync.adopting import propose
from fillbook.sync.census import census, free_rows, unlinked_rows, whole
from fillbook.sync.creating import ATTEMPTS, again, conclude, settle_time
from fillbook.sync.day_words import begins_day
from fillbook.sync.effects import Flow, look, now, transact
from fillbook.sync.importing import busy_for, outcome_of, wait_for_import, was_import
from fillbook.sync.linking import link_created
from fillbook.sync.marks import is_marked
from fillbook.sync.matching import Likeness, facts_of, fingerprint, likeness
from fillbook.sync.observing import link_for
from fillbook.sync.pictures import ENTITY as PICTURE
from fillbook.sync.pictures import conclude_upload
from fillbook.sync.pushing import push_rest
from fillbook.sync.run import Run
from fillbook.sync.sending import deliver, key_is_alive, rebuilt

_PROBES = 2


def recover(run: Run) -> Flow[None]:
    """At the start of a run: what was in flight when the last one ended is unknown now."""

    def note(store: SyncStore) -> None:
        for intent in store.open_intents(run.connection.id):
            if intent.state is IntentState.PREPARED:
                store.put_intent(replace(intent, state=IntentState.REJECTED))
            elif intent.state is IntentState.IN_FLIGHT:
                store.put_intent(replace(intent, state=IntentState.UNKNOWN))

    intents = yield from look(lambda store: store.open_intents(run.connection.id))
    if any(intent.state in (IntentState.PREPARED, IntentState.IN_FLIGHT) for intent in intents):
        yield from transact(note)


def settle(run: Run) -> Flow[None]:
    """Resolve every unknown outcome that can be resolved now."""
    intents = yield from look(lambda store: store.open_intents(run.connection.id))
    for intent in intents:
        if intent.state is not IntentState.UNKNOWN or begins_day(intent):
            continue
        try:
            if _is_create(intent):
                yield from _settle_create(run, intent)
            else:
                yield from _settle_write(run, intent)
        except NotSent:
            raise
        except Unclear as error:
            run.stumble(error)


def _is_create(intent: Intent) -> bool:
    return intent.fingerprint is not None


def _settle_write(run: Run, intent: Intent) -> Flow[None]:
    """An upload goes again; any other write is forgotten, and the trade looked at afresh.

    Its bytes are not sent again: what they set may have been edited there since.
    """
    moment = yield from now()
    is_upload = intent.entity == PICTURE and intent.verb.startswith("POST ")
    if is_upload and run.may_push and key_is_alive(intent, moment, run.server_date):
        request = rebuilt(run, intent)
        answer = yield from deliver(run, intent, request)
        yield from conclude_upload(run, intent, request, answer)
        return
    closed = replace(intent, state=IntentState.REJECTED)
    yield from transact(lambda store: store.put_intent(closed))


def _settle_create(run: Run, intent: Intent) -> Flow[None]:
    trade = yield from look(lambda store: store.trade(intent.local_id))
    assert trade is not None
    moment = yield from now()
    if run.may_push and key_is_alive(intent, moment, run.server_date):
        request = rebuilt(run, intent)
        answer = yield from deliver(run, intent, request)
        yield from conclude(run, trade, intent, request, answer)
        return
    due = _due(run, intent, moment)
    if moment < due:
        yield from transact(lambda store: _wait(store, run, intent, due))
    elif not (yield from _import_runs(run, intent, moment)):
        yield from _probe(run, trade, intent)


def _import_runs(run: Run, intent: Intent, moment: datetime) -> Flow[bool]:
    """Whether the vendor is still busy with an import whose result nobody has read."""
    if run.preview or not was_import(run, intent):
        return False
    told = yield from look(lambda store: store.payload(run.connection.id, intent.id, "import"))
    if told is not None or (yield from outcome_of(run, intent.id)).state is not ImportState.RUNNING:
        return False
    until = moment + busy_for(run)
    yield from transact(lambda store: wait_for_import(store, run, intent, until))
    return True


def _due(run: Run, intent: Intent, moment: datetime) -> datetime:
    """When the remote may be searched: T after the last send, half of it before a second look."""
    if intent.not_before is not None:
        longest = moment + settle_time(run)
        return min(intent.not_before, longest)  # a clock that was set back waits no longer
    assert intent.last_sent_at is not None
    sent = min(intent.last_sent_at, moment)
    return sent + settle_time(run)


def _wait(store: SyncStore, run: Run, intent: Intent, due: datetime) -> None:
    store.put_intent(replace(intent, not_before=due))
    link = link_for(store, run, intent.local_id)
    why = f"confirming with {run.remote.title}"
    parked = Parked("create", why, until=due, rev=intent.sent_rev)
    store.put_link(replace(link, state=LinkState.UNKNOWN, parked=(parked,)))


def _probe(run: Run, trade: TradeDetail, intent: Intent) -> Flow[None]:
    """Search a complete listing for what was sent."""
    found, similar = yield from _sent_trades(run, trade, intent)
    moment = yield from now()
    if len({fingerprint(seen.facts) for seen in found}) > 1 or (similar and not found):
        asked = found or similar
        yield from transact(lambda store: _ambiguous(store, run, trade, intent, asked, moment))
    elif found:
        seen = found[0]
        run.pushed.created += 1
        observed = yield from transact(lambda store: link_created(store, run, intent, seen, moment))
        yield from push_rest(run, observed)
    elif intent.probes + 1 < _PROBES:
        due = moment + settle_time(run) / 2
        second = replace(intent, probes=intent.probes + 1, not_before=due)
        yield from transact(lambda store: _wait(store, run, second, due))
        if due <= moment:
            yield from _probe(run, trade, second)
    elif intent.attempts >= ATTEMPTS:
        yield from transact(lambda store: _give_up(store, run, intent))
    elif run.may_push:
        yield from again(run, trade, replace(intent, probes=0, not_before=None))


def _sent_trades(
    run: Run, trade: TradeDetail, intent: Intent
) -> Flow[tuple[list[RemoteTrade], list[RemoteTrade]]]:
    """Unlinked remote trades that equal what was sent and were not there before.

    Returns:
        Those that do, and those that merely could.
    """
    rows = yield from census(run, run.remote.window(trade), fresh=True)
    marked: list[RemoteTrade] = []
    for row in (yield from free_rows(run, rows)):
        if is_marked(intent, row.body):
            marked.append((yield from whole(run, row)))
    if marked:
        return marked, []
    candidates: list[RemoteTrade] = []
    for row in (yield from unlinked_rows(run, trade, rows)):
        if row.id is None or row.id not in intent.known:
            candidates.append((yield from whole(run, row)))
    alike = [seen for seen in candidates if _likeness(intent, seen) is not Likeness.DIFFERENT]
    if any(seen.id is None for seen in alike):
        alike = alike[intent.known_count :]
    others = yield from look(lambda store: _others_under_way(store, run, intent))
    own = [seen for seen in alike if not any(_is_of(other, seen) for other in others)]
    found = [seen for seen in own if _likeness(intent, seen) is Likeness.SAME]
    return found, own


def _others_under_way(store: SyncReader, run: Run, intent: Intent) -> tuple[Intent, ...]:
    """Creates of other trades whose outcome is unknown; those of equal ones wait for this one."""
    return tuple(
        other
        for other in store.open_intents(run.connection.id)
        if _is_create(other) and other.fingerprint != intent.fingerprint
    )


def _is_of(intent: Intent, seen: RemoteTrade) -> bool:
    """Whether a remote trade is exactly what an intent sent."""
    return is_marked(intent, seen.body) or fingerprint(seen.facts) == intent.fingerprint


def _likeness(intent: Intent, seen: RemoteTrade) -> Likeness:
    """How sure it is that a remote trade is what an intent sent."""
    assert intent.fingerprint is not None
    return likeness(facts_of(intent.fingerprint), seen.facts, None, None)


def _ambiguous(
    store: SyncStore,
    run: Run,
    trade: TradeDetail,
    intent: Intent,
    found: list[RemoteTrade],
    moment: datetime,
) -> None:
    store.put_intent(replace(intent, state=IntentState.AMBIGUOUS))
    link = link_for(store, run, intent.local_id)
    parked = Parked("create", "several trades there could be this one", rev=intent.sent_rev)
    store.put_link(replace(link, state=LinkState.AMBIGUOUS, parked=(parked,)))
    for seen in found:
        propose(store, run, trade, seen.id, seen.facts, moment)


def _give_up(store: SyncStore, run: Run, intent: Intent) -> None:
    store.put_intent(replace(intent, state=IntentState.AMBIGUOUS))
    link = link_for(store, run, intent.local_id)
    why = f"{run.remote.title} took it {ATTEMPTS} times and does not show it"
    if was_import(run, intent):
        why = f"{run.remote.title} has its fills, or equal ones, in other trades"
    store.put_link(
        replace(
            link,
            state=LinkState.AMBIGUOUS,
            parked=(Parked("create", why, rev=intent.sent_rev),),
        )
    )
