"""Screenshots of one trade, here and there: the union, each file once.

The bytes differ on both sides, because a server may compress them. So a picture is known
by its link; without one by its label and place, never by its hash.
"""

from dataclasses import replace

from fillbook.domain.errors import FillbookError
from fillbook.domain.link import Intent, IntentState, Link, LinkState, Parked
from fillbook.domain.remote_trade import RemoteImage
from fillbook.domain.review import Screenshot
from fillbook.remotes.effects import Answer, Request
from fillbook.remotes.errors import Refusal, RefusedThere, RemoteError, Unclear
from fillbook.remotes.remote import Capability, Picture
from fillbook.storage.sync.reading import SyncReader
from fillbook.storage.sync.writing import SyncStore
from fillbook.sync.effects import Flow, KeepPicture, ReadPicture, keep, look, new_key, now, transact
from fillbook.sync.observing import Observed
from fillbook.sync.run import Previewed, Run
from fillbook.sync.sending import converse, deliver, prepared

ENTITY = "screenshot"


def exchange_pictures(run: Run, observed: Observed) -> Flow[None]:
    """Bring a trade's pictures to both sides; a copy's belong to its source."""
    images = observed.seen.images
    if not run.can(Capability.SCREENSHOTS) or images is None or observed.seen.copy_of is not None:
        return
    shots = observed.trade.screenshots
    yield from transact(lambda store: _pair(store, run, shots, images))
    for image in images:
        if run.pulls:
            yield from _fetch(run, observed, image)
    yield from transact(lambda store: _note_missing(store, run, shots, images))
    if not run.pushes:
        return
    yield from _drop_deleted(run, observed, images)
    for shot in shots:
        if (yield from _send(run, observed, shot)):
            break


def _pair(
    store: SyncStore, run: Run, shots: tuple[Screenshot, ...], images: tuple[RemoteImage, ...]
) -> None:
    """Link pictures that are one by label and place: an answer to their upload was lost."""
    free = [shot for shot in shots if _unlinked(store, run, shot)]
    for image in images:
        if store.link_to(run.connection.id, image.id, ENTITY) is not None:
            continue
        twins = [
            shot for shot in free if (shot.label, shot.position) == (image.label, image.position)
        ]
        if len(twins) == 1:
            _link(store, run, twins[0].id, image.id)
            free.remove(twins[0])


def _unlinked(store: SyncReader, run: Run, shot: Screenshot) -> bool:
    link = store.link(run.connection.id, shot.id, ENTITY)
    return link is None or link.remote_id is None


def _link(store: SyncStore, run: Run, local_id: str, remote_id: str) -> None:
    known = store.link(run.connection.id, local_id, ENTITY)
    link = known or Link(
        id=store.new_id(),
        connection_id=run.connection.id,
        entity=ENTITY,
        local_id=local_id,
        state=LinkState.LINKED,
    )
    store.put_link(replace(link, state=LinkState.LINKED, remote_id=remote_id, parked=()))


def _fetch(run: Run, observed: Observed, image: RemoteImage) -> Flow[None]:
    """Take over a picture that is there and was never here."""
    known = yield from look(lambda store: store.link_to(run.connection.id, image.id, ENTITY))
    if known is not None or observed.link.remote_id is None:
        return
    try:
        picture = yield from converse(run, run.remote.picture(observed.link.remote_id, image.id))
    except RefusedThere as refused:
        if refused.refusal in (Refusal.CREDENTIALS, Refusal.RATE):
            raise
        return
    except Unclear as error:
        run.stumble(error)
        return
    yield from _keep(run, observed, image, picture)


def _keep(run: Run, observed: Observed, image: RemoteImage, picture: Picture) -> Flow[None]:
    trade_id = observed.trade.trade.id
    try:
        stored = yield KeepPicture(picture.content, image.label or image.id)
    except FillbookError:
        return  # not a picture: it stays there, and is tried again when it changes

    def hang(store: SyncStore) -> None:
        local_id = store.attach(trade_id, stored, image.label)
        _link(store, run, local_id, image.id)

    yield from transact(hang)
    run.count_pull(trade_id)


def _note_missing(
    store: SyncStore, run: Run, shots: tuple[Screenshot, ...], images: tuple[RemoteImage, ...]
) -> None:
    """A picture that was taken off there stays here, and is not sent again."""
    there = {image.id for image in images}
    for shot in shots:
        link = store.link(run.connection.id, shot.id, ENTITY)
        if link is not None and link.state is LinkState.LINKED and link.remote_id not in there:
            store.put_link(replace(link, state=LinkState.MISSING_REMOTE))


