"""Everything that hangs on one trade: its fills, pictures, stops and history."""

from datetime import date
from decimal import Decimal
from typing import Any

from fillbook.domain.execution import Basis, Execution, Precision, Side, StatedPnl, StoredExecution
from fillbook.domain.instrument import AssetType
from fillbook.domain.review import Screenshot
from fillbook.domain.trade import (
    HistoryEntry,
    Kind,
    Leg,
    Role,
    Status,
    StopChange,
    Trade,
    TradeDetail,
)
from fillbook.storage import trades
from fillbook.storage.database import Connection
from fillbook.storage.values import decimal, instant

_LEGS = """
SELECT l.role, l.quantity, l.fees, l.gross_pnl, l.net_pnl, l.trading_day,
    e.id, e.account_id, e.instrument_id, e.content_hash, e.ordinal, e.source, e.batch_id,
    e.symbol, e.side, e.quantity, e.price, e.executed_at, e.sequence, e.precision,
    e.utc_offset_minutes, e.commission, e.other_fees, e.swap, e.stated_pnl, e.stated_basis,
    e.asset_type, e.multiplier, e.external_id, e.order_id, e.position_id, e.stop_loss,
    e.take_profit, e.derived, e.row
FROM leg l JOIN execution e ON e.id = l.execution_id
WHERE l.trade_id = ? ORDER BY l.position
"""

_HISTORY = """
SELECT c.id, c.created_at, c.origin, l.entity, l.field, l.old, l.new,
    n.kind, tag.name, before.name, after.name
FROM change_log l
JOIN change_set c ON c.id = l.change_set_id
LEFT JOIN note n ON l.entity = 'note' AND n.id = l.entity_id
LEFT JOIN trade_tag k ON l.entity = 'trade_tag' AND k.id = l.entity_id
LEFT JOIN tag ON tag.id = k.tag_id
LEFT JOIN (SELECT id, name FROM setup UNION ALL SELECT id, name FROM strategy) before
    ON l.field IN ('setup_id', 'strategy_id') AND before.id = l.old
LEFT JOIN (SELECT id, name FROM setup UNION ALL SELECT id, name FROM strategy) after
    ON l.field IN ('setup_id', 'strategy_id') AND after.id = l.new
WHERE l.entity_id IN (
    SELECT :trade
    UNION SELECT id FROM note WHERE trade_id = :trade
    UNION SELECT id FROM trade_tag WHERE trade_id = :trade
    UNION SELECT id FROM screenshot WHERE trade_id = :trade
    UNION SELECT execution_id FROM leg WHERE trade_id = :trade
    UNION SELECT id FROM trade_override WHERE trade_id = :trade)
ORDER BY c.hlc DESC, l.device_seq DESC
"""


def read(connection: Connection, trade_id: str) -> TradeDetail:
    """One trade with everything, in a fixed number of statements."""
    (trade,) = trades.read(connection, [trade_id])
    return TradeDetail(
        trade=trade,
        legs=legs(connection, trade_id),
        screenshots=screenshots(connection, trade_id),
        stops=_stops(connection, trade_id),
        history=_history(connection, trade_id),
        reasons=_reasons(trade),
    )


def legs(connection: Connection, trade_id: str) -> tuple[Leg, ...]:
    """The trade's parts of fills, in order."""
    return tuple(_leg(row) for row in connection.execute(_LEGS, (trade_id,)))


def screenshots(connection: Connection, trade_id: str) -> tuple[Screenshot, ...]:
    """The trade's pictures in their order."""
    return tuple(
        Screenshot(*row)
        for row in connection.execute(
            "SELECT p.id, p.trade_id, p.sha256, b.mime_type, b.size_bytes, b.width, b.height,"
            " p.label, p.position FROM screenshot p JOIN blob b ON b.sha256 = p.sha256"
            " WHERE p.trade_id = ? AND p.deleted_hlc IS NULL ORDER BY p.position, p.id",
            (trade_id,),
        )
    )


