"""Idempotency keys at Tradavity: the effect once, and the same answer for the same key."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from standins.tradavity_bodies import compared
from standins.tradavity_call import Refused
from standins.tradavity_switches import Switches
from standins.wire import Answered, Asked

_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Once:
    """Answers under the keys that they were asked with."""

    def __init__(self, switches: Switches) -> None:
        self._switches = switches
        self._stored: dict[tuple[str, ...], tuple[str, Answered, datetime]] = {}
        self.bodies_by_key: dict[str, set[str]] = {}

    def answered(self, asked: Asked, now: datetime, answer: Callable[[], Answered]) -> Answered:
        """The answer of a request, or the one that its key got before.

        Raises:
            Refused: the key is malformed, or came with another body before.
        """
        key = asked.headers.get("idempotency-key")
        if key is not None and not _KEY.fullmatch(key):
            wrong = {"Idempotency-Key": "takes 1 to 64 of A-Z a-z 0-9 _ -"}
            raise Refused(400, "validation_error", fields=wrong)
        if asked.method == "GET" or key is None:
            return answer()
        digest = hashlib.sha256(compared(asked)).hexdigest()
        place = (asked.method, asked.path, key) if self._switches.keys_by_route else (key,)
        self.bodies_by_key.setdefault(key, set()).add(f"{asked.method} {asked.path} {digest}")
        known = self._stored.get(place)
        if known is not None and now - known[2] < timedelta(hours=self._switches.key_hours):
            if known[0] != digest:
                raise Refused(409, "idempotency_conflict")
            replayed = {**known[1].headers, "x-idempotent-replay": "true"}
            return replace(known[1], headers=replayed)
        made = answer()
        if self._is_kept(made.status):
            self._stored[place] = (digest, made, now)
        return made

    def _is_kept(self, status: int) -> bool:
        if status < 400:
            return True
        if status < 500:
            return status != 429 and self._switches.refusals_are_kept
        return self._switches.failures_are_kept
