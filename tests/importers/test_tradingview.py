from decimal import Decimal
from io import BytesIO

import pytest
import xlsxwriter

from fillbook.domain.execution import Basis, Side
from fillbook.domain.instrument import AssetType
from fillbook.importers.importer import SourceFile
from fillbook.importers.tradingview import TradingView, symbol_in
from import_sources import a_file, in_zone
from shared_data import shared_data

EXIT_FIRST = """\ufeffTrade #,Type,Date/Time,Signal,Price USD,Position size (qty),\
Position size (value),Net P&L USD,Net P&L %,Cumulative P&L USD,Cumulative P&L %
1,Exit long,2024-01-02 10:30,Close,101,2,200,1.50,0.75,1.50,0.1
1,Entry long,2024-01-02 10:00,Long,100,2,200,1.50,0.75,1.50,0.1
2,Exit short,2024-01-03 11:00,Close,102,1,101,-1.25,-1.2,0.25,0.0
2,Entry short,2024-01-03 10:00,Short,101,1,101,-1.25,-1.2,0.25,0.0
3,Exit long,2024-01-04 11:00,Open,109,1,103,6,5.8,6.25,0.2
3,Entry long,2024-01-04 10:00,Long,103,1,103,6,5.8,6.25,0.2
"""
ENTRY_FIRST = """Trade #,Type,Signal,Date/Time,Price,Contracts,Profit
1,Entry Long,Buy,2019-05-01 10:00,100,2,
1,Exit Long,Close,2019-05-02 10:00,101,2,1.5
"""
NEWEST = """Trade number,Type,Date and time,Signal,Price EUR,Size (qty),Size (value),\
Net PnL EUR,Net PnL %,Cumulative PnL EUR,Cumulative PnL %
1,Entry short,2025-11-03 10:00,S,50,4,200,2,1,2,1
1,Exit short,2025-11-03 12:00,X,49.5,4,200,2,1,2,1
"""
CONTINENTAL = """Trade #;Type;Signal;Date/Time;Price €;Contracts;Profit €;Profit %
1;Entry Long;Order;2024-01-02 09:30;100,50;10;;
1;Exit Long;Order;2024-01-02 15:30;102,00;10;150,00;1,5
"""
CHINESE = """交易 #,類型,訊號,日期/時間,價格 USDT,合約,獲利 USDT
1,空頭進場,L,2024-01-02 09:30,102,1,0
1,空頭出場,XL,2024-01-02 15:30,100,1,2
"""
TWO_CURRENCIES = """Trade #,Type,Date and time,Signal,Price USDT,Size (qty),Net P&L USD
1,Exit long,2024-01-02 15:30,X,102,1,2
1,Entry long,2024-01-02 09:30,L,100,1,2
"""
NAME = "My_Strategy_NASDAQ_AAPL_2024-01-05.csv"


def read(text, name=NAME):
    return TradingView().read(a_file(text, name), in_zone("America/New_York"))


def test_two_rows_become_two_derived_fills_with_the_stated_result():
    entry, closing, *_ = read(EXIT_FIRST).executions

    assert (entry.symbol, entry.side, entry.quantity, entry.price) == ("AAPL", Side.BUY, 2, 100)
    assert (closing.side, closing.price) == (Side.SELL, 101)
    assert closing.stated_pnl is not None
    assert (closing.stated_pnl.amount, closing.stated_pnl.basis) == (Decimal("1.50"), Basis.NET)
    assert entry.position_id == closing.position_id
    assert entry.derived
    assert closing.derived
    assert entry.stated_pnl is None


def test_trades_never_share_a_position():
    fills = read(EXIT_FIRST).executions

    assert len({fill.position_id for fill in fills}) == 3


def test_an_open_trade_is_its_entry_alone_and_said_aloud():
    statement = read(EXIT_FIRST)

    assert len(statement.executions) == 5
    assert [out.row for out in statement.ignored] == [6]
    assert "Trade 3 is still open: TradingView values it at 6" in statement.warnings[0]
    assert "add up to 6.25" in statement.warnings[1]


