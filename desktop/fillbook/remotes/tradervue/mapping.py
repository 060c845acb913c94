"""Tradervue's fields and ours. Pure.

It keeps one text of notes, tags, the money at risk, and fills that it groups by itself.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from fillbook.domain.execution import Direction, Side
from fillbook.domain.instrument import AssetType, known_multiplier
from fillbook.domain.remote_trade import Facts, Fields, RemoteFill, RemoteRow, RemoteTrade, Value
from fillbook.domain.trade import Trade, TradeDetail
from fillbook.remotes import canonical, joined_notes, json_text
from fillbook.remotes.record import BadRecord, Record
from fillbook.remotes.tradervue import fills

MARK = "mark"
"""The temporary tag of a new trade, as a field of its own: ours is always empty."""

ANNOTATIONS = frozenset({joined_notes.KEY, "tags", "initial_risk"})
HELD = ANNOTATIONS | {fills.KEY}

_DIRECTIONS = {
    "long": Direction.LONG,
    "l": Direction.LONG,
    "short": Direction.SHORT,
    "s": Direction.SHORT,
}
_IS_MARK = re.compile(r"fb-[0-9a-f]{8}")
_LOT = 100
_CENT = Decimal("0.01")
_SHOWN = (
    "shared", "native_pl", "native_currency", "best_exit_pl", "position_mfe", "position_mae",
    "price_mfe", "price_mae",
)  # fmt: skip


def mark(marker: str) -> str:
    """The temporary tag by which a new trade is found."""
    return f"fb-{marker[-8:]}"


def size_of_lot(row: Trade) -> Decimal | None:
    """Tradervue's units in one of ours; None where a lot's size is not known."""
    if row.asset_type is not AssetType.FOREX:
        return Decimal(1)
    if row.multiplier is None:
        return None
    return row.multiplier if row.multiplier >= _LOT else Decimal(1)


def parts(trade: TradeDetail) -> tuple[fills.Part, ...] | None:
    """Our fills as they would be imported; None where there are none."""
    size = size_of_lot(trade.trade)
    return None if size is None else fills.of_legs(trade.legs, size)


def translate(trade: TradeDetail) -> Fields:
    """Our fields as Tradervue would give them back."""
    row, own = trade.trade, parts(trade)
    found: dict[str, Value] = {
        joined_notes.KEY: joined_notes.joined(row.review.notes),
        "tags": sorted_tags(row.review.tags),
        "initial_risk": canonical.amount(row.initial_risk),
        MARK: None,
    }
    if own is not None:
        found[fills.KEY] = fills.texts(part.fill for part in own)
    return found


def edits(fields: Fields, trade: TradeDetail | None) -> dict[str, object]:
    """Its values as edits of ours; what ours would become there anyway is left as it is."""
    ours = translate(trade) if trade else {}
    notes = trade.trade.review.notes if trade else {}
    found: dict[str, object] = {}
    for key, value in fields.items():
        if key not in ANNOTATIONS or (key in ours and ours[key] == value):
            continue
        if key == joined_notes.KEY:
            found |= joined_notes.edits(value, notes)
        else:
            found[key] = value
    return found


def row(record: Record) -> RemoteRow:
    """A trade of a listing. Its average prices are rounded there, so they tell nothing."""
    return RemoteRow(
        id=record.required_id("id"),
        hash=canonical.fingerprint(record.fields),
        facts=_facts(record, ()),
        body=json_text.written(record.fields),
    )


@dataclass(frozen=True, slots=True)
class Parts:
    """What hangs on a trade and is read on its own, as received."""

    executions: tuple[object, ...] = ()
    comments: tuple[object, ...] = ()

    @classmethod
    def of(cls, body: bytes) -> "Parts":
        """The parts in the body of a trade that was read before."""
        known = Record.of(json_text.parse(body), "The trade")
        return cls(*(tuple(_list(known, name)) for name in ("executions", "comments")))


def trade(record: Record, hanging: Parts) -> RemoteTrade:
    """A trade's detail with its fills and what others said of it."""
    read = fills.of_records(Record.of(entry, "An execution") for entry in hanging.executions)
    facts = _facts(record, read)
    return RemoteTrade(
        id=record.required_id("id"),
        facts=facts,
        fields=_fields(record) | _fill_texts(read),
        fills=read or None,
        extras=_extras(record, hanging.comments),
        body=json_text.written(
            {
                "trade": record.fields,
                "executions": hanging.executions,
                "comments": hanging.comments,
            }
        ),
    )


