"""Reading the remote's trades: pages, changed rows, and a rolling look at the details."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from fillbook.domain.errors import FillbookError
from fillbook.domain.link import ConflictKind, Cursor, Intent, Link, LinkState
from fillbook.domain.remote_trade import RemoteRow, RemoteTrade
from fillbook.remotes.errors import Refusal, RefusedThere, Unclear, Unreadable
from fillbook.remotes.remote import Capability, Page
from fillbook.storage.sync.writing import SyncStore
from fillbook.sync.adopting import adopt, local_account
from fillbook.sync.brake import brake, release_brake
from fillbook.sync.census import whole
from fillbook.sync.effects import Flow, keep, look, now, tell, transact
from fillbook.sync.leaving import STREAM, is_gone
from fillbook.sync.linking import link_created
from fillbook.sync.marks import carries_mark, is_marked
from fillbook.sync.matching import fingerprint
from fillbook.sync.observing import Observed, observe
from fillbook.sync.pictures import exchange_pictures
from fillbook.sync.pushing import look_again, push_rest
from fillbook.sync.run import Run
from fillbook.sync.sending import converse

_LISTING = "listing"
AUDIT = 20
"""How many linked trades are looked at again in each run."""

FEW_PAGES = 5
"""Pages that are all read in each run, where no detail can be looked at."""

SCAN_EVERY = timedelta(days=1)
_RECENT = timedelta(days=30)
_RESTARTS = 3
ABSENT = "absent"
"""The remark of a trade that one complete listing did not name."""


@dataclass(frozen=True, slots=True)
class Listed:
    """How a pass over the listing ended."""

    epoch: int
    complete: bool  # every page of one epoch was read, cleanly
    changed: bool  # some row was new or different


def pull(run: Run) -> Flow[Listed]:
    """Take in what is new or changed there."""
    moment = yield from now()
    cursor = yield from look(lambda store: store.cursor(run.connection.id, STREAM))
    everything = run.full or _scan_is_due(run, cursor, moment)
    epoch = (cursor.epoch if cursor is not None else 0) + 1
    for _ in range(_RESTARTS):
        try:
            return (yield from _walk(run, epoch, moment, everything=everything))
        except RefusedThere as refused:
            if refused.refusal is not Refusal.INVALID:
                raise
            epoch += 1  # the cursor was refused: begin again
    return Listed(epoch, complete=False, changed=True)


def _scan_is_due(run: Run, cursor: Cursor | None, moment: datetime) -> bool:
    """Whether every page is to be read, and not the first alone."""
    if cursor is None or not cursor.complete:
        return True
    if not run.can(Capability.DETAIL) and cursor.pages <= FEW_PAGES:
        return True  # in the place of the audit
    return not timedelta(0) <= moment - cursor.started_at < SCAN_EVERY


def _walk(run: Run, epoch: int, moment: datetime, *, everything: bool) -> Flow[Listed]:
    cursor: str | None = None
    pages = 0
    first: tuple[str, ...] = ()
    clean, changed_any = True, False
    while True:
        page = yield from converse(run, run.remote.listing(cursor))
        pages += 1
        if pages == 1:
            first = tuple(row.hash for row in page.rows)
            everything = everything or (yield from _counts_otherwise(run, page))
        changed = yield from _take_page(run, page, epoch)
        changed_any = changed_any or changed
        clean = clean and not page.bad_rows and page.incomplete is None
        run.bad_rows += [*page.bad_rows, *([page.incomplete] if page.incomplete else ())]
        cursor = page.cursor
        if cursor is None or not (everything or changed):
            break
        yield from tell("reading trades", pages * run.remote.limits.page, page.total)
    complete = clean and cursor is None
    if complete and pages > 1:
        again = yield from converse(run, run.remote.listing(None))
        complete = tuple(row.hash for row in again.rows) == first
    if complete or everything:
        kept = Cursor(epoch=epoch, pages=pages, complete=complete, started_at=moment)
        total = page.total if complete else None
        yield from transact(lambda store: _keep_place(store, run, kept, total))
    return Listed(epoch, complete=complete, changed=changed_any)


def _keep_place(store: SyncStore, run: Run, place: Cursor, total: int | None) -> None:
    store.put_cursor(run.connection.id, STREAM, place)
    if total is not None:
        body = str(total).encode()
        store.put_payload(run.connection.id, _LISTING, STREAM, body, 200, place.started_at)


def _counts_otherwise(run: Run, page: Page) -> Flow[bool]:
    """Whether the remote counts more or fewer trades than when all of them were read."""
    if page.total is None:
        return False
    known = yield from look(lambda store: store.payload(run.connection.id, STREAM, _LISTING))
    return known != str(page.total).encode()


def _take_page(run: Run, page: Page, epoch: int) -> Flow[bool]:
    """Take in the new and changed rows of a page; whether there were any."""
    rows = [row for row in page.rows if row.id is not None]
    nameless = [row for row in page.rows if row.id is None]
    seen = yield from look(
        lambda store: store.seen(run.connection.id, [row.id for row in rows if row.id])
    )
    fresh = [row for row in rows if row.id is not None and seen.get(row.id) != row.hash]
    changed = False
    unread: set[str] = set()
    for row in [*fresh, *nameless]:
        if row.account is not None and local_account(run, row.account) is None:
            run.foreign_accounts.add(row.account_name or row.account)
            unread.add(row.id or "")
            continue
        changed = True
        if not (yield from _take_row(run, row)) and row.id is not None:
            unread.add(row.id)
    hashes = {
        row.id: seen.get(row.id, "") if row.id in unread else row.hash
        for row in rows
        if row.id is not None
    }
    if hashes:
        yield from transact(lambda store: store.put_seen(run.connection.id, hashes, epoch))
    return changed


def _take_row(run: Run, row: RemoteRow) -> Flow[bool]:
    """Take in one row; False: it is to be read again next time."""
    try:
        seen = yield from whole(run, row)
    except RefusedThere as refused:
        if refused.refusal is not Refusal.NOT_FOUND:
            raise
        return False
    except Unreadable as error:
        run.bad_rows.append(f"trade {row.id}: {error.title}")
        return False
    except Unclear as error:
        run.stumble(error)
        return False
    if seen.is_archived:
        return True
    moment = yield from now()

    try:
        observed = yield from transact(lambda store: _take_in(store, run, seen, moment))
    except FillbookError as error:
        run.bad_rows.append(f"{row.id}: {error.title}")
        return False
    if isinstance(observed, Observed):
        yield from exchange_pictures(run, observed)
    return observed is not _WAITS


class _Waits:
    """A row that is to be read again: it waits for an answer, or is nobody's here."""