def _drop_deleted(run: Run, observed: Observed, images: tuple[RemoteImage, ...]) -> Flow[None]:
    """Take off there what the user took off here."""
    if observed.link.remote_id is None:
        return
    trade_id = observed.trade.trade.id
    trade = yield from look(lambda store: store.trade(trade_id))  # some were just taken over
    assert trade is not None
    kept = {shot.id for shot in trade.screenshots}
    for image in images:
        yield from _drop_if_deleted(run, observed.link.remote_id, image, kept)


def _drop_if_deleted(run: Run, remote_id: str, image: RemoteImage, kept: set[str]) -> Flow[None]:
    link = yield from look(lambda store: store.link_to(run.connection.id, image.id, ENTITY))
    if link is None or link.local_id in kept or link.state is not LinkState.LINKED:
        return
    run.plan(link.local_id, "remove screenshot")
    try:
        yield from converse(run, run.remote.drop_picture(remote_id, image.id), link.local_id)
    except Previewed:
        return
    except RefusedThere as refused:
        if refused.refusal is not Refusal.NOT_FOUND:
            raise
    except RemoteError as error:
        run.stumble(error)
        return
    yield from keep(replace(link, state=LinkState.DETACHED))


def _send(run: Run, observed: Observed, shot: Screenshot) -> Flow[bool]:
    """Upload one picture if it is due; whether the trade can take no more."""
    link = yield from look(lambda store: store.link(run.connection.id, shot.id, ENTITY))
    if observed.link.remote_id is None or (link is not None and not _is_due(run, link)):
        return False
    why = run.remote.takes(shot)
    if why is not None:
        yield from transact(lambda store: _park(store, run, shot.id, Parked("screenshot", why)))
        return False
    run.plan(observed.trade.trade.id, "screenshot", (shot.label,))
    try:
        content = yield ReadPicture(shot.sha256)
        boundary = yield from new_key()
        request = run.remote.upload(observed.link.remote_id, shot, content, boundary)
        intent, keyed = yield from prepared(run, request, shot.id)
        yield from transact(lambda store: store.put_intent(intent))
        answer = yield from deliver(run, intent, keyed)
    except Previewed:
        return False
    except RemoteError as error:
        run.stumble(error)
        return False
    except FillbookError as error:
        parked = Parked("screenshot", error.title)
        yield from transact(lambda store: _park(store, run, shot.id, parked))
        return False
    return (yield from conclude_upload(run, intent, keyed, answer))


def _is_due(run: Run, link: Link) -> bool:
    if link.state is not LinkState.PENDING_CREATE:
        return False
    plan = run.identity.plan if run.identity is not None else None
    return all(entry.plan is not None and entry.plan != (plan or "") for entry in link.parked)


def conclude_upload(run: Run, intent: Intent, request: Request, answer: Answer) -> Flow[bool]:
    """Draw the consequences of a definite answer to an upload; whether a limit is reached."""
    moment = yield from now()
    try:
        run.remote.checked(request, answer)
    except RefusedThere as refused:
        if refused.refusal in (Refusal.CREDENTIALS, Refusal.RATE):
            raise
        limited = refused.refusal in (Refusal.PLAN, Refusal.PAYMENT, Refusal.FORBIDDEN)
        plan = (run.identity.plan if run.identity is not None else None) or ""
        parked = Parked("screenshot", refused.title, plan=plan if limited else None)
        rejected = replace(intent, state=IntentState.REJECTED)

        def note(store: SyncStore) -> None:
            store.put_intent(rejected)
            _park(store, run, intent.local_id, parked)

        yield from transact(note)
        return limited
    remote_id = run.remote.uploaded(answer)
    applied = replace(intent, state=IntentState.APPLIED, last_sent_at=moment)

    def hold(store: SyncStore) -> None:
        store.put_intent(applied)
        if remote_id is not None:
            _link(store, run, intent.local_id, remote_id)

    yield from transact(hold)
    run.pushed.screenshots += 1
    return False


def _park(store: SyncStore, run: Run, shot_id: str, parked: Parked) -> None:
    known = store.link(run.connection.id, shot_id, ENTITY)
    link = known or Link(
        id=store.new_id(),
        connection_id=run.connection.id,
        entity=ENTITY,
        local_id=shot_id,
        state=LinkState.PENDING_CREATE,
    )
    if link.parked != (parked,):
        store.put_link(replace(link, parked=(parked,)))