def sorted_tags(names: Sequence[str]) -> tuple[str, ...]:
    """Tags in canonical form: trimmed, each once whatever its case, in order."""
    known: dict[str, str] = {}
    for name in names:
        tidy = canonical.text(name).strip()
        if tidy and not _IS_MARK.fullmatch(tidy):
            known.setdefault(tidy.casefold(), tidy)
    return tuple(known[folded] for folded in sorted(known))


def stated_tags(record: Record) -> tuple[str, ...]:
    """Tags as they stand there; an untagged trade may have no list of them."""
    names = record.fields.get("tags")
    if names is None:
        return ()
    if not isinstance(names, list):
        raise BadRecord('"tags" is no list.')
    return tuple(str(name) for name in names)


def _list(record: Record, name: str) -> list[object]:
    found = record.fields.get(name)
    return found if isinstance(found, list) else []


def _fields(record: Record) -> dict[str, Value]:
    tags = stated_tags(record)
    found: dict[str, Value] = {
        "tags": sorted_tags(tags),
        MARK: next((tag for tag in tags if _IS_MARK.fullmatch(tag.strip())), None),
    }
    if "notes" in record:
        found[joined_notes.KEY] = joined_notes.comparable(record.text("notes"))
    if "initial_risk" in record:
        risk = record.number("initial_risk")
        found["initial_risk"] = canonical.amount(risk) if risk else None
    return found


def _fill_texts(read: Sequence[RemoteFill]) -> dict[str, Value]:
    return {fills.KEY: fills.texts(map(fills.comparable, read))} if read else {}


def _facts(record: Record, read: Sequence[RemoteFill]) -> Facts:
    symbol = record.text("symbol")
    side = _DIRECTIONS.get((record.text("side") or "long").strip().casefold())
    if symbol is None or side is None:
        raise BadRecord('"symbol" or "side" is missing.')
    own = [fills.comparable(fill) for fill in read]
    entry, leaving = Side.BUY, Side.SELL
    if side is Direction.SHORT:
        entry, leaving = leaving, entry
    opened, closed = record.instant("start_datetime"), record.instant("end_datetime")
    gross = record.number("gross_pl") if opened is not None else None
    fees = _fees(record)
    worth = None if gross is None or record.flag("open") else worth_of_point(symbol, own, gross)
    return Facts(
        symbol=symbol,
        direction=side,
        asset_type=AssetType.FUTURES if worth and worth == _futures_worth(symbol) else None,
        multiplier=worth,
        quantity=fills.size_of(own, entry) or None,
        opened_at=opened and canonical.second(opened),
        closed_at=closed and canonical.second(closed),
        entry_price=fills.average_price(own, entry),
        exit_price=fills.average_price(own, leaving),
        gross_pnl=gross,
        fees=fees,
        net_pnl=None if gross is None else gross - (fees or Decimal(0)),
        currency=record.text("native_currency"),
        is_open=record.flag("open"),
    )


def worth_of_point(symbol: str, own: Sequence[fills.Fill], gross: Decimal) -> Decimal | None:
    """Money a unit of size and of price, which Tradervue does not state, by what was made.

    None where nothing can be told: the price did not move.
    """
    moved = fills.cash(own)
    if not moved:
        return None
    for known in (_futures_worth(symbol), Decimal(1), Decimal(_LOT)):
        if known is not None and abs(known * moved - gross) < _CENT:
            return known
    worth = canonical.double(gross / moved)
    return worth if worth > 0 else None


def _futures_worth(symbol: str) -> Decimal | None:
    return known_multiplier(symbol, AssetType.FUTURES)


def _fees(record: Record) -> Decimal | None:
    costs = [record.number(name) for name in ("commission", "fees")]
    known = [cost for cost in costs if cost is not None]
    return sum(known, Decimal(0)) if known else None


def _extras(record: Record, comments: Sequence[object]) -> dict[str, str]:
    shown: dict[str, object] = {
        name: record.fields[name] for name in _SHOWN if record.fields.get(name) is not None
    }
    if comments:
        shown["comments"] = list(comments)
    return {name: json_text.written(value).decode() for name, value in shown.items()}
