"""What can go wrong between a client and a stand-in, before, during and after the effect."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email.utils import format_datetime
from enum import StrEnum

from standins.clock import WallClock
from standins.wire import Answered, Asked, StandIn


class NotDelivered(Exception):
    """The request never reached the server."""


class AnswerLost(Exception):
    """The request reached the server; its answer reached nobody."""


class FaultKind(StrEnum):
    REFUSED = "refused"  # connection refused
    DROPPED_BEFORE = "dropped_before"  # the line broke before the server had it
    APPLIED_THEN_RESET = "applied_then_reset"
    APPLIED_THEN_TIMEOUT = "applied_then_timeout"
    APPLIED_LATE = "applied_late"  # the client gives up, the server applies it later
    RATE_LIMITED = "rate_limited"
    SERVER_ERROR_APPLIED = "server_error_applied"
    SERVER_ERROR_NOT_APPLIED = "server_error_not_applied"
    TRUNCATED = "truncated"
    WRONG_TYPE = "wrong_type"  # HTML with 200
    EMPTY_200 = "empty_200"
    REDIRECT = "redirect"
    DELAY = "delay"
    DUPLICATE_DELIVERY = "duplicate_delivery"
    UNAUTHORIZED_ONCE = "unauthorized_once"
    STALE_PAGE = "stale_page"  # a list answers as it did when it was last asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault, and what it needs to know."""

    kind: FaultKind
    retry_after: str | None = "1"  # seconds, a date, rubbish, or None for no header
    late_s: float = 30.0  # after how long a late request is applied
    delay_s: float = 0.2


Matches = Callable[[Asked], bool]


@dataclass(slots=True)
class FaultPlan:
    """Which request meets which fault: by its number from 0, or by what it is."""

    by_number: dict[int, Fault] = field(default_factory=dict)
    by_match: list[tuple[Matches, int, Fault]] = field(default_factory=list)
    _matched: dict[int, int] = field(default_factory=dict)

    def on(self, matches: Matches, fault: Fault, *, nth: int = 0) -> "FaultPlan":
        """Let the n-th request that matches meet a fault."""
        self.by_match.append((matches, nth, fault))
        return self

    def fault(self, number: int, asked: Asked) -> Fault | None:
        found = self.by_number.get(number)
        for place, (matches, nth, fault) in enumerate(self.by_match):
            if matches(asked):
                seen = self._matched.get(place, 0)
                self._matched[place] = seen + 1
                if seen == nth:
                    found = fault
        return found


def on(method: str, beginning: str = "") -> Matches:
    """Requests of a method whose path contains something."""
    return lambda asked: asked.method == method and beginning in asked.path


class Faulty:
    """A stand-in behind a bad line."""

    def __init__(self, stand_in: StandIn, plan: FaultPlan | None = None) -> None:
        self.stand_in = stand_in
        self.plan = plan or FaultPlan()
        self.requests: list[Asked] = []
        self._late: list[tuple[object, Asked]] = []
        self._lists: dict[tuple[str, tuple[tuple[str, str], ...]], Answered] = {}

    @property
    def clock(self):
        return self.stand_in.clock

    def exchange(self, asked: Asked) -> Answered:
        """The answer that reaches the client.

        Raises:
            NotDelivered: before the effect.
            AnswerLost: after it, or before a late one.
        """
        self.apply_late()
        number = len(self.requests)
        self.requests.append(asked)
        fault = self.plan.fault(number, asked)
        if fault is None:
            return self._dated(self._answered(asked))
        return self._dated(self._meet(fault, asked))

    def _answered(self, asked: Asked) -> Answered:
        """What the stand-in says; a list is remembered."""
        answer = self.stand_in.answer(asked)
        is_list = asked.method == "GET" and not asked.path.rpartition("/")[2].isdecimal()
        if is_list and answer.status == 200:
            self._lists[asked.path, asked.query] = answer
        return answer

    def apply_late(self) -> None:
        """Apply what was given up and is due now."""
        now = self.clock.now()
        due = [entry for entry in self._late if entry[0] <= now]
        self._late = [entry for entry in self._late if entry[0] > now]
        for _, asked in due:
            self.stand_in.answer(asked)

    def _apply_after(self, seconds: float, asked: Asked) -> None:
        """Serve a request later: at its time where the clock can ring, else with the next one."""
        due = self.clock.now() + timedelta(seconds=seconds)
        ring = getattr(self.clock, "ring_at", None)
        if ring is None:
            self._late.append((due, asked))
        else:
            ring(due, lambda: self.stand_in.answer(asked))

    def _meet(self, fault: Fault, asked: Asked) -> Answered:
        kind = fault.kind
        if kind in (FaultKind.REFUSED, FaultKind.DROPPED_BEFORE):
            raise NotDelivered(kind.value)
        if kind is FaultKind.APPLIED_LATE:
            self._apply_after(fault.late_s, asked)
            raise AnswerLost(kind.value)
        if kind is FaultKind.RATE_LIMITED:
            return self._rate_limited(fault)
        if kind is FaultKind.SERVER_ERROR_NOT_APPLIED:
            return Answered(500, {"content-type": "text/html"}, b"<h1>500</h1>")
        if kind is FaultKind.REDIRECT:
            return Answered(302, {"location": "https://elsewhere.example/login"}, b"")
        if kind is FaultKind.UNAUTHORIZED_ONCE:
            return Answered(401, {"content-type": "text/html"}, b"<h1>Please log in</h1>")
        if kind is FaultKind.STALE_PAGE:
            return self._lists.get((asked.path, asked.query)) or self._answered(asked)
        answer = self.stand_in.answer(asked)
        if kind in (FaultKind.APPLIED_THEN_RESET, FaultKind.APPLIED_THEN_TIMEOUT):
            raise AnswerLost(kind.value)
        if kind is FaultKind.SERVER_ERROR_APPLIED:
            return Answered(500, {"content-type": "text/html"}, b"<h1>500</h1>")
        if kind is FaultKind.TRUNCATED:
            whole = len(answer.body)
            headers = {**answer.headers, "content-length": str(whole)}
            return replace(answer, headers=headers, body=answer.body[: whole // 2])
        if kind is FaultKind.WRONG_TYPE:
            return Answered(200, {"content-type": "text/html"}, b"<html>Welcome</html>")
        if kind is FaultKind.EMPTY_200:
            return Answered(200, {"content-type": "application/json"}, b"")
        if kind is FaultKind.DELAY:
            self._delay(fault.delay_s)
            return answer
        assert kind is FaultKind.DUPLICATE_DELIVERY
        return self.stand_in.answer(asked)

    def _delay(self, seconds: float) -> None:
        """Let time pass: by hand, or for real where nobody can move the clock."""
        if isinstance(self.clock, WallClock):
            time.sleep(seconds)
        else:
            self.clock.advance(seconds)

    def _rate_limited(self, fault: Fault) -> Answered:
        headers = {"content-type": "text/plain"}
        if fault.retry_after == "date":
            moment = self.clock.now() + timedelta(seconds=2)
            headers["retry-after"] = format_datetime(moment, usegmt=True)
        elif fault.retry_after is not None:
            headers["retry-after"] = fault.retry_after
        return Answered(429, headers, b"Too many requests")

    def _dated(self, answer: Answered) -> Answered:
        if "date" in answer.headers:
            return answer
        date = format_datetime(self.clock.now().replace(microsecond=0), usegmt=True)
        return replace(answer, headers=dict(answer.headers) | {"date": date})


ALL_KINDS: Iterable[FaultKind] = tuple(FaultKind)
