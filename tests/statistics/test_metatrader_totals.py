"""The figures that MetaTrader prints under its reports, from the fills of the same files."""

from collections import defaultdict
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from populations import MONDAY, ATrade, a_population, an_account

from fillbook.domain.execution import Basis, Execution
from fillbook.importers.catalogue import IMPORTERS
from fillbook.importers.importer import ReadOptions, SourceFile
from fillbook.statistics.catalogue import figures
from shared_data import shared_data


def figures_of(name, start):
    """The figures of a report whose trades are its positions."""
    source = SourceFile.at(shared_data(name))
    importer = next(each for each in IMPORTERS if each.recognises(source))
    statement = importer.read(source, ReadOptions(zone=ZoneInfo("UTC")))
    positions = defaultdict(list)
    for fill in statement.executions:
        positions[fill.position_id].append(fill)
    closed = [fills for fills in positions.values() if any(f.stated_pnl for f in fills)]
    closed.sort(key=lambda fills: (last(fills).executed_at, last(fills).sequence))
    trades = [
        ATrade(
            net=str(sum(map(net_of, fills), Decimal(0))),
            day=(last(fills).executed_at.date() - MONDAY).days,
            minute=i,
        )
        for i, fills in enumerate(closed)
    ]
    return figures(a_population(*trades, accounts=[an_account(starting_balance=start)]))


def last(fills: list[Execution]) -> Execution:
    return max(fills, key=lambda fill: (fill.executed_at, fill.sequence))


def net_of(fill: Execution) -> Decimal:
    if fill.stated_pnl is None:
        return -(fill.fees or Decimal(0))
    costs = fill.fees or Decimal(0) if fill.stated_pnl.basis is Basis.GROSS else Decimal(0)
    return fill.stated_pnl.amount - costs


def shown(figure, places=2):
    """As a report prints it."""
    return f"{round(Decimal(str(figure.value)), places):.{places}f}"


def test_the_metatrader_4_tester_prints_our_figures():
    found = figures_of("mt/mt4-tester-en.htm", "100000")

    assert shown(found["profit_factor"]) == "3.65"
    assert shown(found["expectancy"]) == "266.32"
    assert (shown(found["largest_win"]), shown(found["largest_loss"])) == ("502.94", "-400.00")
    assert (shown(found["average_win"]), shown(found["average_loss"])) == ("499.40", "-379.11")
    assert shown(found["gross_profit"]) == "17978.26"
    assert found["longest_winning_streak"].value == 13
    assert found["longest_losing_streak"].value == 3
    # It prints 1756.50 (1.73 %): its drawdown sees the loss of trades that are still open.
    assert shown(found["max_drawdown"]) == "1231.76"


def test_a_metatrader_4_statement_prints_our_drawdown_and_counts_zero_as_a_win():
    found = figures_of("mt/mt4-detailed-statement-demo.htm", "500")

    assert (shown(found["profit_factor"]), shown(found["expectancy"])) == ("1.12", "0.19")
    assert shown(found["max_drawdown"]) == "64.01"
    assert shown(found["max_drawdown_percent"], 4) == "0.1239"
    assert (shown(found["largest_win"]), shown(found["largest_loss"])) == ("25.71", "-31.67")
    assert shown(found["average_loss"]) == "-6.55"
    assert found["longest_losing_streak"].value == 3
    # Printed: 98 winners of 2.38 each. One of them brought nothing; to us it is a breakeven.
    assert (found["wins"].value, found["breakevens"].value) == (97, 1)
    assert round(found["average_win"].value * 97 / 98, 2) == Decimal("2.38")


def test_the_metatrader_5_tester_prints_our_figures():
    found = figures_of("mt/mt5-tester-xauusd.xlsx", "100")

    assert shown(found["profit_factor"], 6) == "2.096309"
    assert shown(found["expectancy"], 6) == "4.073989"
    assert shown(found["max_drawdown"]) == "163.23"
    # Printed as the relative drawdown of the balance, 74.57 %; the 22.61 % that stand beside
    # the maximal one are the share of that fall, which was the deepest in money alone.
    assert shown(found["max_drawdown_percent"], 4) == "0.7457"
    assert found["longest_winning_streak"].value == 4
    assert found["longest_losing_streak"].value == 25
    # Printed 6.008784: the net over the drawdown of equity, open losses included.
    assert shown(found["recovery_factor"], 4) == "9.0100"


@pytest.mark.parametrize("key", ["gross_profit", "gross_loss"])
def test_a_chinese_tester_adds_up_to_its_rows(key):
    found = figures_of("mt/mt4-tester-modify-gbk.htm", "100000")

    # Printed 776.20 and 555.44, which its own rounded rows miss by a cent.
    assert shown(found[key]) == {"gross_profit": "776.21", "gross_loss": "555.43"}[key]
