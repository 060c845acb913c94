"""TradeJournal's fields and ours. Pure.

Stop and target are taken and never given back. Texts are trimmed, and an empty one is none.
"""

from fillbook.domain.execution import Direction
from fillbook.domain.remote_trade import Facts, Fields, RemoteRow, RemoteTrade, Value
from fillbook.domain.trade import TradeDetail
from fillbook.remotes import canonical, joined_notes, json_text
from fillbook.remotes.record import BadRecord, Record

WRITE_ONLY = frozenset({"stop_loss", "take_profit"})
HELD = frozenset({joined_notes.KEY, "setup"}) | WRITE_ONLY

_DIRECTIONS = {
    "long": Direction.LONG,
    "buy": Direction.LONG,
    "short": Direction.SHORT,
    "sell": Direction.SHORT,
}


def translate(trade: TradeDetail) -> Fields:
    """Our fields as TradeJournal would give them back, or has taken them."""
    row, review = trade.trade, trade.trade.review
    return {
        joined_notes.KEY: joined_notes.joined(review.notes),
        "setup": _trimmed(review.setup),
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
        elif key == "setup":
            found[key] = value
    return found


def row(record: Record) -> RemoteRow:
    """A trade of a listing."""
    return RemoteRow(
        id=record.required_id("id"),
        hash=canonical.fingerprint(record.fields),
        facts=_facts(record),
        body=json_text.written(record.fields),
    )


def trade(found: RemoteRow) -> RemoteTrade:
    """The trade of a row, which says all there is."""
    record = Record.of(json_text.parse(found.body), "A row")
    return RemoteTrade(id=found.id, facts=found.facts, fields=_fields(record), body=found.body)


def _facts(record: Record) -> Facts:
    symbol = record.text("instrument")
    direction = _DIRECTIONS.get((record.text("side") or "").strip().casefold())
    if symbol is None or direction is None:
        raise BadRecord('"instrument" or "side" is missing.')
    opened, closed = record.instant("entry_time"), record.instant("exit_time")
    if opened is None:
        raise BadRecord('"entry_time" is missing.')
    exit_price = record.number("exit_price")
    return Facts(
        symbol=symbol,
        direction=direction,
        quantity=record.number("quantity"),
        opened_at=canonical.second(opened),
        closed_at=closed and canonical.second(closed),
        entry_price=record.number("entry_price"),
        exit_price=exit_price,
        gross_pnl=record.number("pnl"),
        fees=record.number("commission"),
        net_pnl=record.number("net_pnl"),
        is_open=exit_price is None,
    )


def _fields(record: Record) -> Fields:
    """The fields that were delivered."""
    found: dict[str, Value] = {}
    if "notes" in record:
        found[joined_notes.KEY] = joined_notes.unmarked(record.text("notes"))
    if "setup_type" in record:
        found["setup"] = _trimmed(record.text("setup_type"))
    return found


def _trimmed(text: str | None) -> str | None:
    return canonical.text(text).strip() or None if text else None
