"""Runs the engine's flows on a virtual clock against a stand-in in the same process."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import unquote

from fillbook.domain.link import IntentState
from fillbook.remotes.effects import Answer, Request
from fillbook.remotes.errors import NotSent, Unclear
from fillbook.remotes.secret import Secret
from fillbook.storage.library import Library
from fillbook.sync.effects import (
    Flow,
    KeepPicture,
    Look,
    NewId,
    NewKey,
    Now,
    Prepared,
    Progress,
    ReadPicture,
    Sleep,
    Transact,
)
from simulator.chance import Chance
from standins.clock import Clock
from standins.faults import AnswerLost, NotDelivered
from standins.wire import Asked

LATENCY_S = 0.05


class Crashed(BaseException):
    """The program was killed: its memory is gone, its disk and the server stay."""


@dataclass(slots=True)
class Trace:
    """What happened, in order; equal seeds give equal traces."""

    lines: list[str] = field(default_factory=list)
    requests: int = 0
    writes: int = 0
    commits: int = 0

    def note(self, line: str) -> None:
        self.lines.append(line)

    @property
    def hash(self) -> str:
        return hashlib.sha256("\n".join(self.lines).encode()).hexdigest()


@dataclass(slots=True)
class CrashPlan:
    """At which commit, counted from the start, the program dies: before it or after it."""

    commit: int | None = None
    after: bool = False


class Driver:
    """One process of the program, as long as it lives."""

    def __init__(
        self,
        library: Library,
        exchange: Callable[[Asked], object],
        clock: Clock,
        chance: Chance,
        *,
        connection_id: str,
        origin: str,
        base_path: str = "",
        crash: CrashPlan | None = None,
        between: Callable[[], None] = lambda: None,
        skew: timedelta = timedelta(0),
    ) -> None:
        self.library = library
        self.trace = Trace()
        self._exchange = exchange
        self._clock = clock
        self._chance = chance
        self._connection_id = connection_id
        self._origin = origin
        self._base_path = base_path
        self._crash = crash or CrashPlan()
        self._between = between
        self.skew = skew

    def run(self, flow: Flow):
        """The flow's result."""
        send, value = flow.send, None
        while True:
            try:
                effect = send(value)
            except StopIteration as end:
                return end.value
            try:
                value, send = self._perform(effect), flow.send
            except (NotSent, Unclear) as error:
                value, send = error, flow.throw
            except Crashed:
                flow.close()
                raise
            except Exception as error:
                value, send = error, flow.throw

    def _perform(self, effect):
        match effect:
            case Request():
                assert effect.is_read, f"{effect.method} {effect.path} left without an intent"
                return self._ask(effect)
            case Prepared():
                self._require_intent(effect.intent_id)
                return self._ask(effect.request)
            case Transact():
                return self._transact(effect)
            case Look():
                return self.library.look(effect.work)
            case Sleep():
                self._clock.advance(effect.seconds)
            case Now():
                return self._clock.now() + self.skew
            case NewKey():
                return self._chance.new_key()
            case NewId():
                return self._chance.new_id()
            case ReadPicture():
                return self.library.screenshot_file(effect.sha256).read_bytes()
            case KeepPicture():
                return self.library.keep_picture(effect.content, effect.name)
            case Progress():
                pass
            case _:
                raise AssertionError(f"an unknown effect: {effect}")
        return None

    def _ask(self, request: Request) -> Answer:
        self._between()
        self._clock.advance(LATENCY_S)
        self.trace.requests += 1
        if not request.is_read:
            self.trace.writes += 1
        line = f"{request.method} {request.path}"
        try:
            answered = self._exchange(self._asked(request))
        except NotDelivered as error:
            self.trace.note(f"{line} not delivered")
            raise NotSent("The journal cannot be reached.", "") from error
        except AnswerLost as error:
            self.trace.note(f"{line} lost")
            self._clock.advance(request.timeout_s)
            raise Unclear("No answer came.", "") from error
        self.trace.note(f"{line} {answered.status}")
        headers = {name.lower(): value for name, value in answered.headers.items()}
        return Answer(status=answered.status, headers=headers, body=answered.body)

    def _asked(self, request: Request) -> Asked:
        headers = {
            name.lower(): value.reveal() if isinstance(value, Secret) else value
            for name, value in request.headers
        }
        if request.content_type is not None:
            headers["content-type"] = request.content_type
        body = request.body
        if isinstance(body, Secret):
            body = body.reveal().encode()
        return Asked(
            method=request.method,
            path=self._base_path + unquote(request.path),
            query=request.query,
            headers=headers,
            body=body or b"",
        )

    def _transact(self, effect: Transact):
        self.trace.commits += 1
        number = self.trace.commits
        if self._crash.commit == number and not self._crash.after:
            self.trace.note(f"killed before commit {number}")
            raise Crashed
        result, _ = self.library.sync(effect.work, origin=self._origin, title=effect.title)
        if self._crash.commit == number:
            self.trace.note(f"killed after commit {number}")
            raise Crashed
        return result

    def _require_intent(self, intent_id: str) -> None:
        """No byte of a write leaves before its row is committed."""
        kept = self.library.look(lambda store: store.open_intents(self._connection_id))
        states = {intent.state for intent in kept if intent.id == intent_id}
        assert states & {IntentState.IN_FLIGHT, IntentState.UNKNOWN}, "sent without an intent"
