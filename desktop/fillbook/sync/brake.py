"""The brake: what would take much away at once waits for a word of the user's.

It is a stored question. No restart and no later run gets past it.
"""

from dataclasses import replace

from fillbook.domain.link import CHOICES, Conflict, ConflictKind
from fillbook.storage.sync.writing import SyncStore
from fillbook.sync.effects import Flow, look, new_id, now, transact
from fillbook.sync.leaving import DONE, is_many
from fillbook.sync.run import Run


def release_brake(run: Run, gone: int) -> Flow[bool]:
    """Whether so many absent trades may be followed up; the connection pauses where not."""
    linked = yield from look(lambda store: store.linked_count(run.connection.id))
    if not is_many(gone, linked) and not (gone >= 2 and gone * 2 > linked):
        yield from _withdraw(run)
        run.gone_waits = False
        return True
    words = f"{gone} of {linked} linked trades are no longer listed there"
    run.gone_confirmed = yield from brake(run, gone, words)
    run.gone_waits = not run.gone_confirmed
    return run.gone_confirmed


def brake(run: Run, count: int, words: str) -> Flow[bool]:
    """Ask once whether so much may be taken away; whether the user said to go on."""
    asked = yield from look(
        lambda store: store.newest_conflict(run.connection.id, ConflictKind.BRAKE)
    )
    if asked is not None and asked.resolution == "go_on" and count <= int(str(asked.base)):
        yield from transact(lambda store: store.close_conflict(asked.id, DONE, "the sync went on"))
        return True
    moment = yield from now()
    question = Conflict(
        id=(yield from new_id()),
        connection_id=run.connection.id,
        kind=ConflictKind.BRAKE,
        base=str(count),
        theirs=words,
        choices=CHOICES[ConflictKind.BRAKE],
        seen_at=moment,
    )
    if asked is not None and asked.resolution is None:
        question = replace(asked, base=str(count), theirs=words)
    yield from transact(lambda store: store.open_conflict(question))
    run.pause(words)
    return False


def _withdraw(run: Run) -> Flow[None]:
    """An open question answers itself once everything is listed again."""
    asked = yield from look(
        lambda store: store.newest_conflict(run.connection.id, ConflictKind.BRAKE)
    )
    if asked is None or asked.resolution is not None:
        return

    def close(store: SyncStore) -> None:
        store.close_conflict(asked.id, DONE, "everything is listed again")

    yield from transact(close)
