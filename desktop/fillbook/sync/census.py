"""A complete listing of the days around a trade, before anything is created there."""

from datetime import timedelta

from fillbook.domain.remote_trade import RemoteRow, RemoteTrade
from fillbook.domain.trade import TradeDetail
from fillbook.remotes.errors import Unreadable
from fillbook.remotes.remote import Capability, Window
from fillbook.sync.adopting import alike
from fillbook.sync.effects import Flow, look, now
from fillbook.sync.matching import Found, best, could_be
from fillbook.sync.run import Census, Run
from fillbook.sync.sending import converse

FRESH = timedelta(seconds=60)
_RESTARTS = 3


def census(run: Run, window: Window, *, fresh: bool = False) -> Flow[tuple[RemoteRow, ...]]:
    """Every row of a window.

    Args:
        fresh: Do not take one that was read a moment ago.

    Raises:
        Unreadable: the listing did not come to a clean end.
    """
    moment = yield from now()
    known = run.censuses.get(window)
    if known is not None and not fresh and moment - known.read_at < FRESH:
        return known.rows
    for _ in range(_RESTARTS):
        rows = yield from _walk(run, window)
        if rows is not None:
            run.censuses[window] = Census(rows, moment)
            return rows
    raise Unreadable(f"{run.remote.title} does not list its trades completely.", "Sync again.")


def twin(run: Run, trade: TradeDetail, *, fresh: bool = False) -> Flow[Found[RemoteTrade]]:
    """The remote trade without a link that a local one is, if the remote has it already."""
    rows = yield from census(run, run.remote.window(trade), fresh=fresh)
    candidates = yield from unlinked_rows(run, trade, rows)
    details: list[RemoteTrade] = []
    for row in candidates:
        seen = yield from whole(run, row)
        details.append(seen)
    return best(details, lambda seen: alike(run, trade, seen), lambda seen: seen.facts)


def unlinked_rows(
    run: Run, trade: TradeDetail, rows: tuple[RemoteRow, ...]
) -> Flow[list[RemoteRow]]:
    """Rows that could be a trade and belong to none yet, oldest first."""
    ours = run.remote.facts(trade)
    account = run.connection.accounts.get(trade.trade.account_id)
    near = tuple(
        row for row in rows if row.account in (None, account) and could_be(ours, row.facts)
    )
    free = yield from free_rows(run, near)
    ruled_out = yield from look(
        lambda store: {
            row.id
            for row in free
            if row.id is not None and trade.trade.id in store.ruled_out(run.connection.id, row.id)
        }
    )
    return [row for row in free if row.id not in ruled_out][::-1]


def free_rows(run: Run, rows: tuple[RemoteRow, ...]) -> Flow[tuple[RemoteRow, ...]]:
    """Rows that belong to no trade yet."""
    taken = yield from look(
        lambda store: {
            row.id
            for row in rows
            if row.id is not None and store.link_to(run.connection.id, row.id) is not None
        }
    )
    return tuple(row for row in rows if row.id not in taken)


def known_rows(run: Run, trade: TradeDetail, rows: tuple[RemoteRow, ...]) -> tuple[str, ...]:
    """Ids, or counts where rows carry none, of rows that look like the trade before it is sent."""
    ours = run.remote.facts(trade)
    return tuple(
        row.id or f"#{place}" for place, row in enumerate(rows) if could_be(ours, row.facts)
    )


def whole(run: Run, row: RemoteRow) -> Flow[RemoteTrade]:
    """A row's trade with everything: from the row itself, or from its detail."""
    seen = run.remote.whole(row)
    if seen is not None:
        return seen
    assert row.id is not None
    return (yield from converse(run, run.remote.read(row.id)))


def reread(run: Run, trade: TradeDetail, remote_id: str) -> Flow[RemoteTrade | None]:
    """A remote trade as it is now; None where a listing does not name it.

    Raises:
        RefusedThere: NOT_FOUND where its detail is gone.
    """
    if run.can(Capability.DETAIL):
        return (yield from converse(run, run.remote.read(remote_id)))
    rows = yield from census(run, run.remote.window(trade), fresh=True)
    return next((run.remote.whole(row) for row in rows if row.id == remote_id), None)


def _walk(run: Run, window: Window) -> Flow[tuple[RemoteRow, ...] | None]:
    """All rows of a window in one go; None where it shifted under the walk."""
    rows: dict[str, RemoteRow] = {}
    cursor: str | None = None
    first: tuple[str, ...] = ()
    pages = 0
    while True:
        page = yield from converse(run, run.remote.listing(cursor, window))
        if page.bad_rows or page.incomplete:
            return None
        for place, row in enumerate(page.rows):
            rows[row.id or f"{pages}.{place}"] = row
        pages += 1
        if pages == 1:
            first = tuple(row.hash for row in page.rows)
        cursor = page.cursor
        if cursor is None:
            break
    if pages > 1:
        again = yield from converse(run, run.remote.listing(None, window))
        if tuple(row.hash for row in again.rows) != first:
            return None
    return tuple(rows.values())
