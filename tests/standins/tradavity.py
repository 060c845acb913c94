"""Tradavity as its page describes it: one user's journal behind keys, limits and scopes."""

from dataclasses import replace
from datetime import datetime
from decimal import InvalidOperation
from typing import Any

from standins.by_hand import run
from standins.clock import Clock
from standins.json_wire import json_answer
from standins.tradavity_accounts import ACCOUNTS
from standins.tradavity_bodies import as_text
from standins.tradavity_call import Call, Refused, Reply, Routes
from standins.tradavity_catalogues import CATALOGUES
from standins.tradavity_fields import Invalid
from standins.tradavity_groups import GROUPS
from standins.tradavity_meter import Meter
from standins.tradavity_once import Once
from standins.tradavity_protocols import PROTOCOLS
from standins.tradavity_screenshots import SCREENSHOTS
from standins.tradavity_shelf import Missing, Taken
from standins.tradavity_strategies import STRATEGIES
from standins.tradavity_switches import Switches
from standins.tradavity_tags import TAGS
from standins.tradavity_trades import TRADES
from standins.tradavity_website import Website
from standins.wire import Answered, Asked

BASE = "/api/v1"
_MAX_JSON, _MAX_UPLOAD = 1_000_000, 10 * 1024 * 1024 + 10_000
_ROUTES: Routes = {
    **TRADES, **SCREENSHOTS, **CATALOGUES, **TAGS, **STRATEGIES, **ACCOUNTS, **PROTOCOLS, **GROUPS,
}  # fmt: skip


class Tradavity(Website):
    """One user of Tradavity."""

    def __init__(
        self, clock: Clock, switches: Switches | None = None, *, key: str = "tvty_test"
    ) -> None:
        super().__init__(clock, switches or Switches())
        self.keys: dict[str, tuple[str, ...]] = {key: self.switches.scopes}
        self.meter = Meter(self.switches)
        self._once = Once(self.switches)
        self._revoked: set[str] = set()
        self._expiries: dict[str, datetime] = {}

    def website_revokes(self, key: str) -> None:
        """The user takes a key back."""
        self._revoked.add(key)

    def website_lets_expire(self, key: str, at: datetime) -> None:
        """The user gives a key an end."""
        self._expiries[key] = at

    def assert_keys_sound(self) -> None:
        """No idempotency key ever came with two bodies."""
        known = self._once.bodies_by_key.items()
        mixed = [key for key, bodies in known if len(bodies) > 1]
        assert not mixed, f"one key, several bodies: {mixed}"

    def answer(self, asked: Asked) -> Answered:
        self.requests += 1
        now = self.clock.now()
        self.retire()
        try:
            key = self._authenticated(asked, now)
            self.meter.admit(key, now)
            answer = self._once.answered(asked, now, lambda: self._answered(asked, key, now))
        except Refused as refused:
            return self._refusal(refused)
        self.meter.serve(key, now, asked.path, answer.status)
        return replace(answer, headers={**answer.headers, **self.meter.headers(key, now)})

    def _authenticated(self, asked: Asked, now: datetime) -> str:
        header = asked.headers.get("authorization", "")
        key = header[7:] if header[:7].lower() == "bearer " else asked.headers.get("x-api-key", "")
        if key not in self.keys:
            self.meter.admit_stranger(now)
            raise Refused(401, "unauthorized")
        if key in self._revoked:
            raise Refused(401, "key_revoked")
        if key in self._expiries and now >= self._expiries[key]:
            raise Refused(401, "key_expired")
        return key

    def _answered(self, asked: Asked, key: str, now: datetime) -> Answered:
        try:
            reply = self._routed(asked, key, now)
        except Refused as refused:
            return self._refusal(refused)
        except (TypeError, AttributeError, KeyError, InvalidOperation):
            return self._refusal(Refused(400, "validation_error", fields={"body": "is malformed"}))
        except Invalid as invalid:
            return self._refusal(Refused(400, "validation_error", **invalid.details))
        except Missing:
            return self._refusal(Refused(404, "not_found"))
        except Taken:
            return self._refusal(Refused(409, "duplicate_name"))
        return reply if isinstance(reply, Answered) else self._enveloped(reply, key, now)

    def _routed(self, asked: Asked, key: str, now: datetime) -> Reply | Answered:
        parts = asked.path.removeprefix(BASE).strip("/").split("/")
        route = (asked.method, *("*" if part.isdecimal() else part for part in parts))
        found = _ROUTES.get(route)
        if found is None:
            allowed = [known[0] for known in _ROUTES if known[1:] == route[1:]]
            if allowed:
                raise Refused(405, "method_not_allowed", allowed=allowed)
            raise Missing
        scope, respond = found
        scopes = self.keys[key]
        if scope not in (None, "read:catalog", *scopes):
            raise Refused(403, "forbidden_scope", required=scope)
        if len(asked.body) > (_MAX_UPLOAD if "screenshots" in parts else _MAX_JSON):
            raise Refused(413, "request_too_large")
        numbers = tuple(int(part) for part in parts if part.isdecimal())
        return respond(Call(asked, scopes, now, numbers, self, lambda: self.meter.usage(key, now)))

    def _enveloped(self, reply: Reply, key: str, now: datetime) -> Answered:
        meta: dict[str, Any] = {
            "request_id": f"req_{self.requests:06}",
            "rate_limit": self.meter.rate_limit(key, now),
        }
        if reply.next_cursor is not None:
            meta["next_cursor"] = reply.next_cursor
        data = as_text(reply.data) if self.switches.numbers_as_text else reply.data
        return json_answer(reply.status, {"ok": True, "data": data, "meta": meta})

    def _refusal(self, refused: Refused) -> Answered:
        error: dict[str, Any] = {"code": refused.code, "message": refused.code.replace("_", " ")}
        if refused.details:
            error["details"] = refused.details
        document = {"ok": False, "error": error, "meta": {"request_id": f"req_{self.requests:06}"}}
        return json_answer(refused.status, document, refused.headers)


if __name__ == "__main__":
    run(lambda clock, switches: Tradavity(clock, switches), Switches)
