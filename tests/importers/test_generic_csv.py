import json
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fillbook.domain.errors import FillbookError, UnreadableFile
from fillbook.domain.execution import Basis, Side
from fillbook.domain.instrument import AssetType
from fillbook.importers.catalogue import detect
from fillbook.importers.generic_csv import GenericCsv, read_mapped
from fillbook.importers.importer import Cancelled, ReadOptions, SourceFile
from fillbook.importers.profile import Profile, RowKind, SkipRule
from import_sources import a_file, in_zone
from shared_data import shared_data

FILLS = """Time,Symbol,Side,Qty,Price,Fee
2024-03-04 10:00:00,ES,Buy,2,5000.25,2.50
2024-03-04 10:05:00,ES,Sell,2,5001.00,2.50
"""
COLUMNS = {
    "symbol": "Symbol", "side": "Side", "quantity": "Qty", "price": "Price",
    "executed_at": "Time", "fees": "Fee",
}  # fmt: skip
GERMAN = """Depot 12 34 56
Umsätze;;;;;;;
Datum;Zeit;Wert;K/V;Menge;Kurs;Provision;Börsenplatz;Status
04.03.2024;10:00:00;DAX;Kauf;1.000;17.000,50;-1,50;-0,25;Ausgeführt
04.03.2024;10:05:00;DAX;Verkauf;1.000;17.010,00;-1,50;-0,25;Ausgeführt
04.03.2024;10:06:00;DAX;Verkauf;1.000;17.020,00;;;Storniert
"""


def mapped(text, columns=COLUMNS, **keys):
    profile = Profile(name="Mine", columns=columns, **keys)
    return read_mapped(a_file(text), profile, in_zone("America/New_York"))


def test_clear_headers_need_no_mapping():
    source = a_file(FILLS)

    bought, sold = detect(source).read(source, in_zone("America/New_York")).executions

    assert (bought.symbol, bought.side, bought.quantity) == ("ES", Side.BUY, Decimal(2))
    assert (bought.price, bought.commission) == (Decimal("5000.25"), Decimal("2.50"))
    assert bought.executed_at == datetime(2024, 3, 4, 15, tzinfo=UTC)
    assert (sold.side, sold.row) == (Side.SELL, 3)


def test_a_german_table_is_read_by_its_profile():
    statement = mapped(
        GERMAN,
        {
            "symbol": "Wert", "side": "K/V", "quantity": "Menge", "price": "Kurs",
            "executed_at": ("Datum", "Zeit"), "fees": ("Provision", "Börsenplatz"),
        },
        skip=(SkipRule("Status", ("ausgeführt",), keep_these=True),),
        constants={"asset_type": "futures", "multiplier": "25", "currency": "eur"},
        timezone="Europe/Berlin",
    )  # fmt: skip

    bought, sold = statement.executions
    assert (bought.quantity, bought.price) == (Decimal(1000), Decimal("17000.50"))
    assert bought.executed_at == datetime(2024, 3, 4, 9, tzinfo=UTC)
    assert (bought.commission, sold.commission) == (Decimal("1.75"), Decimal("1.75"))
    assert (bought.asset_type, bought.multiplier) == (AssetType.FUTURES, Decimal(25))
    assert [(out.row, out.reason) for out in statement.ignored] == [(6, "Status is Storniert")]
    assert statement.warnings == ("Fees are negative in the file: read as costs.",)
    assert (statement.currency, statement.timezone) == ("EUR", "Europe/Berlin")


def test_a_single_rebate_keeps_its_sign():
    rows = "".join(f"2024-03-04 10:00:0{n},ES,Buy,1,10,{fee}\n" for n, fee in enumerate("122"))

    statement = mapped("Time,Symbol,Side,Qty,Price,Fee\n" + rows.replace(",1\n", ",-1\n"))

    assert [fill.commission for fill in statement.executions] == [-1, 2, 2]
    assert "1 of 3 fees are negative" in statement.warnings[0]


