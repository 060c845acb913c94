"""TradeJournalPro as its page describes it: create and read, with nothing to hold on to."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from standins.by_hand import run
from standins.clock import Clock
from standins.json_wire import json_answer, json_object, number, query
from standins.ledger import API, VENDOR, WEBSITE, Entry, Ledger
from standins.wire import Answered, Asked

NUMBERS = (
    "entry_price", "exit_price", "stop_loss", "take_profit", "lot_size", "pnl", "risk_reward",
)  # fmt: skip
WORDS = {
    "direction": ("BUY", "SELL", "LONG", "SHORT"),
    "outcome": ("WIN", "LOSS", "BREAKEVEN"),
    "session": ("LONDON", "NY", "ASIA", "OTHER"),
}
REQUIRED = ("date", "pair", "direction", *NUMBERS, "outcome", "session")
OPTIONAL = ("strategy", "notes")
MAX_LIMIT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """What the documentation leaves open."""

    list_key: Literal["trades", "data", "bare"] = "trades"
    ids: Literal["text", "number", "none"] = "text"
    direction_echo: Literal["as_sent", "BUY", "LONG", "lower"] = "as_sent"
    numbers_as_text: bool = False
    to_is_exclusive: bool = False
    from_is_exclusive: bool = False
    filter_by: Literal["date", "created_at"] = "date"
    zone: str = "UTC"  # of the days of created_at
    pair_ignores_case: bool = True
    order: Literal["created", "date"] = "created"
    over_limit: Literal["clamp", "refuse"] = "clamp"
    retry_after: Literal["seconds", "none"] = "seconds"
    create_status: int = 201
    create_body: Literal["trade", "data", "id", "ok"] = "trade"
    not_ok_with_200: bool = False  # a refused create answers 200 and ok: false
    me_is_refused: bool = False
    mojibake: bool = False  # texts come back double-encoded
    per_minute: int = 60
    user_id: str = "user_9zz"


class TradeJournalPro:
    """One user's journal."""

    def __init__(
        self, clock: Clock, switches: Switches | None = None, *, key: str = "tjp_live_key"
    ) -> None:
        self.clock = clock
        self.switches = switches or Switches()
        self.ledger = Ledger()
        self.plan = "pro"
        self.plan_expires_at: str | None = "2027-01-31T00:00:00Z"
        self.trades: dict[int, dict[str, Any]] = {}
        self.signals: list[dict[str, Any]] = []
        self.accounts: list[dict[str, Any]] = [{"id": "acc_1", "platform": "MT5", "name": "Live"}]
        self.requests = 0
        self._keys = {key: frozenset({"read", "write"})}
        self._dies_at: int | None = None
        self._last_id = 50
        self._asked_at: list[float] = []

    # What happens on the website.

    def website_adds(self, **fields: Any) -> int:
        """The user types a trade; all fields as a create would send them."""
        return self._insert(fields, WEBSITE, None)

    def vendor_imports(self, **fields: Any) -> int:
        """The vendor's own broker connection brings a trade."""
        return self._insert(fields, VENDOR, None)

    def website_edits(self, trade_id: int, **fields: Any) -> None:
        self.trades[trade_id].update(fields)
        self._note(WEBSITE, "changed", trade_id, None)

    def website_deletes(self, trade_id: int) -> None:
        del self.trades[trade_id]
        self._note(WEBSITE, "deleted", trade_id, None)

    def website_makes_key(self, key: str, *scopes: str) -> None:
        self._keys[key] = frozenset(scopes)

    def website_revokes_keys(self, after_requests: int = 0) -> None:
        """All keys die, at once or after some more requests."""
        self._dies_at = self.requests + after_requests

    def website_changes_plan(self, plan: str, expires_at: str | None = None) -> None:
        self.plan, self.plan_expires_at = plan, expires_at

    def website_becomes(self, user_id: str) -> None:
        """The same key belongs to another user from now on."""
        self.switches = replace(self.switches, user_id=user_id)

    # What a client asks.

    def answer(self, asked: Asked) -> Answered:
        self.requests += 1
        scopes = self._scopes(asked)
        if scopes is None:
            return _error(401, "Invalid API key")
        if (limited := self._limited()) is not None:
            return limited
        route = (asked.method, asked.path.removeprefix("/api/v1"))
        if route == ("GET", "/me"):
            return self._me()
        if route == ("GET", "/trades"):
            return self._list(asked)
        if route == ("POST", "/trades"):
            return self._create(asked, scopes)
        if route == ("GET", "/signals"):
            return self._list_signals(asked)
        if route == ("GET", "/accounts"):
            return json_answer(200, {"ok": True, "accounts": self.accounts})
        return _error(404, "Not found")

    def _scopes(self, asked: Asked) -> frozenset[str] | None:
        if self._dies_at is not None and self.requests > self._dies_at:
            return None
        scheme, _, key = asked.headers.get("authorization", "").partition(" ")
        return self._keys.get(key) if scheme.lower() == "bearer" else None

    def _limited(self) -> Answered | None:
        now = self.clock.now().timestamp()
        self._asked_at = [at for at in self._asked_at if at > now - 60]
        if len(self._asked_at) >= self.switches.per_minute:
            wait = {"retry-after": str(int(self._asked_at[0] + 61 - now))}
            stated = wait if self.switches.retry_after == "seconds" else {}
            return json_answer(429, {"error": "Rate limit exceeded"}, stated)
        self._asked_at.append(now)
        return None

    def _me(self) -> Answered:
        if self.switches.me_is_refused:
            return _error(403, "Insufficient scope")
        user = {
            "id": self.switches.user_id,
            "email": "t@example.org",
            "plan": self.plan,
            "plan_expires_at": self.plan_expires_at,
        }
        return json_answer(200, {"ok": True, "user": user})

    def _list(self, asked: Asked) -> Answered:
        limit = _limit(asked)
        if limit is None or (limit > MAX_LIMIT and self.switches.over_limit == "refuse"):
            return _error(400, "limit must be between 1 and 500")
        kept = [trade for trade in self._newest_first() if self._is_asked_for(trade, asked)]
        rows = [self._row(trade) for trade in kept[: max(1, min(limit, MAX_LIMIT))]]
        if self.switches.list_key == "bare":
            return json_answer(200, rows)
        return json_answer(200, {"ok": True, self.switches.list_key: rows})

    def _newest_first(self) -> list[dict[str, Any]]:
        created = sorted(self.trades.values(), key=lambda trade: trade["id"], reverse=True)
        if self.switches.order == "date":
            created.sort(key=lambda trade: trade["date"], reverse=True)
        return created

    def _is_asked_for(self, trade: Mapping[str, Any], asked: Asked) -> bool:
        pair, theirs = query(asked, "pair"), str(trade["pair"])
        if pair is not None and self.switches.pair_ignores_case:
            pair, theirs = pair.upper(), theirs.upper()
        day = self._day(trade)
        first, last = _date(query(asked, "from")), _date(query(asked, "to"))
        if first and self.switches.from_is_exclusive:
            first += timedelta(days=1)
        if last and self.switches.to_is_exclusive:
            last -= timedelta(days=1)
        return (
            (pair is None or pair == theirs)
            and (first is None or day >= first)
            and (last is None or day <= last)
        )

    def _day(self, trade: Mapping[str, Any]) -> date:
        if self.switches.filter_by == "date":
            return date.fromisoformat(trade["date"])
        day: date = trade["created_at"].astimezone(ZoneInfo(self.switches.zone)).date()
        return day

    def _row(self, trade: Mapping[str, Any]) -> dict[str, Any]:
        row = {key: trade.get(key) for key in (*REQUIRED, *OPTIONAL)}
        row["direction"] = self._echoed(str(trade["direction"]))
        row["created_at"] = trade["created_at"].strftime("%Y-%m-%dT%H:%M:%SZ")
        if self.switches.numbers_as_text:
            row |= {key: str(row[key]) for key in NUMBERS if row[key] is not None}
        if self.switches.mojibake:
            row |= {key: _mangled(row[key]) for key in OPTIONAL}
        if self.switches.ids == "none":
            return row
        number_of = trade["id"]
        return {"id": number_of if self.switches.ids == "number" else f"trd_{number_of}"} | row

    def _echoed(self, direction: str) -> str:
        is_long = direction.upper() in ("BUY", "LONG")
        return {
            "as_sent": direction,
            "BUY": "BUY" if is_long else "SELL",
            "LONG": "LONG" if is_long else "SHORT",
            "lower": direction.lower(),
        }[self.switches.direction_echo]

    def _create(self, asked: Asked, scopes: frozenset[str]) -> Answered:
        if "write" not in scopes:
            return _error(403, "API key lacks the write scope")
        if self.plan != "pro":
            return _error(402, "Pro plan required")
        body = json_object(asked)
        fault = "malformed JSON" if body is None else fault_of(body)
        if body is None or fault:
            if self.switches.not_ok_with_200:
                return json_answer(200, {"ok": False, "error": fault})
            return _error(400, str(fault))
        made = self._insert(body, API, self.requests)
        return json_answer(self.switches.create_status, {"ok": True} | self._created(made))

    def _created(self, trade_id: int) -> dict[str, Any]:
        row = self._row(self.trades[trade_id])
        if self.switches.create_body in ("trade", "data"):
            return {self.switches.create_body: row}
        return {"id": row["id"]} if self.switches.create_body == "id" and "id" in row else {}

    def _insert(self, fields: Mapping[str, Any], who: str, request: int | None) -> int:
        self._last_id += 1
        kept = {key: fields.get(key) for key in (*REQUIRED, *OPTIONAL)}
        kept |= {key: number(kept[key]) for key in NUMBERS}
        self.trades[self._last_id] = kept | {"id": self._last_id, "created_at": self.clock.now()}
        self._note(who, "created", self._last_id, request)
        return self._last_id

    def _note(self, who: str, did: str, trade_id: int, request: int | None) -> None:
        self.ledger.note(Entry(self.clock.now(), who, did, "trade", str(trade_id), request))

    def _list_signals(self, asked: Asked) -> Answered:
        if self.plan != "pro":
            return _error(402, "Pro plan required")
        wanted = {key: query(asked, key) for key in ("status", "pair")}
        since = query(asked, "since")
        kept = [
            signal
            for signal in self.signals
            if all(value in (None, signal.get(key)) for key, value in wanted.items())
            and (since is None or str(signal.get("created_at")) >= since)
        ]
        limit = _limit(asked) or MAX_LIMIT
        return json_answer(200, {"ok": True, "signals": kept[:limit]})


def fault_of(body: Mapping[str, Any]) -> str | None:
    """Why a create is refused; None: it is taken."""
    for key in REQUIRED:
        if body.get(key) in (None, ""):
            return f"{key} is required"
    for key in NUMBERS:
        if number(body[key]) is None:
            return f"{key} must be a number"
    for key, words in WORDS.items():
        if body[key] not in words:
            return f"{key} must be one of {', '.join(words)}"
    if _date(str(body["date"])) is None:
        return "date must be YYYY-MM-DD"
    for key in OPTIONAL:
        if not isinstance(body.get(key), str | None):
            return f"{key} must be text"
    return None


def _limit(asked: Asked) -> int | None:
    stated = query(asked, "limit") or "100"
    return int(stated) if stated.isdigit() and int(stated) > 0 else None


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def _mangled(text: str | None) -> str | None:
    return text.encode().decode("latin-1") if text else text


def _error(status: int, words: str) -> Answered:
    return json_answer(status, {"error": words})


if __name__ == "__main__":
    run(TradeJournalPro, Switches)
