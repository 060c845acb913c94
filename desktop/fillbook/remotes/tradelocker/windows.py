"""All final orders of a stretch of time, however many an answer holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from fillbook.remotes.effects import Operation
from fillbook.remotes.errors import Unreadable
from fillbook.remotes.tradelocker import answers
from fillbook.remotes.tradelocker.client import Client
from fillbook.remotes.tradelocker.records import Order, TradingAccount

BEGINS = datetime(2015, 1, 1, tzinfo=UTC)
"""Before it no account can have traded."""

OVERLAP = timedelta(days=3)
"""What a later reading looks at again: the stamp that windows compare is not documented."""

_AHEAD = timedelta(days=1)
_INSTANT = timedelta(milliseconds=1)
_MOST_REQUESTS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The orders of a stretch of time, by id."""

    orders: tuple[Order, ...]
    crowded: tuple[datetime, ...] = ()  # instants with more orders than an answer holds


def final_orders(
    client: Client, account: TradingAccount, start: datetime, now: datetime
) -> Operation[Found]:
    """All orders that ended in [start, now]; a window that is cut is halved.

    Halves share the instant between them, and the last one ends after now: an order is met
    twice rather than never. Orders of one instant are told apart by their ids.
    """
    found: dict[str, Order] = {}
    crowded = []
    windows = [(_floored(start), _floored(now) + _AHEAD)]
    for _ in range(_MOST_REQUESTS):
        first, last = windows.pop()
        history = yield from client.orders_history(account, first, last)
        found.update((order.id, order) for order in history.orders)
        if history.is_cut and last - first > _INSTANT:
            middle = _floored(first + (last - first) / 2)
            windows += [(middle, last), (first, middle)]
        elif history.is_cut:
            crowded.append(first)
        if not windows:
            return Found(orders=tuple(found.values()), crowded=tuple(crowded))
    raise Unreadable(f"{answers.TITLE} says without end that there are more orders.")


def resume_at(last_read: datetime | None, pending: Iterable[Order]) -> datetime:
    """Where the next reading has to begin, so that no order is missed.

    Args:
        pending: Orders that were pending at the last reading. They may end any day, and then
            be listed under the day on which they were placed.
    """
    if last_read is None:
        return BEGINS
    stamps = [last_read, *(order.created_at for order in pending)]
    return max(BEGINS, min(stamps) - OVERLAP)


def _floored(instant: datetime) -> datetime:
    """The whole millisecond: no query can name more."""
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)
