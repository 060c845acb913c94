"""What a broker is to the sync engine: it is read, and never written to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from fillbook.domain.bar import Bar
from fillbook.domain.execution import Execution
from fillbook.domain.trade import StopChange
from fillbook.remotes.bar_plan import Chunk
from fillbook.remotes.effects import Operation
from fillbook.remotes.remote import Remote


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerNews:
    """What a broker tells of one account since it was last read."""

    fills: tuple[Execution, ...]  # that were not known yet, in the order of their times
    resume: str  # where the next reading begins
    stops: Mapping[str, tuple[StopChange, ...]] = field(default_factory=dict)
    """Where the stop of a position stood, by its id and in order; what was first is first."""
    remarks: tuple[str, ...] = ()  # what does not add up, in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What an account is worth at the moment of the answer, in its currency."""

    balance: Decimal  # closed trades alone
    equity: Decimal | None  # with what open positions are worth
    today_gross: Decimal | None  # of the broker's own day so far
    today_net: Decimal | None
    today_fees: Decimal | None
    today_trades: int | None


class Broker(Remote, Protocol):
    """A remote with ``Capability.EXECUTIONS``."""

    def news(
        self, account: str, resume: str | None, known: Sequence[Execution], moment: datetime
    ) -> Operation[BrokerNews]:
        """What happened in one of its accounts.

        Args:
            resume: What the last news said; None reads all there is.
            known: The fills that it delivered before.
        """
        ...

    def worth(self, account: str) -> Operation[Worth]:
        """Balance, equity and the running day of one of its accounts."""
        ...

    def bars(self, account: str, chunk: Chunk) -> Operation[tuple[Bar, ...]]:
        """Price bars; none where it does not trade the symbol or was closed."""
        ...
