"""A control total: a journal's own figures beside ours of the same trades."""

from decimal import Decimal

from fillbook.domain.link import LinkState
from fillbook.domain.money import canonical, exact_sum
from fillbook.remotes.errors import Refusal, RefusedThere, Unclear
from fillbook.remotes.totals import Totalling, Totals
from fillbook.storage.sync.reading import SyncReader
from fillbook.sync.effects import Flow, look
from fillbook.sync.run import Run
from fillbook.sync.sending import converse

_CENT = Decimal("0.01")
_MOST = 5_000
_THERE = frozenset({LinkState.LINKED, LinkState.STALE_REMOTE})
_STOPS_THE_RUN = frozenset({Refusal.CREDENTIALS, Refusal.RATE})


def compare_totals(run: Run, *, asked: bool) -> Flow[None]:
    """Say where a journal counts otherwise than we do; trades go on without its figures.

    Args:
        asked: Compare even where the run has moved nothing.
    """
    if run.preview or not isinstance(run.remote, Totalling) or not (asked or _moved(run)):
        return
    try:
        theirs = yield from converse(run, run.remote.totals())
    except RefusedThere as refused:
        if refused.refusal in _STOPS_THE_RUN:
            raise
        return
    except Unclear:
        return
    ours = yield from look(lambda store: _ours(store, run))
    if ours is not None and _differ(ours, theirs):
        run.oddities.append(
            f"{run.remote.title} counts {theirs.trades} closed trades that made"
            f" {canonical(theirs.net_pnl)}; here the same {ours.trades} made"
            f" {canonical(ours.net_pnl)}."
        )


def _moved(run: Run) -> bool:
    pulled = run.pulled
    return bool(run.writes or pulled.created or pulled.updated or pulled.linked or pulled.gone)


def _ours(store: SyncReader, run: Run) -> Totals | None:
    """Our sums of the trades that are there; None where there are too many to read at once."""
    if store.linked_count(run.connection.id) > _MOST:
        return None
    trades = [
        store.trade(link.local_id)
        for link in store.links(run.connection.id)
        if link.state in _THERE
    ]
    nets = [trade.trade.net_pnl for trade in trades if trade is not None]
    return Totals(len(nets), exact_sum(net for net in nets if net is not None))


def _differ(ours: Totals, theirs: Totals) -> bool:
    return ours.trades != theirs.trades or abs(ours.net_pnl - theirs.net_pnl) >= _CENT
