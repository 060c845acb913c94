"""The amounts of a library in one currency, by stored rates of exchange.

Each realised amount goes by the rate of its own trading day, and a trade is worth what its
closing fills are worth together. An R multiple does not move: it stays in the money of the
risk that was taken.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property

import numpy as np

from fillbook.domain.account import Account
from fillbook.domain.exchange_rate import ExchangeRate
from fillbook.domain.money import exact_product
from fillbook.domain.trade_columns import MISSING
from fillbook.statistics.balance import first_opening
from fillbook.statistics.columns import Codes, Table, known
from fillbook.statistics.integers import (
    Floats,
    Indices,
    Integers,
    Mask,
    largest,
    summable,
    sums_by,
)
from fillbook.statistics.rates import Rates

_SAFE_PRODUCT = 2**62
_FAR = 10_000_000  # beyond every ordinal of a date


def converted(table: Table, currency: str, stored: Iterable[ExchangeRate]) -> Table:
    """The same trades in one currency; those without a rate for one of their days are left out."""
    rates = _RatesOfDays(table, currency, Rates(stored))
    of_legs = rates.at(table.account[table.leg_trade], table.leg_day)
    of_trades = rates.at(table.account, table.close_day)
    untold = _untold(table, of_legs, of_trades)
    gross, leg_gross = _both(table, table.gross_pnl, table.leg_gross, of_trades, of_legs, untold)
    net, leg_net = _both(table, table.net_pnl, table.leg_net, of_trades, of_legs, untold)
    fees = _product(table.fees, of_trades, ~untold)
    split = known(gross) & known(net) & known(fees)
    return replace(
        table,
        accounts=tuple(rates.accounts()),
        places=table.places + rates.places,
        gross_pnl=gross,
        fees=np.where(split, gross - net, fees),
        net_pnl=net,
        leg_gross=leg_gross,
        leg_net=leg_net,
        cash_amount=rates.cash(),
        rates=rates.found,
        per_unit=_per_unit(of_trades, rates.places),
        unmeasured=dict(rates.reasons(np.flatnonzero(untold))),
    )


class _RatesOfDays:
    """The rate of each account on each trading day on which it moved money."""

    def __init__(self, table: Table, currency: str, rates: Rates) -> None:
        self._table = table
        self._currency = currency
        self._codes = np.unique(np.concatenate(list(self._needed())))
        pairs = [divmod(code, _FAR) for code in self._codes.tolist()]
        self._rates = [self._rate(rates, account, day) for account, day in pairs]
        self.found = {
            pair: rate
            for pair, rate in zip(pairs, self._rates, strict=True)
            if isinstance(rate, ExchangeRate)
        }
        self.places = max((_decimals(rate.rate) for rate in self.found.values()), default=0)
        self._units = np.array([self._scaled(rate) for rate in self._rates], dtype=np.int64)

    def at(self, accounts: Codes, days: Codes) -> Indices:
        """The rate of each entry in the smallest units; -1 where there is none, 0 of no day."""
        places = np.searchsorted(self._codes, accounts * _FAR + days)
        return np.where(days > 0, self._units[np.minimum(places, len(self._units) - 1)], 0)

    def accounts(self) -> Iterator[Account]:
        """The accounts with their starting balances in the currency, where it can be told."""
        for index, account in enumerate(self._table.accounts):
            start = account.starting_balance
            rate = self._rate_at(index, self._first_days[index])
            if start is not None:
                start = None if rate is None else exact_product(start, rate)
            yield replace(account, currency=self._currency, starting_balance=start)

    def cash(self) -> Integers:
        """The cash events; one without a rate is as good as none."""
        source = self._table.source
        accounts, days = (
            np.asarray(each).astype(np.intp) for each in (source.cash_account, source.cash_day)
        )
        rates = np.maximum(self.at(accounts, days), 0)
        return _product(self._table.cash_amount, rates, rates > 0, unknown=0)

    def reasons(self, rows: Indices) -> Iterator[tuple[int, str]]:
        """Why each of these trades has no amount in the currency."""
        table = self._table
        for row in rows.tolist():
            days = {int(table.close_day[row]), *table.leg_day[table.leg_trade == row].tolist()}
            account = int(table.account[row])
            lacking = min(day for day in days if day and self._rate_at(account, day) is None)
            pair = f"{table.accounts[account].currency} to {self._currency}"
            yield row, f"no rate from {pair} for {date.fromordinal(lacking).isoformat()}"

    def _needed(self) -> Iterator[Codes]:
        """Account and day, as one number, of everything that is converted."""
        table, source = self._table, self._table.source
        yield np.zeros(1, dtype=np.intp)
        yield table.account * _FAR + table.close_day
        yield table.account[table.leg_trade] * _FAR + table.leg_day
        yield np.asarray(source.cash_account).astype(np.intp) * _FAR + np.asarray(source.cash_day)
        yield np.array([i * _FAR + day for i, day in enumerate(self._first_days)], dtype=np.intp)

    @cached_property
    def _first_days(self) -> tuple[int, ...]:
        """The trading day on which each account opened its first trade; 0 where it has none."""
        table = self._table
        days = []
        for index in range(len(table.accounts)):
            at = first_opening(table, index)
            mine = (table.account == index) & (table.opened_at == at)
            days.append(int(table.open_day[mine].min()) if at != MISSING else 0)
        return tuple(days)

    def _rate(self, rates: Rates, account: int, day: int) -> ExchangeRate | Decimal | None:
        if not day or account >= len(self._table.accounts):
            return None
        held = self._table.accounts[account].currency
        if held == self._currency:
            return Decimal(1)
        return rates.of(held, self._currency, date.fromordinal(day))

    def _rate_at(self, account: int, day: int) -> Decimal | None:
        rate = self._rates[int(np.searchsorted(self._codes, account * _FAR + day))]
        return rate.rate if isinstance(rate, ExchangeRate) else rate

    def _scaled(self, rate: ExchangeRate | Decimal | None) -> int:
        if rate is None:
            return -1
        value = rate.rate if isinstance(rate, ExchangeRate) else rate
        return int(value.scaleb(self.places))


def _per_unit(of_trades: Indices, places: int) -> Floats:
    """Realised money a unit of the currency; nan of trades without a rate."""
    rates = np.where(of_trades > 0, of_trades, np.nan)
    return 10.0**places / rates


def _untold(table: Table, of_legs: Indices, of_trades: Indices) -> Mask:
    """Trades of which something happened on a day without a rate."""
    lacking = np.bincount(table.leg_trade[of_legs < 0], minlength=table.size)
    untold: Mask = (lacking > 0) | (of_trades < 0)
    return untold


def _both(
    table: Table,
    whole: Integers,
    legs: Integers,
    of_trades: Indices,
    of_legs: Indices,
    untold: Mask,
) -> tuple[Integers, Integers]:
    """Trades and their legs: what no leg tells goes by the day of the last closing fill."""
    worth = _product(legs, of_legs, ~untold[table.leg_trade])
    told = summable(np.where(known(worth), worth, 0))
    parts = summable(np.where(known(worth), legs, 0))
    of_parts = sums_by(table.leg_trade, parts, table.size)
    rest = np.where(known(whole), whole - of_parts, MISSING)
    others = _product(rest, of_trades, ~untold)
    total = others + sums_by(table.leg_trade, told, table.size)
    return np.where(known(others), total, MISSING), worth


def _product(values: Integers, rates: Indices, where: Mask, unknown: int = MISSING) -> Integers:
    """Exact products where the values are known and the mask holds."""
    told = known(values) & where
    factors = np.where(told, values, 0)
    if factors.dtype == object or largest(factors) * max(largest(rates), 1) >= _SAFE_PRODUCT:
        factors = factors.astype(object)
    return np.where(told, factors * rates, unknown)


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return max(0, -exponent)
