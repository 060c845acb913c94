"""A whole run of one connection: believe nothing, ask, merge, write, and say how it stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from fillbook.domain.connection import Connection, ConnectionState
from fillbook.domain.link import ConflictKind, Link, LinkState
from fillbook.remotes.errors import NotSent, Refusal, RefusedThere, RemoteError, Unclear
from fillbook.remotes.remote import Capability, Identity, Remote
from fillbook.storage.sync.reading import SyncReader
from fillbook.storage.sync.writing import SyncStore
from fillbook.sync.creating import create_missing
from fillbook.sync.days import exchange_days
from fillbook.sync.effects import Flow, look, now, tell, transact
from fillbook.sync.guards import check_identity, check_library, check_rows
from fillbook.sync.leaving import drop_duplicates, recreate, tell_deletions
from fillbook.sync.listing import audit, note_absent, pull, take_emptied
from fillbook.sync.pushing import push_changes
from fillbook.sync.remembering import recall, remember
from fillbook.sync.report import Remark, Report, Waiting
from fillbook.sync.run import Run
from fillbook.sync.sending import converse
from fillbook.sync.settling import recover, settle
from fillbook.sync.taking import take_fills
from fillbook.sync.totals import compare_totals

_ROUNDS = 3
_PLAN_WARNING = timedelta(days=14)
_REFUSED = frozenset({Refusal.CREDENTIALS, Refusal.FORBIDDEN})


@dataclass(frozen=True, slots=True)
class Asked:
    """How a run was asked for."""

    manual: bool = False  # by hand: it is the breaker's probe and the login's next try
    full: bool = False
    preview: bool = False


def reconcile(connection: Connection, remote: Remote, asked: Asked) -> Flow[Report]:
    """Bring a connection's both sides together, as far as that can be done now."""
    run = Run(
        connection=connection,
        remote=remote,
        manual=asked.manual,
        full=asked.full,
        preview=asked.preview,
    )
    started_at = yield from now()
    failure: RemoteError | None = None
    try:
        yield from _reconcile(run)
    except (NotSent, Unclear, RefusedThere) as error:
        failure = error
    return (yield from _conclude(run, started_at, failure))


def _reconcile(run: Run) -> Flow[None]:
    if run.connection.paused:
        run.pause("This connection is paused.")
        return
    if run.can(Capability.IDENTITY):
        run.identity = yield from converse(run, run.remote.identify())
        yield from _warn_of_the_plan(run, run.identity)
    yield from recover(run)
    if run.identity is not None and not (yield from check_identity(run, run.identity)):
        return
    if not (yield from check_rows(run)):
        return
    yield from check_library(run)
    if run.can(Capability.EXECUTIONS):
        yield from take_fills(run)
        return
    yield from recall(run)
    yield from _heed_brake(run)
    asked_for_all = run.full
    for turn in range(_ROUNDS):
        writes = run.writes
        yield from tell(f"comparing with {run.remote.title}", turn, _ROUNDS)
        yield from _turn(run, first=turn == 0)
        run.full = False
        if run.writes == writes or run.preview:
            break
    yield from exchange_days(run, everything=asked_for_all)
    yield from compare_totals(run, asked=asked_for_all)
    yield from remember(run)


def _warn_of_the_plan(run: Run, identity: Identity) -> Flow[None]:
    """Say in time that a plan ends, on which writes may depend."""
    moment = yield from now()
    if identity.plan_ends is not None and identity.plan_ends - moment < _PLAN_WARNING:
        day = identity.plan_ends.date()
        ended = identity.plan_ends <= moment
        run.oddities.append(f"The {run.remote.title} plan {'ended' if ended else 'ends'} on {day}.")


def _turn(run: Run, *, first: bool) -> Flow[None]:
    """One pass: what is unclear, what is new there, what left, what is new here."""
    yield from settle(run)
    listed = yield from pull(run)
    yield from note_absent(run, listed)
    if first:
        yield from audit(run)
    yield from take_emptied(run)
    yield from tell_deletions(run)
    yield from recreate(run)
    yield from drop_duplicates(run)
    yield from push_changes(run)
    yield from create_missing(run)
    yield from settle(run)


def _heed_brake(run: Run) -> Flow[None]:
    """Write nothing while the brake waits for its answer; the listing may withdraw it."""
    asked = yield from look(
        lambda store: store.newest_conflict(run.connection.id, ConflictKind.BRAKE)
    )
    if asked is not None and asked.resolution is None:
        run.pause(str(asked.theirs))
        run.gone_waits = True


