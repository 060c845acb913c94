"""Writing the words of a day to a journal: a new entry exactly once, or other words for one."""

from dataclasses import replace
from datetime import datetime, timedelta

from fillbook.domain.day_note import DayNote, RemoteDay
from fillbook.domain.link import Agreed, ConflictKind, Intent, IntentState, Link, LinkState, Parked
from fillbook.remotes.diary import ENTITY
from fillbook.remotes.effects import Answer, Request
from fillbook.remotes.errors import Refusal, RefusedThere, Unclear
from fillbook.storage.sync.writing import SyncStore
from fillbook.sync.creating import ATTEMPTS, settle_time
from fillbook.sync.day_meeting import (
    Due,
    after_write,
    ask,
    base_of,
    diary,
    is_from_elsewhere,
    meet,
    text_of,
)
from fillbook.sync.day_words import EMPTIED, TEXT, field_of
from fillbook.sync.effects import Flow, keep, look, now, transact
from fillbook.sync.run import Run
from fillbook.sync.sending import converse, deliver, prepared

_PROBES = 2


def meet_and_send(run: Run, entry: RemoteDay) -> Flow[None]:
    """Take over what is new there, and write what is new here."""
    moment = yield from now()
    due = yield from transact(lambda store: meet(store, run, entry, moment))
    if due is None or not run.pushes or _is_refused(due.link, due.note, moment):
        return
    if (yield from look(lambda store: is_from_elsewhere(store, run, due.note))):
        return
    if due.text is None and not any(kind == EMPTIED for kind, _ in due.link.remarks):
        yield from transact(lambda store: _ask_to_empty(store, run, due, entry, moment))
        return
    fresh = yield from converse(run, diary(run).read_day(entry.id))
    if fresh.text == entry.text:
        yield from _change(run, due, fresh)
    else:
        yield from meet_and_send(run, fresh)


def create_day(run: Run, note: DayNote, link: Link | None, lost: Intent | None) -> Flow[None]:
    """Begin a day's entry, unless the day has one.

    Args:
        lost: An earlier request for it of which nobody knows what became.
    """
    if not (run.pushes and run.connection.allows("create", True)):
        return
    moment = yield from now()
    if (yield from look(lambda store: is_from_elsewhere(store, run, note))):
        return
    if lost is None and link is not None and _is_refused(link, note, moment):
        return
    if lost is not None and moment < _due(run, lost, moment):
        yield from _wait(run, note, lost, _due(run, lost, moment))
        return
    entry = yield from _entry_of(run, note)
    if entry is not None:
        yield from meet_and_send(run, entry)
    elif lost is None:
        yield from _create(run, note, 1)
    else:
        yield from _try_again(run, note, lost, moment)


def park(run: Run, note: DayNote, operation: str, refused: RefusedThere) -> Flow[None]:
    """Keep why a day was not written, until its note is another."""
    why = Parked(operation, refused.title, field=field_of(note.day), rev=note.revision)
    yield from transact(lambda store: _park(store, run, note, why))


def _change(run: Run, due: Due, fresh: RemoteDay) -> Flow[None]:
    run.plan(due.note.id, "update", (field_of(due.note.day),))
    operation = diary(run).write_day(fresh.id, due.text or "")
    stored = yield from converse(run, operation, due.note.id, {TEXT: due.text})
    link = after_write(due.link, due.text, stored.text)
    if stored.text == fresh.text and base_of(link) != Agreed(due.text, stored.text):
        why = f"{run.remote.title} does not keep these words"
        parked = Parked("update", why, field=field_of(due.note.day), rev=due.note.revision)
        yield from keep(replace(due.link, parked=(parked,)))
        return
    run.pushed.days += 1
    yield from transact(lambda store: _conclude(store, run, link))


def _conclude(store: SyncStore, run: Run, link: Link) -> None:
    store.put_link(link)
    store.conclude_writes(run.connection.id, link.local_id, ENTITY)


def _ask_to_empty(store: SyncStore, run: Run, due: Due, entry: RemoteDay, moment: datetime) -> None:
    told = (entry.text, "deleted here", entry.text)
    ask(store, run, ConflictKind.REMOTE_DELETE, due.link, entry.day, moment, told)


def _create(run: Run, note: DayNote, attempt: int) -> Flow[None]:
    """Send one create under its intent, and link what it made."""
    text = text_of(run, note)
    assert text is not None
    run.plan(note.id, "create", (field_of(note.day),))
    plain = diary(run).day_creation(note.day, text)
    intent, request = yield from prepared(run, plain, note.id)
    intent = replace(intent, sent_fields={TEXT: text}, sent_rev=note.revision, attempts=attempt)
    yield from transact(lambda store: store.put_intent(intent))
    try:
        answer = yield from deliver(run, intent, request)
    except Unclear:
        moment = yield from now()
        yield from _wait(run, note, intent, moment + settle_time(run))
        raise
    yield from _follow(run, note, intent, request, answer)


