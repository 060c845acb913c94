"""How many requests Tradavity takes: by key, by user, by day, and from strangers."""

import math
from collections import Counter, deque
from datetime import datetime, timedelta
from typing import Any

from standins.tradavity_call import waiting
from standins.tradavity_fields import spelled
from standins.tradavity_switches import LIMITS, Switches

_MINUTE, _DAY = timedelta(seconds=60), timedelta(days=1)
_STRANGERS = 100


class Window:
    """Moments within a sliding span."""

    def __init__(self, span: timedelta) -> None:
        self._span = span
        self._moments: deque[datetime] = deque()

    def count(self, now: datetime) -> int:
        while self._moments and now - self._moments[0] >= self._span:
            self._moments.popleft()
        return len(self._moments)

    def add(self, now: datetime, times: int = 1) -> None:
        self._moments.extend([now] * times)

    def wait_s(self, now: datetime) -> int:
        """Seconds until one place is free."""
        return int((self._moments[0] + self._span - now).total_seconds()) + 1


class Meter:
    """Sliding windows, and what was served in the last day."""

    def __init__(self, switches: Switches) -> None:
        self._switches = switches
        self._minutes: dict[str, Window] = {}
        self._days: dict[str, Window] = {}
        self._user = Window(_MINUTE)
        self._strangers = Window(_MINUTE)
        self._served: dict[str, deque[tuple[datetime, str, int]]] = {}

    def admit_stranger(self, now: datetime) -> None:
        """Let in a request without a key that is known.

        Raises:
            Refused: an address asks too often.
        """
        if not self._switches.limited:
            return
        if self._strangers.count(now) >= _STRANGERS:
            raise waiting("rate_limited", self._strangers.wait_s(now), "ip-preauth")
        self._strangers.add(now)

    def admit(self, key: str, now: datetime) -> None:
        """Let in a request of a key.

        Raises:
            Refused: the day, the key's minute or the user's is full.
        """
        if not self._switches.limited:
            return
        per_minute, per_day, per_user, _ = LIMITS[self._switches.tier]
        bounds = (
            ("key-daily", self._days.setdefault(key, Window(_DAY)), per_day),
            ("key", self._minutes.setdefault(key, Window(_MINUTE)), per_minute),
            ("user", self._user, per_user),
        )
        for scope, window, most in bounds:
            if window.count(now) >= most:
                raise waiting("rate_limited", window.wait_s(now), scope)
        for _, window, _ in bounds:
            window.add(now)

    def spend_day(self, key: str, now: datetime) -> None:
        """Let a key have sent all that a day allows."""
        self._days.setdefault(key, Window(_DAY)).add(now, LIMITS[self._switches.tier][1])

    def headers(self, key: str, now: datetime) -> dict[str, str]:
        return {
            "x-ratelimit-limit": str(LIMITS[self._switches.tier][0]),
            "x-ratelimit-remaining": str(self._left(key, now)),
            "x-ratelimit-reset": str(math.floor(now.timestamp()) + 60),
        }

    def rate_limit(self, key: str, now: datetime) -> dict[str, Any]:
        """The member of ``meta``."""
        per_minute, _, per_user, _ = LIMITS[self._switches.tier]
        return {
            "tier": self._switches.tier,
            "limit": per_minute,
            "remaining": self._left(key, now),
            "reset_at": spelled(now + _MINUTE),
            "user_ceiling": per_user,
            "user_remaining": max(per_user - self._user.count(now), 0),
        }

    def serve(self, key: str, now: datetime, path: str, status: int) -> None:
        """Remember a request that was answered."""
        served = self._served.setdefault(key, deque())
        served.append((now, path, status))
        while now - served[0][0] >= _DAY:
            served.popleft()

    def usage(self, key: str, now: datetime) -> dict[str, Any]:
        """What a key asked in the last 24 hours."""
        served = [one for one in self._served.get(key, ()) if now - one[0] < _DAY]
        paths = Counter(path for _, path, _ in served)
        return {
            "total_requests": len(served),
            "errors": sum(status >= 400 for _, _, status in served),
            "last_60s": sum(now - at < _MINUTE for at, _, _ in served),
            "top_paths": [{"path": path, "count": n} for path, n in paths.most_common(5)],
        }

    def _left(self, key: str, now: datetime) -> int:
        window = self._minutes.get(key)
        used = window.count(now) if window else 0
        return max(LIMITS[self._switches.tier][0] - used, 0)
