"""A remote trade that has no link here: find its counterpart, or make it."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from fillbook.domain.link import CHOICES, Conflict, ConflictKind, LinkState
from fillbook.domain.remote_trade import Facts, RemoteTrade
from fillbook.domain.trade import TradeDetail
from fillbook.storage.sync.reading import SyncReader
from fillbook.storage.sync.writing import SyncStore
from fillbook.sync.matching import (
    Found,
    Likeness,
    best,
    could_be,
    facts_of,
    fingerprint,
    likeness,
    symbol_key,
)
from fillbook.sync.merge import FILLS
from fillbook.sync.observing import Observed, link_for, observe
from fillbook.sync.run import Run

DUPLICATE_WATCH = timedelta(days=7)
"""How long after a create an equal trade there is a possible duplicate."""


def adopt(store: SyncStore, run: Run, seen: RemoteTrade, moment: datetime) -> Observed | None:
    """Take in a remote trade that has no link here.

    Returns:
        The linked trade; None where it waits for the user, or is not for this library.
    """
    account = local_account(run, seen.account)
    if account is None:
        run.foreign_accounts.add(seen.account_name or seen.account or "")
        return None
    found = counterpart(store, run, seen, account)
    if found.likeness is Likeness.PERHAPS and found.match is not None:
        propose(store, run, found.match, seen.id, seen.facts, moment)
        return None
    if found.match is None and (not run.pulls or _is_duplicate(store, run, seen, moment)):
        return None
    if found.match is None:
        trade_id = store.create_trade(run.connection.id, account, seen)
        run.pulled.created += 1
        run.updated.add(trade_id)
    else:
        trade_id = found.match.trade.id
        store.answer_creates(run.connection.id, trade_id)
        run.pulled.linked += 1
    link = replace(
        link_for(store, run, trade_id),
        state=LinkState.LINKED,
        remote_id=seen.id,
        base=None,
        parked=(),
        remarks=(),
    )
    store.put_link(link)
    return observe(store, run, link, seen, moment)


def counterpart(store: SyncReader, run: Run, seen: RemoteTrade, account: str) -> Found[TradeDetail]:
    """The local trade without a link here that a remote one is."""
    ruled_out = store.ruled_out(run.connection.id, seen.id) if seen.id else frozenset()
    first, last = around(seen.facts)
    candidates = [
        trade
        for trade in store.unlinked(
            run.connection.id, (account,), symbol_key(seen.facts.symbol), first, last
        )
        if trade.trade.id not in ruled_out
    ]
    return best(
        candidates, lambda trade: alike(run, trade, seen), lambda trade: run.remote.facts(trade)
    )


def alike(run: Run, trade: TradeDetail, seen: RemoteTrade) -> Likeness:
    """How sure it is that a local and a remote trade are one."""
    ours = run.remote.translate(trade).get(FILLS)
    return likeness(run.remote.facts(trade), seen.facts, ours, seen.fields.get(FILLS))


def propose(
    store: SyncStore,
    run: Run,
    trade: TradeDetail,
    remote_id: str | None,
    facts: Facts,
    moment: datetime,
) -> None:
    """Ask the user whether two trades are one; nothing is created meanwhile."""
    store.open_conflict(
        Conflict(
            id=store.new_id(),
            connection_id=run.connection.id,
            trade_id=trade.trade.id,
            kind=ConflictKind.MATCH,
            mine=words(run.remote.facts(trade)),
            theirs=words(facts),
            choices=CHOICES[ConflictKind.MATCH],
            seen_at=moment,
            remote_id=remote_id,
        )
    )


def _is_duplicate(store: SyncStore, run: Run, seen: RemoteTrade, moment: datetime) -> bool:
    """Whether the trade equals one that we created there of late: the user is asked."""
    trade_id = _created_equal(store, run, seen, moment)
    if trade_id is None or seen.id is None or seen.copy_of is not None:
        return False
    trade = store.trade(trade_id)
    if trade is None or trade.trade.account_id != local_account(run, seen.account):
        return False  # the same decision in another account
    if trade_id in store.ruled_out(run.connection.id, seen.id):
        return False
    store.open_conflict(
        Conflict(
            id=store.new_id(),
            connection_id=run.connection.id,
            trade_id=trade_id,
            kind=ConflictKind.DUPLICATE,
            theirs=words(seen.facts),
            choices=CHOICES[ConflictKind.DUPLICATE],
            seen_at=moment,
            remote_id=seen.id,
        )
    )
    return True


def _created_equal(store: SyncReader, run: Run, seen: RemoteTrade, moment: datetime) -> str | None:
    """The trade that we created there of late and that a remote one equals, but for its costs."""
    ours = store.applied_fingerprints(run.connection.id, moment - DUPLICATE_WATCH)
    if fingerprint(seen.facts) in ours:
        return ours[fingerprint(seen.facts)]
    for sent, trade_id in ours.items():
        if could_be(facts_of(sent), seen.facts):
            trade = store.trade(trade_id)
            if trade is not None and alike(run, trade, seen) is Likeness.SAME:
                return trade_id
    return None


def local_account(run: Run, remote_account: str | None) -> str | None:
    """The local account that a remote's account is mapped to."""
    mapped = run.connection.accounts
    if remote_account is None or set(mapped.values()) == {None}:
        return next(iter(mapped), None)
    return next((local for local, there in mapped.items() if there == remote_account), None)


def around(facts: Facts) -> tuple[datetime, datetime]:
    """The instants between which a counterpart must have opened."""
    if facts.opened_at is not None:
        return facts.opened_at - timedelta(days=1), facts.opened_at + timedelta(days=1)
    assert facts.trading_day is not None
    day = datetime.combine(facts.trading_day, time(0, 0), UTC)
    return day - timedelta(days=1), day + timedelta(days=2)


def words(facts: Facts) -> str:
    """A trade in one line."""
    at = facts.opened_at.isoformat() if facts.opened_at else str(facts.trading_day or "")
    net = "" if facts.net_pnl is None else f", net {facts.net_pnl}"
    size = "" if facts.quantity is None else f" {facts.quantity}"
    return f"{facts.symbol} {facts.direction.value}{size}, {at}{net}"
