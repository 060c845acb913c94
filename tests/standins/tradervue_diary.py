"""Tradervue's journal entries, one a day, and its free notes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from standins.json_wire import clipped, empty_answer, json_answer, json_object, query
from standins.tradervue_book import Book
from standins.wire import Answered, Asked

Note = Callable[[str, str, int], None]
"""Takes what was done, to what, and its id."""


@dataclass(slots=True)
class Leaf:
    """A day's entry, or a free note."""

    id: int
    day: date | None
    notes: str
    turn: int  # rises with each change
    comments: list[dict[str, Any]] = field(default_factory=list)


class Diary:
    """Both kinds of texts of one user."""

    def __init__(self, book: Book, note: Note) -> None:
        self.book = book
        self.entries: dict[int, Leaf] = {}
        self.notes: dict[int, Leaf] = {}
        self._note = note
        self._last_id = 31_000
        self._turn = 0

    def add(self, kind: str, notes: str, day: date | None = None) -> Leaf:
        self._last_id += 1
        leaf = Leaf(self._last_id, day, notes, self._next_turn())
        self._leaves(kind)[leaf.id] = leaf
        self._note("created", kind, leaf.id)
        return leaf

    def write_day(self, day: date, notes: str) -> int:
        """Write the words of a day, with an entry of its own; its id."""
        for leaf in self.entries.values():
            if leaf.day == day:
                leaf.notes, leaf.turn = notes, self._next_turn()
                self._note("changed", "journal", leaf.id)
                return leaf.id
        return self.add("journal", notes, day).id

    def answer(self, kind: str, leaf_id: int | None, asked: Asked) -> Answered | None:
        """The answer to a request; None where there is no such thing."""
        if leaf_id is None:
            return self._list(kind, asked) if asked.method == "GET" else self._create(kind, asked)
        leaf = self._leaves(kind).get(leaf_id)
        if leaf is None:
            return None
        if asked.method == "GET":
            return json_answer(200, self._detail(kind, leaf))
        if asked.method == "PUT":
            return self._update(kind, leaf, asked)
        return self._delete(kind, leaf)

    def comments(self, kind: str, leaf_id: int) -> Answered | None:
        leaf = self._leaves(kind).get(leaf_id)
        return None if leaf is None else json_answer(200, {"comments": leaf.comments})

    def _leaves(self, kind: str) -> dict[int, Leaf]:
        return self.entries if kind == "journal" else self.notes

    def _list(self, kind: str, asked: Asked) -> Answered:
        leaves = sorted(self._leaves(kind).values(), key=_newest(kind), reverse=True)
        if kind == "journal":
            leaves = [leaf for leaf in leaves if self._is_asked_for(leaf, asked)]
        count = clipped(query(asked, "count"), 1, 100, 25)
        start = (clipped(query(asked, "page"), 1, 10**6, 1) - 1) * count
        rows = [self._row(leaf) for leaf in leaves[start : start + count]]
        return json_answer(200, {f"journal_{'entries' if kind == 'journal' else 'notes'}": rows})

    @staticmethod
    def _is_asked_for(leaf: Leaf, asked: Asked) -> bool:
        assert leaf.day is not None
        one, first, last = (
            month_first(query(asked, name)) for name in ("d", "startdate", "enddate")
        )
        return (
            (one is None or leaf.day == one)
            and (first is None or leaf.day >= first)
            and (last is None or leaf.day <= last)
        )

    @staticmethod
    def _row(leaf: Leaf) -> dict[str, Any]:
        row: dict[str, Any] = {"id": leaf.id}
        if leaf.day is not None:
            row["date"] = leaf.day.isoformat()
        return row | {"notes": leaf.notes, "comment_count": len(leaf.comments)}

    def _detail(self, kind: str, leaf: Leaf) -> dict[str, Any]:
        if kind == "notes":
            return self._row(leaf)
        trades = [
            trade
            for trade in self.book.trades.values()
            if leaf.day in (self._day(trade.opened_at), self._day(trade.closed_at))
        ]
        costs = (f.commission + f.trans_fee + f.ecn_fee for t in trades for f in t.fills)
        sizes = (abs(fill.quantity) for trade in trades for fill in trade.fills)
        return self._row(leaf) | {
            "trade_count": len(trades),
            "total_volume": sum(sizes, Decimal(0)),
            "gross_pl": sum((trade.gross_pnl for trade in trades), Decimal(0)),
            "commfees": sum(costs, Decimal(0)),
            "trade_ids": [trade.id for trade in trades],
        }

    def _create(self, kind: str, asked: Asked) -> Answered:
        body = json_object(asked) or {}
        notes = body.get("notes", self.book.switches.template)
        day = None
        if kind == "journal":
            day = _year_first(body.get("date"))
            if day is None:
                return json_answer(400, {"error": "Invalid request: date"})
            if any(leaf.day == day for leaf in self.entries.values()):
                return json_answer(400, {"error": "Journal entry already exists"})
        leaf = self.add(kind, str(notes), day)
        headers = {"location": f"/api/v1/{kind}/{leaf.id}"}
        return json_answer(201, {"id": leaf.id}, headers)

    def _update(self, kind: str, leaf: Leaf, asked: Asked) -> Answered:
        body = json_object(asked)
        if body is None:
            return json_answer(400, {"error": "Invalid request"})
        if "notes" in body:
            leaf.notes, leaf.turn = str(body["notes"] or ""), self._next_turn()
        self._note("changed", kind, leaf.id)
        return empty_answer(200)

    def _delete(self, kind: str, leaf: Leaf) -> Answered:
        if kind == "journal" and any(
            self._day(trade.closed_at) == leaf.day for trade in self.book.trades.values()
        ):
            return json_answer(400, {"error": "Trades were completed on this day"})
        del self._leaves(kind)[leaf.id]
        self._note("deleted", kind, leaf.id)
        return empty_answer(self.book.switches.delete_status)

    def _day(self, moment: datetime | None) -> date | None:
        return None if moment is None else moment.astimezone(self.book.zone).date()

    def _next_turn(self) -> int:
        self._turn += 1
        return self._turn


def month_first(text: str | None) -> date | None:
    """The date that ``mm/dd/yyyy`` states."""
    parts = (text or "").split("/")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return None
    month, day, year = map(int, parts)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _newest(kind: str) -> Callable[[Leaf], tuple[object, int]]:
    if kind == "journal":
        return lambda leaf: (leaf.day, leaf.id)
    return lambda leaf: (leaf.turn, leaf.id)


def _year_first(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
