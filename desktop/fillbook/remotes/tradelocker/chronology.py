"""Fills in the order in which they can have happened."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from fillbook.domain.execution import Execution, Precision, Side
from fillbook.domain.money import exact_sum
from fillbook.remotes.tradelocker.fills import LARGEST_SEQUENCE

_SECOND = timedelta(seconds=1)


def settled(fills: Iterable[Execution], stored: Sequence[Execution]) -> Iterator[Execution]:
    """Fills in the order of their times, each position opened before it is closed.

    A time that is told to the second can lie before that of an entry of the same second; an
    exit that would close more than there is moves behind it.
    """
    positions: dict[str | None, list[Execution]] = defaultdict(list)
    before: dict[str | None, list[Execution]] = defaultdict(list)
    for fill in fills:
        positions[fill.position_id].append(fill)
    for fill in stored:
        before[fill.position_id].append(fill)
    done = []
    for position, group in positions.items():
        done += _opened_first(group, before[position])
    yield from sorted(done, key=_order)


def _opened_first(group: list[Execution], before: Sequence[Execution]) -> list[Execution]:
    queue = sorted(group, key=_order)
    held = exact_sum(fill.signed_quantity for fill in before)
    direction = min(before, key=_order).side if before else _opening_side(queue)
    done: list[Execution] = []
    while queue:
        fill = queue.pop(0)
        later = next((one for one in queue if one.side is direction), None)
        if (
            fill.side is not direction
            and fill.quantity > abs(held)
            and fill.precision is Precision.SECOND
            and later is not None
            and later.executed_at - fill.executed_at < _SECOND
        ):
            moved = replace(fill, executed_at=later.executed_at, sequence=LARGEST_SEQUENCE)
            queue.insert(queue.index(later) + 1, moved)
            continue
        held += fill.signed_quantity
        done.append(fill)
    return done


def _opening_side(queue: Sequence[Execution]) -> Side:
    """The side of the first fill; of fills of one second, that of the first exact one."""
    first = queue[0]
    if first.precision is Precision.SECOND:
        for fill in queue:
            if fill.precision is Precision.MILLI and fill.executed_at - first.executed_at < _SECOND:
                return fill.side
    return first.side


def _order(fill: Execution) -> tuple[datetime, int]:
    return fill.executed_at, fill.sequence
