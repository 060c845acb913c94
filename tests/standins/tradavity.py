"""Tradavity as its page describes it: one user's journal behind keys, limits and scopes."""

import hashlib
import re
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from standins.by_hand import run
from standins.clock import Clock
from standins.json_wire import clipped, json_answer, query
from standins.ledger import API, VENDOR, WEBSITE, Entry, Ledger
from standins.tradavity_bodies import as_text, body_of, compared, form_of
from standins.tradavity_book import Book, Missing, Taken
from standins.tradavity_fields import Invalid, spelled
from standins.tradavity_switches import LIMITS, Switches
from standins.wire import Answered, Asked

BASE = "/api/v1"
_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")
_MAX_JSON, _MAX_PICTURE = 1_000_000, 10 * 1024 * 1024
_KINDS = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"%PDF": "application/pdf"}
_EXTENSIONS = {"image/png": ("png",), "image/jpeg": ("jpg", "jpeg"), "application/pdf": ("pdf",)}


class _Refused(Exception):
    def __init__(self, status: int, code: str, **details: Any) -> None:
        super().__init__(code)
        self.status, self.code, self.details = status, code, details


class Tradavity:
    """One user of Tradavity."""

    def __init__(
        self, clock: Clock, switches: Switches | None = None, *, key: str = "tvty_test"
    ) -> None:
        self.clock = clock
        self.switches = switches or Switches()
        self.book = Book(self.switches)
        self.ledger = Ledger()
        self.keys: dict[str, tuple[str, ...]] = {key: self.switches.scopes}
        self.user = {"user_id": 1, "email": "ann@example.org", "name": "Ann"}
        self.zone = "UTC"
        self.requests = 0
        self._minute: deque[datetime] = deque()
        self._day: deque[datetime] = deque()
        self._stored: dict[tuple[str, ...], tuple[str, Answered, datetime]] = {}
        self.bodies_by_key: dict[str, set[str]] = {}
        self.cursors_refused = False
        self._cursors: dict[str, tuple[datetime, int]] = {}

    # what happens on the website

    def website_edits(self, number: int, **fields: Any) -> None:
        """The user edits fields, by their names in a PATCH."""
        self.book.patch(self.book.trades[number], fields, self.clock.now())
        self._note(WEBSITE, "changed", "trade", number)

    def website_writes(self, number: int, **fields: Any) -> None:
        """The website stores values that the API would not take."""
        self.book.trades[number] |= fields | {"updated_at": self.clock.now()}
        self._note(WEBSITE, "changed", "trade", number)

    def website_adds(self, fills: dict[str, Any] | None = None, **fields: Any) -> int:
        """The user types a trade, by the names of a POST."""
        trade = self.book.create({"account_id": 7} | fields, self.clock.now())
        if fills is not None:
            self.book.put_executions(trade, fills, self.clock.now())
        self._note(WEBSITE, "created", "trade", trade["trade_number"])
        return int(trade["trade_number"])

    def vendor_imports(self, fills: dict[str, Any], **fields: Any) -> int:
        """The vendor's own sync brings in a trade."""
        number = self.website_adds(fills, **fields)
        self._note(VENDOR, "created", "trade", number)
        return number

    def website_archives(self, *numbers: int) -> None:
        for number in numbers:
            self.book.trades[number]["archived_at"] = self.clock.now()
            self._note(WEBSITE, "deleted", "trade", number)

    def website_restores(self, number: int) -> None:
        self.book.trades[number]["archived_at"] = None

    def website_tags(self, number: int, *names: str) -> None:
        """The user sets a trade's tags by name."""
        trade = self.book.trades[number]
        trade["tags"] = [self._tag(name) for name in names]
        trade["updated_at"] = self.clock.now()

    def website_copies(self, number: int, account: int) -> int:
        """A copy of a trade in another account."""
        source = self.book.trades[number]
        self.book._last["trade"] += 1
        copy = source | {
            "trade_number": self.book._last["trade"],
            "account_id": account,
            "copy_of": number,
            "executions": [dict(row) for row in source["executions"]],
            "tags": [],
            "screenshots": [],
            "confirmations": [],
        }
        self.book.trades[copy["trade_number"]] = copy
        return int(copy["trade_number"])

    def _tag(self, name: str) -> int:
        for tag in self.book.tags.values():
            if tag["name"].casefold() == name.casefold():
                return int(tag["tag_id"])
        category = next(iter(self.book.categories), None) or self.book.add_category("Mine")
        return int(self.book.add_tag(name, category)["tag_id"])

    # what tests ask

    def live_trades(self) -> list[dict[str, Any]]:
        """Trades that are not archived, oldest first."""
        return [trade for trade in self.book.trades.values() if trade["archived_at"] is None]

    def assert_keys_sound(self) -> None:
        """No idempotency key ever came with two bodies."""
        mixed = [key for key, bodies in self.bodies_by_key.items() if len(bodies) > 1]
        assert not mixed, f"one key, several bodies: {mixed}"

    # what a client asks

    def answer(self, asked: Asked) -> Answered:
        self.requests += 1
        now = self.clock.now()
        try:
            scopes = self._authenticated(asked)
            self._throttle(now)
        except _Refused as refused:
            return self._refusal(refused)
        key = asked.headers.get("idempotency-key")
        if key is not None and not _KEY.fullmatch(key):
            wrong = {"Idempotency-Key": "takes 1 to 64 of A-Z a-z 0-9 _ -"}
            return self._refusal(_Refused(400, "validation_error", fields=wrong))
        if asked.method == "GET" or key is None:
            return self._limited(self._answered(asked, scopes, now), now)
        return self._limited(self._once(asked, key, scopes, now), now)

    def _once(self, asked: Asked, key: str, scopes: tuple[str, ...], now: datetime) -> Answered:
        """The effect once, and the same answer for the same key."""
        digest = hashlib.sha256(compared(asked)).hexdigest()
        place = (asked.method, asked.path, key) if self.switches.keys_by_route else (key,)
        self.bodies_by_key.setdefault(key, set()).add(f"{asked.method} {asked.path} {digest}")
        known = self._stored.get(place)
        if known is not None and now - known[2] < timedelta(hours=self.switches.key_hours):
            if known[0] != digest:
                return self._refusal(_Refused(409, "idempotency_conflict"))
            replayed = {**known[1].headers, "x-idempotent-replay": "true"}
            return replace(known[1], headers=replayed)
        answer = self._answered(asked, scopes, now)
        keeps = answer.status < 400 or (
            self.switches.refusals_are_kept
            if answer.status < 500
            else self.switches.failures_are_kept
        )
        if keeps and answer.status != 429:
            self._stored[place] = (digest, answer, now)
        return answer

    def _answered(self, asked: Asked, scopes: tuple[str, ...], now: datetime) -> Answered:
        try:
            return self._routed(asked, scopes, now)
        except _Refused as refused:
            return self._refusal(refused)
        except (TypeError, AttributeError, KeyError, InvalidOperation):
            return self._refusal(_Refused(400, "validation_error", fields={"body": "is malformed"}))
        except Invalid as invalid:
            return self._refusal(_Refused(400, "validation_error", **invalid.details))
        except Missing:
            return self._refusal(_Refused(404, "not_found"))
        except Taken:
            return self._refusal(_Refused(409, "duplicate_name"))

    def _authenticated(self, asked: Asked) -> tuple[str, ...]:
        header = asked.headers.get("authorization", "")
        key = header[7:] if header[:7].lower() == "bearer " else asked.headers.get("x-api-key", "")
        if key not in self.keys:
            raise _Refused(401, "unauthorized")
        return self.keys[key]

    def _throttle(self, now: datetime) -> None:
        if not self.switches.limited:
            return
        minute, day, _, _ = LIMITS[self.switches.tier]
        while self._minute and now - self._minute[0] >= timedelta(seconds=60):
            self._minute.popleft()
        while self._day and now - self._day[0] >= timedelta(days=1):
            self._day.popleft()
        if len(self._day) >= day:
            wait = int((self._day[0] + timedelta(days=1) - now).total_seconds()) + 1
            raise _Refused(429, "rate_limited", _wait=wait, _scope="key-daily")
        if len(self._minute) >= minute:
            wait = int((self._minute[0] + timedelta(seconds=60) - now).total_seconds()) + 1
            raise _Refused(429, "rate_limited", _wait=wait, _scope="key")
        self._minute.append(now)
        self._day.append(now)

    def _limited(self, answer: Answered, now: datetime) -> Answered:
        minute = LIMITS[self.switches.tier][0]
        headers = {
            "x-ratelimit-limit": str(minute),
            "x-ratelimit-remaining": str(max(minute - len(self._minute), 0)),
            "x-ratelimit-reset": str(int(now.timestamp()) + 60),
        }
        return replace(answer, headers={**answer.headers, **headers})

    def _routed(self, asked: Asked, scopes: tuple[str, ...], now: datetime) -> Answered:
        parts = asked.path.removeprefix(BASE).strip("/").split("/")
        route = (asked.method, *("*" if part.isdecimal() else part for part in parts))
        found = _ROUTES.get(route)
        if found is None:
            allowed = [known[0] for known in _ROUTES if known[1:] == route[1:]]
            if allowed:
                raise _Refused(405, "method_not_allowed", allowed=allowed)
            raise Missing
        scope, respond = found
        if scope is not None and scope not in scopes:
            raise _Refused(403, "forbidden_scope", required=scope)
        if len(asked.body) > (_MAX_PICTURE + 10_000 if "screenshots" in parts else _MAX_JSON):
            raise _Refused(413, "request_too_large")
        numbers = [int(part) for part in parts if part.isdecimal()]
        return respond(self, asked, scopes, now, *numbers)

    # trades

    def _list(self, asked: Asked, scopes: tuple[str, ...], now: datetime) -> Answered:
        limit = clipped(query(asked, "limit"), 1, 10_000, 50)
        if limit > 200:
            raise Invalid(fields={"limit": "must be between 1 and 200"})
        kept = [trade for trade in self._newest_first(asked, now) if self._is_wanted(trade, asked)]
        start = self._position(query(asked, "cursor"), kept, now)
        page = kept[start : start + limit]
        more = start + limit < len(kept)
        cursor = self._cursor(page[-1], now) if more else None
        data = {self.switches.list_name: [self.book.row(trade) for trade in page]}
        return self._ok(data, next_cursor=cursor)

    def _newest_first(self, asked: Asked, now: datetime) -> list[dict[str, Any]]:
        archived = query(asked, "include_archived") == "true"
        trades = [
            trade for trade in self.book.trades.values() if archived or trade["archived_at"] is None
        ]
        return sorted(trades, key=_order, reverse=True)

    def _is_wanted(self, trade: dict[str, Any], asked: Asked) -> bool:
        day = trade["trade_date"].astimezone(ZoneInfo(self.zone)).date().isoformat()
        first, last = query(asked, "from"), query(asked, "to")
        row = self.book.row(trade)
        account = self.book.accounts[trade["account_id"]]
        tags = [self.book.tags[tag]["name"] for tag in trade["tags"] if tag in self.book.tags]
        wanted = {
            "account_id": (str(trade["account_id"]),),
            "account": (str(trade["account_id"]), account["name"]),
            "symbol": (trade["symbol"],),
            "direction": (trade["direction"],),
            "strategy": (row["strategy"] or "",),
            "setup": (row["setup"] or "",),
            "grade": (row["grade"] or "",),
            "tag": tuple(tags),
            "is_copy": (str(row["is_copy"]),),
        }
        given = ((name, query(asked, name)) for name in wanted)
        return (
            (first is None or day >= first[:10])
            and (last is None or day <= last[:10])
            and all(
                value is None or value.casefold() in (one.casefold() for one in wanted[name])
                for name, value in given
            )
        )

    def _cursor(self, last: dict[str, Any], now: datetime) -> str:
        token = hashlib.sha256(f"{last['trade_number']}{now}".encode()).hexdigest()[:20]
        self._cursors[token] = (now, last["trade_number"])
        return token

    def _position(self, cursor: str | None, kept: list[dict[str, Any]], now: datetime) -> int:
        if cursor is None:
            return 0
        made = self._cursors.get(cursor)
        life = timedelta(seconds=self.switches.cursor_life_s)
        if self.cursors_refused or made is None or now - made[0] > life:
            self.cursors_refused = False
            raise Invalid(fields={"cursor": "is invalid"})
        last = self.book.trades[made[1]]
        return sum(1 for trade in kept if _order(trade) >= _order(last))

    def _read(self, asked: Asked, scopes: tuple[str, ...], now: datetime, number: int) -> Answered:
        keeps = self.switches.archived_detail == "answer"
        trade = self.book.any(number, now) if keeps else self.book.live(number, now)
        found = self.book.detail(trade, scopes)
        if trade["archived_at"] is not None:
            found["is_archived"] = True
        return self._ok(found if self.switches.created_in == "bare" else {"trade": found})

    def _create(self, asked: Asked, scopes: tuple[str, ...], now: datetime) -> Answered:
        cap = self.switches.trade_cap
        if cap is not None and len(self.live_trades()) >= cap:
            raise _Refused(429, "limit_reached", usage={"day": cap, "month": cap})
        trade = self.book.create(body_of(asked), now)
        self._note(API, "created", "trade", trade["trade_number"])
        return self._ok({"trade": self.book.detail(trade, scopes)}, status=201)

    def _patch(self, asked: Asked, scopes: tuple[str, ...], now: datetime, number: int) -> Answered:
        trade = self.book.live(number, now)
        propagated = self.book.patch(trade, body_of(asked), now)
        self._note(API, "changed", "trade", number)
        echo = self.switches.patch_echoes_trade
        found = {"trade": self.book.detail(trade, scopes)} if echo else {}
        return self._ok(found | {"propagated": propagated})

    def _archive(
        self, asked: Asked, scopes: tuple[str, ...], now: datetime, number: int
    ) -> Answered:
        trade = self.book.live(number, now)
        members = [trade]
        if query(asked, "including_copies") == "true":
            if trade["copy_of"] is not None or len(self.book.decision(trade)) < 2:
                raise Invalid(fields={"including_copies": "is for a copy source"})
            members = self.book.decision(trade)
        for member in members:
            member["archived_at"] = now
            self._note(API, "deleted", "trade", member["trade_number"])
        headers = {"x-trades-archived": "1", "x-copies-archived": str(len(members) - 1)}
        return Answered(204, headers, b"")

    def _executions(
        self, asked: Asked, scopes: tuple[str, ...], now: datetime, number: int
    ) -> Answered:
        return self._ok({"executions": self.book.live(number, now)["executions"]})

    def _put_executions(
        self, asked: Asked, scopes: tuple[str, ...], now: datetime, number: int
    ) -> Answered:
        trade = self.book.live(number, now)
        rows = self.book.put_executions(trade, body_of(asked), now)
        self._touched(trade, number, now)
        return self._ok({"executions": rows})

    def _put_tags(
        self, asked: Asked, scopes: tuple[str, ...], now: datetime, number: int
    ) -> Answered:
        trade = self.book.live(number, now)
        self.book.put_tags(trade, body_of(asked).get("tag_ids") or ())
        self._touched(trade, number, now)
        return self._ok({"tags": self.book.detail(trade, scopes)["tags"]})

    def _put_confirmations(
        self, asked: Asked, scopes: tuple[str, ...], now: datetime, number: int
    ) -> Answered:
        trade = self.book.live(number, now)
        self.book.put_confirmations(trade, body_of(asked).get("confirmations") or ())
        self._touched(trade, number, now)
        return self._ok({"confirmations": self.book.source(trade)["confirmations"]})

    def _touched(self, trade: dict[str, Any], number: int, now: datetime) -> None:
        if self.switches.nested_writes_touch:
            trade["updated_at"] = now
        self._note(API, "changed", "trade", number)

    # pictures

    def _pictures(
        self, asked: Asked, scopes: tuple[str, ...], now: datetime, number: int
    ) -> Answered:
        trade = self.book.live(number, now)
        shots = self.book.source(trade)["screenshots"]
        return self._ok({"screenshots": [self.book.picture(trade, shot) for shot in shots]})

    def _picture(
        self, asked: Asked, scopes: tuple[str, ...], now: datetime, number: int, shot: int
    ) -> Answered:
        for known in self.book.source(self.book.live(number, now))["screenshots"]:
            if known["screenshot_id"] == shot:
                return Answered(200, {"content-type": known["file_type"]}, known["content"])
        raise Missing

    def _upload(
        self, asked: Asked, scopes: tuple[str, ...], now: datetime, number: int
    ) -> Answered:
        trade = self.book.live(number, now)
        shots = self.book.source(trade)["screenshots"]
        form = form_of(asked)
        name, content = form["file"]
        kind = next((kind for magic, kind in _KINDS.items() if content.startswith(magic)), None)
        if kind is None or name.rpartition(".")[2].lower() not in _EXTENSIONS[kind]:
            raise Invalid(fields={"file": "must be a JPEG, PNG or PDF"})
        if len(content) > _MAX_PICTURE:
            raise _Refused(413, "request_too_large")
        cap = self.switches.pictures_per_trade or LIMITS[self.switches.tier][3]
        if len(shots) >= cap:
            raise _Refused(413, "limit_reached", cap="per_trade", limit=cap)
        used = sum(s["file_size"] for t in self.book.trades.values() for s in t["screenshots"])
        if used + len(content) > self.switches.storage_bytes:
            raise _Refused(413, "limit_reached", cap="storage")
        shot = self._stored_picture(content, kind, form, now)
        shots.append(shot)
        self._note(API, "created", "screenshot", shot["screenshot_id"])
        return self._ok(self.book.picture(trade, shot), status=201)

    def _stored_picture(
        self, content: bytes, kind: str, form: dict[str, Any], now: datetime
    ) -> dict[str, Any]:
        smaller = content
        if self.switches.optimises_pictures and kind == "image/png":
            smaller = content + b"\x00"  # other bytes, the same picture
        return {
            "screenshot_id": self.book.next_id(),
            "file_size": len(smaller),
            "original_size": len(content),
            "file_type": kind,
            "width": 0,
            "height": 0,
            "label": form.get("label", ("", b""))[1].decode()[:100],
            "sort_order": int(form.get("sort_order", ("", b"0"))[1] or 0),
            "uploaded_at": spelled(now),
            "content": smaller,
        }

    def _drop_picture(
        self, asked: Asked, scopes: tuple[str, ...], now: datetime, number: int, shot: int
    ) -> Answered:
        source = self.book.source(self.book.live(number, now))
        kept = [known for known in source["screenshots"] if known["screenshot_id"] != shot]
        if len(kept) == len(source["screenshots"]):
            raise Missing
        source["screenshots"] = kept
        self._note(API, "deleted", "screenshot", shot)
        return Answered(204, {}, b"")

    # catalogues

    def _me(self, asked: Asked, scopes: tuple[str, ...], now: datetime) -> Answered:
        return self._ok(
            {
                "user": self.user,
                "plan": self.switches.tier,
                "preferences": {"timezone": self.zone, "currency": "USD", "week_start": "monday"},
                "storage": {"used": 0, "limit": self.switches.storage_bytes},
                "key": {"name": "Fillbook", "scopes": list(scopes)},
                "rate_tier": self.switches.tier,
            }
        )

    def _scopes(self, asked: Asked, scopes: tuple[str, ...], now: datetime) -> Answered:
        return self._ok({"scopes": list(scopes)})

    def _accounts(self, asked: Asked, scopes: tuple[str, ...], now: datetime) -> Answered:
        archived = query(asked, "include_archived") == "true"
        found = [a for a in self.book.accounts.values() if archived or not a["archived"]]
        return self._ok({"accounts": found})

    def _tags(self, asked: Asked, scopes: tuple[str, ...], now: datetime) -> Answered:
        return self._ok({"tags": list(self.book.tags.values())})

    def _add_tag(self, asked: Asked, scopes: tuple[str, ...], now: datetime) -> Answered:
        body = body_of(asked)
        name, category = body.get("name"), body.get("category_id")
        if not isinstance(name, str) or not 1 <= len(name) <= 100:
            raise Invalid(fields={"name": "must have 1 to 100 characters"})
        if category not in self.book.categories:
            raise Invalid(fields={"category_id": "is unknown"})
        tag = self.book.add_tag(name, category)
        self._note(API, "created", "tag", tag["tag_id"])
        return self._ok({"tag": tag}, status=201)

    def _categories(self, asked: Asked, scopes: tuple[str, ...], now: datetime) -> Answered:
        found = [{"category_id": n, "name": name} for n, name in self.book.categories.items()]
        return self._ok({"tag_categories": found})

    def _add_category(self, asked: Asked, scopes: tuple[str, ...], now: datetime) -> Answered:
        name = body_of(asked).get("name")
        if not isinstance(name, str) or not 1 <= len(name) <= 50:
            raise Invalid(fields={"name": "must have 1 to 50 characters"})
        number = self.book.add_category(name)
        self._note(API, "created", "tag_category", number)
        return self._ok({"tag_category": {"category_id": number, "name": name}}, status=201)

    def _strategies(self, asked: Asked, scopes: tuple[str, ...], now: datetime) -> Answered:
        found = [
            {name: value for name, value in strategy.items() if name != "setups"}
            for strategy in self.book.strategies.values()
        ]
        return self._ok({"strategies": found})

    def _strategy(
        self, asked: Asked, scopes: tuple[str, ...], now: datetime, number: int
    ) -> Answered:
        if number not in self.book.strategies:
            raise Missing
        return self._ok({"strategy": self.book.strategies[number]})

    def _emotions(self, asked: Asked, scopes: tuple[str, ...], now: datetime) -> Answered:
        return self._ok({"emotions": self.book.emotions})

    def _autosync(self, asked: Asked, scopes: tuple[str, ...], now: datetime) -> Answered:
        return self._ok({"connections": []})

    # envelopes

    def _ok(self, data: Any, *, status: int = 200, next_cursor: str | None = None) -> Answered:
        meta = self._meta()
        if next_cursor is not None:
            meta["next_cursor"] = next_cursor
        if self.switches.numbers_as_text:
            data = as_text(data)
        return json_answer(status, {"ok": True, "data": data, "meta": meta})

    def _meta(self) -> dict[str, Any]:
        minute, _, user, _ = LIMITS[self.switches.tier]
        left = max(minute - len(self._minute), 0)
        return {
            "request_id": f"req_{self.requests:06}",
            "rate_limit": {
                "tier": self.switches.tier,
                "limit": minute,
                "remaining": left,
                "reset_at": spelled(self.clock.now() + timedelta(seconds=60)),
                "user_ceiling": user,
                "user_remaining": left,
            },
        }

    def _refusal(self, refused: _Refused) -> Answered:
        details = {name: value for name, value in refused.details.items() if name[0] != "_"}
        error: dict[str, Any] = {"code": refused.code, "message": refused.code.replace("_", " ")}
        if details:
            error["details"] = details
        headers: dict[str, str] = {}
        if "_wait" in refused.details:
            headers["retry-after"] = str(refused.details["_wait"])
            headers["x-ratelimit-scope"] = refused.details["_scope"]
        document = {"ok": False, "error": error, "meta": {"request_id": f"req_{self.requests:06}"}}
        return json_answer(refused.status, document, headers)

    def _note(self, who: str, did: str, what: str, number: object) -> None:
        request = self.requests if who == API else None
        self.ledger.note(Entry(self.clock.now(), who, did, what, str(number), request))


