"""The first page of trades: one statement, plain tuples, and nothing else to load."""

from typing import NamedTuple

from fillbook.storage.database import Connection

LISTED = "t.deleted_hlc IS NULL AND t.vanished = 0"
"""What a list of trades shows: neither the bin nor shells whose fills are gone."""


class TradeRow(NamedTuple):
    """A trade as the first page shows it, its decimals as plain digits."""

    id: str
    number: int
    account: str
    symbol: str
    asset_type: str
    direction: str
    status: str
    kind: str
    quantity: str
    opened_at: int | None  # microseconds since 1970, UTC
    closed_at: int | None
    entry_price: str | None
    exit_price: str | None
    price_decimals: int | None
    gross_pnl: str | None
    fees: str | None
    net_pnl: str | None
    currency: str
    r_multiple: str | None
    grade: str | None
    setup: str | None
    strategy: str | None
    reviewed: int
    archived: int
    tags: str | None  # joined by line feeds
    screenshots: int


_NEWEST = f"""
SELECT t.id, t.number, a.name, i.symbol, i.asset_type, t.direction, t.status, t.kind, t.quantity,
    t.opened_at, t.closed_at, t.entry_price, t.exit_price, i.price_decimals, t.gross_pnl, t.fees,
    t.net_pnl, a.currency, t.r_multiple, r.grade, s.name, g.name, coalesce(r.reviewed, 0),
    t.archived,
    (SELECT group_concat(name, char(10)) FROM (
        SELECT tag.name FROM trade_tag k JOIN tag ON tag.id = k.tag_id
        WHERE k.trade_id = t.id AND k.deleted_hlc IS NULL ORDER BY tag.name_key)),
    (SELECT count(*) FROM screenshot p WHERE p.trade_id = t.id AND p.deleted_hlc IS NULL)
FROM trade t
JOIN account a ON a.id = t.account_id
JOIN instrument i ON i.id = t.instrument_id
LEFT JOIN review r ON r.id = t.id
LEFT JOIN setup s ON s.id = r.setup_id
LEFT JOIN strategy g ON g.id = r.strategy_id
WHERE {LISTED}
ORDER BY t.opened_at DESC, t.number DESC
LIMIT ?
"""


def newest(connection: Connection, limit: int) -> tuple[TradeRow, ...]:
    """The trades opened last, newest first, from one statement."""
    return tuple(map(TradeRow._make, connection.execute(_NEWEST, (limit,))))