def _conclude(run: Run, started_at: datetime, failure: RemoteError | None) -> Flow[Report]:
    """Say how the connection stands, and keep that."""
    noted, conflicts = yield from look(lambda store: _left(store, run))
    parked = tuple(
        Waiting(
            trade_id=trade_id,
            operation=entry.operation,
            reason=entry.reason,
            until=entry.until,
            field=entry.field,
        )
        for trade_id, link in noted
        for entry in link.parked
    )
    moment = yield from now()
    state, message = _state(run, parked, conflicts, failure, moment)
    report = Report(
        connection_id=run.connection.id,
        name=run.connection.name,
        kind=run.connection.kind,
        state=state,
        requests=run.requests,
        writes=run.writes,
        pulled=run.pulled,
        pushed=run.pushed,
        conflicts=conflicts,
        parked=parked,
        remarks=tuple(
            Remark(trade_id=trade_id, kind=kind, text=text)
            for trade_id, link in noted
            for kind, text in link.remarks
        ),
        planned=tuple(run.planned),
        planned_requests=_planned_requests(run),
        message=message,
    )
    yield from transact(lambda store: _keep(store, run, report, started_at, moment, failure))
    return report


def _planned_requests(run: Run) -> int:
    """A write, a look before it and one after it for each planned operation."""
    return 3 * len(run.planned)


_NOT_THERE = frozenset({LinkState.AMBIGUOUS, LinkState.INELIGIBLE, LinkState.PENDING_CREATE})
"""What is said of these ends when the user takes the trade out."""


def _left(store: SyncReader, run: Run) -> tuple[list[tuple[str, Link]], int]:
    """What did not go or is worth knowing, by trade; and how many questions wait."""
    noted = [
        (store.trade_of_screenshot(link.local_id) or link.local_id, link)
        for link in store.noted_links(run.connection.id)
        if link.state not in _NOT_THERE or not store.excluded(link.local_id, run.connection.id)
    ]
    return noted, len(store.conflicts(run.connection.id))


def _state(
    run: Run,
    parked: tuple[Waiting, ...],
    conflicts: int,
    failure: RemoteError | None,
    moment: datetime,
) -> tuple[ConnectionState, str | None]:
    """How the connection stands, the gravest first, and why."""
    if run.paused is not None:
        return ConnectionState.PAUSED, run.paused
    if isinstance(failure, RefusedThere):
        if failure.refusal in _REFUSED:
            return ConnectionState.REFUSED, str(failure)
        if failure.refusal is Refusal.RATE:
            until = moment + timedelta(seconds=failure.retry_after_s or 60)
            return ConnectionState.PARKED, f"{failure.title} Goes on at {until:%H:%M} UTC."
        return ConnectionState.WAITING, str(failure)
    if failure is not None:
        return ConnectionState.OFFLINE, str(failure)
    message = _message(run)
    if conflicts or any(entry.until is None for entry in parked):
        return ConnectionState.WAITING, message
    if parked:
        return ConnectionState.PARKED, message
    return ConnectionState.IN_SYNC, message


def _message(run: Run) -> str | None:
    """What the user should know of a run that went well."""
    parts: list[str] = []
    if run.foreign_accounts - {""}:
        names = ", ".join(sorted(run.foreign_accounts - {""}))
        parts.append(f"Trades of accounts that are not mapped were left alone: {names}.")
    if run.bad_rows:
        more = f" and {len(run.bad_rows) - 1} more" if len(run.bad_rows) > 1 else ""
        parts.append(f"Could not be read: {run.bad_rows[0].rstrip('.')}{more}.")
    parts += run.oddities[:1]
    if len(run.oddities) > 1:
        parts.append(f"{len(run.oddities) - 1} more do not add up.")
    return " ".join(parts) or None


def _keep(
    store: SyncStore,
    run: Run,
    report: Report,
    started_at: datetime,
    moment: datetime,
    failure: RemoteError | None,
) -> None:
    reached = failure is None and run.paused is None
    store.put_state(
        run.connection.id,
        state=report.state,
        message=report.message,
        last_success=moment if reached else run.connection.last_success,
    )
    store.log_run(
        run.connection.id,
        started_at=started_at,
        finished_at=moment,
        requests=report.requests,
        writes=report.writes,
        outcome=report.state.value,
        lines=_lines(report),
    )


def _lines(report: Report) -> tuple[str, ...]:
    """The run in words, for the log that a person reads."""
    pulled, pushed = report.pulled, report.pushed
    counts = (
        (pulled.created, "new here"),
        (pulled.linked, "found on both sides"),
        (pulled.updated, "updated here"),
        (pulled.gone, "gone there"),
        (pushed.created, "created there"),
        (pushed.updated, "updated there"),
        (pushed.deleted, "removed there"),
        (pushed.screenshots, "screenshots sent"),
        (pulled.days, "day notes taken over"),
        (pushed.days, "day notes sent"),
        (report.conflicts, "waiting for you"),
        (len(report.parked), "not sent"),
    )
    lines = [f"{count} {words}" for count, words in counts if count]
    return (*lines, *([report.message] if report.message else ()))
