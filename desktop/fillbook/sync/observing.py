"""Taking in what a remote says of a linked trade, in one transaction.

These functions run inside the transaction that reads the local trade, so nothing that the
user writes meanwhile can be overwritten.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

from fillbook.domain.link import (
    CHOICES,
    Agreed,
    Conflict,
    ConflictKind,
    Link,
    LinkState,
    Parked,
)
from fillbook.domain.money import canonical
from fillbook.domain.remote_trade import Facts, Fields, RemoteTrade, Value
from fillbook.domain.trade import TradeDetail
from fillbook.remotes import joined_notes
from fillbook.storage.sync.reading import SyncReader
from fillbook.storage.sync.writing import SyncStore
from fillbook.sync.marks import is_mark
from fillbook.sync.matching import figures_agree
from fillbook.sync.merge import (
    FILLS,
    Clash,
    Merged,
    has_both,
    is_normalised,
    merge,
    same,
    unsent,
    with_unset,
)
from fillbook.sync.run import Run

OF_THE_DECISION = frozenset({"grade", "strategy", "setup"})
"""Fields that copies of one decision share; they are merged at its source alone."""

_PERMANENT = frozenset({"stored_as", "left_there"})
"""Remarks that stay when a trade is looked at again."""

_MAY_ARRIVE_FOR = timedelta(days=3)
"""So long a write whose outcome is unknown may still take effect, whatever our clock does."""

_CENT = Decimal("0.01")

TAKE_FACTS = "take"
"""The hash of a link whose facts the user wants to have from there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """A linked trade after both sides were compared."""

    link: Link
    trade: TradeDetail
    seen: RemoteTrade
    mine: Fields  # all our fields, in the remote's space
    unsent: Fields = field(default_factory=dict)  # to be written there


def observe(
    store: SyncStore, run: Run, link: Link, seen: RemoteTrade, moment: datetime
) -> Observed:
    """Merge what the remote says of a linked trade, and say what is to be written there."""
    trade = _trade(store, link.local_id)
    base = dict(link.base or {})
    mine = _comparable(store, run, trade, seen, base)
    seen = replace(seen, fields=with_unset(seen.fields, seen.whole, mine.keys() | base.keys()))
    base |= _arrived_late(store, run, link, base, seen, moment)
    waiting = _open_fields(store, run, trade.trade.id)
    merged = merge(base, {k: v for k, v in mine.items() if k not in waiting}, seen.fields)
    merged = _with_mixed_up(merged, trade, base, mine, seen.fields)
    base |= merged.agreed
    took_facts = _follow_facts(store, run, link, trade, seen, base, mine)
    pulled = _pulled(run, trade.trade.id, merged.pull, mine)
    if pulled:
        store.edit(trade.trade.id, run.remote.edits(pulled, trade))
    if pulled or took_facts:
        trade = _trade(store, link.local_id)
        mine = _comparable(store, run, trade, seen, base)
        run.count_pull(trade.trade.id)
    for key in pulled.keys() - merged.agreed.keys():
        base[key] = Agreed(mine.get(key), seen.fields[key])
    if FILLS in merged.pull and FILLS in mine:
        base[FILLS] = Agreed(mine[FILLS], seen.fields[FILLS])
    for key, clash in merged.clashes.items():
        _clash(store, run, link, key, (clash.base, clash.mine, clash.theirs), moment)
    _review_clashes(store, waiting, mine, seen.fields, base)
    open_keys = _open_fields(store, run, trade.trade.id).keys()
    pending = {
        key: value
        for key, value in unsent(base, mine).items()
        if key not in open_keys and (key in seen.fields or key in run.remote.write_only)
    }
    pending, parked, remarks = _held_back(store, run, link, trade, pending, moment)
    remarks += _discrepancies(run, trade, seen)
    revision = trade.trade.revision
    kept = replace(
        link,
        remote_id=seen.id or link.remote_id,
        state=LinkState.LINKED,
        base=base,
        remote_hash=facts_hash(seen),
        verified_at=moment,
        parked=parked,
        remarks=tuple(dict.fromkeys(remarks)),
        synced_rev=min(link.synced_rev, revision - 1) if pending else revision,
    )
    store.put_link(kept)
    if seen.id is not None and seen.body:
        store.put_payload(run.connection.id, "trade", seen.id, seen.body, 200, moment)
    if seen.extras:
        store.put_extras(trade.trade.id, run.connection.id, seen.extras)
    _join_copies(store, run, trade, seen, base)
    run.verified.add(trade.trade.id)
    return Observed(link=kept, trade=trade, seen=seen, mine=mine, unsent=pending)


