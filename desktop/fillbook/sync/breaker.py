"""Leaves a remote alone that does not answer, and looks in on it now and then."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

FAILURES = 5
_LONGEST_REST_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Breaker:
    """Whether a remote may be asked: closed, or open until its next probe.

    While it is open one request may leave when its rest is over, or when somebody asks by
    hand: the half-open probe. Its answer closes the breaker, its failure doubles the rest.
    """

    failures: int = 0  # in a row: no answer, or one of 5xx
    rests: int = 0  # in a row
    until: datetime | None = None  # None: closed

    def rests_at(self, moment: datetime) -> bool:
        """Whether nothing may leave yet. A clock that was put back ends a rest early."""
        if self.until is None:
            return False
        return self.until - _rest(self.rests) <= moment < self.until

    def failed(self, moment: datetime) -> "Breaker":
        """After one more failure."""
        failures = self.failures + 1
        if failures < FAILURES:
            return replace(self, failures=failures)
        if self.rests_at(moment):
            return replace(self, failures=failures)
        rests = self.rests + 1
        return Breaker(failures=failures, rests=rests, until=moment + _rest(rests))

    def answered(self) -> "Breaker":
        """After an answer, whatever it said."""
        return Breaker()

    def written(self) -> str:
        """The state as JSON."""
        until = None if self.until is None else self.until.astimezone(UTC).isoformat()
        return json.dumps({"failures": self.failures, "rests": self.rests, "until": until})


def restored(text: str | None) -> Breaker:
    """The breaker that ``written`` described; a closed one where nothing can be read."""
    try:
        state = json.loads(text) if text else {}
        until = state.get("until")
        return Breaker(
            failures=int(state.get("failures", 0)),
            rests=int(state.get("rests", 0)),
            until=None if until is None else datetime.fromisoformat(until).astimezone(UTC),
        )
    except (ValueError, TypeError, AttributeError):
        return Breaker()


def _rest(number: int) -> timedelta:
    """1, 2, 4 ... 60 minutes."""
    return timedelta(minutes=min(1 << max(0, min(number - 1, 6)), _LONGEST_REST_MINUTES))
