"""Bugs put into the engine on purpose: each of them must be caught by some life."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from fillbook.domain.link import Agreed, IntentState, LinkState
from fillbook.sync import (
    adopting,
    creating,
    cycle,
    listing,
    merge,
    observing,
    pushing,
    settling,
)
from fillbook.sync.matching import Found, Likeness

Patch = Callable[[object, str, object], None]
"""``monkeypatch.setattr``."""


def _nothing(*given, **named):
    return
    yield


def skip_the_census(patch: Patch) -> None:
    def twin(run, trade, *, fresh=False):
        return Found(Likeness.DIFFERENT)
        yield

    patch(creating, "twin", twin)


def take_every_row_for_a_new_trade(patch: Patch) -> None:
    patch(adopting, "counterpart", lambda *given: Found(Likeness.DIFFERENT))


def drop_the_intent(patch: Patch) -> None:
    def prepare(store, run, trade, intent):
        store.put_link(observing.link_for(store, run, trade.trade.id))
        return True

    patch(creating, "_prepare", prepare)


def forget_what_was_in_flight(patch: Patch) -> None:
    patch(cycle, "recover", _nothing)


def never_settle(patch: Patch) -> None:
    patch(cycle, "settle", _nothing)


def send_again_under_a_new_key(patch: Patch) -> None:
    def settle(run, intent):
        trade = yield from settling.look(lambda store: store.trade(intent.local_id))
        yield from creating.again(run, trade, intent)

    patch(settling, "_settle_create", settle)


def trust_a_key_for_ever(patch: Patch) -> None:
    patch(settling, "key_is_alive", lambda intent, moment, server_date: intent.key is not None)


def take_silence_for_a_yes(patch: Patch) -> None:
    def unknown(store, run, intent):
        store.put_intent(replace(intent, state=IntentState.APPLIED))
        link = observing.link_for(store, run, intent.local_id)
        store.put_link(replace(link, state=LinkState.LINKED, remote_id="1", base={}))

    patch(creating, "note_unknown", unknown)


def take_absence_for_deletion(patch: Patch) -> None:
    def note_absent(run, listed):
        def delete(store):
            for link in store.unseen(run.connection.id, listed.epoch):
                store.delete_trade(link.local_id)

        yield from listing.transact(delete)

    patch(cycle, "note_absent", note_absent)


def let_theirs_win(patch: Patch) -> None:
    original = merge.merge

    def merged(base, mine, theirs, **named):
        found = original(base, mine, theirs, **named)
        taken = {key: clash.theirs for key, clash in found.clashes.items()}
        return merge.Merged(found.agreed, {**found.pull, **taken}, {})

    patch(observing, "merge", merged)


def let_ours_win(patch: Patch) -> None:
    original = merge.merge

    def merged(base, mine, theirs, **named):
        found = original(base, mine, theirs, **named)
        agreed = {key: Agreed(clash.theirs, clash.theirs) for key, clash in found.clashes.items()}
        return merge.Merged({**found.agreed, **agreed}, found.pull, {})

    patch(observing, "merge", merged)


def overwrite_sets(patch: Patch) -> None:
    patch(merge, "_merged_set", lambda known, ours, other: tuple(ours or ()))


def agree_upon_what_stands_now(patch: Patch) -> None:
    """An edit made while a write was under way counts as sent."""
    original = pushing.wrote

    def wrote(store, run, local_id, sent, before, after, moment: datetime):
        mine = run.remote.translate(store.trade(local_id))
        now = {key: mine.get(key) for key in sent}
        same = replace(after, fields={**after.fields, **now})
        return original(store, run, local_id, now, before, same, moment)

    patch(pushing, "wrote", wrote)


def never_look_at_details(patch: Patch) -> None:
    patch(cycle, "audit", _nothing)


def note_rows_before_they_are_read(patch: Patch) -> None:
    def take_row(run, row):
        return True
        yield

    patch(listing, "_take_row", take_row)


def push_over_what_changed_there(patch: Patch) -> None:
    """The base is what the remote says now, whatever the user has seen."""
    original = merge.merge

    def merged(base, mine, theirs, **named):
        forgotten = {
            key: Agreed(agreed.mine, theirs.get(key, agreed.theirs)) for key, agreed in base.items()
        }
        return original(forgotten, mine, theirs, **named)

    patch(observing, "merge", merged)


def leave_the_tags_out(patch: Patch) -> None:
    original = pushing.push_rest

    def push_rest(run, observed):
        unsent = {key: value for key, value in observed.unsent.items() if key != "tags"}
        return (yield from original(run, replace(observed, unsent=unsent)))

    patch(pushing, "push_rest", push_rest)
    patch(creating, "push_rest", push_rest)
    patch(listing, "push_rest", push_rest)


def send_other_bytes_again(patch: Patch) -> None:
    original = settling.rebuilt

    def rebuilt(run, intent):
        request = original(run, intent)
        return replace(request, body=bytes(request.body or b"") + b" ")

    patch(settling, "rebuilt", rebuilt)


LOST_CREATE = ()
"""No random life is needed: one in which a create is lost ends badly."""

MUTATIONS: dict[Callable[[Patch], None], tuple[int, ...]] = {
    skip_the_census: (47, 269),
    take_every_row_for_a_new_trade: (183, 210),
    drop_the_intent: LOST_CREATE,
    forget_what_was_in_flight: (185, 244),
    never_settle: (185, 244),
    send_again_under_a_new_key: LOST_CREATE,
    trust_a_key_for_ever: LOST_CREATE,
    take_silence_for_a_yes: (191, 482),
    take_absence_for_deletion: (260, 387),
    let_theirs_win: (2, 120),
    let_ours_win: (2, 120),
    overwrite_sets: (84, 94),
    agree_upon_what_stands_now: (298, 390),
    never_look_at_details: (41, 60),
    note_rows_before_they_are_read: (1, 3),
    push_over_what_changed_there: (5, 11),
    leave_the_tags_out: (3, 7),
    send_other_bytes_again: LOST_CREATE,
}
"""Each bug with the seeds of lives that met it when it was put in; later ones may meet it too."""