def wrote(
    store: SyncStore,
    run: Run,
    local_id: str,
    sent: Fields,
    before: RemoteTrade,
    after: RemoteTrade,
    moment: datetime,
) -> Observed:
    """Agree upon what a write stored, then merge whatever else has changed."""
    link = store.link(run.connection.id, local_id)
    assert link is not None
    base = dict(link.base or {})
    parked, remarks = list(link.parked), list(link.remarks)
    revision = store.trade_rev(local_id)
    there = with_unset(after.fields, after.whole, sent)
    for key, value in sent.items():
        stored = there.get(key, value)
        if same(value, stored):
            base[key] = Agreed(value, stored)
        elif is_normalised(value, stored):
            base[key] = Agreed(value, stored)
            remarks.append(("stored_as", f"{key} is stored there as {shown(stored)}"))
        elif same(stored, before.fields.get(key)):
            base[key] = Agreed(value, stored)
            why = "cannot be cleared there" if not value else "was not stored there"
            if is_mark(stored):  # nothing of the user's waits for it
                remarks.append(("left_there", f"the mark {stored} cannot be taken away there"))
            else:
                parked.append(Parked("update", f"{key} {why}", field=key, rev=revision))
        else:
            base[key] = Agreed(value, value)  # somebody's edit came right after ours
    link = replace(link, base=base, parked=tuple(parked), remarks=tuple(remarks))
    store.conclude_writes(run.connection.id, local_id)
    return observe(store, run, link, after, moment)


def _arrived_late(
    store: SyncReader,
    run: Run,
    link: Link,
    base: Mapping[str, Agreed],
    seen: RemoteTrade,
    moment: datetime,
) -> Mapping[str, Agreed]:
    """Fields in which the remote holds what we sent once without ever hearing of it again.

    Such a value is ours, however much later it got there: nobody edited it on the website.
    """
    changed = {
        key: theirs
        for key, theirs in seen.fields.items()
        if key in base and not same(theirs, base[key].theirs)
    }
    if not changed:
        return {}
    lost = store.lost_writes(run.connection.id, link.local_id, moment - _MAY_ARRIVE_FOR)
    return {
        key: Agreed(sent[key], theirs)
        for sent in lost
        for key, theirs in changed.items()
        if key in sent and (same(sent[key], theirs) or is_normalised(sent[key], theirs))
    }


def facts_hash(seen: RemoteTrade) -> str:
    """A hash of what a remote trade was: a change of it is a change of facts."""
    facts = seen.facts
    told = (
        facts.symbol,
        facts.direction,
        *map(
            str,
            (
                facts.quantity,
                facts.opened_at,
                facts.closed_at,
                facts.trading_day,
                facts.entry_price,
                facts.exit_price,
                facts.gross_pnl,
                facts.fees,
                facts.net_pnl,
            ),
        ),
        seen.fields.get(FILLS),
    )
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def shown(value: Value) -> str:
    """A value in a sentence."""
    if isinstance(value, tuple):
        return ", ".join(value) or "nothing"
    return f'"{value}"' if value else "nothing"


def _trade(store: SyncReader, trade_id: str) -> TradeDetail:
    trade = store.trade(trade_id)
    assert trade is not None
    return trade


def _pulled(run: Run, trade_id: str, pull: Fields, mine: Fields) -> Fields:
    """What is taken over now; what was emptied there waits until the run knows how much."""
    if not run.pulls:
        return {}
    wanted = {key: value for key, value in pull.items() if key != FILLS}
    if run.may_empty:
        return wanted
    emptied = {key for key, value in wanted.items() if mine.get(key) and not value}
    if emptied:
        run.emptied.add(trade_id)
    return {key: value for key, value in wanted.items() if key not in emptied}


