"""A day's note and its entry there, brought together: merged like any text, else asked about."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import cast

from fillbook.domain.day_note import DayNote, RemoteDay
from fillbook.domain.link import CHOICES, Agreed, Conflict, ConflictKind, Link, LinkState
from fillbook.domain.remote_trade import Value
from fillbook.remotes.diary import ENTITY, Diary
from fillbook.storage.sync.reading import SyncReader
from fillbook.storage.sync.writing import SyncStore
from fillbook.sync.day_words import TEXT, field_of
from fillbook.sync.leaving import DONE
from fillbook.sync.merge import is_normalised, merge, same
from fillbook.sync.run import Run

_MAY_ARRIVE_FOR = timedelta(days=1)
_OF_CONTENT = frozenset({ConflictKind.FIELD, ConflictKind.GONE})


@dataclass(frozen=True, slots=True)
class Due:
    """Words of ours that are not there yet."""

    note: DayNote
    link: Link
    text: str | None  # None: they were taken away here


def diary(run: Run) -> Diary:
    """The remote, as one that keeps a diary."""
    return cast(Diary, run.remote)


def text_of(run: Run, note: DayNote | None) -> str | None:
    """A note as it is compared; None where there are no words."""
    return None if note is None else diary(run).day_text(note.text)


def base_of(link: Link | None) -> Agreed | None:
    """What both sides had when they last agreed on a day."""
    return None if link is None or link.base is None else link.base.get(TEXT)


def meet(store: SyncStore, run: Run, entry: RemoteDay, moment: datetime) -> Due | None:
    """Take over what is new there; what is to be written there afterwards."""
    note = store.day_note(entry.day)
    if note is None:
        if entry.text is None or not run.pulls:
            return None
        note = _written(store, run, entry.day, entry.text)
    mine = text_of(run, note)
    link = _linked(store, run, note, entry)
    base = _known(store, run, link, mine, entry, moment)
    merged = merge({} if base is None else {TEXT: base}, {TEXT: mine}, {TEXT: entry.text})
    clash = merged.clashes.get(TEXT)
    if clash is not None:
        store.put_link(link)
        ask(store, run, ConflictKind.FIELD, link, entry.day, moment, (clash.base, mine, entry.text))
        return None
    if TEXT in merged.pull:
        pulled = merged.pull[TEXT]
        if not run.pulls or not pulled:
            return None
        note = _written(store, run, entry.day, str(pulled))
        mine = text_of(run, note)
    agreed = merged.agreed.get(TEXT) or (Agreed(mine, entry.text) if merged.pull else base)
    assert agreed is not None
    remarks = link.remarks if mine is None else ()
    link = replace(
        link,
        base={TEXT: agreed},
        synced_rev=note.revision,
        verified_at=moment,
        remarks=remarks,
    )
    store.put_link(link)
    withdraw(store, run, entry.day, _OF_CONTENT if mine is None else frozenset(ConflictKind))
    return None if mine == agreed.mine else Due(note, link, mine)


def ask(
    store: SyncStore,
    run: Run,
    kind: ConflictKind,
    link: Link,
    day: date,
    moment: datetime,
    told: tuple[Value, Value, Value],
) -> None:
    """Ask the user about a day, once.

    Args:
        told: What was before, what is here and what is there.
    """
    base, mine, theirs = told
    store.open_conflict(
        Conflict(
            id=store.new_id(),
            connection_id=run.connection.id,
            link_id=link.id,
            kind=kind,
            field=field_of(day),
            base=base,
            mine=mine,
            theirs=theirs,
            choices=CHOICES[kind],
            seen_at=moment,
            remote_id=link.remote_id,
        )
    )


def withdraw(store: SyncStore, run: Run, day: date, kinds: Collection[ConflictKind]) -> None:
    """Questions about a day that nobody has to answer any more."""
    for asked in store.conflicts(run.connection.id):
        if asked.field == field_of(day) and asked.kind in kinds:
            store.close_conflict(asked.id, DONE, "both sides agree")


def is_from_elsewhere(store: SyncReader, run: Run, note: DayNote) -> bool:
    """Whether another journal wrote the note last, and nothing is passed on."""
    writer = store.day_writer(note.id)
    is_other = writer.startswith("remote:") and writer != f"remote:{run.connection.name}"
    return is_other and not run.connection.allows("fan_out", False)


def after_write(link: Link, sent: str | None, stored: str | None) -> Link:
    """The link once words were written there; what somebody wrote right after is news."""
    is_ours = same(sent, stored) or is_normalised(sent, stored)
    agreed = Agreed(sent, stored if is_ours else sent)
    return replace(link, state=LinkState.LINKED, base={TEXT: agreed}, parked=(), remarks=())


def _written(store: SyncStore, run: Run, day: date, text: str) -> DayNote:
    store.write_day_note(day, text)
    run.pulled.days += 1
    note = store.day_note(day)
    assert note is not None
    return note


def _linked(store: SyncStore, run: Run, note: DayNote, entry: RemoteDay) -> Link:
    """The link of a note, led to the entry that its day has now."""
    link = store.link(run.connection.id, note.id, ENTITY) or Link(
        id=store.new_id(),
        connection_id=run.connection.id,
        entity=ENTITY,
        local_id=note.id,
        state=LinkState.LINKED,
    )
    is_unsent = any(parked.operation == "create" for parked in link.parked)
    parked = () if is_unsent else link.parked
    return replace(link, remote_id=entry.id, state=LinkState.LINKED, parked=parked)


def _known(
    store: SyncReader,
    run: Run,
    link: Link,
    mine: str | None,
    entry: RemoteDay,
    moment: datetime,
) -> Agreed | None:
    """The last agreement, or what arrived there since without our hearing of it.

    Where the user left both sides apart, new words of ours meet theirs for the first time.
    """
    base = base_of(link)
    if base is not None and base.mine is None and base.theirs and mine:
        base = None
    if base is not None and entry.text == base.theirs:
        return base
    since = moment - _MAY_ARRIVE_FOR
    for sent in store.lost_writes(run.connection.id, link.local_id, since, ENTITY):
        if same(sent[TEXT], entry.text) or is_normalised(sent[TEXT], entry.text):
            base = Agreed(sent[TEXT], entry.text)
    return base
