"""The user's answers to questions about a day's note."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import cast

from fillbook.domain.link import Agreed, Conflict, ConflictKind, Link, LinkState
from fillbook.domain.remote_trade import Value
from fillbook.remotes.diary import ENTITY, Diary
from fillbook.remotes.remote import Remote
from fillbook.storage.sync.writing import SyncStore
from fillbook.sync.day_words import EMPTIED, TEXT
from fillbook.sync.merge import combined


def answer_day(
    store: SyncStore, remote: Remote, conflict: Conflict, day: date, choice: str
) -> None:
    """Carry out a choice; the next sync writes there what follows from it."""
    note = store.day_note(day)
    assert note is not None
    link = store.link(conflict.connection_id, note.id, ENTITY)
    assert link is not None
    mine = cast(Diary, remote).day_text(note.text)
    changed, text = _ANSWERS[conflict.kind](link, conflict, mine, choice)
    if text is not None:
        store.write_day_note(day, text)
    store.put_link(changed)


_Answered = tuple[Link, str | None]
"""The link afterwards, and the note's words where they become others."""


def _field(link: Link, conflict: Conflict, mine: Value, choice: str) -> _Answered:
    theirs = conflict.theirs
    link = _agreed(link, theirs, theirs)
    if choice == "mine":
        return link, None
    return link, str((combined(mine, theirs) if choice == "both" else theirs) or "")


def _gone(link: Link, conflict: Conflict, mine: Value, choice: str) -> _Answered:
    text = "" if choice == "delete_here" else None
    if choice == "create_again":
        is_missing = link.state is LinkState.MISSING_REMOTE
        link = _agreed(link, None, None)
        if is_missing:
            link = replace(link, state=LinkState.PENDING_CREATE, remote_id=None, base=None)
    elif link.state is LinkState.MISSING_REMOTE:
        link = replace(link, state=LinkState.DETACHED)
    else:
        link = _agreed(link, mine if choice == "keep" else None, None)
    return link, text


def _remote_delete(link: Link, conflict: Conflict, mine: Value, choice: str) -> _Answered:
    if choice == "leave":
        return _agreed(link, None, conflict.theirs), None
    return replace(link, remarks=((EMPTIED, "is emptied there at the next sync"),)), None


def _agreed(link: Link, mine: Value, theirs: Value) -> Link:
    return replace(link, base={TEXT: Agreed(mine, theirs)}, parked=())


_ANSWERS: Mapping[ConflictKind, Callable[[Link, Conflict, Value, str], _Answered]] = {
    ConflictKind.FIELD: _field,
    ConflictKind.GONE: _gone,
    ConflictKind.REMOTE_DELETE: _remote_delete,
}
