"""The columns of a library as numpy sees them, without a copy."""

from array import array
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fillbook.domain.trade_columns import MISSING, TradeColumns
from fillbook.statistics.integers import Floats, Indices, Integers, Mask
from fillbook.statistics.keys import Keys

Codes = Indices
Instants = Indices


def _money(values: "array[int] | list[int]") -> Integers:
    return np.array(values, dtype=object) if isinstance(values, list) else np.asarray(values)


@dataclass(frozen=True, eq=False)
class Table:
    """The columns that figures need; the names are those of ``TradeColumns``."""

    source: TradeColumns
    account: Codes
    is_open: NDArray[np.int8]
    is_executed: NDArray[np.int8]
    is_archived: NDArray[np.int8]
    opened_at: Instants
    closed_at: Instants
    open_day: Codes
    open_minute: Codes
    close_day: Codes
    gross_pnl: Integers
    fees: Integers
    net_pnl: Integers
    fees_unknown: Codes
    initial_risk: Floats
    leg_trade: Codes
    leg_at: Instants
    leg_day: Codes
    leg_gross: Integers
    leg_net: Integers
    keys: dict[str, Keys] = field(default_factory=dict)  # of the dimensions asked for so far

    @classmethod
    def of(cls, columns: TradeColumns) -> "Table":
        return cls(
            source=columns,
            account=np.asarray(columns.account),
            is_open=np.asarray(columns.is_open),
            is_executed=np.asarray(columns.is_executed),
            is_archived=np.asarray(columns.is_archived),
            opened_at=np.asarray(columns.opened_at),
            closed_at=np.asarray(columns.closed_at),
            open_day=np.asarray(columns.open_day),
            open_minute=np.asarray(columns.open_minute),
            close_day=np.asarray(columns.close_day),
            gross_pnl=_money(columns.gross_pnl),
            fees=_money(columns.fees),
            net_pnl=_money(columns.net_pnl),
            fees_unknown=np.asarray(columns.fees_unknown),
            initial_risk=np.asarray(columns.initial_risk),
            leg_trade=np.asarray(columns.leg_trade),
            leg_at=np.asarray(columns.leg_at),
            leg_day=np.asarray(columns.leg_day),
            leg_gross=_money(columns.leg_gross),
            leg_net=_money(columns.leg_net),
        )

    @cached_property
    def countable(self) -> Mask:
        """Trades that figures may count: executed, not archived, of a counted account."""
        fit: Mask = (self.is_executed == 1) & (self.is_archived == 0)
        counted = np.array([account.counted for account in self.source.accounts], dtype=np.bool_)
        if not counted.all():
            fit &= counted[self.account]
        return fit

    @cached_property
    def held_s(self) -> Floats:
        """Seconds from the first entry fill to the last exit fill; nan where none can be told.

        A trade of one day whose source tells days alone has no length.
        """
        unknown = (self.opened_at == MISSING) | (self.closed_at == MISSING)
        unknown |= (self.open_minute < 0) & (self.open_day == self.close_day)
        return np.where(unknown, np.nan, (self.closed_at - self.opened_at) / 1e6)

    @property
    def size(self) -> int:
        return len(self.source.ids)

    @property
    def places(self) -> int:
        """Decimal places of the money columns."""
        return self.source.money_places


def known(values: Integers) -> Mask:
    """Where an amount is known."""
    present: Mask = values != MISSING
    return present
