"""The columns of a library as numpy sees them, money and instants without a copy."""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fillbook.domain.account import Account
from fillbook.domain.exchange_rate import ExchangeRate
from fillbook.domain.execution import Basis
from fillbook.domain.trade_columns import MISSING, TradeColumns
from fillbook.statistics.classes import Classes, classes
from fillbook.statistics.integers import (
    Floats,
    Indices,
    Integers,
    Mask,
    floats,
    summable,
    weights,
)
from fillbook.statistics.keys import Keys
from fillbook.statistics.terms import Band, Measure

Codes = Indices
Instants = Indices


def money_column(values: "array[int] | list[int]") -> Integers:
    """Amounts as 64-bit integers, or as Python's where one does not fit."""
    return np.array(values, dtype=object) if isinstance(values, list) else np.asarray(values)


def _codes(values: "array[int]") -> Codes:
    """Codes and days in the width in which numpy counts and looks up."""
    return np.asarray(values).astype(np.intp)


@dataclass(frozen=True, eq=False)
class Candidates:
    """Which trades and legs of a library count when a query means them."""

    closed: Mask
    still_open: Mask
    left_out: Mask
    legs: Mask

    def among(self, chosen: Mask, leg_trade: Codes) -> tuple[Indices, Indices, Indices, Indices]:
        """The closed, open and left out trades that were chosen, and the legs."""
        nothing = np.zeros(0, dtype=np.intp)
        return (
            np.flatnonzero(chosen & self.closed),
            np.flatnonzero(chosen & self.still_open) if self._any_open else nothing,
            np.flatnonzero(chosen & self.left_out) if self._any_left_out else nothing,
            (chosen.take(leg_trade) & self.legs).nonzero()[0],
        )

    @cached_property
    def _any_open(self) -> bool:
        return bool(self.still_open.any())

    @cached_property
    def _any_left_out(self) -> bool:
        return bool(self.left_out.any())


@dataclass(frozen=True, eq=False)
class Table:
    """The columns that figures need; the names are those of ``TradeColumns``.

    Amounts are in the table's measure and currency, ``source`` stays as it was realised.
    """

    source: TradeColumns
    accounts: tuple[Account, ...]  # with their balances in the table's currency
    places: int  # decimal places of the amounts
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
    cash_amount: Integers
    measure: Measure = Measure.MONEY
    band: Band | None = None  # None: of each account its own
    rates: Mapping[tuple[int, int], ExchangeRate] = field(default_factory=dict)  # account, day
    unmeasured: Mapping[int, str] = field(default_factory=dict)  # why trades have no amounts
    per_unit: Floats | None = None  # money as realised, a unit of an amount; None: one of each
    money: "Table | None" = None  # the same in money; None: this one is
    keys: dict[str, Keys] = field(default_factory=dict)  # of the dimensions asked for so far
    results: dict[Basis, "Results"] = field(default_factory=dict, init=False)  # asked so far

    @classmethod
    def of(cls, columns: TradeColumns, band: Band | None = None) -> "Table":
        return cls(
            source=columns,
            accounts=columns.accounts,
            places=columns.money_places,
            account=_codes(columns.account),
            is_open=np.asarray(columns.is_open),
            is_executed=np.asarray(columns.is_executed),
            is_archived=np.asarray(columns.is_archived),
            opened_at=np.asarray(columns.opened_at),
            closed_at=np.asarray(columns.closed_at),
            open_day=_codes(columns.open_day),
            open_minute=_codes(columns.open_minute),
            close_day=_codes(columns.close_day),
            gross_pnl=money_column(columns.gross_pnl),
            fees=money_column(columns.fees),
            net_pnl=money_column(columns.net_pnl),
            fees_unknown=_codes(columns.fees_unknown),
            initial_risk=np.asarray(columns.initial_risk),
            leg_trade=_codes(columns.leg_trade),
            leg_at=np.asarray(columns.leg_at),
            leg_day=_codes(columns.leg_day),
            leg_gross=money_column(columns.leg_gross),
            leg_net=money_column(columns.leg_net),
            cash_amount=money_column(columns.cash_amount),
            band=band,
        )

    @property
    def in_money(self) -> "Table":
        """What balances are reckoned in."""
        return self if self.money is None else self.money

    def unit_values(self, rows: Indices) -> Floats:
        """What one unit of the amounts of these trades is in money as it was realised."""
        return np.ones(len(rows)) if self.per_unit is None else self.per_unit[rows]

    def results_of(self, basis: Basis) -> "Results":
        """What became of each trade."""
        found = self.results.get(basis)
        if found is None:
            found = self.results[basis] = Results.of(self, basis)
        return found

    def candidates(self, basis: Basis) -> "Candidates":
        """What a figure before or after costs may count."""
        return self._net_candidates if basis is Basis.NET else self._gross_candidates

    @cached_property
    def _net_candidates(self) -> "Candidates":
        return self._candidates(self.net_pnl, self.leg_net)

    @cached_property
    def _gross_candidates(self) -> "Candidates":
        return self._candidates(self.gross_pnl, self.leg_gross)

    def _candidates(self, pnl: Integers, leg_pnl: Integers) -> "Candidates":
        fit = (self.is_executed == 1) & (self.is_archived == 0)
        fit &= np.array([a.counted for a in self.source.accounts], dtype=np.bool_)[self.account]
        still_open = fit & (self.is_open == 1)
        closed = fit & (self.is_open == 0) & known(pnl)
        legs = (closed | still_open)[self.leg_trade] & known(leg_pnl)
        return Candidates(closed, still_open, ~closed & ~still_open, legs)

    @cached_property
    def known_fees(self) -> Integers:
        """The fees, unknown ones as zero."""
        present = np.where(self.has_fees, self.fees, 0)
        return summable(present)

    @cached_property
    def has_fees(self) -> Mask:
        """Where at least one fee is known."""
        return known(self.fees)

    @cached_property
    def any_fees_unknown(self) -> bool:
        return bool(self.fees_unknown.any())

    @cached_property
    def planned_r(self) -> Floats:
        """Reward to risk at the target of each trade; nan where either is not known."""
        source = self.source
        way = np.asarray(source.take_profit) - np.asarray(source.entry_price)
        size = np.asarray(source.quantity) * np.asarray(source.multiplier)
        reward = way * np.asarray(source.direction) * size
        with np.errstate(divide="ignore", invalid="ignore"):
            planned: Floats = np.where(reward > 0, reward / self.initial_risk, np.nan)
        return planned

    @cached_property
    def any_copies(self) -> bool:
        """Whether a decision was carried out in several accounts."""
        return any(code >= 0 for code in self.source.decision)

    @cached_property
    def any_untimed(self) -> bool:
        """Whether the time held of a trade is not known."""
        return bool(np.isnan(self.held_s).any())

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


