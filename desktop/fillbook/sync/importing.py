"""Creates that go through a vendor's own import, which answers later, once and without ids."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

from fillbook.domain.link import Agreed, Intent, IntentState, LinkState, Parked
from fillbook.domain.remote_trade import RemoteTrade
from fillbook.remotes.effects import Request
from fillbook.remotes.remote import Capability, Importing, ImportOutcome, ImportState
from fillbook.storage.sync.writing import SyncStore
from fillbook.sync.effects import Flow, now, sleep, transact
from fillbook.sync.merge import FILLS
from fillbook.sync.observing import link_for
from fillbook.sync.run import Run
from fillbook.sync.sending import converse

_BUSY_FOR = timedelta(minutes=1)
_LOOKS = 8
_FIRST_LOOK_S = 1.0


def busy_for(run: Run) -> timedelta:
    """How long a running import is left alone: no longer than any unknown outcome rests."""
    return min(_BUSY_FOR, timedelta(seconds=float(run.connection.option("settle_s", "90"))))


def is_import(run: Run, request: Request) -> bool:
    """Whether a create request queues fills."""
    return run.can(Capability.IMPORT) and cast(Importing, run.remote).is_import(request)


def was_import(run: Run, intent: Intent) -> bool:
    """Whether an intent queued fills."""
    method, path = intent.verb.split(" ", 1)
    return is_import(run, Request(method=method, path=path))


def follow(run: Run, key: str) -> Flow[ImportOutcome]:
    """Wait a while for an import, and keep its result before anything is made of it.

    Args:
        key: What it was for: the id of its intent, or of the trade that it completes.
    """
    pause = _FIRST_LOOK_S
    outcome = yield from outcome_of(run, key)
    for _ in range(_LOOKS):
        if outcome.state is not ImportState.RUNNING:
            break
        yield from sleep(pause, "the journal's import")
        pause *= 1.5
        outcome = yield from outcome_of(run, key)
    return outcome


def outcome_of(run: Run, key: str) -> Flow[ImportOutcome]:
    """What the last import is doing; a result, which is told once, is kept."""
    outcome = yield from converse(run, cast(Importing, run.remote).import_outcome())
    if outcome.state in (ImportState.DONE, ImportState.FAILED):
        moment = yield from now()
        yield from transact(lambda store: _keep(store, run, key, outcome, moment))
    return outcome


def _keep(store: SyncStore, run: Run, key: str, outcome: ImportOutcome, moment: datetime) -> None:
    store.put_payload(run.connection.id, "import", key, outcome.body, 200, moment)


def wait_for_import(store: SyncStore, run: Run, intent: Intent, until: datetime) -> None:
    """Leave a trade alone while an import is running there."""
    store.put_intent(replace(intent, state=IntentState.UNKNOWN, not_before=until))
    why = f"an import is running at {run.remote.title}"
    parked = Parked("create", why, until=until, rev=intent.sent_rev)
    link = link_for(store, run, intent.local_id)
    store.put_link(replace(link, state=LinkState.UNKNOWN, parked=(parked,)))


def refuse_import(store: SyncStore, run: Run, intent: Intent, reason: str) -> None:
    """Note that an import took nothing of a trade."""
    store.put_intent(replace(intent, state=IntentState.REJECTED))
    link = link_for(store, run, intent.local_id)
    parked = Parked("create", reason, rev=intent.sent_rev)
    store.put_link(replace(link, state=LinkState.INELIGIBLE, parked=(parked,)))


def base_of_import(intent: Intent, seen: RemoteTrade) -> dict[str, Agreed]:
    """What both agree upon of a trade that our import made.

    It carried fills alone. What else stands there is the vendor's, a template perhaps, and
    ours takes its place.
    """
    base = {key: Agreed(value, value) for key, value in seen.fields.items()}
    sent, there = intent.sent_fields.get(FILLS), seen.fields.get(FILLS)
    if isinstance(sent, tuple) and isinstance(there, tuple) and set(sent) <= set(there):
        base[FILLS] = Agreed(sent, there)  # twins may have been dropped; what lacks goes later
    return base
