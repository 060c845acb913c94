"""The amounts of a library in another measure than money."""

from dataclasses import replace

import numpy as np

from fillbook.domain.trade_columns import MISSING
from fillbook.statistics.balance import balance_of
from fillbook.statistics.classes import unit_values
from fillbook.statistics.columns import Table, known
from fillbook.statistics.integers import Floats, Integers, floats
from fillbook.statistics.terms import Measure

_MOST_PLACES = 15
_LARGEST_SUM = 2**61
_REASONS = {
    Measure.R: "no initial risk",
    Measure.PERCENT: "the starting balance of its account is not known",
    Measure.TICKS: "its tick size or contract size is not known",
}


def measured(table: Table, measure: Measure) -> Table:
    """The same trades, their amounts in a measure; those that have none there are left out.

    A result in R is its share of the trade's initial risk, in percent of what its account
    started with, in ticks of one tick's worth of the whole quantity. All are told from the
    money as it was realised, so that no rate of exchange moves them.

    Args:
        table: In money, in any currency.
    """
    if measure is Measure.MONEY:
        return table
    source = Table.of(table.source)
    units = _unit_values(source, measure)
    units[list(table.unmeasured)] = np.nan
    legs = units[source.leg_trade]
    shares = [
        *(
            _shares(each, source.places, units)
            for each in (source.gross_pnl, source.fees, source.net_pnl)
        ),
        *(_shares(each, source.places, legs) for each in (source.leg_gross, source.leg_net)),
    ]
    places = _places(shares)
    gross, fees, net, leg_gross, leg_net = (_scaled(each, places) for each in shares)
    return replace(
        table,
        places=places,
        gross_pnl=gross,
        fees=fees,
        net_pnl=net,
        leg_gross=leg_gross,
        leg_net=leg_net,
        measure=measure,
        per_unit=units,
        rates={},
        unmeasured=dict.fromkeys(np.flatnonzero(np.isnan(units)).tolist(), _REASONS[measure])
        | dict(table.unmeasured),
        money=table,
    )


def _unit_values(source: Table, measure: Measure) -> Floats:
    """Money a unit of the measure of each trade; nan where it cannot be told."""
    if measure is not Measure.PERCENT:
        return unit_values(source.source, measure)
    starts = [balance_of(source, [account]).start for account in source.accounts]
    return np.array([*(np.nan if s is None else s for s in starts), np.nan])[source.account]


def _shares(column: Integers, places: int, units: Floats) -> Floats:
    """Each amount in units; nan where either is not known."""
    return np.where(known(column), floats(column, places) / units, np.nan)


def _places(shares: list[Floats]) -> int:
    """As many decimals as leave every sum of a column in 64 bits."""
    largest = max(
        (float(np.nanmax(np.abs(each))) * len(each) for each in shares if not np.isnan(each).all()),
        default=0.0,
    )
    return min(_MOST_PLACES, int(np.log10(_LARGEST_SUM / max(largest, 1e-9))))


def _scaled(shares: Floats, places: int) -> Integers:
    """As integers of so many decimals, unknown ones as MISSING."""
    unknown = np.isnan(shares)
    units: Integers = np.rint(np.where(unknown, 0.0, shares) * 10.0**places).astype(np.int64)
    units[unknown] = MISSING
    return units