_WAITS = _Waits()


def _take_in(
    store: SyncStore, run: Run, seen: RemoteTrade, moment: datetime
) -> Observed | _Waits | None:
    """Take in a trade; None where the library wants no news of it."""
    link = store.link_to(run.connection.id, seen.id or "")
    if link is None:
        intent = _sent(store, run, seen)
        if intent is not None:
            run.pushed.created += 1
            return link_created(store, run, intent, seen, moment)
        if seen.facts.opened_at is None and seen.facts.trading_day is None:
            return None  # a trade of no day has no place in a journal
        return adopt(store, run, seen, moment) or _WAITS
    trade = store.trade(link.local_id)
    if link.state is LinkState.DETACHED or trade is None or trade.trade.deleted:
        return None
    for conflict in store.conflicts(run.connection.id, link.local_id):
        if conflict.kind is ConflictKind.GONE:
            store.close_conflict(conflict.id, "back", "it is listed again")
    return observe(store, run, link, seen, moment)


def _sent(store: SyncStore, run: Run, seen: RemoteTrade) -> Intent | None:
    """The create of unknown outcome that made a trade.

    Its mark tells; and where nothing can be changed that stands there, its facts do.
    """
    by_facts = seen.id is not None and not run.can(Capability.UPDATE)
    if not (by_facts or carries_mark(seen.body)):
        return None
    for intent in store.open_intents(run.connection.id):
        is_new = seen.id not in intent.known
        if is_marked(intent, seen.body) or (
            by_facts and is_new and intent.fingerprint == fingerprint(seen.facts)
        ):
            return intent
    return None


def audit(run: Run) -> Flow[None]:
    """Look at the linked trades again whose details were read longest ago."""
    if not run.can(Capability.DETAIL):
        return
    moment = yield from now()
    limit = None if run.full else AUDIT
    links = yield from look(
        lambda store: store.audit_due(run.connection.id, limit, moment - _RECENT)
    )
    for link in links:
        if link.local_id not in run.verified:
            yield from _review(run, link)


def _review(run: Run, link: Link) -> Flow[None]:
    try:
        observed = yield from look_again(run, link)
        if observed is not None:
            yield from push_rest(run, observed)
    except Unclear as error:
        run.stumble(error)


def note_absent(run: Run, listed: Listed) -> Flow[None]:
    """Find out what became of linked trades that a complete listing does not name."""
    if not listed.complete:
        return
    links = yield from look(lambda store: store.unseen(run.connection.id, listed.epoch))
    if not (yield from release_brake(run, len(links))):
        return
    for link in links:
        if run.can(Capability.DETAIL):
            yield from _review(run, link)
        elif any(kind == ABSENT for kind, _ in link.remarks):
            yield from is_gone(run, link)
        else:
            missing = (*link.remarks, (ABSENT, "is missing in the journal's list"))
            once = replace(link, remarks=missing)
            yield from keep(once)


def take_emptied(run: Run) -> Flow[None]:
    """Take over what was emptied there, unless it is suspiciously much."""
    wanted = tuple(run.emptied)
    if not wanted:
        return
    linked = yield from look(lambda store: store.linked_count(run.connection.id))
    if len(wanted) > max(20, linked // 5):
        words = f"{len(wanted)} trades would lose notes or fields that were emptied there"
        if not (yield from brake(run, len(wanted), words)):
            return
    run.may_empty = True
    links = yield from look(
        lambda store: [store.link(run.connection.id, trade_id) for trade_id in wanted]
    )
    for link in links:
        if link is not None and link.remote_id is not None:
            yield from _review(run, link)
