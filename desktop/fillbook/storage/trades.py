"""Reading trades: the newest ones as light rows, any of them as records."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from fillbook.domain.contents import Counts
from fillbook.domain.errors import NotFound
from fillbook.domain.execution import Direction, Precision
from fillbook.domain.instrument import AssetType
from fillbook.domain.review import Review
from fillbook.domain.trade import Kind, Status, Trade
from fillbook.storage.database import Connection
from fillbook.storage.first_page import LISTED
from fillbook.storage.values import day, decimal, optional_instant


def counts(connection: Connection) -> Counts:
    """The numbers of the navigation."""
    row = connection.execute(
        f"SELECT count(*), total(t.status = 'open' AND t.kind = 'executed'),"
        f" total(t.status = 'closed' AND coalesce(r.reviewed, 0) = 0),"
        f" (SELECT count(*) FROM account WHERE deleted_hlc IS NULL)"
        f" FROM trade t LEFT JOIN review r ON r.id = t.id WHERE {LISTED}"
    ).fetchone()
    return Counts(trades=row[0], open=int(row[1]), unreviewed=int(row[2]), accounts=row[3])


_TRADE = """
SELECT t.id, t.number, a.name, t.account_id, t.instrument_id, i.symbol, i.asset_type, t.direction,
    t.status, t.kind, t.quantity, t.opened_at, t.closed_at, t.entry_price, t.exit_price,
    t.gross_pnl, t.fees, t.fees_unknown, t.net_pnl, a.currency, t.broker_pnl, t.computed_pnl,
    t.multiplier, t.initial_risk, t.r_multiple, coalesce(r.stop_loss, t.source_stop),
    coalesce(r.take_profit, t.source_target), coalesce(r.initial_stop, t.source_stop),
    t.trading_day, t.archived, t.deleted_hlc, t.fills, t.rev,
    (SELECT count(*) FROM screenshot p WHERE p.trade_id = t.id AND p.deleted_hlc IS NULL),
    coalesce(first.precision, 'second'),
    r.grade, s.name, g.name, r.emotion, r.bias, r.confidence, r.setup_quality,
    r.market_condition, r.trading_session, r.relative_volume, r.exit_type, r.news, r.reviewed
FROM json_each(?) wanted
JOIN trade t ON t.id = wanted.value
JOIN account a ON a.id = t.account_id
JOIN instrument i ON i.id = t.instrument_id
LEFT JOIN execution first ON first.id = t.first_execution_id
LEFT JOIN review r ON r.id = t.id
LEFT JOIN setup s ON s.id = r.setup_id
LEFT JOIN strategy g ON g.id = r.strategy_id
ORDER BY wanted.key
"""


def read(connection: Connection, ids: Sequence[str]) -> tuple[Trade, ...]:
    """The trades of these ids in their order; unknown ids are left out."""
    wanted = json.dumps(list(ids))
    notes = _notes(connection, wanted)
    tags = _tags(connection, wanted)
    return tuple(
        _trade(row, notes[row[0]], tags[row[0]]) for row in connection.execute(_TRADE, (wanted,))
    )


def find(connection: Connection, reference: str) -> str:
    """The id of the trade of this number or id, in the bin or not.

    Raises:
        NotFound: there is none.
    """
    key = reference.strip().lstrip("#")
    column = "number" if key.isdecimal() else "id"
    row = connection.execute(f"SELECT id FROM trade WHERE {column} = ?", (key,)).fetchone()
    if row is None:
        raise NotFound(f"There is no trade {reference}.", "List them: fillbook trades.")
    return str(row[0])


def names(connection: Connection, ids: Iterable[str]) -> str:
    """Trades as a title names them: "MES #514", or "3 trades"."""
    wanted = list(ids)
    if len(wanted) != 1:
        return f"{len(wanted)} trades"
    symbol, number = connection.execute(
        "SELECT i.symbol, t.number FROM trade t JOIN instrument i ON i.id = t.instrument_id"
        " WHERE t.id = ?",
        wanted,
    ).fetchone()
    return f"{symbol} #{number}"


def _notes(connection: Connection, wanted: str) -> defaultdict[str, dict[str, str]]:
    notes: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for trade, kind, body in connection.execute(
        "SELECT n.trade_id, n.kind, n.body FROM json_each(?) w JOIN note n ON n.trade_id = w.value"
        " WHERE n.deleted_hlc IS NULL AND n.body <> ''",
        (wanted,),
    ):
        notes[trade][kind] = body
    return notes


def _tags(connection: Connection, wanted: str) -> defaultdict[str, list[str]]:
    tags: defaultdict[str, list[str]] = defaultdict(list)
    for trade, name in connection.execute(
        "SELECT k.trade_id, tag.name FROM json_each(?) w"
        " JOIN trade_tag k ON k.trade_id = w.value JOIN tag ON tag.id = k.tag_id"
        " WHERE k.deleted_hlc IS NULL ORDER BY tag.name_key",
        (wanted,),
    ):
        tags[trade].append(name)
    return tags


def _trade(row: tuple[Any, ...], notes: dict[str, str], tags: list[str]) -> Trade:
    (
        id_, number, account, account_id, instrument_id, symbol, asset_type, direction, status,
        kind, quantity, opened_at, closed_at, entry_price, exit_price, gross_pnl, fees,
        fees_unknown, net_pnl, currency, broker_pnl, computed_pnl, multiplier, initial_risk,
        r_multiple, stop_loss, take_profit, initial_stop, trading_day, archived, deleted, fills,
        rev, screenshots, precision, *review,
    ) = row  # fmt: skip
    return Trade(
        id=id_, number=number, account=account, account_id=account_id,
        instrument_id=instrument_id, symbol=symbol, asset_type=AssetType(asset_type),
        direction=Direction(direction), status=Status(status), kind=Kind(kind),
        quantity=Decimal(quantity), opened_at=optional_instant(opened_at),
        closed_at=optional_instant(closed_at), entry_price=decimal(entry_price),
        exit_price=decimal(exit_price), gross_pnl=decimal(gross_pnl), fees=decimal(fees),
        fees_unknown=fees_unknown, net_pnl=decimal(net_pnl), currency=currency,
        broker_pnl=decimal(broker_pnl), computed_pnl=decimal(computed_pnl),
        multiplier=decimal(multiplier), initial_risk=decimal(initial_risk),
        r_multiple=decimal(r_multiple), stop_loss=decimal(stop_loss),
        take_profit=decimal(take_profit), initial_stop=decimal(initial_stop),
        trading_day=day(trading_day), review=_review(review, notes, tags),
        archived=bool(archived), deleted=deleted is not None, executions=fills,
        screenshots=screenshots, revision=rev, precision=Precision(precision),
    )  # fmt: skip


def _review(row: list[Any], notes: dict[str, str], tags: list[str]) -> Review:
    (
        grade, setup, strategy, emotion, bias, confidence, setup_quality, market_condition,
        trading_session, relative_volume, exit_type, news, reviewed,
    ) = row  # fmt: skip
    return Review(
        grade=grade, setup=setup, strategy=strategy, emotion=emotion, bias=bias,
        confidence=confidence, setup_quality=setup_quality, market_condition=market_condition,
        trading_session=trading_session, relative_volume=relative_volume, exit_type=exit_type,
        news=news, reviewed=bool(reviewed), notes=notes, tags=tuple(tags),
    )  # fmt: skip