def test_the_cumulative_column_is_compared_before_the_first_open_trade():
    net, count = read(EXIT_FIRST).control_totals

    assert (net.name, net.stated, net.computed) == ("net_pnl", Decimal("0.25"), Decimal("0.25"))
    assert (count.name, count.stated, count.computed) == ("trades", 3, 3)


@pytest.mark.parametrize(
    ("text", "currency", "sides"),
    [
        (EXIT_FIRST, "USD", ["buy", "sell", "sell", "buy", "buy"]),
        (ENTRY_FIRST, None, ["buy", "sell"]),
        (NEWEST, "EUR", ["sell", "buy"]),
        (CONTINENTAL, None, ["buy", "sell"]),
        (CHINESE, None, ["sell", "buy"]),
        (TWO_CURRENCIES, "USD", ["buy", "sell"]),
    ],
)
def test_every_generation_of_the_header_is_known(text, currency, sides):
    statement = read(text)

    assert TradingView().recognises(a_file(text))
    assert statement.currency == currency
    assert [fill.side for fill in statement.executions] == sides


def test_a_decimal_comma_is_read():
    entry, closing = read(CONTINENTAL).executions

    assert entry.price == Decimal("100.50")
    assert closing.stated_pnl is not None
    assert closing.stated_pnl.amount == 150


def test_an_exit_without_time_and_price_has_not_happened():
    statement = read(ENTRY_FIRST.replace("2019-05-02 10:00,101,2,1.5", "Open,,2,"))

    assert [fill.side for fill in statement.executions] == [Side.BUY]
    assert [(out.row, out.reason) for out in statement.ignored] == [
        (3, "trade 1 is still open; no exit happened")
    ]


def test_a_lost_row_is_seen_in_the_count():
    statement = read(EXIT_FIRST.replace("2,Entry short", "2,Entry sideways"))

    assert [out.row for out in statement.skipped] == [4, 5]
    assert not statement.control_totals[1].agrees


def test_a_workbook_gives_the_same_fills():
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet("Performance").write(0, 0, "Net profit")
        sheet = book.add_worksheet("List of trades")
        for row, line in enumerate(ENTRY_FIRST.splitlines()):
            for column, cell in enumerate(line.split(",")):
                sheet.write(row, column, cell)
    source = a_file(buffer.getvalue(), "list.xlsx")

    assert TradingView().recognises(source)
    fills = TradingView().read(source, in_zone()).executions
    assert [(fill.side, fill.price) for fill in fills] == [(Side.BUY, 100), (Side.SELL, 101)]


def test_a_continuous_contract_is_a_future():
    statement = read(ENTRY_FIRST, "My_CME_MINI_ES1!_2024-01-05.csv")

    assert statement.executions[0].asset_type is AssetType.FUTURES


def test_the_symbol_comes_from_the_name():
    assert symbol_in("Fib_NSE_BANKNIFTY1!_2025-10-19_f3457.csv") == ("BANKNIFTY1!", True)
    assert symbol_in("gold-2025-10-19.csv") == ("GOLD", False)


def test_the_rounded_sample_agrees_within_its_tolerance():
    source = SourceFile.at(shared_data("tradingview/anandrathi-2025-09-20.csv"))

    statement = TradingView().read(source, in_zone("Asia/Kolkata"))

    net, count = statement.control_totals
    assert (net.computed, net.stated, net.agrees) == (Decimal("1392.14"), Decimal("1392.16"), True)
    assert count.computed == 43
    pnl = [fill.stated_pnl.amount for fill in statement.executions if fill.stated_pnl]
    assert (sum(one > 0 for one in pnl), sum(one < 0 for one in pnl)) == (16, 27)


def test_the_sample_with_an_open_trade_tells_all_its_totals():
    source = SourceFile.at(shared_data("tradingview/banknifty-fib-2025-10-19.csv"))

    statement = TradingView().read(source, in_zone("Asia/Kolkata"))

    net, count = statement.control_totals
    assert (net.computed, net.stated) == (Decimal("-764772.47"), Decimal("-764772.7"))
    assert net.agrees
    assert count.computed == 822
    assert len(statement.executions) == 2 * 822 - 1
    assert "-763878.22" in statement.warnings[1]
    assert "-764484.5" in statement.warnings[1]
