"""Tradervue's imports: one at a time, asynchronous, and a result that is read once."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from standins.json_wire import json_answer, json_object, number
from standins.tradervue_book import Book, Fill, TradervueTrade, parsed_time
from standins.wire import Answered, Asked

_FUTURE = re.compile(r"[A-Z0-9]{1,4}[FGHJKMNQUVXZ]\d{1,2}")
_FOREX = re.compile(r"(EUR|GBP|AUD|NZD|USD|CAD|CHF|JPY){2}")
Made = Callable[[TradervueTrade], None]


class Imports:
    """The import queue of one user."""

    def __init__(self, book: Book, made: Made) -> None:
        self.book = book
        self.status = "ready"
        self.reads = 0  # results that were read, and so consumed
        self._made = made
        self._batch: Mapping[str, Any] = {}
        self._due: datetime | None = None
        self._result: dict[str, Any] = {}
        self._used = 0

    @property
    def is_busy(self) -> bool:
        return self.status in ("queued", "processing")

    def post(self, asked: Asked, moment: datetime) -> Answered:
        self.work(moment)
        if self.is_busy:
            return json_answer(424, {"error": "import already in progress"})
        body = json_object(asked)
        if body is None:
            return json_answer(400, {"error": "Invalid request: malformed JSON"})
        fills = body.get("executions")
        if not isinstance(fills, list) or not fills:
            return json_answer(400, {"status": "no executions"})
        most = self.book.switches.max_fills
        if most is not None and len(fills) > most:
            return json_answer(400, {"error": "Invalid request: too many executions"})
        self.queue(body, moment)
        return json_answer(200, {"status": "queued"})

    def queue(self, batch: Mapping[str, Any], moment: datetime) -> None:
        """Queue a batch; the unread result of the one before is lost."""
        self._batch, self._result = batch, {}
        self._due = moment + timedelta(seconds=self.book.switches.import_takes_s)
        self.status = "queued"

    def read(self, moment: datetime) -> Answered:
        """The status; reading a result consumes it."""
        self.work(moment)
        if self.is_busy:
            return json_answer(200, {"status": "processing"})
        if self.status == "ready":
            return json_answer(200, {"status": "ready"})
        answer = json_answer(200, {"status": self.status, "info": self._result})
        self.status, self._result = "ready", {}
        self.reads += 1
        return answer

    def work(self, moment: datetime) -> None:
        """Finish the batch whose time has come."""
        if not self.is_busy:
            return
        assert self._due is not None
        if moment < self._due:
            self.status = "processing"
            return
        info, fills, fault = self._counted(moment)
        if fault is not None:
            self.status = "failed"
            self._result = info | fault
            return
        self.status, self._result = "succeeded", info
        self._used += len(fills)
        if _is_set(self._batch.get("overlay_commissions")):
            return
        for trade in self.book.group(fills, moment):
            trade.tags = self._tags()
            trade.notes = self.book.switches.template
            self._made(trade)

    def _counted(
        self, moment: datetime
    ) -> tuple[dict[str, Any], list[Fill], dict[str, Any] | None]:
        """What becomes of each fill of the batch."""
        switches = self.book.switches
        info: dict[str, Any] = dict.fromkeys(
            ("exec_count", "duplicate_count", "overquota_count"), 0
        ) | dict.fromkeys(("skipped_futures", "skipped_options", "skipped_forex"), False)
        kept: list[Fill] = []
        for position, stated in enumerate(self._batch["executions"], 1):
            fill = self._fill(stated)
            if fill is None:
                fault = {"error_description": "Invalid execution", "error_execnumber": position}
                return info, [], fault
            kind = _kind(fill)
            if kind is not None and not getattr(switches, f"allows_{kind}"):
                info[f"skipped_{kind}"] = True
            elif self._is_duplicate(fill, kept):
                info["duplicate_count"] += 1
            elif switches.quota is not None and self._used + len(kept) >= switches.quota:
                info["overquota_count"] += 1
            else:
                kept.append(fill)
                info["exec_count"] += 1
        return info, kept, None

    def _is_duplicate(self, fill: Fill, kept: list[Fill]) -> bool:
        if _is_set(self._batch.get("allow_duplicates")):
            return False
        twins = self.book.switches.drops_twins and any(
            other.twin_key == fill.twin_key for other in kept
        )
        return twins or self.book.has_twin(fill)

    def _fill(self, stated: object) -> Fill | None:
        if not isinstance(stated, Mapping):
            return None
        at = parsed_time(stated.get("datetime"), self.book.zone)
        quantity, price = number(stated.get("quantity")), number(stated.get("price"))
        symbol = stated.get("symbol")
        if at is None or not quantity or price is None or not symbol:
            return None
        fees = [
            number(stated.get(key) or 0) or Decimal(0)
            for key in ("commission", "transfee", "ecnfee")
        ]
        return Fill(
            self.book.new_fill_id(),
            at,
            str(symbol).strip().upper(),
            quantity,
            price,
            str(stated.get("option") or ""),
            *fees,
            account_tag=self._batch.get("account_tag"),
        )

    def _tags(self) -> list[str]:
        tags = [str(tag).strip() for tag in self._batch.get("tags") or []]
        return [tag.lower() for tag in tags] if self.book.switches.tag_case == "lower" else tags


def _is_set(flag: object) -> bool:
    return flag is True or str(flag).lower() == "true"


def _kind(fill: Fill) -> str | None:
    if fill.option:
        return "options"
    if _FUTURE.fullmatch(fill.symbol):
        return "futures"
    return "forex" if _FOREX.fullmatch(fill.symbol) else None
