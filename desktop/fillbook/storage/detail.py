"""Everything that hangs on one trade: its fills, pictures, stops and history."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from fillbook.domain.review import Confirmation, Screenshot
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
from fillbook.storage import executions, trades
from fillbook.storage.database import Connection
from fillbook.storage.values import decimal, instant

_LEGS = f"""
SELECT l.role, l.quantity, l.fees, l.gross_pnl, l.net_pnl, l.trading_day,
    {", ".join(f"e.{column}" for column in executions.COLUMNS)}
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
    UNION SELECT id FROM confirmation WHERE trade_id = :trade
    UNION SELECT execution_id FROM leg WHERE trade_id = :trade
    UNION SELECT id FROM trade_override WHERE trade_id = :trade)
ORDER BY c.hlc DESC, l.device_seq DESC
"""


def read(connection: Connection, trade_id: str) -> TradeDetail:
    """One trade with everything, in a fixed number of statements."""
    found = without_history(connection, trade_id)
    assert found is not None
    return replace(found, history=_history(connection, trade_id))


def without_history(connection: Connection, trade_id: str) -> TradeDetail | None:
    """One trade with everything but its history; None where there is none."""
    found = trades.read(connection, [trade_id])
    if not found:
        return None
    return TradeDetail(
        trade=found[0],
        legs=legs(connection, trade_id),
        screenshots=screenshots(connection, trade_id),
        stops=_stops(connection, trade_id),
        history=(),
        reasons=_reasons(found[0]),
        confirmations=_confirmations(connection, trade_id),
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


def _confirmations(connection: Connection, trade_id: str) -> tuple[Confirmation, ...]:
    rows = connection.execute(
        "SELECT name, answer FROM confirmation WHERE trade_id = ? AND deleted_hlc IS NULL"
        " ORDER BY name",
        (trade_id,),
    )
    found = (Confirmation.answered(name, answer) for name, answer in rows)
    return tuple(confirmation for confirmation in found if confirmation is not None)


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
        execution=executions.from_row(execution),
        role=Role(role),
        quantity=Decimal(quantity),
        fees=decimal(fees),
        gross_pnl=decimal(gross),
        net_pnl=decimal(net),
        trading_day=date.fromordinal(day),
    )
