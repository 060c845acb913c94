"""Creating a trade at a remote exactly once: census, intent, one request, and the probe.

An unknown outcome is never guessed. Under a key that still lives the same bytes go again;
without one the remote is searched for what was sent.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from fillbook.domain.link import Intent, IntentState, Link, LinkState, Parked
from fillbook.domain.remote_trade import Fields, RemoteTrade
from fillbook.domain.trade import TradeDetail
from fillbook.remotes.effects import Answer, Request
from fillbook.remotes.errors import NotSent, Refusal, RefusedThere, Unclear
from fillbook.remotes.remote import Capability, ImportState
from fillbook.storage.sync.reading import SyncReader
from fillbook.storage.sync.writing import SyncStore
from fillbook.sync.adopting import propose
from fillbook.sync.census import census, known_rows, reread, twin
from fillbook.sync.effects import Flow, look, new_id, new_key, now, sleep, transact
from fillbook.sync.importing import (
    busy_for,
    follow,
    is_import,
    refuse_import,
    wait_for_import,
)
from fillbook.sync.linking import (
    link_created,
    link_found,
    note_id,
    note_not_sent,
    note_unknown,
)
from fillbook.sync.marks import marker
from fillbook.sync.matching import Likeness, fingerprint
from fillbook.sync.merge import FILLS
from fillbook.sync.observing import link_for
from fillbook.sync.pushing import push_rest
from fillbook.sync.run import Previewed, Run
from fillbook.sync.sending import converse, deliver, prepared, rebuilt
from fillbook.sync.trimming import without
from fillbook.sync.vendor import vendors_turn

ATTEMPTS = 3
"""How often a create is sent by itself before the user is asked."""

_BUSY_S = 2.0
_LONGEST_BUSY_S = 16.0

_FINAL = frozenset({Refusal.INVALID, Refusal.TOO_LARGE, Refusal.NOT_FOUND, Refusal.NAME_TAKEN})
_STOPS_THE_RUN = frozenset({Refusal.CREDENTIALS, Refusal.RATE})
_OF_THE_PLAN = frozenset({Refusal.PLAN, Refusal.PAYMENT, Refusal.FORBIDDEN})


@dataclass(frozen=True, slots=True)
class _Standing:
    """What decides whether a trade is to be created now."""

    trade: TradeDetail
    link: Link | None
    is_ours: bool  # it came from here, or is passed on
    is_proposed: bool  # a match waits for the user
    under_way: frozenset[str]  # fingerprints of creates whose outcome is unknown


def create_missing(run: Run) -> Flow[None]:
    """Create every trade that belongs there and is not there yet, oldest first."""
    if not (run.pushes and run.can(Capability.CREATE) and run.connection.allows("create", True)):
        return
    accounts = tuple(run.connection.accounts)
    ids = yield from look(lambda store: store.uncreated(run.connection.id, accounts, None))
    for trade_id in ids:
        yield from _consider(run, trade_id)


def _consider(run: Run, trade_id: str) -> Flow[None]:
    standing = yield from look(lambda store: _standing(store, run, trade_id))
    moment = yield from now()
    if standing is None or standing.is_proposed or not standing.is_ours:
        return
    trade = standing.trade
    parked = _parked(run, standing, moment)
    if parked is None:
        parked = yield from vendors_turn(run, trade, moment)
    if parked is not None:
        if standing.link is None or standing.link.parked != (parked,):
            yield from transact(lambda store: _park(store, run, trade, parked))
        return
    try:
        found = yield from twin(run, trade)
        if found.likeness is not Likeness.DIFFERENT:
            assert found.match is not None
            yield from _meet(run, trade, found.match, sure=found.likeness is Likeness.SAME)
        else:
            yield from _create(run, trade)
    except Previewed:
        return
    except RefusedThere as refused:
        if refused.refusal in _STOPS_THE_RUN:
            raise
        why = Parked("create", refused.title, rev=trade.trade.revision)
        yield from transact(lambda store: _park(store, run, trade, why))
    except Unclear as error:
        run.stumble(error)


def _standing(store: SyncReader, run: Run, trade_id: str) -> _Standing | None:
    trade = store.trade(trade_id)
    if trade is None or store.excluded(trade_id, run.connection.id):
        return None
    home = store.home(trade_id)
    return _Standing(
        trade=trade,
        link=store.link(run.connection.id, trade_id),
        is_ours=home is None or run.connection.allows("fan_out", False),
        is_proposed=bool(store.conflicts(run.connection.id, trade_id)),
        under_way=frozenset(
            intent.fingerprint
            for intent in store.open_intents(run.connection.id)
            if intent.fingerprint
        ),
    )


def _parked(run: Run, standing: _Standing, moment: datetime) -> Parked | None:
    """Why the trade is not created now; None: it is."""
    trade, link = standing.trade, standing.link
    revision = trade.trade.revision
    for entry in link.parked if link is not None else ():
        if entry.operation == "create" and stands(run, entry, revision, moment):
            return entry
    lacking = run.remote.lacking(trade)
    if lacking:
        return Parked("create", "; ".join(lacking), rev=revision)
    if run.create_stopped is not None:
        return replace(run.create_stopped, rev=revision)
    if fingerprint(run.remote.facts(trade)) in standing.under_way:
        until = moment + settle_time(run)
        return Parked("create", "an equal trade is being confirmed", until=until)
    return None


def stands(run: Run, entry: Parked, revision: int, moment: datetime) -> bool:
    """Whether what stopped a write still does."""
    if entry.rev < revision and entry.plan is None and entry.until is None:
        return False
    if entry.plan is not None:
        plan = run.identity.plan if run.identity is not None else None
        is_told = bool(plan and entry.plan)
        if plan != entry.plan if is_told else run.manual:
            return False  # it is mended, or may be where nothing tells of it
    return entry.until is None or entry.until > moment


def _park(store: SyncStore, run: Run, trade: TradeDetail, parked: Parked) -> None:
    link = link_for(store, run, trade.trade.id)
    needs_user = parked.until is None and parked.plan is None
    store.put_link(
        replace(
            link,
            state=LinkState.INELIGIBLE if needs_user else LinkState.PENDING_CREATE,
            parked=(parked,),
            synced_rev=trade.trade.revision,
        )
    )


def _meet(run: Run, trade: TradeDetail, seen: RemoteTrade, *, sure: bool) -> Flow[None]:
    """The remote has it already: link it, or ask."""
    moment = yield from now()
    if not sure:
        yield from transact(lambda store: propose(store, run, trade, seen.id, seen.facts, moment))
        return
    observed = yield from transact(lambda store: link_found(store, run, trade, seen, moment))
    run.pulled.linked += 1
    yield from push_rest(run, observed)


def _create(run: Run, trade: TradeDetail) -> Flow[None]:
    mine = run.remote.translate(trade)
    run.plan(trade.trade.id, "create", tuple(sorted(key for key, value in mine.items() if value)))
    mark = marker((yield from new_id()))
    request = yield from converse(run, run.remote.creation(trade, mark), trade.trade.id)
    rows = yield from census(run, run.remote.window(trade))
    intent, keyed = yield from prepared(run, request, trade.trade.id)
    known = known_rows(run, trade, rows)
    intent = replace(
        intent,
        fingerprint=fingerprint(run.remote.facts(trade)),
        known=known,
        known_count=len(known),
        sent_rev=trade.trade.revision,
        sent_fields=mine if not is_import(run, request) else _fills_alone(mine),
    )
    if (yield from transact(lambda store: _prepare(store, run, trade, intent))):
        yield from _send(run, trade, intent, keyed)


def _fills_alone(mine: Fields) -> Fields:
    return {key: value for key, value in mine.items() if key == FILLS}


def _prepare(store: SyncStore, run: Run, trade: TradeDetail, intent: Intent) -> bool:
    """Commit the intent, unless the trade has changed since it was looked at."""
    if store.trade_rev(trade.trade.id) != trade.trade.revision:
        return False
    link = link_for(store, run, trade.trade.id)
    store.put_link(replace(link, state=LinkState.PENDING_CREATE, parked=()))
    store.put_intent(intent)
    return True


def _send(run: Run, trade: TradeDetail, intent: Intent, request: Request) -> Flow[None]:
    try:
        answer = yield from _delivered(run, intent, request)
    except NotSent:
        yield from transact(lambda store: note_not_sent(store, run, intent))
        raise
    except Unclear as error:
        yield from transact(lambda store: note_unknown(store, run, intent))
        run.stumble(error)
    else:
        yield from conclude(run, trade, intent, request, answer)


def _delivered(run: Run, intent: Intent, request: Request) -> Flow[Answer]:
    """A definite answer; where the vendor is busy, it is asked again a few times."""
    pause = _BUSY_S
    while True:
        answer = yield from deliver(run, intent, request)
        if pause > _LONGEST_BUSY_S or not _is_busy(run, request, answer):
            return answer
        yield from sleep(pause, "the journal's import")
        pause *= 2


def _is_busy(run: Run, request: Request, answer: Answer) -> bool:
    try:
        run.remote.checked(request, answer)
    except RefusedThere as refused:
        return refused.refusal is Refusal.BUSY
    return False


def conclude(
    run: Run, trade: TradeDetail, intent: Intent, request: Request, answer: Answer
) -> Flow[None]:
    """Draw the consequences of a definite answer to a create."""
    try:
        run.remote.checked(request, answer)
    except RefusedThere as refused:
        yield from _refused(run, trade, intent, refused)
        return
    made = run.remote.created(answer)
    if made is None:
        yield from _to_be_found(run, intent, request)
        return
    run.pushed.created += 1
    run.sent.add(trade.trade.id)
    moment = yield from now()
    if isinstance(made, str):
        number = made
        yield from transact(lambda store: note_id(store, run, intent, number))
        made = yield from reread(run, trade, number)
    seen = made
    if seen is None:
        return
    observed = yield from transact(lambda store: link_created(store, run, intent, seen, moment))
    yield from push_rest(run, observed)


def _to_be_found(run: Run, intent: Intent, request: Request) -> Flow[None]:
    """The answer is a yes without an id: what was made is looked for at once."""
    if is_import(run, request):
        outcome = yield from follow(run, intent.id)
        moment = yield from now()
        if (outcome.state is ImportState.FAILED or outcome.reason) and not outcome.taken:
            reason = outcome.reason or "the import failed"
            yield from transact(lambda store: refuse_import(store, run, intent, reason))
            return
        if outcome.state is ImportState.RUNNING:
            until = moment + busy_for(run)
            yield from transact(lambda store: wait_for_import(store, run, intent, until))
            run.create_stopped = Parked("create", "an import is running there", until=until)
            return
        if outcome.duplicates:
            intent = replace(intent, attempts=ATTEMPTS)  # more of the same brings nothing
    moment = yield from now()
    due = replace(intent, state=IntentState.UNKNOWN, not_before=moment)

    def note(store: SyncStore) -> None:
        store.put_intent(due)
        note_unknown(store, run, due)

    yield from transact(note)


def _refused(run: Run, trade: TradeDetail, intent: Intent, refused: RefusedThere) -> Flow[None]:
    moment = yield from now()
    if refused.refusal is Refusal.KEY_CONFLICT:
        yield from _another_key(run, trade, intent)
        return
    revision = intent.sent_rev
    reason = refused.title
    if refused.refusal in _OF_THE_PLAN:
        until = None if refused.refusal is Refusal.FORBIDDEN else _next_day(moment)
        parked = Parked(
            "create", reason, until=until, rev=revision, plan=_told(run, refused.refusal)
        )
        run.create_stopped = parked
    elif refused.refusal is Refusal.BUSY:
        parked = Parked("create", reason, until=moment + busy_for(run), rev=revision)
        run.create_stopped = parked
    else:
        parked = Parked("create", reason, rev=revision)
    rejected = replace(intent, state=IntentState.REJECTED)

    def note(store: SyncStore) -> None:
        store.put_intent(rejected)
        if refused.refusal in _FINAL | _OF_THE_PLAN | {Refusal.BUSY}:
            _park(store, run, trade, parked)
        else:
            note_not_sent(store, run, intent)

    yield from transact(note)
    if refused.refusal in _STOPS_THE_RUN:
        raise refused
    trimmed = without(trade, refused.fields) if refused.refusal is Refusal.INVALID else None
    if trimmed is not None:
        yield from _create(run, trimmed)


def _told(run: Run, refusal: Refusal) -> str:
    """What the remote says of plan and rights, by which a change of them is seen."""
    if run.identity is None or (refusal is Refusal.FORBIDDEN and run.identity.scopes is None):
        return ""
    return run.identity.plan or ""


def _another_key(run: Run, trade: TradeDetail, intent: Intent) -> Flow[None]:
    """A key met another body: look for the trade, then try one new key, then give up."""
    found = yield from twin(run, trade, fresh=True)
    if found.match is not None and found.likeness is Likeness.SAME:
        closed = replace(intent, state=IntentState.APPLIED)
        yield from transact(lambda store: store.put_intent(closed))
        yield from _meet(run, trade, found.match, sure=True)
        return
    if intent.probes:
        yield from transact(lambda store: _give_up(store, run, intent))
        return
    yield from again(run, trade, replace(intent, probes=1))


def again(run: Run, trade: TradeDetail, intent: Intent) -> Flow[None]:
    """Send the same bytes once more as a new intent, under a new key."""
    moment = yield from now()
    fresh = replace(
        intent,
        id=(yield from new_id()),
        key=(yield from new_key()) if intent.key else None,
        state=IntentState.IN_FLIGHT,
        first_sent_at=moment,
        last_sent_at=moment,
        server_date=run.server_date,
        attempts=intent.attempts + 1,
    )
    closed = replace(intent, state=IntentState.REJECTED)

    def swap(store: SyncStore) -> None:
        store.put_intent(closed)
        store.put_intent(fresh)

    yield from transact(swap)
    yield from _send(run, trade, fresh, rebuilt(run, fresh))


def _give_up(store: SyncStore, run: Run, intent: Intent) -> None:
    link = link_for(store, run, intent.local_id)
    store.put_intent(replace(intent, state=IntentState.AMBIGUOUS))
    why = f"{run.remote.title} does not say whether it has the trade"
    parked = Parked("create", why, rev=intent.sent_rev)
    store.put_link(replace(link, state=LinkState.AMBIGUOUS, parked=(parked,)))


def settle_time(run: Run) -> timedelta:
    """T: how long an unknown outcome rests before it is looked for."""
    return timedelta(seconds=float(run.connection.option("settle_s", "90")))


def _next_day(moment: datetime) -> datetime:
    return datetime.combine(moment.date() + timedelta(days=1), time(0, 0), UTC)
