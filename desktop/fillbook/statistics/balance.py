"""What accounts held when their trades began, and the money moved since.

The starting balance of an account is its balance when its first trade opened, so
cash that came before is a part of it. Where the account names none, that cash is it.
Later deposits and withdrawals move the balance and are no profit and no drawdown.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fillbook.domain.account import Account
from fillbook.domain.trade_columns import MISSING
from fillbook.statistics.columns import Codes, Instants, Table
from fillbook.statistics.integers import Floats, Indices, floats


@dataclass(frozen=True, eq=False)
class Balance:
    """Of several accounts together, in money."""

    start: float | None  # None: one of them has none, or it is not above zero
    at: Instants  # of the cash events after the first trade, oldest first
    days: Codes
    moved: Floats  # money received is positive

    def cash_before(self, instants: Instants) -> Floats:
        """Cash received up to each instant."""
        return self._cash(np.searchsorted(self.at, instants, side="right"))

    def cash_before_days(self, days: Codes) -> Floats:
        """Cash received before each day began."""
        return self._cash(np.searchsorted(self.days, days, side="left"))

    def _cash(self, counts: Indices) -> Floats:
        return np.concatenate(([0.0], np.cumsum(self.moved)))[counts]


def balance_of(table: Table, accounts: Sequence[Account]) -> Balance:
    """The balance of some accounts together."""
    source = table.source
    indices = [source.accounts.index(account) for account in accounts]
    owner = np.asarray(source.cash_account)
    at, days = np.asarray(source.cash_at), np.asarray(source.cash_day)
    cash = np.asarray(source.cash_amount)
    moved = floats(cash, table.places)
    later = np.zeros(len(owner), dtype=np.bool_)
    start: float | None = 0.0
    for index in indices:
        mine = owner == index
        before = mine & (at <= _first_opening(table, index)) if mine.any() else mine
        later |= mine & ~before
        named = source.accounts[index].starting_balance
        held = float(moved[before].sum()) if named is None else float(named)
        start = None if start is None or (named is None and not before.any()) else start + held
    positive = start is not None and start > 0
    order = np.flatnonzero(later)
    return Balance(
        start if positive else None, at[order], np.maximum.accumulate(days[order]), moved[order]
    )


def _first_opening(table: Table, account: int) -> int:
    opened = table.opened_at[(table.account == account) & (table.opened_at != MISSING)]
    return int(opened.min()) if len(opened) else MISSING
