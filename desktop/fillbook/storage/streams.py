"""Streams of fills: which fills are matched among themselves, and from where on."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from fillbook.domain.execution import StoredExecution
from fillbook.storage.database import Connection
from fillbook.storage.executions import COLUMNS, LIVE, from_row
from fillbook.storage.values import microseconds

Order = tuple[int, int, str, int]
"""Where a fill stands: instant, sequence, content hash, ordinal."""

START: Order = (-(2**62), -(2**62), "", 0)

_ORDER = "executed_at, sequence, content_hash, ordinal"
_LATEST = "executed_at DESC, sequence DESC, content_hash DESC, ordinal DESC"


class Stream(NamedTuple):
    """Fills of one account and instrument, and of one position where the broker has several."""

    account_id: str
    instrument_id: str
    position_id: str | None


class Group(NamedTuple):
    """Fills that the user made a trade of their own."""

    id: str  # of the override
    trade_id: str  # the identity that they take
    absorbs: bool  # the trades that they came from are folded into it
    stream: Stream  # account and instrument; the position is nobody's


@dataclass(slots=True)
class Touched:
    """What has to be derived anew: streams with their first and last changed fill, and groups."""

    fills: set[str] = field(default_factory=set)
    first: dict[Stream, Order] = field(default_factory=dict)
    last: dict[Stream, Order] = field(default_factory=dict)
    count: dict[Stream, int] = field(default_factory=dict)
    members: dict[Stream, dict[str, Group]] = field(default_factory=dict)  # fill -> its group

    @property
    def groups(self) -> set[Group]:
        """The groups that hold a changed fill."""
        return {
            group
            for members in self.members.values()
            for fill, group in members.items()
            if fill in self.fills
        }


def order_of(fill: StoredExecution) -> Order:
    """The fill's place as SQL compares it."""
    at, sequence, digest, ordinal = fill.order
    return (microseconds(at), sequence, digest, ordinal)


def touched(connection: Connection, execution_ids: Iterable[str]) -> Touched:
    """The streams and groups of these fills, whether they still count or not."""
    found = Touched(set(execution_ids))
    for account, instrument, position, *place in connection.execute(
        f"SELECT account_id, instrument_id, position_id, {_ORDER} FROM execution"
        " WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(found.fills)),),
    ):
        stream, order = Stream(account, instrument, position), _order(place)
        found.first[stream] = min(order, found.first.get(stream, order))
        found.last[stream] = max(order, found.last.get(stream, order))
        found.count[stream] = found.count.get(stream, 0) + 1
    for stream in found.first:
        whole = _whole(stream)
        if whole not in found.members:
            found.members[whole] = members(connection, whole)
    return found


def members(connection: Connection, stream: Stream) -> dict[str, Group]:
    """The fills of an account and instrument that overrides took out of their streams.

    The fill that corrects another one stays in its group; the latest override holds.
    """
    rows = connection.execute(
        """
        WITH RECURSIVE member (execution_id, override_id, trade_id, kind, created_at) AS (
            SELECT f.execution_id, o.id, o.trade_id, o.kind, o.created_at
            FROM trade t
            JOIN trade_override o ON o.trade_id = t.id AND o.deleted_hlc IS NULL
            JOIN trade_override_fill f ON f.override_id = o.id
            WHERE t.account_id = ? AND t.instrument_id = ?
            UNION ALL
            SELECT e.superseded_by, m.override_id, m.trade_id, m.kind, m.created_at
            FROM member m JOIN execution e ON e.id = m.execution_id
            WHERE e.superseded_by IS NOT NULL)
        SELECT execution_id, override_id, trade_id, kind = 'merge' FROM member
        ORDER BY created_at, override_id
        """,
        (stream.account_id, stream.instrument_id),
    )
    whole = _whole(stream)
    return {
        fill: Group(override, trade, bool(absorbs), whole)
        for fill, override, trade, absorbs in rows
    }


def fills(
    connection: Connection, stream: Stream, taken: Mapping[str, Group], since: Order
) -> Iterator[StoredExecution]:
    """The fills of a stream from a place on, in their order, without those of groups."""
    rows = connection.execute(
        f"SELECT {', '.join(COLUMNS)} FROM execution"
        f" WHERE account_id = ? AND instrument_id = ? AND position_id IS ? AND {LIVE}"
        f" AND executed_at >= ? AND ({_ORDER}) >= (?, ?, ?, ?) ORDER BY {_ORDER}",
        (*stream, since[0], *since),
    )
    return (from_row(row) for row in rows if row[0] not in taken)


def fills_of(
    connection: Connection, group: Group, taken: Mapping[str, Group]
) -> Iterator[StoredExecution]:
    """The fills of a group, in their order."""
    own = [fill for fill, its_group in taken.items() if its_group == group]
    rows = connection.execute(
        f"SELECT {', '.join(COLUMNS)} FROM execution WHERE {LIVE}"
        f" AND id IN (SELECT value FROM json_each(?)) ORDER BY {_ORDER}",
        (json.dumps(own),),
    )
    return map(from_row, rows)


def last_flat_point(
    connection: Connection, stream: Stream, taken: Mapping[str, Group], before: Order
) -> Order:
    """The place from which the stream is matched again when a fill at ``before`` changes."""
    previous = connection.execute(
        f"SELECT id FROM execution"
        f" WHERE account_id = ? AND instrument_id = ? AND position_id IS ? AND {LIVE}"
        f" AND executed_at <= ? AND ({_ORDER}) < (?, ?, ?, ?)"
        f" AND id NOT IN (SELECT value FROM json_each(?)) ORDER BY {_LATEST} LIMIT 1",
        (*stream, before[0], *before, json.dumps(list(taken))),
    ).fetchone()
    if previous is None:
        return before
    fill = previous[0]
    trades = _trades_with(connection, fill)
    if len(trades) == 1 and trades[0][1] == fill:
        return before  # the position was flat
    while trades:
        first = trades[-1][0]
        trades = [trade for trade in _trades_with(connection, first) if trade[0] != first]
        fill = first
    row = connection.execute(f"SELECT {_ORDER} FROM execution WHERE id = ?", (fill,)).fetchone()
    return _order(row)


def was_flat_after(connection: Connection, execution_id: str) -> bool:
    """Whether this fill, as it was matched last, left the position flat."""
    trades = _trades_with(connection, execution_id)
    return len(trades) == 1 and trades[0][1] == execution_id


def _trades_with(connection: Connection, execution_id: str) -> list[tuple[str, str | None]]:
    """First and last fill of the trades that have this one, in their order."""
    return connection.execute(
        "SELECT t.first_execution_id, t.last_execution_id FROM leg l"
        " JOIN trade t ON t.id = l.trade_id WHERE l.execution_id = ?"
        " GROUP BY t.id ORDER BY t.first_execution_id = ?",
        (execution_id, execution_id),
    ).fetchall()


def _whole(stream: Stream) -> Stream:
    return stream._replace(position_id=None)


def _order(row: Iterable[Any]) -> Order:
    at, sequence, digest, ordinal = row
    return (at, sequence, digest, ordinal)
