"""The trades that a figure belongs to, and what was left out of them."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from fillbook.domain.account import Account
from fillbook.domain.exchange_rate import ExchangeRate
from fillbook.domain.execution import Basis
from fillbook.domain.instrument import AssetType
from fillbook.statistics.balance import Balance, balance_of
from fillbook.statistics.columns import Codes, Results, Table
from fillbook.statistics.daily import Daily
from fillbook.statistics.equity import Curve
from fillbook.statistics.exclusion import Exclusion, exclusions
from fillbook.statistics.index import Index
from fillbook.statistics.integers import (
    Floats,
    Indices,
    Integers,
    Mask,
    amount,
    floats,
    mean_amount,
    taken,
    total,
)
from fillbook.statistics.runs import Runs
from fillbook.statistics.terms import Measure

if TYPE_CHECKING:
    from fillbook.statistics.seen import Seen


@dataclass(frozen=True, eq=False)
class Population:
    """Closed trades of one query, in the order of their closing.

    Trade figures rest on ``rows`` alone. Equity, drawdown and daily figures rest on
    ``legs``, the realised amounts, which take in the partial exits of ``open_rows``.
    """

    table: Table
    basis: Basis
    rows: Indices  # counted trades
    open_rows: Indices  # open trades
    legs: Indices  # closing legs of both
    left_out: Indices  # matched and not counted
    seen: Mapping[int, "Seen"] = field(default_factory=dict)  # by row, what bars tell of trades

    def __len__(self) -> int:
        return len(self.rows)

    def part(self, rows: Indices, open_rows: Indices, legs: Indices) -> "Population":
        """Some of its trades, as a population of their own."""
        return Population(
            self.table, self.basis, rows, open_rows, legs, self.left_out[:0], self.seen
        )

    @cached_property
    def accounts(self) -> tuple[Account, ...]:
        """The accounts that have something realised here."""
        every = self.table.accounts
        if len(every) == 1:
            return every if len(self) or len(self.legs) else ()
        present = np.bincount(self.account, minlength=len(every))
        if len(self.open_rows):
            of_legs = self.table.account[taken(self.table.leg_trade, self.legs)]
            present += np.bincount(of_legs, minlength=len(every))
        return tuple(account for account, n in zip(every, present.tolist(), strict=True) if n)

    @cached_property
    def currencies(self) -> tuple[str, ...]:
        """In alphabetical order; of all accounts where nothing is realised."""
        accounts = self.accounts or [a for a in self.table.accounts if a.counted]
        return tuple(sorted({account.currency for account in accounts}))

    @property
    def currency(self) -> str | None:
        """The one currency of its money; None of several, or where there is no account."""
        return self.currencies[0] if len(self.currencies) == 1 else None

    @cached_property
    def currency_reason(self) -> str | None:
        """Why amounts cannot be added up here."""
        if self.measure is not Measure.MONEY or not self.accounts or len(self.currencies) < 2:
            return None
        return f"trades in {' and '.join(self.currencies)} are not added up"

    @property
    def places(self) -> int:
        return self.table.places

    def money(self, units: int) -> Decimal:
        """So many of the smallest units as an exact amount."""
        return amount(units, self.places)

    def mean_money(self, units: int, count: int) -> Decimal:
        """A total shared among so many."""
        return mean_amount(units, count, self.places)

    @cached_property
    def account(self) -> Codes:
        codes: Codes = taken(self.table.account, self.rows)
        return codes

    @cached_property
    def pnl(self) -> Integers:
        """Net or gross P&L in the smallest units."""
        return taken(self._results.pnl, self.rows)

    @cached_property
    def amounts(self) -> Floats:
        """The same in money, for ratios and curves."""
        return floats(self.pnl, self.places)

    @cached_property
    def weights(self) -> Integers:
        """The same, in the form that sums by group take."""
        return taken(self._results.weights, self.rows)

    @cached_property
    def won(self) -> Mask:
        won: Mask = taken(self._results.classes.won, self.rows)
        return won

    @cached_property
    def lost(self) -> Mask:
        lost: Mask = taken(self._results.classes.lost, self.rows)
        return lost

    @cached_property
    def fees(self) -> Integers:
        """Costs in the smallest units; unknown ones as zero, see ``fees_unknown``."""
        return taken(self.table.known_fees, self.rows)

    @cached_property
    def close_day(self) -> Codes:
        days: Codes = taken(self.table.close_day, self.rows)
        return days

    @cached_property
    def has_r(self) -> Mask:
        """Where an R multiple can be told."""
        has_r: Mask = taken(self._results.has_r, self.rows)
        return has_r

    @cached_property
    def r(self) -> Floats:
        """R multiples of the trades that have one."""
        return self._results.r_of(self.rows)

    @property
    def _results(self) -> Results:
        return self.table.results_of(self.basis)

    @property
    def planned_r(self) -> Floats:
        """Reward to risk at the target of each trade with R; nan where there is no target."""
        planned: Floats = self.table.planned_r[self.rows[self.has_r]]
        return planned

    @cached_property
    def r_moments(self) -> tuple[float, float]:
        """The mean and the sample standard deviation of at least two R multiples."""
        mean = float(self.r.sum()) / len(self.r)
        apart = self.r - mean
        return mean, math.sqrt(float((apart * apart).sum()) / (len(self.r) - 1))

    @cached_property
    def held_s(self) -> Floats:
        """Seconds from first entry to last exit of the trades of which it can be told."""
        held: Floats = taken(self.table.held_s, self.rows)
        return held[~np.isnan(held)] if self.table.any_untimed else held

    @cached_property
    def open_s(self) -> float:
        """Seconds with at least one trade open."""
        timed = self.rows[~self.untimed] if self.table.any_untimed else self.rows
        opened, closed = taken(self.table.opened_at, timed), taken(self.table.closed_at, timed)
        order = np.argsort(opened, kind="stable")
        opened, closed = opened[order], closed[order]
        # What is still open of the earlier trades covers the beginning of each.
        covered = np.concatenate((opened[:1], np.maximum.accumulate(closed)[:-1]))
        spans = np.maximum(closed - np.maximum(opened, covered), 0)
        return int(spans.sum()) / 1e6

    @cached_property
    def untimed(self) -> Mask:
        """Where the time held cannot be told."""
        untimed: Mask = np.isnan(taken(self.table.held_s, self.rows))
        return untimed

    @cached_property
    def wins(self) -> int:
        return int(np.count_nonzero(self.won))

    @cached_property
    def losses(self) -> int:
        return int(np.count_nonzero(self.lost))

    @property
    def breakevens(self) -> int:
        return len(self) - self.wins - self.losses

    @cached_property
    def net(self) -> int:
        """The total P&L, in the smallest units as all totals here."""
        return total(self.pnl)

    @cached_property
    def gross_profit(self) -> int:
        """The sum of what is above zero, whatever its class."""
        return total(taken(self._results.gains, self.rows))

    @property
    def gross_loss(self) -> int:
        """The sum of what is below zero, as a positive amount."""
        return self.gross_profit - self.net

    @cached_property
    def win_total(self) -> int:
        """The sum over the class of wins."""
        return self.gross_profit if self._no_bands else total(self.pnl[self.won])

    @cached_property
    def loss_total(self) -> int:
        """The sum over the class of losses, negative."""
        return -self.gross_loss if self._no_bands else total(self.pnl[self.lost])

    @property
    def _no_bands(self) -> bool:
        """Whether every gain is a win and every shortfall a loss."""
        band = self.table.band
        if band is not None:
            return not band.low and not band.high
        return not any(a.breakeven_low or a.breakeven_high for a in self.table.source.accounts)

    @cached_property
    def costs(self) -> int:
        """All known fees."""
        return total(self.fees)

    @cached_property
    def fees_unknown(self) -> int:
        """Fills whose fees are not known."""
        if not self.table.any_fees_unknown:
            return 0
        return int(taken(self.table.fees_unknown, self.rows).sum(dtype=np.int64))

    @cached_property
    def has_fees(self) -> Mask:
        """Where at least one fee is known."""
        has_fees: Mask = taken(self.table.has_fees, self.rows)
        return has_fees

    @cached_property
    def trades_without_fees(self) -> int:
        """Trades of which no fee is known."""
        return len(self) - int(np.count_nonzero(self.has_fees))

    @cached_property
    def runs(self) -> Runs:
        """Streaks of wins and losses; breakevens neither break one nor count."""
        if not self.breakevens:
            return Runs.of(self.won)
        return Runs.of(self.won[self.won | self.lost])

    @cached_property
    def realised(self) -> Integers:
        """P&L of each closing leg, in order of the closing fills."""
        return taken(self._results.realised, self.legs)

    @cached_property
    def realised_open(self) -> int:
        """What open trades have realised by partial exits."""
        if not len(self.open_rows):
            return 0
        of_open = self.table.is_open[taken(self.table.leg_trade, self.legs)] == 1
        return total(self.realised[of_open])

    @cached_property
    def curve(self) -> Curve:
        """Realised equity, leg by leg."""
        return Curve.of(
            self.realised,
            taken(self.table.leg_at, self.legs),
            taken(self.table.leg_day, self.legs),
            taken(self.table.leg_trade, self.legs),
        )

    @cached_property
    def daily(self) -> Daily:
        """Realised amounts by trading day, from the first day to the last."""
        return Daily(self.realised, self.curve.days, self.close_day, self.has_r, self.r)

    @property
    def measure(self) -> Measure:
        """What its amounts count."""
        return self.table.measure

    @cached_property
    def in_money(self) -> "Population":
        """The same trades in money, which balances are reckoned in."""
        if self.measure is Measure.MONEY:
            return self
        return replace(self, table=self.table.in_money)

    @cached_property
    def balance(self) -> Balance:
        """What its accounts held at the start, and the money moved since."""
        return balance_of(self.table, self.accounts)

    @cached_property
    def trades_crypto(self) -> bool:
        """Whether all of it is crypto, whose market never closes."""
        words = self.table.source.asset_type.words
        if AssetType.CRYPTO not in words:
            return False
        kinds = np.unique(taken(np.asarray(self.table.source.asset_type.codes), self.rows))
        return bool(len(kinds)) and all(words[kind] == AssetType.CRYPTO for kind in kinds.tolist())

    @cached_property
    def index(self) -> Index:
        """The balance as an index that cash moved in or out leaves alone."""
        if self.measure is not Measure.MONEY:
            return self.in_money.index
        return Index(
            self.curve, self.daily, self.balance, self.places, every_day=self.trades_crypto
        )

    def rates(self) -> tuple[ExchangeRate, ...]:
        """The rates of exchange that its amounts were converted by, oldest first."""
        table = self.table
        if not table.rates:
            return ()
        owners = np.concatenate((self.account, table.account[self.curve.trades]))
        days = np.concatenate((self.close_day, self.curve.days))
        moved = set(zip(owners.tolist(), days.tolist(), strict=True))
        used = {table.rates[each] for each in moved if each in table.rates}
        return tuple(sorted(used, key=lambda rate: (rate.day, rate.base)))

    def excluded(self) -> Iterator[Exclusion]:
        """Each trade that was meant and not counted, with its reason."""
        return exclusions(self.table, self.left_out)


def counted_among(table: Table, chosen: Mask, basis: Basis) -> Population:
    """What counts among the chosen trades: executed, not archived, of counted accounts."""
    rows, open_rows, left_out, legs = table.candidates(basis).among(chosen, table.leg_trade)
    return Population(table, basis, rows, open_rows, legs, left_out)
