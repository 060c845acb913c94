"""Which trade a round trip is: the identity that carries notes, tags and pictures."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from fillbook.domain.round_trip import RoundTrip
from fillbook.domain.trade import Role
from fillbook.domain.trading_day import TradingCalendar
from fillbook.storage.database import Connection
from fillbook.storage.streams import Group


@dataclass(frozen=True, slots=True)
class Derived:
    """A round trip with what its figures need, and the group that the user made of it."""

    trip: RoundTrip
    calendar: TradingCalendar
    multiplier: Decimal | None
    group: Group | None = None


class Known(NamedTuple):
    """A trade that the library has."""

    id: str
    number: int
    anchor_id: str | None  # its first opening fill when it was created
    vanished: int


@dataclass(slots=True)
class Claims:
    """Who is who after a match, by the index of the round trip."""

    winners: dict[int, Known] = field(default_factory=dict)
    losers: dict[int, list[Known]] = field(default_factory=lambda: defaultdict(list))
    gone: list[Known] = field(default_factory=list)  # trades without a fill left


def claims(connection: Connection, derived: Sequence[Derived], touched: Iterable[str]) -> Claims:
    """Give each known trade its round trip, and each round trip its trade.

    A trade goes where its anchor is, or the fill that corrected the anchor; where that is
    gone, it goes with the first fill it has left. Of several in one round trip the lowest
    number wins.
    """
    result = Claims()
    if connection.execute("SELECT 1 FROM trade LIMIT 1").fetchone() is None:
        return result
    places = _places(derived)
    forced = {item.group.trade_id: index for index, item in enumerate(derived) if item.group}
    known = _known(connection, places.keys() | set(touched), forced)
    anchors = _corrected(connection, [trade.anchor_id for trade in known if trade.anchor_id])
    homes = {
        trade.id: _allowed(derived, trade, places.get(anchors.get(trade.anchor_id or "", "")))
        for trade in known
    }
    homes |= forced
    left = _left(connection, [trade.id for trade in known if homes[trade.id] is None])
    claimants: defaultdict[int, list[Known]] = defaultdict(list)
    for trade in known:
        home = homes[trade.id]
        if home is None:
            options = (_allowed(derived, trade, places.get(fill)) for fill in left[trade.id])
            home = next((index for index in options if index is not None), None)
        if home is None:
            result.gone.append(trade)
        else:
            claimants[home].append(trade)
    for index, trades in claimants.items():
        group = derived[index].group
        chosen = group.trade_id if group else min(trades, key=lambda trade: trade.number).id
        result.winners[index] = next(trade for trade in trades if trade.id == chosen)
        result.losers[index] = [trade for trade in trades if trade.id != chosen]
    return result


def _places(derived: Sequence[Derived]) -> dict[str, int]:
    """The round trip of each fill: the one it opened, else where it is an entry, else any."""
    best: dict[str, tuple[int, int]] = {}
    for index, item in enumerate(derived):
        for position, leg in enumerate(item.trip.legs):
            rank = 0 if not position else 1 if leg.role is Role.ENTRY else 2
            fill = leg.execution.id
            best[fill] = min((rank, index), best.get(fill, (rank, index)))
    return {fill: index for fill, (_, index) in best.items()}


def _known(connection: Connection, fills: Iterable[str], forced: Iterable[str]) -> list[Known]:
    """The trades that began with one of these fills, have one, or are named."""
    rows = connection.execute(
        "SELECT id, number, anchor_id, vanished FROM trade WHERE kind = 'executed' AND id IN ("
        " SELECT t.id FROM json_each(:fills) f JOIN trade t ON t.anchor_id = f.value"
        " UNION SELECT l.trade_id FROM json_each(:fills) f JOIN leg l ON l.execution_id = f.value"
        " UNION SELECT value FROM json_each(:forced))",
        {"fills": json.dumps(list(fills)), "forced": json.dumps(list(forced))},
    )
    return list(map(Known._make, rows))


def _corrected(connection: Connection, fills: Iterable[str]) -> dict[str, str]:
    """Each fill, or the one that stands in its place since it was corrected."""
    rows = connection.execute(
        """
        WITH RECURSIVE chain (first, id) AS (
            SELECT value, value FROM json_each(?)
            UNION ALL
            SELECT c.first, e.superseded_by FROM chain c JOIN execution e ON e.id = c.id
            WHERE e.superseded_by IS NOT NULL)
        SELECT c.first, c.id FROM chain c JOIN execution e ON e.id = c.id
        WHERE e.superseded_by IS NULL
        """,
        (json.dumps(list(fills)),),
    )
    return dict(rows.fetchall())


def _allowed(derived: Sequence[Derived], trade: Known, index: int | None) -> int | None:
    """The round trip, unless the user took it out of the trade on purpose."""
    if index is None:
        return None
    group = derived[index].group
    return index if group is None or group.absorbs or group.trade_id == trade.id else None


def _left(connection: Connection, trades: Sequence[str]) -> Mapping[str, list[str]]:
    """The fills that these trades were made of, in their order."""
    fills: defaultdict[str, list[str]] = defaultdict(list)
    for trade, fill in connection.execute(
        "SELECT trade_id, execution_id FROM leg WHERE trade_id IN (SELECT value FROM json_each(?))"
        " ORDER BY trade_id, position",
        (json.dumps(list(trades)),),
    ):
        fills[trade].append(fill)
    return fills