@dataclass(frozen=True, eq=False)
class Results:
    """What became of each trade; neither a currency nor a measure moves class and R."""

    pnl: Integers  # summable; MISSING where not known
    realised: Integers  # of each closing leg
    classes: Classes
    r: Floats  # nan where no risk is known
    has_r: Mask

    @classmethod
    def of(cls, table: Table, basis: Basis) -> "Results":
        source, is_net = table.source, basis is Basis.NET
        pnl = money_column(source.net_pnl if is_net else source.gross_pnl)
        risk = table.initial_risk
        with np.errstate(divide="ignore", invalid="ignore"):
            has_r = known(pnl) & (risk > 0)
            r = np.where(has_r, floats(pnl, source.money_places) / risk, np.nan)
        return cls(
            pnl=_summable(table.net_pnl if is_net else table.gross_pnl),
            realised=_summable(table.leg_net if is_net else table.leg_gross),
            classes=classes(source, pnl, table.band),
            r=r,
            has_r=has_r,
        )

    @cached_property
    def weights(self) -> Integers:
        """The P&L in the form that sums by group take, unknown as zero."""
        return weights(np.where(known(self.pnl), self.pnl, 0))

    @cached_property
    def gains(self) -> Integers:
        """What of the P&L is above zero."""
        gains: Integers = np.maximum(self.pnl, 0)
        return gains

    @cached_property
    def rows_with_r(self) -> Indices:
        return np.flatnonzero(self.has_r)

    @cached_property
    def known_r(self) -> Floats:
        """The R of those rows."""
        return self.r[self.rows_with_r]

    def r_of(self, rows: Indices) -> Floats:
        """The R multiples of those of ascending rows that have one."""
        if len(rows) and int(rows[-1]) - int(rows[0]) + 1 == len(rows):
            with_r = self.rows_with_r
            low = with_r.searchsorted(rows[0])
            return self.known_r[low : with_r.searchsorted(rows[-1], side="right")]
        return self.r[rows[self.has_r[rows]]]


def _summable(values: Integers) -> Integers:
    """A column that every choice of known entries can be summed from."""
    present = np.where(known(values), values, 0)
    return values if summable(present) is present else values.astype(object)


def known(values: Integers) -> Mask:
    """Where an amount is known."""
    present: Mask = values != MISSING
    return present
