"""Day notes of a connection: every day that has words on either side, compared and settled."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from fillbook.domain.day_note import DayNote, RemoteDay
from fillbook.domain.link import Agreed, ConflictKind, Cursor, Intent, IntentState, Link, LinkState
from fillbook.remotes.diary import ENTITY
from fillbook.remotes.errors import Refusal, RefusedThere, Unclear
from fillbook.remotes.remote import Capability
from fillbook.storage.sync.reading import SyncReader
from fillbook.storage.sync.writing import SyncStore
from fillbook.sync.brake import brake
from fillbook.sync.day_meeting import ask, base_of, diary, text_of
from fillbook.sync.day_sending import create_day, meet_and_send, park
from fillbook.sync.day_words import TEXT, begins_day, field_of
from fillbook.sync.effects import Flow, look, now, transact
from fillbook.sync.leaving import is_many
from fillbook.sync.listing import SCAN_EVERY
from fillbook.sync.run import Previewed, Run
from fillbook.sync.sending import converse

_STREAM = "days"
_TO_BE_CREATED = frozenset({LinkState.PENDING_CREATE, LinkState.UNKNOWN})
_STOPS_THE_RUN = frozenset({Refusal.CREDENTIALS, Refusal.RATE})


@dataclass(frozen=True, slots=True)
class _Listed:
    """What the diary has."""

    entries: Mapping[date, RemoteDay]
    is_complete: bool


@dataclass(frozen=True, slots=True)
class _Pair:
    """A day with words on one side or on both."""

    day: date
    note: DayNote | None
    link: Link | None
    entry: RemoteDay | None
    lost: Intent | None  # a create of which nobody knows what became

    @property
    def is_linked(self) -> bool:
        link = self.link
        return link is not None and link.state is LinkState.LINKED and link.remote_id is not None

    @property
    def is_new(self) -> bool:
        """Whether an entry is to be begun for it."""
        return self.link is None or self.link.state in _TO_BE_CREATED


def exchange_days(run: Run, *, everything: bool) -> Flow[None]:
    """Bring the notes of all days to both sides.

    Args:
        everything: Read all pages, whenever that was done last.
    """
    if not (run.can(Capability.DIARY) and run.connection.allows("day_notes", True)):
        return
    try:
        listed = yield from _list(run, everything)
    except RefusedThere as refused:
        if refused.refusal in _STOPS_THE_RUN:
            raise
        if refused.refusal is not Refusal.NOT_FOUND:
            run.oddities.append(f"The diary: {refused.title}")
        return
    pairs = yield from look(lambda store: _pairs(store, run, listed))
    gone = [pair for pair in pairs if _is_gone(run, pair, listed)]
    yield from _follow_up(run, gone)
    for pair in pairs:
        if pair not in gone:
            yield from _settle(run, pair)


def _list(run: Run, everything: bool) -> Flow[_Listed]:
    """The newest page of the diary; all pages once a day and when asked."""
    moment = yield from now()
    known = yield from look(lambda store: store.cursor(run.connection.id, _STREAM))
    everything = everything or known is None or not _is_fresh(known, moment)
    entries: dict[date, RemoteDay] = {}
    cursor: str | None = None
    pages = bad = 0
    while True:
        page = yield from converse(run, diary(run).days(cursor))
        before = len(entries)
        for entry in page.entries:
            _add(run, entries, entry)
        run.bad_rows += page.bad_rows
        bad += len(page.bad_rows)
        pages, cursor = pages + 1, page.cursor
        if cursor is None or not everything or len(entries) == before:
            break
    is_complete = cursor is None and not bad
    if is_complete and everything:
        epoch = 1 if known is None else known.epoch + 1
        stands = Cursor(epoch=epoch, pages=pages, complete=True, started_at=moment)
        yield from transact(lambda store: store.put_cursor(run.connection.id, _STREAM, stands))
    return _Listed(entries, is_complete)


def _is_fresh(known: Cursor, moment: datetime) -> bool:
    return known.complete and known.started_at <= moment < known.started_at + SCAN_EVERY


def _add(run: Run, entries: dict[date, RemoteDay], entry: RemoteDay) -> None:
    """Take an entry in; of two of one day the one that was there first counts."""
    other = entries.get(entry.day)
    if other is None:
        entries[entry.day] = entry
    elif other.id != entry.id:
        run.oddities.append(f"{run.remote.title} has two entries for {entry.day}.")
        entries[entry.day] = min(other, entry, key=lambda each: (len(each.id), each.id))


def _pairs(store: SyncReader, run: Run, listed: _Listed) -> list[_Pair]:
    """Days on which something is to be done, oldest first."""
    notes = {note.day: note for note in store.day_notes()}
    links = {link.local_id: link for link in store.links(run.connection.id, ENTITY)}
    lost = {
        intent.local_id: intent
        for intent in store.open_intents(run.connection.id)
        if begins_day(intent) and intent.state is IntentState.UNKNOWN
    }
    asked = {conflict.field for conflict in store.conflicts(run.connection.id)}
    pairs = []
    for day in sorted(notes.keys() | listed.entries.keys()):
        note = notes.get(day)
        link = None if note is None else links.get(note.id)
        unknown = None if note is None else lost.get(note.id)
        pair = _Pair(day, note, link, listed.entries.get(day), unknown)
        if field_of(day) in asked or not _is_settled(run, pair, listed):
            pairs.append(pair)
    return pairs


def _is_settled(run: Run, pair: _Pair, listed: _Listed) -> bool:
    """Whether both sides are as they were when they last agreed."""
    mine, base = text_of(run, pair.note), base_of(pair.link)
    if pair.entry is None:
        if pair.is_linked:
            return not listed.is_complete and base is not None and mine == base.mine
        return mine is None or not pair.is_new
    if pair.link is None:
        return mine is None and pair.entry.text is None
    is_same = base is not None and (base.mine, base.theirs) == (mine, pair.entry.text)
    is_its = pair.is_linked and pair.link.remote_id == pair.entry.id
    return is_same and is_its and not pair.link.remarks


def _is_gone(run: Run, pair: _Pair, listed: _Listed) -> bool:
    """Whether the words of a linked day are gone there, while ours are as they were."""
    if not pair.is_linked:
        return False
    if pair.entry is None:
        return listed.is_complete
    mine, base = text_of(run, pair.note), base_of(pair.link)
    is_empty = pair.entry.text is None and mine is not None
    return is_empty and base is not None and bool(base.theirs) and base.mine == mine


def _follow_up(run: Run, gone: list[_Pair]) -> Flow[None]:
    """Ask about words that are gone there: about each day, but about many at once as one."""
    if not gone or not run.pulls:
        return
    links = yield from look(lambda store: store.links(run.connection.id, ENTITY))
    linked = sum(link.state is LinkState.LINKED for link in links)
    count = len(gone)
    quietly = False
    if is_many(count, linked) or (count >= 2 and count * 2 > linked):
        words = f"The words of {count} of {linked} days are no longer there"
        quietly = yield from brake(run, count, words)
        if not quietly:
            return
    moment = yield from now()
    for pair in gone:
        entry = pair.entry
        if entry is None and not quietly:
            entry = yield from _read(run, pair)
        if entry is not None and entry.text is not None:
            yield from meet_and_send(run, entry)
        else:
            yield from _part(run, pair, moment, quietly=quietly)


def _part(run: Run, pair: _Pair, moment: datetime, *, quietly: bool) -> Flow[None]:
    """Keep ours, and ask what is to become of it; without a question where many are gone."""
    assert pair.link is not None
    link, mine = pair.link, text_of(run, pair.note)
    if pair.entry is None:
        link = replace(link, state=LinkState.MISSING_REMOTE, parked=())
    if mine is None or (quietly and pair.entry is None):
        link = replace(link, state=LinkState.DETACHED)
    elif quietly:
        link = replace(link, base={TEXT: Agreed(mine, None)})

    def note(store: SyncStore) -> None:
        store.put_link(link)
        if mine is not None and not quietly:
            ask(store, run, ConflictKind.GONE, link, pair.day, moment, (None, mine, None))

    yield from transact(note)


def _settle(run: Run, pair: _Pair) -> Flow[None]:
    """Do what is to be done about a day now."""
    note = pair.note
    operation = "update" if pair.is_linked else "create"
    try:
        if pair.entry is not None:
            yield from _close(pair)
            yield from meet_and_send(run, pair.entry)
        elif pair.is_linked:
            entry = yield from _read(run, pair)
            if entry is not None:
                yield from meet_and_send(run, entry)
        elif note is not None and note.text and pair.is_new:
            yield from create_day(run, note, pair.link, pair.lost)
    except Previewed:
        return
    except RefusedThere as refused:
        if refused.refusal in _STOPS_THE_RUN or note is None:
            raise
        yield from park(run, note, operation, refused)
    except Unclear as error:
        run.stumble(error)


def _close(pair: _Pair) -> Flow[None]:
    """A day that has an entry needs no other: what was sent for it is answered."""
    if pair.lost is not None:
        arrived = replace(pair.lost, state=IntentState.APPLIED)
        yield from transact(lambda store: store.put_intent(arrived))


def _read(run: Run, pair: _Pair) -> Flow[RemoteDay | None]:
    """A linked day's entry as it is now; None where it is gone."""
    assert pair.link is not None
    assert pair.link.remote_id is not None
    try:
        return (yield from converse(run, diary(run).read_day(pair.link.remote_id)))
    except RefusedThere as refused:
        if refused.refusal is not Refusal.NOT_FOUND:
            raise
        return None
