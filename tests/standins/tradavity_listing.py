"""Tradavity's list of trades: its filters, and cursors that may be refused."""

import base64
import binascii
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from standins.json_wire import clipped, number
from standins.tradavity_book import Book
from standins.tradavity_call import Call, Reply
from standins.tradavity_fields import GRADES, Invalid
from standins.tradavity_shown import row

Keeps = Callable[[dict[str, Any]], bool]

_WORDS: dict[str, Callable[[Book, dict[str, Any]], tuple[str, ...]]] = {
    "account_id": lambda book, trade: (str(trade["account_id"]),),
    "account": lambda book, trade: (
        str(trade["account_id"]),
        book.accounts[trade["account_id"]]["name"],
    ),
    "symbol": lambda book, trade: (trade["symbol"],),
    "strategy_id": lambda book, trade: (str(trade.get("strategy_id")),),
    "strategy": lambda book, trade: (
        str(trade.get("strategy_id")),
        row(book, trade)["strategy"] or "",
    ),
    "setup": lambda book, trade: (row(book, trade)["setup"] or "",),
    "tag": lambda book, trade: tuple(
        book.tags[tag]["name"] for tag in trade["tags"] if tag in book.tags
    ),
    "direction": lambda book, trade: (trade["direction"],),
    "grade": lambda book, trade: (trade.get("trade_quality_grade") or "",),
    "trade_quality_grade": lambda book, trade: (trade.get("trade_quality_grade") or "",),
    "outcome": lambda book, trade: (_outcome(trade["net_pnl"]),),
    "is_copy": lambda book, trade: (str(trade["copy_of"] is not None),),
}
"""What a filter's word is compared with, ignoring case."""

_CLOSED = {
    "direction": ("long", "short"),
    "grade": GRADES,
    "trade_quality_grade": GRADES,
    "outcome": ("win", "loss", "breakeven"),
    "is_copy": ("true", "false"),
}
_LOWEST, _HIGHEST = ("pnl_min", "net_pnl_gte"), ("pnl_max", "net_pnl_lte")


def listing(call: Call) -> Reply:
    """One page of rows, newest first."""
    limit = clipped(call.query("limit"), 0, 10_000, 50)
    if not 1 <= limit <= 200:
        raise Invalid(fields={"limit": "must be between 1 and 200"})
    archived = call.query("include_archived") == "true"
    keeps = [*_words(call), *_bounds(call), *_days(call)]
    kept = [
        trade
        for trade in call.book.newest_first()
        if (archived or trade["archived_at"] is None) and all(keep(trade) for keep in keeps)
    ]
    start = _position(call, kept)
    page = kept[start : start + limit]
    cursor = _cursor(page[-1], call.now) if start + limit < len(kept) else None
    rows = [row(call.book, trade) for trade in page]
    return Reply({call.switches.list_name: rows}, next_cursor=cursor)


def _words(call: Call) -> list[Keeps]:
    found: list[Keeps] = []
    for name, words in _WORDS.items():
        value = call.chosen(name, _CLOSED[name]) if name in _CLOSED else call.query(name)
        if value is not None:
            found.append(_says(call.book, words, value.casefold()))
    return found


def _says(
    book: Book, words: Callable[[Book, dict[str, Any]], tuple[str, ...]], value: str
) -> Keeps:
    return lambda trade: value in (word.casefold() for word in words(book, trade))


def _bounds(call: Call) -> list[Keeps]:
    low, high = (_amount(call, names) for names in (_LOWEST, _HIGHEST))
    found: list[Keeps] = []
    if low is not None:
        found.append(lambda trade: trade["net_pnl"] >= low)
    if high is not None:
        found.append(lambda trade: trade["net_pnl"] <= high)
    return found


def _amount(call: Call, names: tuple[str, ...]) -> Decimal | None:
    for name in names:
        stated = call.query(name)
        if stated is not None:
            amount = number(stated)
            if amount is None:
                raise Invalid(fields={name: "must be a number"})
            return amount
    return None


def _days(call: Call) -> list[Keeps]:
    """Both ends are read in the user's zone; a bare day counts whole."""
    zone = ZoneInfo(call.site.zone)
    first, last = (_instant(call, name, zone) for name in ("from", "to"))
    found: list[Keeps] = []
    if first is not None:
        found.append(lambda trade: trade["trade_date"] >= first[0])
    if last is not None:
        found.append(lambda trade: trade["trade_date"] < last[1])
    return found


def _instant(call: Call, name: str, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """The first instant of a filter's value and the first after it."""
    stated = call.query(name)
    if stated is None:
        return None
    try:
        if len(stated) == len("2026-03-09"):
            midnight = datetime.combine(date.fromisoformat(stated), time(), zone)
            return midnight, midnight + timedelta(days=1)
        at = datetime.fromisoformat(stated)
    except ValueError:
        raise Invalid(fields={name: "must be a date"}) from None
    at = at if at.tzinfo else at.replace(tzinfo=zone)
    return at, at + timedelta(seconds=1)


def _outcome(net: Decimal) -> str:
    return "win" if net > 0 else "loss" if net < 0 else "breakeven"


def _cursor(last: dict[str, Any], now: datetime) -> str:
    """Where a page ended, and when."""
    words = f"{last['trade_number']} {now.isoformat()}"
    return base64.urlsafe_b64encode(words.encode()).decode().rstrip("=")


def _position(call: Call, kept: list[dict[str, Any]]) -> int:
    cursor = call.query("cursor")
    if cursor is None:
        return 0
    try:
        words = base64.urlsafe_b64decode(cursor + "==").decode().split()
        last, made = call.book.trades[int(words[0])], datetime.fromisoformat(words[1])
    except (binascii.Error, UnicodeDecodeError, ValueError, IndexError, KeyError):
        raise Invalid(fields={"cursor": "is invalid"}) from None
    life = timedelta(seconds=call.switches.cursor_life_s)
    if call.site.refuses_cursor() or call.now - made > life:
        raise Invalid(fields={"cursor": "is invalid"})
    return sum(1 for trade in kept if Book.order(trade) >= Book.order(last))