def test_signed_quantities_stand_for_a_side():
    columns = {name: source for name, source in COLUMNS.items() if name != "side"}

    bought, sold = mapped(FILLS.replace("Sell,2", "Sell,-2"), columns).executions

    assert (bought.side, sold.side, sold.quantity) == (Side.BUY, Side.SELL, Decimal(2))


def test_a_file_with_the_newest_first_is_turned():
    head, *rows = FILLS.splitlines()

    forward = mapped(FILLS).executions
    turned = mapped("\n".join([head, *reversed(rows)])).executions

    assert [fill.price for fill in turned] == [fill.price for fill in forward]
    assert turned[0].sequence < turned[1].sequence


def test_columns_may_be_numbers_and_the_header_may_be_missing():
    columns = {"executed_at": 1, "symbol": 2, "side": 3, "quantity": 4, "price": 5}

    statement = mapped(FILLS.partition("\n")[2], columns, header_row=0)

    assert [fill.price for fill in statement.executions] == [Decimal("5000.25"), Decimal(5001)]


def test_accounts_of_a_column_are_told_by_fill():
    text = FILLS.replace("Fee\n", "Fee,Account\n").replace("2.50\n", "2.50,A1\n", 1)

    statement = mapped(text, COLUMNS | {"account": "Account"})

    assert statement.accounts == {0: "A1", 1: ""}


def test_a_column_that_the_file_lacks_is_refused_with_both_lists():
    with pytest.raises(UnreadableFile) as caught:
        mapped(FILLS, COLUMNS | {"price": "Fill price", "symbol": "Contract"})

    assert "Fill price, Contract" in caught.value.title or "Contract, Fill price" in (
        caught.value.title
    )
    assert "Time, Symbol, Side, Qty, Price, Fee" in caught.value.next_step


def test_a_bad_row_is_named_by_row_and_column_and_the_rest_is_read():
    statement = mapped(FILLS + "2024-03-04 10:07:00,ES,Buy,two,1,\n")

    assert len(statement.executions) == 2
    assert [(out.row, out.reason) for out in statement.skipped] == [
        (4, "Qty: “two” is not a number")
    ]


def test_a_row_that_moves_money_without_a_fill_is_ignored():
    statement = mapped(FILLS + "2024-03-04 10:07:00,ES,Dividend,1,1,\n")

    assert [out.reason for out in statement.ignored] == ["dividend, no trade"]
    assert statement.skipped == ()


def test_empty_fees_are_unknown_and_zero_is_zero():
    text = FILLS.replace("5000.25,2.50", "5000.25,").replace("5001.00,2.50", "5001.00,0")

    assert [fill.fees for fill in mapped(text).executions] == [None, Decimal(0)]


def test_equal_fills_stay_two():
    row = FILLS.splitlines()[1] + "\n"

    assert len(mapped(FILLS + row).executions) == 3


def test_dates_of_unproved_order_are_asked_for():
    text = FILLS.replace("2024-03-04", "03/04/2024")

    with pytest.raises(UnreadableFile, match=r"row 2.*time_formats"):
        mapped(text)
    first = mapped(text, time_formats=("%d/%m/%Y %H:%M:%S",)).executions[0]
    assert first.executed_at.month == 4


def test_a_comma_of_unproved_meaning_is_asked_for():
    with pytest.raises(UnreadableFile, match="decimal"):
        mapped(FILLS.replace("5000.25", '"5,000"').replace("2.50", "2").replace("1.00", "1"))


TRIPS = """Symbol,Direction,Qty,Open time,Close time,Entry price,Exit price,Net P&L,Commission
EURUSD,Short,1,2024-03-04 10:00:00,2024-03-04 11:00:00,1.0850,1.0840,93.00,7.00
EURUSD,Long,1,2024-03-05 10:00:00,,1.0850,,,
"""


