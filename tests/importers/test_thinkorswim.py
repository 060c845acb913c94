from datetime import UTC, datetime
from decimal import Decimal

import pytest

from fillbook.domain.cash import CashKind
from fillbook.domain.errors import UnreadableFile
from fillbook.domain.execution import Side
from fillbook.domain.instrument import AssetType
from fillbook.importers.importer import SourceFile
from fillbook.importers.thinkorswim import Thinkorswim
from fillbook.importers.thinkorswim_trades import parse_price
from import_sources import a_file, in_zone
from shared_data import shared_data

TRADES = """Account Trade History
,Exec Time,Spread,Side,Qty,Pos Effect,Symbol,Exp,Strike,Type,Price,Net Price,Order Type
"""
STATEMENT = f"""Account Statement for 12345 (Margin) since 8/4/20 through 8/4/20

Cash Balance
DATE,TIME,TYPE,REF #,DESCRIPTION,Misc Fees,Commissions & Fees,AMOUNT,BALANCE
8/4/20,00:00:00,BAL,,Cash balance at the start of business day,,,,"10,000.00"
8/4/20,08:00:00,EFN,100,CLIENT REQUESTED ELECTRONIC FUNDING RECEIVED,,,"2,000.00","12,000.00"
8/4/20,09:31:12,TRD,101,SOLD -2 VERTICAL SPY 100 7 AUG 20 330/331 CALL @.45,-0.06,-2.60,90.00,
8/4/20,09:40:00,TRD,102,BOT +100 AAPL @110.00,,-1.00,"-11,000.00",
8/4/20,09:50:00,TRD,103,SOLD -100 AAPL @111.50,-0.26,-1.00,"11,150.00",
,,,,TOTAL,-0.32,-4.60,,

Account Order History
Notes,,Time Placed,Spread,Side,Qty,Pos Effect,Symbol,Exp,Strike,Type,PRICE,,TIF,Status
,,8/4/20 09:45:00,STOCK,SELL,-100,TO CLOSE,AAPL,,,STOCK,~,MKT,DAY,CANCELED
,,,RE #5,,,,,,,,112.00,STP,STD,
,,8/4/20 09:40:00,STOCK,BUY,+100,TO OPEN,AAPL,,,STOCK,~,MKT,DAY,FILLED

{TRADES},8/4/20 10:15:00,FUTURE,BUY,+1,TO OPEN,/ESU20:XCME,,,FUTURE,3290.25,3290.25,LMT
,8/4/20 09:50:00,STOCK,SELL,-100,TO CLOSE,AAPL,,,STOCK,111.50,111.50,MKT
,8/4/20 09:40:00,STOCK,BUY,+100,TO OPEN,AAPL,,,STOCK,110.00,110.00,MKT
,8/4/20 09:31:12,VERTICAL,SELL,-2,TO OPEN,SPY,7 AUG 20 (Weeklys),330,CALL,.85,.45,LMT
,,,BUY,+2,TO OPEN,SPY,7 AUG 20 (Weeklys),331,CALL,.40,CREDIT,
"""


def read(text):
    return Thinkorswim().read(a_file(text), in_zone("America/New_York"))


def test_the_fills_of_a_statement_come_oldest_first():
    fills = read(STATEMENT).executions

    assert [(fill.symbol, fill.side, fill.quantity, fill.price) for fill in fills] == [
        ("SPY 7 AUG 20 330 CALL", Side.SELL, Decimal(2), Decimal("0.85")),
        ("SPY 7 AUG 20 331 CALL", Side.BUY, Decimal(2), Decimal("0.40")),
        ("AAPL", Side.BUY, Decimal(100), Decimal("110.00")),
        ("AAPL", Side.SELL, Decimal(100), Decimal("111.50")),
        ("/ESU20", Side.BUY, Decimal(1), Decimal("3290.25")),
    ]
    assert [fill.sequence for fill in fills] == [0, 1, 2, 3, 4]
    assert fills[0].executed_at == datetime(2020, 8, 4, 13, 31, 12, tzinfo=UTC)


