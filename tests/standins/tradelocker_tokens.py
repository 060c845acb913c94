"""The broker's tokens: JWTs with real claims, signed with a key that nobody checks."""

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from standins.clock import Clock
from standins.tradelocker_switches import Switches


@dataclass(slots=True)
class Tokens:
    """All tokens of one user that are still taken."""

    clock: Clock
    switches: Switches
    issued: int = 0
    _access: dict[str, datetime] = field(default_factory=dict)
    _refresh: dict[str, datetime] = field(default_factory=dict)

    def pair(self) -> dict[str, str]:
        """A new pair, as both token routes answer."""
        self.issued += 1
        access, ends = self._made("access_token", self.switches.access_life_s)
        refresh, refresh_ends = self._made("refresh_token", self.switches.refresh_life_s)
        self._access[access], self._refresh[refresh] = ends, refresh_ends
        shown = ends.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return {"accessToken": access, "refreshToken": refresh, "expireDate": shown}

    def refreshed(self, refresh: str) -> dict[str, str] | None:
        """A new pair for a refresh token; None where it is not taken."""
        if refresh not in self._refresh or self._refresh[refresh] <= self.clock.now():
            return None
        if self.switches.refresh_kills_old:
            del self._refresh[refresh]
        return self.pair()

    def lets_in(self, access: str) -> bool:
        return access in self._access and self._access[access] > self.clock.now()

    def revoke_access(self) -> None:
        """Take no access token any more that was issued so far."""
        self._access.clear()

    def revoke(self) -> None:
        """Take no token any more that was issued so far."""
        self._access.clear()
        self._refresh.clear()

    def _made(self, kind: str, life_s: int) -> tuple[str, datetime]:
        now = self.clock.now()
        ends = now + timedelta(seconds=life_s)
        claims = {
            "iss": "stand-in",
            "aud": "desktop",
            "type": kind,
            "sub": "DEMOBRK#u77",
            "uid": self.issued,
            "brand": "DEMOBRK",
            "iat": int(now.timestamp()),
            "exp": int(ends.timestamp()),
        }
        signed = f"{_part({'alg': 'HS256', 'typ': 'JWT'})}.{_part(claims)}"
        return f"{signed}.{_encoded(sha256(signed.encode()).digest())}", ends


def _part(value: dict[str, Any]) -> str:
    return _encoded(json.dumps(value).encode())


def _encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")
