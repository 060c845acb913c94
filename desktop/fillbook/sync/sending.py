"""Requests with manners: reads are tried again, writes stand as an intent first.

Nothing but this module lets a write leave, and only after its row is committed.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TypeVar

from fillbook.domain.link import Intent, IntentState
from fillbook.domain.remote_trade import Fields
from fillbook.remotes.effects import Answer, Operation, Request
from fillbook.remotes.errors import NotSent, Refusal, RefusedThere, RemoteError, Unclear
from fillbook.remotes.remote import Capability
from fillbook.sync.effects import Flow, ask, new_id, new_key, now, send, sleep, transact
from fillbook.sync.run import Previewed, Run

T = TypeVar("T")

TRIES = 3
LONGEST_WAIT_S = 60.0
KEY_LIFE = timedelta(hours=23)
_RATE_WAITS = 5
_BACK_OFF_S = 2.0

NOTHING: Fields = MappingProxyType({})


def converse(
    run: Run, operation: Operation[T], local_id: str = "", sent: Fields = NOTHING
) -> Flow[T]:
    """The result of a remote's operation.

    Args:
        local_id: The record that its writes are about.
        sent: Our values that its writes bring there.
    """
    try:
        request = next(operation)
        while True:
            try:
                if request.is_read:
                    answer = yield from read(run, request)
                else:
                    answer = yield from write(run, request, local_id, sent)
            except RemoteError as error:
                request = operation.throw(error)
            else:
                request = operation.send(answer)
    except StopIteration as end:
        result: T = end.value
        return result


def read(run: Run, request: Request) -> Flow[Answer]:
    """The answer to a read, which is tried again where the line or the server fails."""
    waits = 0
    attempt = 1
    while True:
        try:
            run.requests += 1
            answer = yield from ask(request)
        except (NotSent, Unclear):
            if attempt == TRIES:
                raise
        else:
            run.heard(answer)
            pause = _pause(run, request, answer)
            if pause is not None and waits < _RATE_WAITS:
                waits += 1
                yield from sleep(pause, "the journal's rate limit")
                continue
            if answer.status < 500 or attempt == TRIES:
                return answer
        yield from sleep(_BACK_OFF_S ** (attempt - 1), "trying again")
        attempt += 1


def write(run: Run, request: Request, local_id: str, sent: Fields = NOTHING) -> Flow[Answer]:
    """Send a write under an intent of its own.

    Raises:
        NotSent: it did not leave.
        Unclear: nobody knows; the intent stays open.
        Previewed: this is a preview.
    """
    intent, keyed = yield from prepared(run, request, local_id)
    intent = replace(intent, sent_fields=sent)
    yield from transact(lambda store: store.put_intent(intent))
    answer = yield from deliver(run, intent, keyed)
    settled = replace(intent, state=_verdict(run, keyed, answer))
    yield from transact(lambda store: store.put_intent(settled))
    return answer


def prepared(run: Run, request: Request, local_id: str) -> Flow[tuple[Intent, Request]]:
    """A write's intent, still to be committed, and the request under its key."""
    if run.preview:
        raise Previewed("This is a preview.", "Nothing was sent.")
    assert request.body is None or isinstance(request.body, bytes)
    key = (yield from new_key()) if run.can(Capability.KEYS) else None
    moment = yield from now()
    intent = Intent(
        id=(yield from new_id()),
        connection_id=run.connection.id,
        entity=request.entity,
        local_id=local_id,
        verb=f"{request.method} {request.path}",
        state=IntentState.IN_FLIGHT,
        key=key,
        body=request.body or b"",
        content_type=request.content_type,
        first_sent_at=moment,
        last_sent_at=moment,
        server_date=run.server_date,
        attempts=1,
    )
    return intent, run.remote.keyed(request, key) if key else request


def deliver(run: Run, intent: Intent, request: Request) -> Flow[Answer]:
    """A definite answer to a write whose intent is committed.

    Under a key the same bytes go again where the outcome is unknown; without one they go
    once. A refusal is an answer.

    Raises:
        NotSent: it did not leave now; the intent is closed, unless it may have left before.
        Unclear: the intent is unknown now.
    """
    waits = 0
    attempt = 1
    failure: RemoteError | None = None
    while True:
        try:
            run.requests += 1
            run.writes += 1
            answer = yield from send(request, intent.id)
            run.heard(answer)
            run.writes -= int(answer.is_ours)
            pause = _pause(run, request, answer)
            if pause is not None and waits < _RATE_WAITS:
                waits += 1
                yield from sleep(pause, "the journal's rate limit")
                continue
            _require_definite(run, request, answer)
            return answer
        except NotSent as error:
            failure = failure or error
        except Unclear as error:
            failure = error
        if attempt == (TRIES if intent.key else 1):
            break
        yield from sleep(_BACK_OFF_S ** (attempt - 1), "trying again")
        attempt += 1
    never_left = isinstance(failure, NotSent) and intent.state is not IntentState.UNKNOWN
    state = IntentState.REJECTED if never_left else IntentState.UNKNOWN
    moment = yield from now()
    left = replace(intent, state=state, last_sent_at=moment, attempts=intent.attempts + attempt - 1)
    yield from transact(lambda store: store.put_intent(left))
    raise failure


def rebuilt(run: Run, intent: Intent) -> Request:
    """The request of an intent, byte for byte."""
    method, path = intent.verb.split(" ", 1)
    request = Request(
        method=method,
        path=path,
        body=intent.body or None,
        content_type=intent.content_type,
        entity=intent.entity,
    )
    request = run.remote.authorised(request)
    return run.remote.keyed(request, intent.key) if intent.key else request


def key_is_alive(intent: Intent, moment: datetime, server_date: datetime | None) -> bool:
    """Whether the remote still knows the key, by the wall clock and by its own."""
    if intent.key is None or intent.first_sent_at is None:
        return False
    age = moment - intent.first_sent_at
    if not timedelta(0) <= age < KEY_LIFE:
        return False
    if intent.server_date is None or server_date is None:
        return True
    return timedelta(0) <= server_date - intent.server_date < KEY_LIFE


def _pause(run: Run, request: Request, answer: Answer) -> float | None:
    """How long to wait before the same request goes again; None where it does not."""
    if answer.status != 429:
        return None
    try:
        run.remote.checked(request, answer)
    except RefusedThere as refused:
        wait = refused.retry_after_s
        if refused.refusal is Refusal.RATE and (wait is None or wait <= LONGEST_WAIT_S):
            return _BACK_OFF_S if wait is None else max(wait, 0.0)
    except Unclear:
        return _BACK_OFF_S
    return None


def _require_definite(run: Run, request: Request, answer: Answer) -> None:
    """Raise Unclear where the answer to a write says nothing."""
    try:
        run.remote.checked(request, answer)
    except RefusedThere:
        return


def _verdict(run: Run, request: Request, answer: Answer) -> IntentState:
    try:
        run.remote.checked(request, answer)
    except RefusedThere:
        return IntentState.REJECTED
    return IntentState.APPLIED
