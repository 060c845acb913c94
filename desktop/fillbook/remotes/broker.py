"""What a broker is to the sync engine: it is read, and never written to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from fillbook.domain.bar import Bar
from fillbook.domain.execution import Direction, Execution
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


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPosition:
    """A position as it stands at the broker; what it does not say is None."""

    id: str
    symbol: str
    direction: Direction
    quantity: Decimal  # lots
    average_price: Decimal | None
    stop_loss: Decimal | None
    take_profit: Decimal | None
    opened_at: datetime | None
    unrealised_pnl: Decimal | None  # account currency


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

    def open_positions(self, account: str) -> Operation[tuple[OpenPosition, ...]]:
        """What is open in one of its accounts, the oldest first."""
        ...

    def bars(self, account: str, chunk: Chunk) -> Operation[tuple[Bar, ...]]:
        """Price bars; none where it does not trade the symbol or was closed."""
        ...
