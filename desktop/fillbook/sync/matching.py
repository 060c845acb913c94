"""Whether a trade here and a trade there are the same one.

Facts are compared after the remote's rounding; what one side lacks is skipped. Equal
trades are interchangeable: n of them here pair with m there in order of time.
"""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import IntEnum
from typing import Generic, TypeVar

from fillbook.domain.execution import Direction
from fillbook.domain.money import canonical
from fillbook.domain.remote_trade import Facts, Value

_SECOND = timedelta(seconds=1)
_TYPING_SLACK = timedelta(minutes=5)
_CENT = Decimal("0.01")

T = TypeVar("T")


class Likeness(IntEnum):
    """How sure it is that two trades are one."""

    DIFFERENT = 0
    PERHAPS = 1  # the user is asked
    SAME = 2


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """The counterpart of a trade, and how sure that is."""

    likeness: Likeness
    match: T | None = None


def symbol_key(symbol: str) -> str:
    """A symbol without case, width and outer space."""
    return unicodedata.normalize("NFKC", symbol).strip().upper()


def fingerprint(facts: Facts) -> str:
    """What makes two creates the same request: symbol, direction, time, size and result."""
    at = facts.opened_at.replace(microsecond=0) if facts.opened_at else facts.trading_day
    return "|".join(
        (
            symbol_key(facts.symbol),
            facts.direction.value,
            at.isoformat() if at else "",
            _text(facts.quantity),
            _text(facts.net_pnl),
        )
    )


def likeness(ours: Facts, theirs: Facts, our_fills: Value, their_fills: Value) -> Likeness:
    """How alike two trades are.

    Args:
        our_fills: Our fills as the remote writes them; empty or None where there are none.
        their_fills: None where they were not delivered.
    """
    if symbol_key(ours.symbol) != symbol_key(theirs.symbol) or ours.direction != theirs.direction:
        return Likeness.DIFFERENT
    if our_fills and their_fills and our_fills == their_fills:
        return Likeness.SAME
    sizes = (
        figures_agree(ours.quantity, theirs.quantity),
        figures_agree(ours.entry_price, theirs.entry_price),
        figures_agree(ours.exit_price, theirs.exit_price),
    )
    money = figures_agree(ours.net_pnl, theirs.net_pnl, _CENT)
    if ours.is_open or theirs.is_open:
        money = None
    opened = _meet(ours.opened_at, theirs.opened_at)
    closed = _meet(ours.closed_at, theirs.closed_at)
    if False not in sizes and closed is not False and (True in sizes or money):
        if opened:
            return Likeness.SAME if True in sizes[1:] or money is not False else Likeness.PERHAPS
        if opened is None and _day(ours) == _day(theirs) and money and True in sizes:
            return Likeness.SAME
    if money and False not in sizes and _could_be_mistyped(ours, theirs):
        return Likeness.PERHAPS
    return Likeness.PERHAPS if opened and money else Likeness.DIFFERENT


def could_be(ours: Facts, theirs: Facts) -> bool:
    """Whether a listed row, which may say little, is worth a closer look."""
    if symbol_key(ours.symbol) != symbol_key(theirs.symbol) or ours.direction != theirs.direction:
        return False
    if _meet(ours.opened_at, theirs.opened_at):
        return True
    return likeness(ours, theirs, None, None) is not Likeness.DIFFERENT


def facts_of(mark: str) -> Facts:
    """The facts that a fingerprint was made of."""
    symbol, direction, at, quantity, net = mark.rsplit("|", 4)
    is_day = len(at) == len("2026-01-01")
    return Facts(
        symbol=symbol,
        direction=Direction(direction),
        opened_at=datetime.fromisoformat(at) if at and not is_day else None,
        trading_day=date.fromisoformat(at) if is_day else None,
        quantity=Decimal(quantity) if quantity else None,
        net_pnl=Decimal(net) if net else None,
    )


def best(
    candidates: Sequence[T], alike: Callable[[T], Likeness], facts: Callable[[T], Facts]
) -> Found[T]:
    """The counterpart among candidates, in their order.

    Several that are the same and equal to each other are interchangeable: the first is
    taken. Several that differ are a question to the user.
    """
    judged = [(alike(candidate), candidate) for candidate in candidates]
    same = [candidate for verdict, candidate in judged if verdict is Likeness.SAME]
    if same:
        kinds = {fingerprint(facts(candidate)) for candidate in same}
        return Found(Likeness.SAME if len(kinds) == 1 else Likeness.PERHAPS, same[0])
    perhaps = [candidate for verdict, candidate in judged if verdict is Likeness.PERHAPS]
    return Found(Likeness.PERHAPS, perhaps[0]) if perhaps else Found(Likeness.DIFFERENT)


def figures_agree(
    ours: Decimal | None, theirs: Decimal | None, within: Decimal | None = None
) -> bool | None:
    """Whether two figures are equal; None where one is lacking."""
    if ours is None or theirs is None:
        return None
    if within is not None:
        return abs(ours - theirs) < within
    return round(ours, 8) == round(theirs, 8)


def _meet(ours: datetime | None, theirs: datetime | None) -> bool | None:
    if ours is None or theirs is None:
        return None
    return abs(ours - theirs) <= _SECOND


def _day(facts: Facts) -> object:
    return facts.trading_day or (facts.opened_at.date() if facts.opened_at else None)


def _could_be_mistyped(ours: Facts, theirs: Facts) -> bool:
    """Whether two times differ as times typed by hand do: minutes, whole hours, or a bare day."""
    if ours.opened_at is None or theirs.opened_at is None:
        return _day(ours) == _day(theirs)
    apart = abs(ours.opened_at - theirs.opened_at)
    if apart > timedelta(days=1):
        return False
    bare = timedelta(hours=theirs.opened_at.hour, minutes=theirs.opened_at.minute)
    rest = apart % timedelta(hours=1)
    return (
        apart <= _TYPING_SLACK
        or min(rest, timedelta(hours=1) - rest) <= _SECOND
        or (not bare and not theirs.opened_at.second)
    )


def _text(figure: Decimal | None) -> str:
    return "" if figure is None else canonical(figure)