def _order(trade: dict[str, Any]) -> tuple[datetime, int]:
    return trade["trade_date"], trade["trade_number"]


_Respond = Callable[..., Answered]
_ROUTES: dict[tuple[str, ...], tuple[str | None, _Respond]] = {
    ("GET", "me"): (None, Tradavity._me),
    ("GET", "scopes"): (None, Tradavity._scopes),
    ("GET", "accounts"): ("read:accounts", Tradavity._accounts),
    ("GET", "autosync", "connections"): ("read:autosync", Tradavity._autosync),
    ("GET", "emotions"): (None, Tradavity._emotions),
    ("GET", "strategies"): ("read:strategies", Tradavity._strategies),
    ("GET", "strategies", "*"): ("read:strategies", Tradavity._strategy),
    ("GET", "tags"): ("read:tags", Tradavity._tags),
    ("POST", "tags"): ("write:tags", Tradavity._add_tag),
    ("GET", "tag-categories"): ("read:tags", Tradavity._categories),
    ("POST", "tag-categories"): ("write:tags", Tradavity._add_category),
    ("GET", "trades"): ("read:trades", Tradavity._list),
    ("POST", "trades"): ("write:trades", Tradavity._create),
    ("GET", "trades", "*"): ("read:trades", Tradavity._read),
    ("PATCH", "trades", "*"): ("write:trades", Tradavity._patch),
    ("DELETE", "trades", "*"): ("write:trades", Tradavity._archive),
    ("GET", "trades", "*", "executions"): ("read:trades", Tradavity._executions),
    ("PUT", "trades", "*", "executions"): ("write:trades", Tradavity._put_executions),
    ("PUT", "trades", "*", "tags"): ("write:tags", Tradavity._put_tags),
    ("PUT", "trades", "*", "confirmations"): ("write:trades", Tradavity._put_confirmations),
    ("GET", "trades", "*", "screenshots"): ("read:screenshots", Tradavity._pictures),
    ("POST", "trades", "*", "screenshots"): ("write:screenshots", Tradavity._upload),
    ("GET", "trades", "*", "screenshots", "*"): ("read:screenshots", Tradavity._picture),
    ("DELETE", "trades", "*", "screenshots", "*"): ("write:screenshots", Tradavity._drop_picture),
}
"""Method and path, a number as "*", to the scope that it needs and what answers it."""


if __name__ == "__main__":
    run(lambda clock, switches: Tradavity(clock, switches), Switches)
