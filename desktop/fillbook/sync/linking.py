"""What a link says while its trade is created, and once it stands there."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from fillbook.domain.link import Agreed, Intent, IntentState, LinkState
from fillbook.domain.remote_trade import RemoteTrade, Value
from fillbook.domain.trade import TradeDetail
from fillbook.remotes.remote import Capability
from fillbook.storage.sync.writing import SyncStore
from fillbook.sync.importing import base_of_import, was_import
from fillbook.sync.marks import is_mark_of, is_marked
from fillbook.sync.merge import FieldClass, class_of, is_normalised, with_unset
from fillbook.sync.observing import Observed, link_for, observe
from fillbook.sync.run import Run


def note_not_sent(store: SyncStore, run: Run, intent: Intent) -> None:
    """It did nothing, so the trade is to be created as if it had not been tried."""
    link = link_for(store, run, intent.local_id)
    store.put_link(replace(link, state=LinkState.PENDING_CREATE, parked=()))


def note_unknown(store: SyncStore, run: Run, intent: Intent) -> None:
    """Nobody knows what became of the create."""
    link = link_for(store, run, intent.local_id)
    store.put_link(replace(link, state=LinkState.UNKNOWN))


def note_id(store: SyncStore, run: Run, intent: Intent, remote_id: str) -> None:
    """The answer is an id alone: what was sent is the agreement until a listing says more."""
    link = link_for(store, run, intent.local_id)
    store.put_intent(replace(intent, state=IntentState.APPLIED))
    store.put_link(
        replace(
            link,
            state=LinkState.LINKED,
            remote_id=remote_id,
            base={key: Agreed(value, value) for key, value in intent.sent_fields.items()},
            parked=(),
            synced_rev=intent.sent_rev,
        )
    )


def link_created(
    store: SyncStore, run: Run, intent: Intent, seen: RemoteTrade, moment: datetime
) -> Observed:
    """Link what a create made, and merge what has changed since it was sent."""
    link = link_for(store, run, intent.local_id)
    store.put_intent(replace(intent, state=IntentState.APPLIED))
    link = replace(
        link,
        state=LinkState.LINKED,
        remote_id=seen.id,
        base=_base(run, intent, seen),
        parked=(),
        synced_rev=intent.sent_rev,
    )
    store.put_link(link)
    return observe(store, run, link, seen, moment)


def link_found(
    store: SyncStore, run: Run, trade: TradeDetail, seen: RemoteTrade, moment: datetime
) -> Observed:
    """Link a trade that was there before anything was created."""
    link = link_for(store, run, trade.trade.id)
    link = replace(link, state=LinkState.LINKED, remote_id=seen.id, base=None, parked=())
    store.put_link(link)
    return observe(store, run, link, seen, moment)


def _base(run: Run, intent: Intent, seen: RemoteTrade) -> Mapping[str, Agreed] | None:
    """What both agree upon after a create; None where it may be somebody else's trade."""
    if not was_import(run, intent):
        return _base_of_create(run, intent, seen)
    return base_of_import(intent, seen) if is_marked(intent, seen.body) else None


def _base_of_create(run: Run, intent: Intent, seen: RemoteTrade) -> Mapping[str, Agreed]:
    """What stands there came from us, but for what somebody edited before we saw it."""
    sent = intent.sent_fields
    stored = with_unset(seen.fields, seen.whole, sent)
    return {
        key: _first_agreement(run, intent, seen, key, value, stored.get(key, value))
        for key, value in sent.items()
    }


def _first_agreement(
    run: Run, intent: Intent, seen: RemoteTrade, key: str, sent: Value, there: Value
) -> Agreed:
    """The base of a field of a new trade.

    What is empty there is still to be sent. What stands there in the form that we sent is
    agreed, and so is whatever a journal made of it that takes no changes; a mark is taken
    away; a set takes both sides' words; anything else is an edit.
    """
    is_mark = not sent and isinstance(there, str) and is_mark_of(intent, there)
    if not there or is_mark:
        return Agreed(there, there)
    is_echo = is_normalised(sent, there) or is_marked(intent, seen.body)
    if is_echo or (sent and not run.can(Capability.UPDATE)):
        return Agreed(sent, there)
    return Agreed((), ()) if class_of(key) is FieldClass.SET else Agreed(sent, sent)
