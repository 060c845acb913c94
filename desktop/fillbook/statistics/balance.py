"""What accounts held when their trades began, and the money moved since.

The starting balance of an account is its balance when its first trade opened, so
cash that came before is a part of it. Where the account names none, that cash is it.
Later deposits and withdrawals move the balance and are no profit and no drawdown.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from fillbook.domain.account import Account
from fillbook.domain.trade_columns import MISSING
from fillbook.statistics.columns import Codes, Instants, Table
from fillbook.statistics.integers import Floats, Indices, floats


def _no_codes() -> Indices:
    return np.zeros(0, dtype=np.intp)


def _no_amounts() -> Floats:
    return np.zeros(0)


@dataclass(frozen=True, eq=False)
class Balance:
    """Of several accounts together, in money."""

    start: float | None  # None: one of them has none, or it is not above zero
    at: Instants = field(
        default_factory=_no_codes
    )  # of the cash events after the first trade, oldest first
    days: Codes = field(default_factory=_no_codes)
    moved: Floats = field(default_factory=_no_amounts)  # money received is positive

    def cash_before(self, instants: Instants) -> Floats:
        """Cash received up to each instant."""
        return self._received(np.searchsorted(self.at, instants, side="right"))

    def cash_before_days(self, days: Codes) -> Floats:
        """Cash received before each day began."""
        return self._received(np.searchsorted(self.days, days, side="left"))

    def _received(self, counts: Indices) -> Floats:
        return np.concatenate(([0.0], np.cumsum(self.moved)))[counts]


def balance_of(table: Table, accounts: Sequence[Account]) -> Balance:
    """The balance of some accounts together."""
    if not len(table.source.cash_at):
        return Balance(_together([account.starting_balance for account in accounts]))
    source = table.source
    owner = np.asarray(source.cash_account)
    at, days = np.asarray(source.cash_at), np.asarray(source.cash_day)
    moved = floats(table.cash_amount, table.places)
    later = np.zeros(len(owner), dtype=np.bool_)
    starts: list[Decimal | float | None] = []
    for account in accounts:
        index = table.accounts.index(account)
        mine = owner == index
        before = mine & (at <= first_opening(table, index))
        later |= mine & ~before
        received = float(moved[before].sum()) if before.any() else None
        starts.append(received if account.starting_balance is None else account.starting_balance)
    return Balance(_together(starts), at[later], np.maximum.accumulate(days[later]), moved[later])


def _together(starts: Sequence[Decimal | float | None]) -> float | None:
    """The sum, where each is known and it is above zero."""
    known = [float(start) for start in starts if start is not None]
    return sum(known) if len(known) == len(starts) and sum(known) > 0 else None


def first_opening(table: Table, account: int) -> int:
    """The instant at which an account opened its first trade; MISSING where it has none."""
    opened = table.opened_at[(table.account == account) & (table.opened_at != MISSING)]
    return int(opened.min()) if len(opened) else MISSING
