"""One fill that two sources state, a broker and a file: the same, or its parts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta

from fillbook.domain.execution import BROKER, Execution, Side, StoredExecution
from fillbook.domain.instrument import symbol_key
from fillbook.domain.summed import sums_up_to
from fillbook.storage import executions
from fillbook.storage.database import Connection
from fillbook.storage.executions import COLUMNS, LIVE
from fillbook.storage.values import microseconds

_ABOUT = timedelta(seconds=1)
"""How far two sources may differ in the time of one fill."""

_OF_OTHERS = f"""
SELECT {", ".join(COLUMNS)} FROM execution e
WHERE account_id = ? AND executed_at BETWEEN ? AND ? AND {LIVE}
    AND source <> ? AND NOT EXISTS (
        SELECT 1 FROM execution_source s WHERE s.execution_id = e.id AND s.source = ?)
ORDER BY executed_at, sequence
"""

_OF_BROKERS = f"""
SELECT {", ".join(COLUMNS)} FROM execution e
WHERE account_id = ? AND substr(source, 1, {len(BROKER)}) = '{BROKER}' AND {LIVE}
    AND executed_at BETWEEN ? AND ?
ORDER BY executed_at, sequence
"""


class OtherFills:
    """An account's fills of other sources, of which a broker's new ones may be some.

    Args:
        source: The broker's; a fill that it stated already is none of them.
    """

    def __init__(
        self, connection: Connection, account_id: str, source: str, fills: Sequence[Execution]
    ) -> None:
        self._left: dict[tuple[str, Side], list[StoredExecution]] = defaultdict(list)
        if fills:
            values = (account_id, *_span(fills), source, source)
            for row in connection.execute(_OF_OTHERS, values):
                stored = executions.from_row(row)
                self._left[_kind(stored.fill)].append(stored)

    def take(self, fill: Execution) -> Sequence[StoredExecution]:
        """The fills that this one is, alone or together; they are no other's any more."""
        left = self._left[_kind(fill)]
        near = [one for one in left if _may_be(one.fill, fill)]
        found = [one for one in near if _is(one.fill, fill)][:1]
        if not found:
            parts = [one for one in near if one.fill.order_id in (None, fill.order_id)]
            found = parts if _are_parts([one.fill for one in parts], fill) else []
        for one in found:
            left.remove(one)
        return found


def among_broker_fills(
    connection: Connection, account_id: str, fills: Sequence[Execution], new: Sequence[int]
) -> Mapping[int, str]:
    """Which fills of a file a broker stated before: their indexes, and the ids of its fills.

    Each of the broker's fills is one of the file's, or some of them together.
    """
    if not new:
        return {}
    found: dict[int, str] = {}
    left = list(new)
    span = _span([fills[index] for index in new])
    for row in connection.execute(_OF_BROKERS, (account_id, *span)):
        stated = executions.from_row(row)
        near = [index for index in left if _may_be(fills[index], stated.fill)]
        same = [index for index in near if _is(fills[index], stated.fill)][:1]
        if not same and _are_parts([fills[index] for index in near], stated.fill):
            same = near
        found.update(dict.fromkeys(same, stated.id))
        left = [index for index in left if index not in found]
    return found


def _span(fills: Sequence[Execution]) -> tuple[int, int]:
    """From when to when a twin of any of these fills can lie."""
    times = [fill.executed_at for fill in fills]
    return microseconds(min(times) - _ABOUT), microseconds(max(times) + _ABOUT)


def _kind(fill: Execution) -> tuple[str, Side]:
    return symbol_key(fill.symbol), fill.side


def _may_be(one: Execution, other: Execution) -> bool:
    """Whether two fills are of one time, side and symbol."""
    return abs(one.executed_at - other.executed_at) <= _ABOUT and _kind(one) == _kind(other)


def _is(one: Execution, other: Execution) -> bool:
    return one.quantity == other.quantity and one.price == other.price


def _are_parts(parts: Sequence[Execution], whole: Execution) -> bool:
    if whole.price is None or len(parts) < 2:
        return False
    return sums_up_to(parts, whole.quantity, whole.price)