def test_every_kind_of_instrument_has_its_multiplier():
    fills = read(STATEMENT).executions

    assert [(fill.asset_type, fill.multiplier) for fill in fills[1:]] == [
        (AssetType.OPTIONS, Decimal(100)),
        (AssetType.STOCKS, Decimal(1)),
        (AssetType.STOCKS, Decimal(1)),
        (AssetType.FUTURES, Decimal(50)),
    ]


def test_costs_come_from_the_cash_balance_and_are_positive():
    short, long, bought, sold, future = read(STATEMENT).executions

    assert (short.fees, long.fees) == (Decimal("1.33"), Decimal("1.33"))  # 2.66 for both legs
    assert (bought.commission, bought.other_fees) == (Decimal(1), Decimal(0))
    assert sold.fees == Decimal("1.26")
    assert sold.external_id == "103"
    assert future.fees is None


def test_a_cancelled_order_is_no_fill():
    assert [(out.row, out.reason) for out in read(STATEMENT).ignored] == [(14, "cancelled order")]


def test_money_that_came_in_is_a_deposit():
    (event,) = read(STATEMENT).cash_events

    assert (event.kind, event.amount) == (CashKind.DEPOSIT, Decimal(2000))


def test_sections_may_stand_in_any_order():
    head, *sections = STATEMENT.strip().split("\n\n")
    turned = "\n\n".join([head, *reversed(sections)])

    assert [fill.fees for fill in read(turned).executions] == [
        fill.fees for fill in read(STATEMENT).executions
    ]


def test_an_unknown_section_ends_the_one_before():
    others = "\nOthers\nSymbol,Description,Qty,Trade Price,Mark\nSNSXX,FUND,+5,1.00,1.00\n"

    statement = read(STATEMENT + others)

    assert len(statement.executions) == 5
    assert statement.skipped == ()


def test_an_assignment_is_said_aloud_and_is_no_deposit():
    row = '8/4/20,04:05:52,EXP,104,SOLD -100.0 GS UPON GOLDMAN SACHS,-1.50,,"72,000.00",\n'

    statement = read(STATEMENT.replace("8/4/20,09:40:00,TRD", row + "8/4/20,09:40:00,TRD"))

    assert [event.amount for event in statement.cash_events] == [Decimal(2000)]
    assert "1 positions expired, were assigned or exercised" in statement.warnings[0]


def test_todays_activity_is_read_too():
    text = TRADES.replace("Account Trade History\n,", "Filled Orders\n,,") + (
        ",,2/19/26 10:01:46,STOCK,SELL,-300,TO CLOSE,BTG,,,STOCK,4.92,4.92,LMT\n"
    )

    (fill,) = read(text).executions

    assert (fill.symbol, fill.quantity) == ("BTG", Decimal(300))


def test_a_row_that_cannot_be_read_is_named():
    statement = read(TRADES + ",8/4/20 10:15:00,STOCK,BUY,+1,,AAPL,,,STOCK,cheap,,MKT\n")

    assert statement.executions == ()
    assert [(out.row, out.reason) for out in statement.skipped] == [(3, "“cheap” is not a number")]


def test_a_statement_without_trade_history_is_refused():
    with pytest.raises(UnreadableFile, match="no Account Trade History"):
        read("Account Statement for 1\n\nCash Balance\nDATE,TIME\n")


@pytest.mark.parametrize(
    ("text", "symbol", "price"),
    [
        ("165'08", "/ZBU20", "165.25"),
        ("132'165", "/ZNU20", "132.515625"),
        ("550'4", "/ZCZ20", "550.5"),
        ("4,290.25", "/ESU20", "4290.25"),
    ],
)
def test_prices_in_fractions_become_decimals(text, symbol, price):
    assert parse_price(text, symbol) == Decimal(price)


def test_the_sample_statement_gives_its_stated_day():
    source = SourceFile.at(shared_data("tos/2022-06-21-AccountStatement.csv"))

    statement = Thinkorswim().read(source, in_zone("America/New_York"))

    assert Thinkorswim().recognises(source)
    sides = [fill.side for fill in statement.executions]
    assert (sides.count(Side.BUY), sides.count(Side.SELL)) == (37, 46)
    assert statement.skipped == ()
    (total,) = statement.control_totals
    assert (total.stated, total.computed) == (Decimal("99.00"), Decimal("99.00"))
