"""The totals that a MetaTrader report prints, found by how they add up, not by their labels."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fillbook.domain.statement import ControlTotal, rounding_tolerance
from fillbook.importers.metatrader_cells import number_in
from fillbook.importers.metatrader_tables import Row

_SHARE = re.compile(r"(\d[\d ]*) ?\(-?\d+(?:[.,]\d+)?%\)")
_SAME = Decimal("0.02")
"""So far may printed amounts be apart that should add up."""

_PROFIT_ROWS = 16
_SHARE_ROWS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """Totals as a report prints them; None where it does not."""

    net_pnl: Decimal | None = None
    gross_profit: Decimal | None = None
    gross_loss: Decimal | None = None  # in some reports positive, in others negative
    trades: int | None = None
    wins: int | None = None
    losses: int | None = None
    commission: Decimal | None = None
    swap: Decimal | None = None
    end_balance: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The same totals counted from the rows."""

    results: Sequence[Decimal]  # of each closing row, after the costs that stand in it
    apart: Decimal = Decimal(0)  # costs that stand in other rows
    commission: Decimal = Decimal(0)  # as the report signs it: a cost is negative
    swap: Decimal = Decimal(0)
    end_balance: Decimal | None = None  # None: the report does not begin at the beginning


def numbers_of(row: Row) -> tuple[Decimal, ...]:
    """The plain numbers in a row, in order."""
    found = map(number_in, row.filled)
    return tuple(number for number in found if number is not None)


def printed_results(rows: Sequence[Row], *, net_last: bool = False) -> Printed:
    """Profit and counts out of the table of results, in whatever language.

    The table is known by its counts: all trades are the short and the long ones, which carry
    a share in percent each. Net profit above it is gross profit less gross loss.

    Args:
        net_last: Gross profit, gross loss without its sign, net profit; else the net comes
            first and the loss has its sign. The numbers alone would fit either way.
    """
    for index, row in enumerate(rows):
        trades = _trades(row)
        if trades is not None:
            net, profit, loss = _profits(rows[max(0, index - _PROFIT_ROWS) : index], net_last)
            wins, losses = _wins(rows[index + 1 : index + 1 + _SHARE_ROWS], trades)
            return Printed(
                net_pnl=net,
                gross_profit=profit,
                gross_loss=loss,
                trades=trades,
                wins=wins,
                losses=losses,
            )
    return Printed()


def _shares(row: Row) -> list[int]:
    found = (_SHARE.fullmatch(cell) for cell in row.cells if cell.endswith("%)"))
    return [int(share.group(1).replace(" ", "")) for share in found if share is not None]


def _trades(row: Row) -> int | None:
    shares = _shares(row)
    if len(shares) != 2:
        return None
    numbers = numbers_of(row)
    return sum(shares) if numbers and numbers[0] == sum(shares) else None


def _wins(rows: Iterable[Row], trades: int) -> tuple[int | None, int | None]:
    for row in rows:
        shares = _shares(row)
        if len(shares) == 2 and sum(shares) <= trades:
            return shares[0], shares[1]
    return None, None


_Profits = tuple[Decimal | None, Decimal | None, Decimal | None]


def _profits(rows: Sequence[Row], net_last: bool) -> _Profits:
    """Net profit, gross profit and gross loss, side by side or one under another."""
    numbers = [numbers_of(row) for row in rows]
    for row in reversed(numbers):
        if len(row) != 3:
            continue
        first, second, third = row
        if net_last and first >= 0 <= second and abs(first - second - third) <= _SAME:
            return third, first, second
        if not net_last and third <= 0 <= second and abs(second + third - first) <= _SAME:
            return first, second, third
    if net_last:
        return None, None, None
    heads = [row[0] for row in numbers if row]
    for net, profit, loss in reversed(list(zip(heads, heads[1:], heads[2:], strict=False))):
        if loss <= 0 <= profit and abs(profit + loss - net) <= _SAME:
            return net, profit, loss
    return None, None, None


def control_totals(printed: Printed, counted: Counted) -> tuple[ControlTotal, ...]:
    """What the report prints beside what its rows give, for every total that it prints."""
    drift = rounding_tolerance(len(counted.results))
    profit, loss = _gross(printed, counted)
    wins, losses = _decided(printed, counted.results)
    pairs = (
        ("net_pnl", printed.net_pnl, sum(counted.results, counted.apart), drift),
        ("gross_profit", printed.gross_profit, profit, drift),
        ("gross_loss", printed.gross_loss, loss, drift),
        ("commission", printed.commission, counted.commission, drift),
        ("swap", printed.swap, counted.swap, drift),
        ("trades", printed.trades, len(counted.results), Decimal(0)),
        ("wins", printed.wins, wins, Decimal(0)),
        ("losses", printed.losses, losses, Decimal(0)),
        ("end_balance", printed.end_balance, counted.end_balance, drift),
    )
    return tuple(
        ControlTotal(
            name=name, stated=Decimal(stated), computed=Decimal(computed), tolerance=tolerance
        )
        for name, stated, computed, tolerance in pairs
        if stated is not None and computed is not None
    )


def _gross(printed: Printed, counted: Counted) -> tuple[Decimal, Decimal]:
    """Gross profit and loss, the loss with the sign in which the report prints it."""
    profit = sum((result for result in counted.results if result > 0), Decimal(0))
    loss = sum((result for result in counted.results if result < 0), Decimal(0))
    loss += min(counted.apart, Decimal(0))
    profit += max(counted.apart, Decimal(0))
    return profit, -loss if (printed.gross_loss or 0) > 0 else loss


def _decided(printed: Printed, results: Sequence[Decimal]) -> tuple[int, int]:
    """Wins and losses; a result of zero goes where the report puts it."""
    wins = sum(result > 0 for result in results)
    losses = sum(result < 0 for result in results)
    zeros = len(results) - wins - losses
    if printed.wins is not None and printed.wins >= wins + zeros:
        return wins + zeros, losses
    if printed.losses is not None and printed.losses >= losses + zeros:
        return wins, losses + zeros
    return wins, losses