def _with_mixed_up(
    merged: Merged, trade: TradeDetail, base: Mapping[str, Agreed], mine: Fields, theirs: Fields
) -> Merged:
    """The verdict, with a question where a text of all notes cannot be taken apart any more."""
    key = joined_notes.KEY
    notes = trade.trade.review.notes
    if key not in merged.pull or joined_notes.is_intact(merged.pull[key], notes):
        return merged
    before = base[key].mine if key in base else None
    return replace(
        merged,
        agreed={k: v for k, v in merged.agreed.items() if k != key},
        pull={k: v for k, v in merged.pull.items() if k != key},
        clashes={**merged.clashes, key: Clash(before, mine[key], theirs[key])},
    )


def _comparable(
    store: SyncReader,
    run: Run,
    trade: TradeDetail,
    seen: RemoteTrade,
    base: Mapping[str, Agreed],
) -> dict[str, Value]:
    """Our fields; of a copy without what is merged at its source."""
    known = seen.fields.keys() | base.keys()
    mine = dict(with_unset(run.remote.translate(trade), seen.whole, known))
    if seen.copy_of is None or store.link_to(run.connection.id, seen.copy_of) is None:
        return mine
    return {
        key: value
        for key, value in mine.items()
        if key not in OF_THE_DECISION and not key.startswith("confirmation.")
    }


def _join_copies(
    store: SyncStore, run: Run, trade: TradeDetail, seen: RemoteTrade, base: Mapping[str, Agreed]
) -> None:
    """Let copies and their source be one decision, whichever of them is read first."""
    for copy_id in run.early_copies.pop(seen.id or "", ()):
        store.join_decision(copy_id, trade.trade.id)
    if seen.copy_of is None:
        return
    source = store.link_to(run.connection.id, seen.copy_of)
    if source is None:
        run.early_copies.setdefault(seen.copy_of, set()).add(trade.trade.id)
        return
    if source.local_id not in store.decision(trade.trade.id):
        ours = run.remote.translate(trade)
        edited = {
            key: ours.get(key)
            for key in OF_THE_DECISION & base.keys()
            if not same(ours.get(key), base[key].mine)
        }
        if edited:
            store.edit(source.local_id, run.remote.edits(edited, _trade(store, source.local_id)))
    store.join_decision(trade.trade.id, source.local_id)


def _open_fields(store: SyncReader, run: Run, trade_id: str) -> dict[str, Conflict]:
    return {
        conflict.field: conflict
        for conflict in store.conflicts(run.connection.id, trade_id)
        if conflict.kind is ConflictKind.FIELD and conflict.field is not None
    }


def _follow_facts(
    store: SyncStore,
    run: Run,
    link: Link,
    trade: TradeDetail,
    seen: RemoteTrade,
    base: Mapping[str, Agreed],
    mine: Fields,
) -> bool:
    """Let a trade that came from this remote follow its facts; whether it did."""
    if link.remote_hash == TAKE_FACTS:
        store.update_facts(trade.trade.id, run.connection.id, seen)
        return True
    if not run.pulls or link.remote_hash in (None, facts_hash(seen)):
        return False
    if store.home(trade.trade.id) != run.connection.id:
        return False
    if FILLS in base and mine.get(FILLS) != base[FILLS].mine:
        return False  # our fills changed too: a clash, or a write
    if not _differences(run.remote.facts(trade), seen.facts) and same(
        mine.get(FILLS), seen.fields.get(FILLS, mine.get(FILLS))
    ):
        return False
    store.update_facts(trade.trade.id, run.connection.id, seen)
    return True


def _clash(
    store: SyncStore,
    run: Run,
    link: Link,
    key: str,
    values: tuple[Value, Value, Value],
    moment: datetime,
) -> None:
    """Show base, mine and theirs of a field to the user."""
    choices = CHOICES[ConflictKind.FIELD]
    base, mine, theirs = values
    store.open_conflict(
        Conflict(
            id=store.new_id(),
            connection_id=run.connection.id,
            link_id=link.id,
            trade_id=link.local_id,
            kind=ConflictKind.FIELD,
            field=key,
            base=base,
            mine=mine,
            theirs=theirs,
            choices=choices if has_both(key) else choices[:2],
            seen_at=moment,
            remote_id=link.remote_id,
        )
    )


