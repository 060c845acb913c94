"""TradeJournal of groupresearch.net as its page describes it: a Laravel app of four routes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from math import ceil
from typing import Any, Literal

from standins.by_hand import run
from standins.clock import Clock
from standins.json_wire import html_answer, json_answer, json_object, number, query
from standins.ledger import API, WEBSITE, Entry, Ledger
from standins.wire import Answered, Asked

SCOPES = ("trades:read", "trades:write", "stats:read", "leaderboard:read")
NUMBERS = ("quantity", "entry_price", "exit_price", "stop_loss", "take_profit", "commission")
TIMES = ("entry_time", "exit_time")
TEXTS = ("instrument", "side", "notes", "setup_type")
SHOWN = (
    "id", "instrument", "side", "quantity", "entry_time", "entry_price", "exit_time",
    "exit_price", "pnl", "net_pnl", "commission", "setup_type", "notes",
)  # fmt: skip
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """What the documentation leaves open."""

    order: Literal["newest", "oldest", "id"] = "newest"
    per_page_default: int = 25
    per_page_max: int = 100
    over_max: Literal["clamp", "refuse"] = "clamp"
    page_is_ignored: bool = False
    paginator_keys: bool = True
    filter_by: Literal["entry_time", "exit_time"] = "entry_time"
    to_is_exclusive: bool = False
    trims_texts: bool = True  # stock middleware: texts are trimmed, "" becomes null
    pnl: Literal["computed", "stored"] = "computed"
    required: tuple[str, ...] = ("instrument", "side", "quantity", "entry_time", "entry_price")
    validation: Literal["app", "framework"] = "app"
    unauthenticated: Literal["framework", "app", "redirect", "html"] = "framework"
    throttle_headers: bool = True
    per_minute: int | None = 60
    numbers_as_text: bool = False
    no_losses: Literal["null", "zero", "INF"] = "null"
    leaderboard_is_empty: bool = False
    login_host: str = ""  # another host for the login page's redirect


class TradeJournal:
    """One user's journal."""

    def __init__(
        self, clock: Clock, switches: Switches | None = None, *, token: str = "gr_token"
    ) -> None:
        self.clock = clock
        self.switches = switches or Switches()
        self.ledger = Ledger()
        self.trades: dict[int, dict[str, Any]] = {}
        self.requests = 0
        self._tokens: dict[str, frozenset[str]] = {token: frozenset(SCOPES)}
        self._last_id = 309
        self._asked_at: list[float] = []

    # What happens on the website.

    def website_adds(self, **fields: Any) -> int:
        """The user types a trade; fields as a create would send them."""
        return self._insert(self._cleaned(fields), WEBSITE, None)

    def website_edits(self, trade_id: int, **fields: Any) -> None:
        self.trades[trade_id] = self._reckoned(self.trades[trade_id] | self._cleaned(fields))
        self._note(WEBSITE, "changed", trade_id, None)

    def website_deletes(self, trade_id: int) -> None:
        del self.trades[trade_id]
        self._note(WEBSITE, "deleted", trade_id, None)

    def website_makes_token(self, token: str, *scopes: str) -> None:
        self._tokens[token] = frozenset(scopes)

    def website_revokes_tokens(self) -> None:
        self._tokens.clear()

    # What a client asks.

    def answer(self, asked: Asked) -> Answered:
        self.requests += 1
        scheme, _, token = asked.headers.get("authorization", "").partition(" ")
        scopes = self._tokens.get(token) if scheme.lower() == "bearer" else None
        if "json" not in asked.headers.get("accept", ""):
            return self._login_page("redirect")
        if scopes is None:
            return self._unauthenticated()
        headers, limited = self._throttle()
        if limited is not None:
            return limited
        found = self._routed(asked, scopes)
        return replace(found, headers={**found.headers, **headers})

    def _routed(self, asked: Asked, scopes: frozenset[str]) -> Answered:
        routes = {
            ("GET", "/trades"): ("trades:read", self._list),
            ("POST", "/trades"): ("trades:write", self._create),
            ("GET", "/stats"): ("stats:read", self._stats),
            ("GET", "/leaderboard"): ("leaderboard:read", self._leaderboard),
        }
        path = asked.path.removeprefix("/api/v1")
        if (asked.method, path) not in routes:
            known = any(path == route for _, route in routes)
            return json_answer(405 if known else 404, {"message": "Not supported"})
        scope, respond = routes[asked.method, path]
        if scope not in scopes:
            return json_answer(403, {"error": f"Insufficient scope: {scope} required"})
        return respond(asked)

    def _unauthenticated(self) -> Answered:
        if self.switches.unauthenticated == "framework":
            return json_answer(401, {"message": "Unauthenticated."})
        if self.switches.unauthenticated == "app":
            return json_answer(401, {"error": "Invalid token"})
        return self._login_page(self.switches.unauthenticated)

    def _login_page(self, how: str) -> Answered:
        if how == "redirect":
            return html_answer(302, "Log in", {"location": f"{self.switches.login_host}/login"})
        return html_answer(200, "Log in")

    def _throttle(self) -> tuple[dict[str, str], Answered | None]:
        limit = self.switches.per_minute
        if limit is None:
            return {}, None
        now = self.clock.now().timestamp()
        self._asked_at = [at for at in self._asked_at if at > now - 60]
        left = limit - len(self._asked_at)
        headers = {"x-ratelimit-limit": str(limit), "x-ratelimit-remaining": str(max(left - 1, 0))}
        if left > 0:
            self._asked_at.append(now)
            return (headers if self.switches.throttle_headers else {}), None
        wait = str(int(self._asked_at[0] + 61 - now))
        headers |= {"retry-after": wait}
        stated = headers if self.switches.throttle_headers else {}
        return {}, json_answer(429, {"message": "Too Many Attempts."}, stated)

    def _list(self, asked: Asked) -> Answered:
        per_page = _whole(query(asked, "per_page"), self.switches.per_page_default)
        if per_page > self.switches.per_page_max:
            if self.switches.over_max == "refuse":
                return self._invalid({"per_page": ["The per page field is too large."]})
            per_page = self.switches.per_page_max
        page = 1 if self.switches.page_is_ignored else _whole(query(asked, "page"), 1)
        kept = [trade for trade in self._ordered() if self._is_asked_for(trade, asked)]
        rows = [self._row(trade) for trade in kept[(page - 1) * per_page : page * per_page]]
        last = max(ceil(len(kept) / per_page), 1)
        extra = self.switches.paginator_keys
        answer = {
            "data": rows,
            "current_page": page,
            "last_page": last,
            "per_page": per_page,
            "total": len(kept),
        }
        return json_answer(200, answer | (self._links(page, last) if extra else {}))

    @staticmethod
    def _links(page: int, last: int) -> dict[str, Any]:
        path = "https://groupresearch.net/api/v1/trades"
        return {
            "first_page_url": f"{path}?page=1",
            "last_page_url": f"{path}?page={last}",
            "next_page_url": f"{path}?page={page + 1}" if page < last else None,
            "prev_page_url": f"{path}?page={page - 1}" if page > 1 else None,
            "path": path,
            "from": None,
            "to": None,
            "links": [],
        }

    def _ordered(self) -> list[dict[str, Any]]:
        trades = sorted(self.trades.values(), key=lambda trade: trade["id"])
        if self.switches.order != "id":
            newest = self.switches.order == "newest"
            trades.sort(key=lambda trade: trade["entry_time"], reverse=newest)
        return trades

    def _is_asked_for(self, trade: Mapping[str, Any], asked: Asked) -> bool:
        for name, key in (("instrument", "instrument"), ("side", "side")):
            wanted = query(asked, name)
            if wanted is not None and wanted != trade[key]:
                return False
        at = trade[self.switches.filter_by]
        day = None if at is None else at.date()
        first, last = _date(query(asked, "from")), _date(query(asked, "to"))
        if last and self.switches.to_is_exclusive:
            last -= timedelta(days=1)
        after = first is None or (day is not None and day >= first)
        return after and (last is None or (day is not None and day <= last))

    def _row(self, trade: Mapping[str, Any]) -> dict[str, Any]:
        row = {key: trade[key] for key in SHOWN}
        for key in TIMES:
            row[key] = row[key] and row[key].strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        if self.switches.numbers_as_text:
            money = ("pnl", "net_pnl", *NUMBERS)
            row |= {key: str(row[key]) for key in money if row.get(key) is not None}
        return row

    def _create(self, asked: Asked) -> Answered:
        body = json_object(asked)
        if body is None:
            return json_answer(400, {"message": "Malformed JSON"})
        fields = self._cleaned(body)
        if details := self._faults(body, fields):
            return self._invalid(details)
        made = self.trades[self._insert(fields, API, self.requests)]
        short = {key: made[key] for key in ("id", "instrument", "side", "entry_price")}
        return json_answer(201, short | {"message": "Trade created"})

    def _faults(self, body: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, list[str]]:
        faults = {
            key: [f"The {key} field is required."]
            for key in self.switches.required
            if fields.get(key) in (None, "")
        }
        for key in (*NUMBERS, *TIMES):
            if body.get(key) not in (None, "") and fields[key] is None:
                faults[key] = [f"The {key} field is not valid."]
        if fields.get("side") not in ("long", "short", None):
            faults["side"] = ["The selected side is invalid."]
        return faults

    def _invalid(self, details: Mapping[str, list[str]]) -> Answered:
        if self.switches.validation == "app":
            return json_answer(422, {"error": "Validation failed", "details": details})
        first = next(iter(details.values()))[0]
        return json_answer(422, {"message": first, "errors": details})

    def _cleaned(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Fields as they are stored."""
        kept: dict[str, Any] = {}
        for key in (*NUMBERS, *TIMES, *TEXTS, "pnl"):
            if key not in fields:
                continue
            value = fields[key]
            if key in TEXTS:
                kept[key] = self._text(value)
            else:
                kept[key] = _time(value) if key in TIMES else number(value)
        return kept

    def _text(self, value: object) -> str | None:
        if value is None:
            return None
        return (str(value).strip() or None) if self.switches.trims_texts else str(value)

    def _insert(self, fields: Mapping[str, Any], who: str, request: int | None) -> int:
        self._last_id += 1
        trade = dict.fromkeys((*SHOWN, *NUMBERS)) | dict(fields) | {"id": self._last_id}
        self.trades[self._last_id] = self._reckoned(trade)
        self._note(who, "created", self._last_id, request)
        return self._last_id

    def _reckoned(self, trade: dict[str, Any]) -> dict[str, Any]:
        """A trade with the P&L that the server makes of its prices, without a multiplier."""
        if trade["exit_price"] is None or trade["quantity"] is None:
            return trade | {"pnl": None, "net_pnl": None}
        if self.switches.pnl == "computed":
            move = trade["exit_price"] - trade["entry_price"]
            sign = 1 if trade["side"] == "long" else -1
            trade["pnl"] = sign * move * trade["quantity"]
        if trade["pnl"] is None:
            return trade | {"net_pnl": None}
        return trade | {"net_pnl": trade["pnl"] - (trade["commission"] or 0)}

    def _note(self, who: str, did: str, trade_id: int, request: int | None) -> None:
        self.ledger.note(Entry(self.clock.now(), who, did, "trade", str(trade_id), request))

    def _stats(self, asked: Asked) -> Answered:
        closed = [trade for trade in self.trades.values() if trade["net_pnl"] is not None]
        results = [trade["net_pnl"] for trade in closed]
        wins = [result for result in results if result > 0]
        losses = [result for result in results if result < 0]
        no_losses = {"null": None, "zero": 0, "INF": "INF"}[self.switches.no_losses]
        stats = {
            "total_trades": len(closed),
            "win_rate": _rounded(Decimal(100 * len(wins)), len(closed)),
            "net_pnl": sum(results, Decimal(0)),
            "profit_factor": _rounded(sum(wins), -sum(losses)) if losses else no_losses,
            "gross_profit": sum(wins, Decimal(0)),
            "gross_loss": -sum(losses, Decimal(0)),
            "avg_win": _rounded(sum(wins), len(wins)),
            "avg_loss": _rounded(sum(losses), len(losses)),
            "best_trade": max(results, default=0),
            "worst_trade": min(results, default=0),
        }
        return json_answer(200, stats)

    def _leaderboard(self, asked: Asked) -> Answered:
        rows = [{"rank": 1, "user": "demo", "trades": 12, "pnl": Decimal("900.5")}]
        return json_answer(200, [] if self.switches.leaderboard_is_empty else rows)


def _rounded(amount: Decimal | int, parts: Decimal | int) -> Decimal | int:
    return (Decimal(amount) / parts).quantize(_CENT) if parts else 0


def _whole(text: str | None, otherwise: int) -> int:
    """A whole number above zero; anything else is the default, as the framework has it."""
    return int(text) if text and text.isdigit() and int(text) > 0 else otherwise


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def _time(value: object) -> datetime | None:
    try:
        stated = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return stated.replace(tzinfo=UTC) if stated.tzinfo is None else stated.astimezone(UTC)


if __name__ == "__main__":
    run(TradeJournal, Switches)
