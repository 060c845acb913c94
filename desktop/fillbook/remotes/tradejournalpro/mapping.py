"""TradeJournalPro's fields and ours. Pure.

The journal keeps whole trades of one day each: no times, no fills, no fees.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256

from fillbook.domain.execution import Direction
from fillbook.domain.remote_trade import Facts, Fields, RemoteRow, RemoteTrade, Value
from fillbook.domain.review import TradingSession
from fillbook.domain.trade import TradeDetail
from fillbook.remotes import canonical, joined_notes, json_text
from fillbook.remotes.costs import states_gross
from fillbook.remotes.record import BadRecord, Record

PRICES = ("stop_loss", "take_profit")
HELD = frozenset({joined_notes.KEY, "strategy", "trading_session", *PRICES})

_DIRECTIONS = {
    "buy": Direction.LONG,
    "long": Direction.LONG,
    "sell": Direction.SHORT,
    "short": Direction.SHORT,
}
_SESSIONS = {
    TradingSession.ASIAN: "ASIA",
    TradingSession.LONDON: "LONDON",
    TradingSession.NEW_YORK: "NY",
}
OTHER = "OTHER"
"""Its word for every session that it does not name, and for none: no word at all here."""


def session(word: str | None) -> str | None:
    """Our session in its words; None where it has none for it."""
    return _SESSIONS.get(TradingSession(word)) if word in set(TradingSession) else None


def translate(trade: TradeDetail) -> Fields:
    """Our fields as TradeJournalPro would give them back."""
    row, review = trade.trade, trade.trade.review
    return {
        joined_notes.KEY: joined_notes.joined(review.notes),
        "strategy": _trimmed(review.strategy),
        "trading_session": session(review.trading_session),
        "stop_loss": canonical.amount(row.stop_loss),
        "take_profit": canonical.amount(row.take_profit),
    }


def edits(fields: Fields, trade: TradeDetail | None) -> dict[str, object]:
    """Its values as edits of ours; what ours would become there anyway is left as it is."""
    ours = translate(trade) if trade else {}
    notes = trade.trade.review.notes if trade else {}
    found: dict[str, object] = {}
    for key, value in fields.items():
        if key in ours and ours[key] == value:
            continue
        if key == joined_notes.KEY:
            found |= joined_notes.edits(value, notes)
        elif key == "trading_session":
            found[key] = _our_session(value)
        elif key in HELD:
            found[key] = value
    return found


def row(record: Record, options: Mapping[str, str]) -> RemoteRow:
    """A trade of a listing; without an id where it carries none."""
    return RemoteRow(
        id=record.id("id"),
        hash=canonical.fingerprint(record.fields),
        facts=_facts(record, options),
        body=json_text.written(record.fields),
    )


def trade(found: RemoteRow) -> RemoteTrade:
    """The trade of a row, which says all there is."""
    record = Record.of(json_text.parse(found.body), "A row")
    return RemoteTrade(id=found.id, facts=found.facts, fields=_fields(record), body=found.body)


def named(rows: Iterable[RemoteRow]) -> tuple[RemoteRow, ...]:
    """Rows in which each has a name: an id, or one made of what an edit seldom touches.

    Args:
        rows: All rows of the days that they cover, newest first. Of equals the oldest is
            the first, so that a new one takes no other's name.
    """
    counts: dict[str, int] = {}
    found: list[RemoteRow] = []
    for one in reversed(list(rows)):
        if one.id is None:
            key = _content_key(one)
            place = counts.get(key, 0)
            counts[key] = place + 1
            one = replace(one, id=f"{key}.{place}")
        found.append(one)
    return tuple(reversed(found))


def day_of(found: RemoteRow) -> date:
    """The day that a row states."""
    assert found.facts.trading_day is not None
    return found.facts.trading_day


def _content_key(found: RemoteRow) -> str:
    facts = found.facts
    text = f"{facts.trading_day}|{facts.symbol}|{facts.direction}|{facts.entry_price}"
    return f"row:{sha256(text.encode()).hexdigest()[:24]}"


def _facts(record: Record, options: Mapping[str, str]) -> Facts:
    symbol = record.text("pair")
    direction = _DIRECTIONS.get((record.text("direction") or "").strip().casefold())
    if symbol is None or direction is None:
        raise BadRecord('"pair" or "direction" is missing.')
    pnl = record.number("pnl")
    return Facts(
        symbol=symbol,
        direction=direction,
        quantity=record.number("lot_size"),
        trading_day=_day(record),
        entry_price=record.number("entry_price"),
        exit_price=record.number("exit_price"),
        gross_pnl=pnl if states_gross(options) else None,
        net_pnl=pnl,
    )


def _fields(record: Record) -> Fields:
    """The fields that were delivered."""
    found: dict[str, Value] = {}
    if "notes" in record:
        found[joined_notes.KEY] = joined_notes.unmarked(record.text("notes"))
    if "strategy" in record:
        found["strategy"] = _trimmed(record.text("strategy"))
    if "session" in record:
        found["trading_session"] = _word(record.text("session"))
    for key in PRICES:
        if key in record:
            found[key] = canonical.amount(record.number(key))
    return found


def _day(record: Record) -> date:
    try:
        return date.fromisoformat((record.text("date") or "")[:10])
    except ValueError as error:
        raise BadRecord('"date" is no day.') from error


def _word(session_there: str | None) -> str | None:
    stated = (session_there or OTHER).strip()
    if stated.casefold() == OTHER.casefold():
        return None
    known = {word.casefold(): word for word in _SESSIONS.values()}
    return known.get(stated.casefold(), stated)


def _our_session(value: Value) -> Value:
    return next((ours.value for ours, theirs in _SESSIONS.items() if theirs == value), value)


def _trimmed(text: str | None) -> str | None:
    return canonical.text(text).strip() or None if text else None
