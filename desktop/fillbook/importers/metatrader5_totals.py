"""The totals of a MetaTrader 5 report, printed and counted."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from fillbook.domain.statement import ControlTotal, rounding_tolerance
from fillbook.importers.metatrader5_positions import Assignment, in_order
from fillbook.importers.metatrader5_report import Deal, Report
from fillbook.importers.metatrader_cells import Closing
from fillbook.importers.metatrader_tables import Row
from fillbook.importers.metatrader_totals import (
    Counted,
    Printed,
    control_totals,
    printed_results,
)
from fillbook.importers.numbers import parse_number


def totals_of(
    rows: Sequence[Row], report: Report, assignment: Assignment
) -> tuple[ControlTotal, ...]:
    """Printed beside counted; the report counts closing deals as its trades."""
    printed = _printed(rows, report)
    if not report.deals and report.positions:
        nets = [position.net for position in report.positions]
        return control_totals(
            replace(printed, commission=None, swap=None, end_balance=None), Counted(results=nets)
        )
    deals = in_order(report.deals)
    counted = Counted(
        results=[deal.net for deal in deals if deal.closing is not Closing.IN],
        apart=sum((deal.net for deal in deals if deal.closing is Closing.IN), Decimal(0)),
        commission=sum((deal.commission for deal in deals), Decimal(0)),
        swap=sum((deal.swap for deal in deals), Decimal(0)),
        end_balance=_end_balance(report),
    )
    if counted.apart and not _agree(printed.gross_profit, counted.results):
        spread = _with_entry_costs(deals, assignment)
        if _agree(printed.gross_profit, spread):
            counted = replace(
                counted, results=spread, apart=sum(counted.results, counted.apart) - sum(spread)
            )
    return control_totals(printed, counted)


def _printed(rows: Sequence[Row], report: Report) -> Printed:
    """The table of results, before the tables of a test and after those of a history."""
    printed = printed_results(rows[report.results_from :])
    if printed.trades is None:
        printed = printed_results(rows)
    sums = [parse_number(cell) for cell in report.deal_sums]
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


def _agree(stated: Decimal | None, results: Sequence[Decimal]) -> bool:
    gained = sum((result for result in results if result > 0), Decimal(0))
    return stated is None or abs(gained - stated) <= rounding_tolerance(len(results))


def _with_entry_costs(deals: Iterable[Deal], assignment: Assignment) -> list[Decimal]:
    """Results of closing deals after their share of what opening cost; some builds count so."""
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
