"""How fast a remote may be asked: sliding windows at our share of its limits.

Times are seconds of one clock that never goes back; the state is kept as ages, so that it
survives a restart under another one.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from fillbook.remotes.effects import Answer
from fillbook.remotes.remote import Limits
from fillbook.remotes.retry_after import LONGEST_S, server_date

SHARE = 0.8
"""Our part of a limit that a remote states; other programs use its keys too."""

MINUTE_S = 60.0
DAY_S = 86_400.0
_DAY_GRAIN_S = 1_800.0
_EASED = 0.75
_MOST_STRIKES = 6
_FIRST_WAIT_S = 2.0
_LONGEST_WAIT_S = 900.0
_CALM_S = 300.0


class Window:
    """Requests of the last while, so that no stretch of that length ever holds too many.

    Requests within one grain are counted as one entry, at the time of the last of them.
    """

    def __init__(self, span_s: float, grain_s: float = 0.0) -> None:
        self.span_s = span_s
        self._grain_s = grain_s
        self._entries: list[tuple[float, float, int]] = []  # first, last, count; oldest first

    def took(self, now: float) -> None:
        """Count a request that leaves now."""
        self._entries = [entry for entry in self._entries if now - entry[1] < self.span_s]
        first, _, count = self._entries[-1] if self._entries else (now, now, 0)
        if self._grain_s and count and now - first < self._grain_s:
            self._entries[-1] = (first, now, count + 1)
        else:
            self._entries.append((now, now, 1))

    def wait_s(self, now: float, most: int) -> float:
        """How long until one more makes no more than so many."""
        entries = [entry for entry in self._entries if now - entry[1] < self.span_s]
        excess = sum(count for _, _, count in entries) - most + 1
        for _, last, count in entries:
            if excess <= 0:
                break
            excess -= count
            if excess <= 0:
                return last + self.span_s - now
        return 0.0

    def since_last_s(self, now: float) -> float:
        """How long ago the last request left; endless where none did."""
        return now - self._entries[-1][1] if self._entries else math.inf

    def ages(self, now: float) -> list[list[float]]:
        return [[now - first, now - last, count] for first, last, count in self._entries]

    def restore(self, ages: object, now: float, gone_s: float) -> None:
        """Take up what ``ages`` gave, so many seconds ago."""
        for first, last, count in _rows_of_three(ages):
            self._entries.append((now - first - gone_s, now - last - gone_s, int(count)))


class Limiter:
    """When the next request of one connection may leave."""

    def __init__(self, limits: Limits) -> None:
        self._usual = limits
        self._limits = limits
        self._stated: int | None = None  # per minute, at our share, by the remote's headers
        self._day = Window(DAY_S, _DAY_GRAIN_S)
        self._lanes: dict[str, Window] = {}
        self._told_until = -math.inf  # the remote asked for it
        self._own_until = -math.inf  # a wait of our own making
        self._strikes = 0
        self._struck_at = -math.inf
        self._refusals = 0

    @property
    def limits(self) -> Limits:
        """The limits that hold: the remote's usual ones, or what it last said of our plan."""
        return self._limits

    def follow(self, limits: Limits) -> None:
        """Keep to these limits from now on."""
        self._limits = limits

    def wait_s(self, now: float, lane: str = "") -> float:
        """How long until a request may leave; 0 where it may leave now."""
        most, span_s = self._bound(lane, now)
        window = self._window(lane, span_s)
        waits = [self._told_until - now, self._own_until - now, window.wait_s(now, most)]
        if self._limits.per_day is not None:
            waits.append(self._day.wait_s(now, self._limits.per_day))
        if now < self._struck_at + span_s:  # one slot is free after a refusal, not all of them
            waits.append(span_s / most - window.since_last_s(now))
        return max(0.0, *waits)

    def took(self, now: float, lane: str = "") -> None:
        """Count a request that leaves now."""
        self._window(lane, self._bound(lane, now)[1]).took(now)
        self._day.took(now)

    def heard(self, now: float, answer: Answer) -> None:
        """Learn from an answer that refused nothing for its rate."""
        self._refusals = 0
        limit = _count(answer, "x-ratelimit-limit")
        if limit is not None and limit > 0:
            self._stated = max(1, int(limit * SHARE))
        if _count(answer, "x-ratelimit-remaining") == 0:
            self._told_until = max(self._told_until, now + _until_reset_s(answer))

    def refused(self, now: float, retry_after_s: float | None) -> None:
        """Wait as the remote says, or longer each time where it says nothing; then go slower."""
        if retry_after_s is None:
            wait_s = min(_FIRST_WAIT_S * 2.0**self._refusals, _LONGEST_WAIT_S)
            self._own_until = max(self._own_until, now + wait_s)
            self._refusals = min(self._refusals + 1, 32)
        else:
            told_s = min(max(retry_after_s, 0.0), LONGEST_S)
            self._told_until = max(self._told_until, now + told_s)
        if now >= self._struck_at + MINUTE_S:
            self._strikes = min(self._strikes_at(now) + 1, _MOST_STRIKES)
        self._struck_at = max(now, self._told_until, self._own_until)

    def forgive(self) -> None:
        """Drop the wait that is of our own making: somebody asks by hand."""
        self._own_until = -math.inf

    def written(self, now: float, moment: datetime) -> str:
        """The state as JSON."""
        state = {
            "at": moment.timestamp(),
            "stated": self._stated,
            "plan": self._plan(),
            "day": self._day.ages(now),
            "lanes": {
                lane: [window.span_s, window.ages(now)] for lane, window in self._lanes.items()
            },
            "told": max(self._told_until - now, 0.0),
            "own": max(self._own_until - now, 0.0),
            "strikes": self._strikes_at(now),
            "struck": now - self._struck_at if self._strikes else None,
        }
        return json.dumps(state)

    @classmethod
    def restored(cls, text: str | None, limits: Limits, now: float, moment: datetime) -> "Limiter":
        """The limiter that ``written`` described; a fresh one where nothing can be read.

        A clock that was put back since makes everything seem recent, never old.
        """
        limiter = cls(limits)
        try:
            state = json.loads(text) if text else None
            if isinstance(state, dict):
                limiter._take_up(state, now, max(0.0, moment.timestamp() - float(state["at"])))
        except (ValueError, TypeError, KeyError, OverflowError):
            return cls(limits)
        return limiter

    def _take_up(self, state: Mapping[str, object], now: float, gone_s: float) -> None:
        stated = state.get("stated")
        self._stated = stated if isinstance(stated, int) else None
        plan = state.get("plan")
        if isinstance(plan, list):
            per_minute, per_day = plan
            self._limits = replace(
                self._usual,
                per_minute=max(1, int(_number(per_minute))),
                per_day=None if per_day is None else int(_number(per_day)),
            )
        self._day.restore(state["day"], now, gone_s)
        lanes = state["lanes"]
        assert isinstance(lanes, dict)
        for lane, (span_s, ages) in lanes.items():
            window = self._lanes.setdefault(str(lane), Window(_number(span_s)))
            window.restore(ages, now, gone_s)
        self._told_until = now + min(_number(state["told"]), LONGEST_S) - gone_s
        self._own_until = now + min(_number(state["own"]), LONGEST_S) - gone_s
        if state["struck"] is not None:
            self._strikes = int(_number(state["strikes"]))
            self._struck_at = now - _number(state["struck"]) - gone_s

    def _plan(self) -> list[int | None] | None:
        """What our plan allows, where the remote said so and it is not the usual."""
        plan = self._limits.per_minute, self._limits.per_day
        return None if plan == (self._usual.per_minute, self._usual.per_day) else list(plan)

    def _bound(self, lane: str, now: float) -> tuple[int, float]:
        """How many requests of a lane may leave in how many seconds."""
        usual = min(self._stated or math.inf, self._limits.per_minute), MINUTE_S
        most, span_s = self._limits.lanes.get(lane, usual)
        return max(1, int(most * _EASED ** self._strikes_at(now))), span_s

    def _strikes_at(self, now: float) -> int:
        """How much slower we go: each refusal counts until it was calm for a while."""
        if not self._strikes:
            return 0
        return max(0, self._strikes - max(0, int((now - self._struck_at) / _CALM_S)))

    def _window(self, lane: str, span_s: float) -> Window:
        name = lane if lane in self._limits.lanes else ""
        window = self._lanes.setdefault(name, Window(span_s))
        window.span_s = span_s
        return window


def _until_reset_s(answer: Answer) -> float:
    """How long the remote's window stays full, by its own clock."""
    reset, now = _count(answer, "x-ratelimit-reset"), server_date(answer)
    if reset is None or now is None:
        return 0.0
    return min(max(reset - now.astimezone(UTC).timestamp(), 0.0), MINUTE_S)


def _count(answer: Answer, name: str) -> int | None:
    text = (answer.header(name) or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("no number")
    return float(value)


def _rows_of_three(value: object) -> list[tuple[float, float, float]]:
    if not isinstance(value, list):
        raise ValueError("no list")
    return [(_number(first), _number(last), _number(count)) for first, last, count in value]
