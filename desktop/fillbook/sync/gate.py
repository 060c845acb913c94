"""What stands before each request of a connection: its pace, and whether it is asked at all."""

from datetime import datetime

from fillbook.remotes.effects import Answer, Request
from fillbook.remotes.errors import NotSent, Refusal, RefusedThere, Unclear
from fillbook.remotes.limits import Limiter
from fillbook.remotes.outcome import Outcome, outcome
from fillbook.remotes.remote import Remote
from fillbook.sync.breaker import Breaker
from fillbook.sync.sending import LONGEST_WAIT_S


class Gate:
    """The limiter and the breaker of one connection, for one run.

    Args:
        is_probe: Somebody asked by hand, or the computer woke up: one request may look in on
            a remote that is left alone, and our own caution is dropped.
    """

    def __init__(
        self, remote: Remote, limiter: Limiter, breaker: Breaker, *, is_probe: bool
    ) -> None:
        self._remote = remote
        self.limiter = limiter
        self.breaker = breaker
        self._may_probe = is_probe
        if is_probe:
            limiter.forgive()

    def enter(self, request: Request, now: float, moment: datetime) -> float | Answer:
        """How long a request must wait; 0 lets it through, and counts it.

        A refusal comes back in the remote's stead where the wait is too long to be slept
        through, so that whoever asked parks what it does as after the remote's own.

        Raises:
            NotSent: the remote is left alone for now.
        """
        if self.breaker.rests_at(moment) and not self._may_probe:
            assert self.breaker.until is not None
            raise NotSent(
                f"{self._remote.title} did not answer and is left alone for now.",
                f"It is tried again at {self.breaker.until:%H:%M} UTC, or when you ask.",
            )
        self.limiter.follow(self._remote.limits)
        wait_s = self.limiter.wait_s(now, request.lane)
        if wait_s > LONGEST_WAIT_S:
            return Answer(
                status=429, headers={"retry-after": f"{wait_s:.0f}"}, body=b"", is_ours=True
            )
        if wait_s == 0.0:
            self._may_probe = False
            self.limiter.took(now, request.lane)
        return wait_s

    def answered(self, request: Request, answer: Answer, now: float, moment: datetime) -> None:
        """Learn from an answer."""
        if answer.status == 429:
            self._refused(request, answer, now)
        else:
            self.limiter.heard(now, answer)
        if outcome(answer.status) is Outcome.UNKNOWN:
            self.breaker = self.breaker.failed(moment)
        else:
            self.breaker = self.breaker.answered()

    def failed(self, moment: datetime) -> None:
        """Learn from an answer that did not come."""
        self.breaker = self.breaker.failed(moment)

    def _refused(self, request: Request, answer: Answer, now: float) -> None:
        """Wait where a refusal is about the rate; a plan's limit has nothing to do with it."""
        try:
            self._remote.checked(request, answer)
        except RefusedThere as refused:
            if refused.refusal is Refusal.RATE:
                self.limiter.refused(now, refused.retry_after_s)
        except Unclear:
            self.limiter.refused(now, None)