def _review_clashes(
    store: SyncStore,
    waiting: Mapping[str, Conflict],
    mine: Fields,
    theirs: Fields,
    base: dict[str, Agreed],
) -> None:
    """Bring open clashes up to date; one whose sides have become equal is settled."""
    for key, conflict in waiting.items():
        if key not in mine or key not in theirs:
            continue
        if same(mine[key], theirs[key]):
            store.close_conflict(conflict.id, "agreed", "both sides are equal now")
            base[key] = Agreed(mine[key], theirs[key])
        elif (mine[key], theirs[key]) != (conflict.mine, conflict.theirs):
            store.open_conflict(replace(conflict, mine=mine[key], theirs=theirs[key]))


def _held_back(
    store: SyncReader,
    run: Run,
    link: Link,
    trade: TradeDetail,
    pending: Fields,
    moment: datetime,
) -> tuple[dict[str, Value], tuple[Parked, ...], list[tuple[str, str]]]:
    """What of the unsent fields may go now; what does not, and why."""
    revision = trade.trade.revision
    parked = [entry for entry in link.parked if _still_stands(run, entry, revision, moment)]
    stopped = {entry.field for entry in parked}
    remarks = [remark for remark in link.remarks if remark[0] in _PERMANENT]
    going = {key: value for key, value in pending.items() if key not in stopped}
    for key in _held(store, run, trade, going):
        del going[key]
        remarks.append(("held", f"{key} came from another journal and is not passed on"))
    for key, why in run.remote.unsendable(going).items():
        del going[key]
        parked.append(Parked("update", why, field=key, rev=revision))
    return going, tuple(parked), remarks


def _still_stands(run: Run, entry: Parked, revision: int, moment: datetime) -> bool:
    plan = run.identity.plan if run.identity is not None else None
    if entry.plan is not None and entry.plan != (plan or ""):
        return False  # other rights or another plan: it is tried again
    if entry.until is not None:
        return entry.until > moment and entry.rev >= revision
    return entry.rev >= revision


def _held(store: SyncReader, run: Run, trade: TradeDetail, pending: Fields) -> list[str]:
    """Fields that another remote wrote last, where nothing is passed on."""
    if not pending or run.connection.allows("fan_out", False):
        return []
    ours = f"remote:{run.connection.name}"
    writers = store.writers(trade.trade.id)

    def is_foreign(key: str) -> bool:
        origins = [
            origin for name, origin in writers.items() if name == key or name.startswith(f"{key}.")
        ]
        return bool(origins) and all(
            origin.startswith("remote:") and origin != ours for origin in origins
        )

    return [key for key in pending if is_foreign(key)]


def _discrepancies(run: Run, trade: TradeDetail, seen: RemoteTrade) -> Iterable[tuple[str, str]]:
    for name, ours, theirs in _differences(run.remote.facts(trade), seen.facts):
        yield ("discrepancy", f"{name} is {canonical(theirs)} there and {canonical(ours)} here")


def _differences(ours: Facts, theirs: Facts) -> list[tuple[str, Decimal, Decimal]]:
    """Figures that both sides tell, and tell differently."""
    pairs = (
        ("net P&L", ours.net_pnl, theirs.net_pnl, _CENT),
        ("gross P&L", ours.gross_pnl, theirs.gross_pnl, _CENT),
        ("quantity", ours.quantity, theirs.quantity, None),
        ("entry price", ours.entry_price, theirs.entry_price, None),
        ("exit price", ours.exit_price, theirs.exit_price, None),
    )
    return [
        (name, mine, other)
        for name, mine, other, within in pairs
        if mine is not None and other is not None and figures_agree(mine, other, within) is False
    ]


def link_for(store: SyncStore, run: Run, trade_id: str) -> Link:
    """The trade's link here, or a new one that waits to be filled in."""
    known = store.link(run.connection.id, trade_id)
    return known or Link(
        id=store.new_id(),
        connection_id=run.connection.id,
        local_id=trade_id,
        state=LinkState.PENDING_CREATE,
    )
