"""What a journal itself counts, to be compared with what Fillbook counts."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol, runtime_checkable

from fillbook.remotes.effects import Operation


@dataclass(frozen=True, slots=True)
class Totals:
    """A journal's closed trades as it sums them up."""

    trades: int
    net_pnl: Decimal


@runtime_checkable
class Totalling(Protocol):
    """A remote that has figures of its own."""

    def totals(self) -> Operation[Totals]: ...
