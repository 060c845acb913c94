"""Tradervue as its page describes it: Basic auth, shells, asynchronous imports, a diary."""

import base64
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from standins.by_hand import run
from standins.clock import Clock
from standins.json_wire import (
    clipped,
    empty_answer,
    html_answer,
    json_answer,
    json_object,
    number,
    query,
)
from standins.ledger import API, VENDOR, WEBSITE, Entry, Ledger
from standins.tradervue_book import Book, TradervueTrade
from standins.tradervue_diary import Diary, month_first
from standins.tradervue_imports import Imports
from standins.tradervue_switches import Switches
from standins.tradervue_users import Users
from standins.wire import Answered, Asked

_ROUTE = re.compile(r"/(trades|journal|notes|imports|users)(?:/(\d+)(?:/(executions|comments))?)?")


class Tradervue:
    """One user's journal."""

    def __init__(
        self,
        clock: Clock,
        switches: Switches | None = None,
        *,
        username: str = "trader",
        password: str = "pa:ss wörd",
    ) -> None:
        self.clock = clock
        self.switches = switches or Switches()
        self.ledger = Ledger()
        self.requests = 0
        self.book = Book(self.switches)
        self.diary = Diary(self.book, self._note)
        self.imports = Imports(self.book, lambda trade: self._note("created", "trade", trade.id))
        self.users = Users()
        self._login = (username, password)
        self._who = API
        self._asked_at: list[float] = []

    @property
    def trades(self) -> dict[int, TradervueTrade]:
        return self.book.trades

    # What happens on the website.

    def website_edits(self, trade_id: int, **fields: Any) -> None:
        """The user changes notes, tags, initial_risk or shared."""
        for key, value in fields.items():
            setattr(self.trades[trade_id], key, value)
        self._note("changed", "trade", trade_id, WEBSITE)

    def website_deletes(self, trade_id: int) -> None:
        del self.trades[trade_id]
        self._note("deleted", "trade", trade_id, WEBSITE)

    def website_comments(self, trade_id: int, username: str, text: str) -> None:
        comments = self.trades[trade_id].comments
        moment = f"{self.clock.now():%Y-%m-%dT%H:%M:%S}.000Z"
        number_of = len(comments) + 71
        comments.append({"id": number_of, "username": username, "text": text, "datetime": moment})
        self._note("changed", "trade", trade_id, WEBSITE)

    def website_adds_shell(self, symbol: str, **fields: Any) -> int:
        """The user makes a trade without fills."""
        trade = self.book.add(symbol.upper(), self.clock.now())
        self._note("created", "trade", trade.id, WEBSITE)
        for key, value in fields.items():
            setattr(trade, key, value)
        return trade.id

    def website_types_again(self, trade_id: int) -> int:
        """The user makes a trade with the fills of another, without their costs."""
        known = self.trades[trade_id]
        trade = self.book.add(known.symbol, self.clock.now())
        free = {"commission": Decimal(0), "trans_fee": Decimal(0), "ecn_fee": Decimal(0)}
        trade.fills = [replace(fill, **free) for fill in known.fills]
        self._note("created", "trade", trade.id, WEBSITE)
        return trade.id

    def vendor_imports(self, *executions: Mapping[str, Any], tag: str | None = None) -> None:
        """A broker's fills come in by the vendor's own importer; it may keep a client waiting."""
        batch = {"executions": list(executions), "account_tag": tag}
        self._who = VENDOR
        self.imports.queue(batch, self.clock.now())
        self.imports.work(self.clock.now())
        self._who = API
        if not self.imports.is_busy:
            self.imports.status = "ready"

    def website_writes_day(self, day: date, notes: str) -> int:
        """The user writes of a day; the id of its entry."""
        self._who = WEBSITE
        try:
            return self.diary.write_day(day, notes)
        finally:
            self._who = API

    def website_deletes_day(self, day: date) -> None:
        (leaf,) = [leaf for leaf in self.diary.entries.values() if leaf.day == day]
        del self.diary.entries[leaf.id]
        self._note("deleted", "journal", leaf.id, WEBSITE)

    def website_changes_password(self, password: str) -> None:
        self._login = (self._login[0], password)

    # What a client asks.

    def answer(self, asked: Asked) -> Answered:
        self.requests += 1
        self.imports.work(self.clock.now())
        return self._barred(asked) or self._routed(asked) or self._denied(404, "Not found")

    def _barred(self, asked: Asked) -> Answered | None:
        if not asked.headers.get("user-agent"):
            return json_answer(400, {"error": "User-Agent header is required"})
        if _login_of(asked) != self._login:
            return self._denied(401, "Not authorized")
        acting = asked.headers.get("tradervue-userid")
        if acting is not None and not (self.switches.organization and self.users.has(acting)):
            return self._denied(403, "Not permitted")
        return self._limited()

    def _limited(self) -> Answered | None:
        if self.switches.per_second is None:
            return None
        now = self.clock.now().timestamp()
        self._asked_at = [at for at in self._asked_at if at > now - 1]
        if len(self._asked_at) >= self.switches.per_second:
            return json_answer(429, {"error": "Too many requests"}, {"retry-after": "2"})
        self._asked_at.append(now)
        return None

    def _denied(self, status: int, words: str) -> Answered:
        if self.switches.denial_body == "json":
            return json_answer(status, {"error": words})
        if self.switches.denial_body == "html":
            return html_answer(status, words)
        return empty_answer(status)

    def _routed(self, asked: Asked) -> Answered | None:
        found = _ROUTE.fullmatch(asked.path.removeprefix("/api/v1"))
        if found is None:
            return None
        kind, stated, part = found.groups()
        number_of = int(stated) if stated else None
        if kind in ("journal", "notes"):
            if part == "comments" and number_of is not None:
                return self.diary.comments(kind, number_of)
            return None if part else self.diary.answer(kind, number_of, asked)
        if kind == "imports":
            return self._import(asked) if number_of is None else None
        if kind == "users":
            return self.users.answer(number_of, asked) if self.switches.organization else None
        if number_of is None:
            return self._list(asked) if asked.method == "GET" else self._create(asked)
        trade = self.trades.get(number_of)
        return None if trade is None else self._one(trade, part, asked)

    def _import(self, asked: Asked) -> Answered:
        if asked.method == "GET":
            before = self.imports.reads
            answer = self.imports.read(self.clock.now())
            if self.imports.reads > before:
                self._note("read", "import", 0)
            return answer
        answer = self.imports.post(asked, self.clock.now())
        if answer.status == 200:
            self._note("queued", "import", 0)
        return answer

    def _list(self, asked: Asked) -> Answered:
        count = clipped(query(asked, "count"), 1, 100, 25)
        start = (clipped(query(asked, "page"), 1, 10**6, 1) - 1) * count
        kept = [trade for trade in self.book.newest_first() if self._is_asked_for(trade, asked)]
        rows = [self.book.row(trade) for trade in kept[start : start + count]]
        return json_answer(200, {"trades": rows})

    def _is_asked_for(self, trade: TradervueTrade, asked: Asked) -> bool:
        symbol, side = query(asked, "symbol"), query(asked, "side")
        duration, won = query(asked, "duration"), query(asked, "plgross")
        tags = {tag.casefold() for tag in trade.tags}
        wanted_any = _tags(query(asked, "ortags")) | _tags(query(asked, "tag"))  # the old name
        wanted_all = _tags(query(asked, "andtags"))
        return (
            (symbol is None or symbol.upper() == trade.symbol.upper())
            and (side is None or (side == "L") is trade.is_long)
            and (not wanted_any or bool(wanted_any & tags))
            and wanted_all <= tags
            and self._was_opened_between(trade, asked)
            and (duration is None or (duration == "I") is self._is_intraday(trade))
            and (won is None or (trade.gross_pnl > 0) is (won == "W"))
        )

    def _was_opened_between(self, trade: TradervueTrade, asked: Asked) -> bool:
        first = month_first(query(asked, "startdate"))
        last = month_first(query(asked, "enddate"))
        if first is None and last is None:
            return True
        day = self._day(trade.opened_at)
        if day is None:
            return False
        return (first is None or day >= first) and (last is None or day <= last)

    def _is_intraday(self, trade: TradervueTrade) -> bool:
        return trade.closed_at is not None and self._day(trade.opened_at) == self._day(
            trade.closed_at
        )

    def _day(self, moment: datetime | None) -> date | None:
        return None if moment is None else moment.astimezone(self.book.zone).date()

    def _create(self, asked: Asked) -> Answered:
        body = json_object(asked)
        if body is None or not str(body.get("symbol") or "").strip():
            return json_answer(400, {"error": "Symbol can't be blank"})
        if (fault := self._fault(body)) is not None:
            return fault
        trade = self.book.add(str(body["symbol"]).strip().upper(), self.clock.now())
        trade.notes = self.switches.template
        self._write(trade, body)
        self._note("created", "trade", trade.id)
        headers = {"location": f"https://app.tradervue.com/api/v1/trades/{trade.id}"}
        return json_answer(201, {"id": trade.id}, headers)

    def _one(self, trade: TradervueTrade, part: str | None, asked: Asked) -> Answered | None:
        if part == "executions":
            return json_answer(200, {"executions": self.book.executions(trade)})
        if part == "comments":
            return json_answer(200, {"comments": trade.comments})
        if asked.method == "GET":
            return json_answer(200, self.book.detail(trade))
        if asked.method == "PUT":
            return self._update(trade, asked)
        if asked.method != "DELETE":
            return None
        del self.trades[trade.id]
        self._note("deleted", "trade", trade.id)
        return empty_answer(self.switches.delete_status)

    def _update(self, trade: TradervueTrade, asked: Asked) -> Answered:
        body = json_object(asked)
        if body is None:
            return json_answer(400, {"error": "Invalid request"})
        if (fault := self._fault(body)) is not None:
            return fault
        self._write(trade, body)
        self._note("changed", "trade", trade.id)
        return empty_answer(200)

    def _fault(self, body: Mapping[str, Any]) -> Answered | None:
        risk = body.get("initial_risk", 0)
        if risk is None and self.switches.null_risk != "refused":
            return None
        if number(risk) is None:
            return json_answer(400, {"error": "Initial risk is not a number"})
        if not isinstance(body.get("tags", []), list):
            return json_answer(400, {"error": "Tags must be a list"})
        return None

    def _write(self, trade: TradervueTrade, body: Mapping[str, Any]) -> None:
        if "notes" in body:
            trade.notes = str(body["notes"] or "").replace("\r\n", "\n")
        if "shared" in body:
            trade.shared = bool(body["shared"])
        if "initial_risk" in body:
            clears = self.switches.null_risk == "clears"
            if body["initial_risk"] is not None or clears:
                trade.initial_risk = number(body["initial_risk"])
        if "tags" in body and (body["tags"] or self.switches.tags_can_be_cleared):
            tags = list(dict.fromkeys(str(tag).strip() for tag in body["tags"]))
            lower = self.switches.tag_case == "lower"
            trade.tags = [tag.lower() for tag in tags] if lower else tags

    def _note(self, did: str, what: str, number_of: int, who: str | None = None) -> None:
        actor = who or self._who
        request = self.requests if actor == API else None
        self.ledger.note(Entry(self.clock.now(), actor, did, what, str(number_of), request))


def _login_of(asked: Asked) -> tuple[str, str] | None:
    scheme, _, token = asked.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, _, password = base64.b64decode(token).decode().partition(":")
    except ValueError:
        return None
    return name, password


def _tags(text: str | None) -> set[str]:
    return {tag.strip().casefold() for tag in (text or "").split(",") if tag.strip()}


if __name__ == "__main__":
    run(Tradervue, Switches)
