"""The totals of a MetaTrader 5 report, printed and counted."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from fillbook.domain.statement import ControlTotal
from fillbook.importers.metatrader5_positions import Assignment, in_order
from fillbook.importers.metatrader5_report import Deal, Report
from fillbook.importers.metatrader_cells import Closing, Reading, number_in
from fillbook.importers.metatrader_tables import Row
from fillbook.importers.metatrader_totals import (
    Counted,
    Printed,
    control_totals,
    printed_results,
)


def totals_of(
    rows: Sequence[Row], report: Report, assignment: Assignment, reading: Reading
) -> tuple[ControlTotal, ...]:
    """Printed beside counted; the report counts closing deals as its trades."""
    printed = _printed(rows, report)
    if not report.deals and report.positions:
        nets = [position.net for position in report.positions]
        return control_totals(
            replace(printed, commission=None, swap=None, end_balance=None), Counted(results=nets)
        )
    found = []
    for counted in _counts(report, assignment):
        reading.breathe(0)
        found.append(control_totals(printed, counted))
    return max(found, key=lambda totals: sum(total.agrees for total in totals))


def _counts(report: Report, assignment: Assignment) -> Iterator[Counted]:
    """The ways in which builds lay costs to closing deals; they differ in wins and gross sums.

    A deal's own costs and swap count with it; or those of its opening too; or none.
    """
    deals = in_order(report.deals)
    closing = [deal for deal in deals if deal.closing is not Closing.IN]
    net = sum((deal.net for deal in deals), Decimal(0))
    for results in (
        [deal.net for deal in closing],
        _with_entry_costs(deals, assignment),
        [deal.profit for deal in closing],
    ):
        yield Counted(
            results=results,
            apart=net - sum(results, Decimal(0)),
            commission=sum((deal.commission for deal in deals), Decimal(0)),
            swap=sum((deal.swap for deal in deals), Decimal(0)),
            end_balance=_end_balance(report),
        )


def _printed(rows: Sequence[Row], report: Report) -> Printed:
    """The table of results, before the tables of a test and after those of a history."""
    printed = printed_results(rows[report.results_from :])
    if printed.trades is None:
        printed = printed_results(rows)
    sums = [number for number in map(number_in, report.deal_sums) if number is not None]
    if len(sums) < 4:
        return printed
    return replace(
        printed,
        commission=sums[-5] if len(sums) >= 5 else sums[0],
        swap=sums[-3],
        end_balance=sums[-1],
    )


def _end_balance(report: Report) -> Decimal | None:
    """The balance before the first deal and everything that changed it since."""
    balances = sorted(report.balances, key=lambda balance: (balance.at, balance.deal))
    if not balances:
        return None
    start = balances[0].after - balances[0].change
    return sum((balance.change for balance in balances), start)


def _with_entry_costs(deals: Iterable[Deal], assignment: Assignment) -> list[Decimal]:
    """Results of closing deals after their share of what opening cost."""
    volume: dict[str, Decimal] = defaultdict(Decimal)
    cost: dict[str, Decimal] = defaultdict(Decimal)
    results = []
    for deal in deals:
        key = assignment.positions.get(deal.number, deal.symbol)
        if deal.closing is Closing.IN:
            volume[key] += deal.volume
            cost[key] += deal.net
            continue
        part = min(deal.volume, volume[key])
        share = cost[key] * part / volume[key] if volume[key] else Decimal(0)
        volume[key] -= part
        cost[key] -= share
        results.append(deal.net + share)
    return results