def _stops(connection: Connection, trade_id: str) -> tuple[StopChange, ...]:
    return tuple(
        StopChange(instant(at), decimal(price))
        for at, price in connection.execute(
            "SELECT at, price FROM stop_change WHERE trade_id = ? AND deleted_hlc IS NULL"
            " ORDER BY at, id",
            (trade_id,),
        )
    )


def _history(connection: Connection, trade_id: str) -> tuple[HistoryEntry, ...]:
    rows = connection.execute(_HISTORY, {"trade": trade_id})
    return tuple(_entry(*row) for row in rows)


def _entry(
    change: str, at: int, origin: str, entity: str, field: str, old: str | None, new: str | None,
    note: str | None, tag: str | None, before: str | None, after: str | None,
) -> HistoryEntry:  # fmt: skip
    """A log row in the words of ``edit``: a tag that came or went, a setup by its name."""
    if entity == "note":
        field, old = f"notes.{note}", old or None
        new = new or None
    elif entity == "trade_tag":
        field = "tags"
        old, new = (tag, None) if new else (None, tag)
    elif field in ("setup_id", "strategy_id"):
        field, old, new = field.removesuffix("_id"), before, after
    elif field == "deleted_hlc":
        field = "deleted"
        old, new = ("no", "yes") if new else ("yes", "no")
    elif field == "*":
        new = None
    return HistoryEntry(
        change_id=change,
        at=instant(at),
        origin=origin,
        entity=entity,
        field=field,
        old=old,
        new=new,
    )


def _reasons(trade: Trade) -> tuple[str, ...]:
    """Why figures of the trade are unknown, in words."""
    reasons = []
    if trade.kind is not Kind.EXECUTED:
        return ("No fills yet.",)
    if trade.multiplier is None and trade.computed_pnl is None:
        reasons.append(f"The contract size of {trade.symbol} is not known.")
    if trade.gross_pnl is None and trade.status is Status.CLOSED:
        reasons.append("The P&L cannot be computed, and no source states it.")
    if trade.fees_unknown:
        fills = "1 fill" if trade.fees_unknown == 1 else f"{trade.fees_unknown} fills"
        reasons.append(f"The fees of {fills} are not known.")
    if trade.initial_risk is None:
        stop = "The first stop is on the winning side" if trade.initial_stop else "No stop is known"
        reasons.append(f"{stop}, so there is no R.")
    return tuple(reasons)


def _leg(row: tuple[Any, ...]) -> Leg:
    role, quantity, fees, gross, net, day, *execution = row
    return Leg(
        execution=stored_execution(execution),
        role=Role(role),
        quantity=Decimal(quantity),
        fees=decimal(fees),
        gross_pnl=decimal(gross),
        net_pnl=decimal(net),
        trading_day=date.fromordinal(day),
    )


def stored_execution(row: list[Any]) -> StoredExecution:
    """A fill from its columns, in the order of the legs' query."""
    (
        id_, account_id, instrument_id, content_hash, ordinal, source, batch_id,
        symbol, side, quantity, price, executed_at, sequence, precision, utc_offset_minutes,
        commission, other_fees, swap, stated_pnl, stated_basis, asset_type, multiplier,
        external_id, order_id, position_id, stop_loss, take_profit, derived, file_row,
    ) = row  # fmt: skip
    fill = Execution(
        symbol=symbol, side=Side(side), quantity=Decimal(quantity), price=decimal(price),
        executed_at=instant(executed_at), sequence=sequence, precision=Precision(precision),
        utc_offset_minutes=utc_offset_minutes, commission=decimal(commission),
        other_fees=decimal(other_fees), swap=decimal(swap),
        stated_pnl=StatedPnl(Decimal(stated_pnl), Basis(stated_basis)) if stated_pnl else None,
        asset_type=AssetType(asset_type) if asset_type else None, multiplier=decimal(multiplier),
        external_id=external_id, order_id=order_id, position_id=position_id,
        stop_loss=decimal(stop_loss), take_profit=decimal(take_profit), derived=bool(derived),
        row=file_row,
    )  # fmt: skip
    return StoredExecution(
        id=id_, account_id=account_id, instrument_id=instrument_id, content_hash=content_hash,
        ordinal=ordinal, source=source, batch_id=batch_id, fill=fill,
    )  # fmt: skip