def test_a_row_of_a_whole_trade_becomes_two_derived_fills():
    source = a_file(TRIPS)

    entry, closing, still_open = detect(source).read(source, in_zone()).executions

    assert (entry.side, entry.price, entry.commission) == (Side.SELL, Decimal("1.0850"), None)
    assert (closing.side, closing.price) == (Side.BUY, Decimal("1.0840"))
    assert closing.commission == Decimal("7.00")
    assert closing.stated_pnl is not None
    assert (closing.stated_pnl.amount, closing.stated_pnl.basis) == (Decimal("93.00"), Basis.NET)
    assert entry.position_id == closing.position_id != still_open.position_id
    assert entry.derived


def test_a_whole_trade_may_state_its_result_alone():
    columns = {
        "symbol": "Symbol", "direction": "Direction", "quantity": "Qty",
        "opened_at": "Open time", "closed_at": "Close time", "gross_pnl": "Net P&L",
        "initial_risk": "Commission",
    }  # fmt: skip

    entry, closing, _ = mapped(TRIPS, columns, kind=RowKind.ROUND_TRIPS).executions

    assert (entry.price, closing.price) == (None, None)
    assert (entry.initial_risk, closing.initial_risk) == (Decimal("7.00"), None)
    assert closing.stated_pnl is not None
    assert closing.stated_pnl.basis is Basis.GROSS


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("bad-fee.csv", ("Row 2", "Fee", "<invalid>")),
        ("bad-yy-date.csv", ("row 2", "Date", "two digits")),
        ("bad-multi-line.csv", ("row 4", "Action", "<invalid>")),
    ],
)
def test_a_bad_sample_says_row_and_column(name, words):
    source = SourceFile.at(shared_data(f"csv/{name}"))

    with pytest.raises(UnreadableFile) as caught:
        detect(source).read(source, in_zone())

    assert all(word in str(caught.value) for word in words)


def test_naughty_strings_never_do_more_than_cost_their_row():
    strings = json.loads(shared_data("naughty/blns.json").read_text("utf-8"))
    for place in range(6):
        rows = []
        for naughty in strings:
            cells = ["2024-03-04 10:00:00", "ES", "Buy", "2", "5000.25", "2.50"]
            cells[place] = '"' + naughty.replace('"', '""') + '"'
            rows.append(",".join(cells))
        text = FILLS + "\n".join(rows) + "\n"

        statement = mapped(text, time_formats=("%Y-%m-%d %H:%M:%S",), decimal=".")

        seen = len(statement.executions) + len(statement.skipped) + len(statement.ignored)
        assert seen == len(strings) + 2


def test_naughty_strings_in_a_header_are_a_message():
    strings = json.loads(shared_data("naughty/blns.json").read_text("utf-8"))

    for naughty in strings:
        with pytest.raises(FillbookError):
            detect(a_file(f"{naughty},b\n1,2\n")).read(a_file(f"{naughty},b\n1,2\n"), in_zone())


cells = st.sampled_from(
    ["", "1", "-2.5", "1,5", "2024-01-02", "03/04/2024", "Buy", '"', "a;b", "é"]
)
tables = st.lists(st.lists(cells, max_size=7).map(",".join), max_size=8).map("\n".join)


@given(tables)
@settings(max_examples=80)
def test_any_table_is_read_or_refused(body):
    for source in (a_file(body), a_file(FILLS + body)):
        with suppress(FillbookError):
            statement = detect(source).read(source, in_zone())
            assert all(fill.quantity > 0 for fill in statement.executions)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content):
    with suppress(FillbookError):
        detect(a_file(content)).read(a_file(content), in_zone())


def test_a_profile_is_named_in_what_it_read():
    assert mapped(FILLS).profile == "Mine"
    assert GenericCsv().read(a_file(FILLS), in_zone()).profile is None


@pytest.mark.parametrize("looks", range(4))
def test_the_reading_stops_soon_after_it_is_asked_to(looks):
    row = FILLS.splitlines()[1] + "\n"
    asked = iter([False] * looks + [True])
    options = ReadOptions(ZoneInfo("UTC"), cancelled=lambda: next(asked))

    with pytest.raises(Cancelled):
        GenericCsv().read(a_file(FILLS + row * 1500), options)