def _follow(
    run: Run, note: DayNote, intent: Intent, request: Request, answer: Answer
) -> Flow[None]:
    """Link what a create made, or find out why it made nothing."""
    try:
        run.remote.checked(request, answer)
    except RefusedThere as refused:
        rejected = replace(intent, state=IntentState.REJECTED)
        yield from transact(lambda store: store.put_intent(rejected))
        if refused.refusal is not Refusal.INVALID:
            raise
        entry = yield from _entry_of(run, note)  # somebody may have begun the day just now
        if entry is None:
            raise
        yield from meet_and_send(run, entry)
        return
    made = diary(run).day_created(answer)
    assert made is not None
    text = str(intent.sent_fields[TEXT])
    link = yield from transact(lambda store: _link(store, run, note, intent, made))
    run.pushed.days += 1
    stored = yield from converse(run, diary(run).read_day(made))
    link = after_write(link, text, stored.text)
    yield from transact(lambda store: _conclude(store, run, link))


def _link(store: SyncStore, run: Run, note: DayNote, intent: Intent, made: str) -> Link:
    """Link a new entry in the transaction that closes its intent."""
    sent = intent.sent_fields[TEXT]
    link = replace(
        _link_of(store, run, note),
        state=LinkState.LINKED,
        remote_id=made,
        base={TEXT: Agreed(sent, sent)},
        synced_rev=intent.sent_rev,
        parked=(),
    )
    store.put_link(link)
    store.put_intent(replace(intent, state=IntentState.APPLIED))
    return link


def _entry_of(run: Run, note: DayNote) -> Flow[RemoteDay | None]:
    """What the journal has of a day now."""
    page = yield from converse(run, diary(run).days(None, note.day))
    return next((entry for entry in page.entries if entry.day == note.day), None)


def _try_again(run: Run, note: DayNote, lost: Intent, moment: datetime) -> Flow[None]:
    """What a create's lost request made is not there: look once more, then send it anew."""
    if lost.probes + 1 < _PROBES:
        due = moment + settle_time(run) / 2
        second = replace(lost, probes=lost.probes + 1, not_before=due)
        yield from _wait(run, note, second, due)
        if due <= moment:
            yield from create_day(run, note, None, second)
        return
    is_over = lost.attempts >= ATTEMPTS
    closed = replace(lost, state=IntentState.AMBIGUOUS if is_over else IntentState.REJECTED)
    yield from transact(lambda store: store.put_intent(closed))
    if is_over:
        why = f"{run.remote.title} took it {ATTEMPTS} times and does not show it"
        parked = Parked("create", why, field=field_of(note.day), rev=note.revision)
        yield from transact(lambda store: _park(store, run, note, parked))
    else:
        yield from _create(run, note, lost.attempts + 1)


def _wait(run: Run, note: DayNote, lost: Intent, due: datetime) -> Flow[None]:
    """Let an unknown outcome rest until the journal may be searched for it."""
    waiting = replace(lost, state=IntentState.UNKNOWN, not_before=due)
    why = f"confirming with {run.remote.title}"
    parked = Parked("create", why, field=field_of(note.day), until=due, rev=lost.sent_rev)

    def put(store: SyncStore) -> None:
        store.put_intent(waiting)
        _park(store, run, note, parked)

    yield from transact(put)


def _due(run: Run, lost: Intent, moment: datetime) -> datetime:
    """When the journal may be searched; a clock that was set back waits no longer."""
    assert lost.last_sent_at is not None
    rest: timedelta = settle_time(run)
    if lost.not_before is not None:
        return min(lost.not_before, moment + rest)
    return min(lost.last_sent_at, moment) + rest


def _is_refused(link: Link, note: DayNote, moment: datetime) -> bool:
    """Whether these very words were refused before."""
    return any(
        parked.rev == note.revision and (parked.until is None or parked.until > moment)
        for parked in link.parked
    )


def _park(store: SyncStore, run: Run, note: DayNote, parked: Parked) -> None:
    link = _link_of(store, run, note)
    store.put_link(replace(link, parked=(parked,)))


def _link_of(store: SyncStore, run: Run, note: DayNote) -> Link:
    return store.link(run.connection.id, note.id, ENTITY) or Link(
        id=store.new_id(),
        connection_id=run.connection.id,
        entity=ENTITY,
        local_id=note.id,
        state=LinkState.PENDING_CREATE,
    )
