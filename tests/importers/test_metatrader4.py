"""MetaTrader 4 statements, in many tongues, whole and damaged."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from metatrader_files import mt4_balance, mt4_statement, mt4_trade, table_row

from fillbook.domain.cash import CashKind
from fillbook.domain.execution import Basis, Execution, Side, StatedPnl
from fillbook.domain.instrument import AssetType
from fillbook.domain.statement import Statement
from fillbook.importers.catalogue import detect
from fillbook.importers.importer import ReadOptions, SourceFile
from shared_data import shared_data

UTC_OPTIONS = ReadOptions(ZoneInfo("UTC"))


def read(page: str | bytes, options: ReadOptions = UTC_OPTIONS) -> Statement:
    content = page if isinstance(page, bytes) else page.encode()
    source = SourceFile("statement.htm", content)
    importer = detect(source)
    assert importer.id == "mt4_html"
    return importer.read(source, options)


def totals(statement: Statement) -> dict[str, tuple[str, str]]:
    return {t.name: (str(t.stated), str(t.computed)) for t in statement.control_totals}


def by_id(statement: Statement) -> dict[str | None, Execution]:
    return {fill.external_id: fill for fill in statement.executions}


# Bought 0.10 for +12.30 - 0.70 - 0.10 = 11.50; sold 1.00 for -1 250.00 - 7.00 + 3.50 = -1 253.50.
TWO_TRADES = (
    mt4_balance("9000", "2024.01.02 08:00:00", "Deposit", "10 000.00"),
    mt4_trade(
        "9001 2024.01.02_10:00:00 buy 0.10 EURUSD 1.10000 1.09000 0.00000 "
        "2024.01.02_11:30:00 1.10123 -0.70 0.00 -0.10 12.30",
        "[tp]",
    ),
    mt4_trade(
        "9002 2024.01.03_10:00:00 sell 1.00 xauusd 2000.00 0.00 1950.00 "
        "2024.01.04_11:30:00 2012.50 -7.00 0.00 3.50 -1_250.00"
    ),
)
TWO_TRADES_SUMMARY = {
    "sums": ("-7.70", "0.00", "3.40", "-1 237.70"),
    "total": "-1 242.00",
    "money": ("10 000.00", "0.00"),
    "balance": ("8 758.00", "8 758.00", "8 758.00"),
    "results": (
        ("11.50", "1 253.50", "-1 242.00"),
        ("0.01", "-621.00"),
        ("1 242.00", "1 253.50 (12.52%)", "12.52% (1 253.50)"),
        ("2", "1 (0.00%)", "1 (100.00%)"),
        ("1 (50.00%)", "1 (50.00%)"),
    ),
}
TWO_TRADES_TOTALS = {
    "net_pnl": ("-1242.00", "-1242.00"),
    "gross_profit": ("11.50", "11.50"),
    "gross_loss": ("1253.50", "1253.50"),
    "commission": ("-7.70", "-7.70"),
    "swap": ("3.40", "3.40"),
    "trades": ("2", "2"),
    "wins": ("1", "1"),
    "losses": ("1", "1"),
    "end_balance": ("8758.00", "8758.00"),
}


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("en", "ascii"),
        ("de", "cp1252"),
        ("ru", "cp1251"),
        ("ru", "koi8-r"),
        ("zh", "gbk"),
        ("ja", "shift_jis"),
        ("ar", "cp1256"),
        ("ar", "utf-8"),
        ("ru", "utf-8-sig"),
        ("ja", "utf-16"),
        ("zh", "utf-16-le"),
        ("de", "utf-16-be"),
    ],
)
def test_a_statement_reads_the_same_in_every_tongue(language: str, encoding: str) -> None:
    page = mt4_statement(TWO_TRADES, language=language, **TWO_TRADES_SUMMARY)

    statement = read(page.encode(encoding))

    assert totals(statement) == TWO_TRADES_TOTALS
    assert statement.currency == "EUR"
    assert statement.account_name == "7654321"
    assert [fill.external_id for fill in statement.executions] == [
        "9001:open",
        "9001:close",
        "9002:open",
        "9002:close",
    ]


def test_a_closed_row_is_an_opening_without_costs_and_a_closing_with_all() -> None:
    statement = read(mt4_statement(TWO_TRADES, **TWO_TRADES_SUMMARY))

    opening, closing = by_id(statement)["9002:open"], by_id(statement)["9002:close"]

    assert (opening.side, opening.symbol, opening.quantity) == (Side.SELL, "xauusd", Decimal(1))
    assert (opening.commission, opening.fees, opening.stated_pnl) == (0, 0, None)
    assert (opening.stop_loss, opening.take_profit) == (None, Decimal("1950.00"))
    assert opening.executed_at == datetime(2024, 1, 3, 10, tzinfo=UTC)
    assert (closing.side, closing.price) == (Side.BUY, Decimal("2012.50"))
    assert (closing.commission, closing.other_fees, closing.swap) == (7, 0, Decimal("3.50"))
    assert closing.stated_pnl == StatedPnl(Decimal("-1250.00"), Basis.GROSS)
    assert closing.position_id == opening.position_id == "9002"
    assert opening.asset_type is AssetType.FOREX
    assert opening.multiplier is None


def test_balance_rows_are_money_that_moved() -> None:
    rows = (
        *TWO_TRADES,
        mt4_balance("9003", "2024.01.05 08:00:00", "Withdrawal", "-500.00"),
        table_row("9004", "2024.01.05 09:00", "credit", "Bonus", "50.00", spans={3: 10}),
    )

    events = read(mt4_statement(rows)).cash_events

    assert [(event.kind, event.amount, event.external_id) for event in events] == [
        (CashKind.DEPOSIT, Decimal("10000.00"), "9000"),
        (CashKind.WITHDRAWAL, Decimal("-500.00"), "9003"),
        (CashKind.OTHER, Decimal("50.00"), "9004"),
    ]


def test_a_broker_that_levies_no_taxes_leaves_their_column_out() -> None:
    row = mt4_trade(
        "9001 2024.01.02_10:00 buy 0.10 EURUSD 1.1 0.0 0.0 2024.01.02_11:30 1.2 -0.70 -0.10 12.30"
    )

    statement = read(mt4_statement([row], sums=("-0.70", "-0.10", "12.30"), total="11.50"))

    assert totals(statement)["net_pnl"] == ("11.50", "11.50")
    assert totals(statement)["swap"] == ("-0.10", "-0.10")
    assert by_id(statement)["9001:close"].commission == Decimal("0.70")


PIECES = (
    mt4_trade(
        "100 2024.01.02_10:00:00 buy 0.40 EURUSD 1.10000 0 0 2024.01.02_11:00:00 1.10500 "
        "-2.80 0.00 0.00 200.00",
        "to #101",
    ),
    mt4_trade(
        "101 2024.01.02_10:00:00 buy 0.25 EURUSD 1.10000 0 0 2024.01.02_12:00:00 1.10600 "
        "-1.75 0.00 0.00 150.00",
        "from #100[tp]",
    ),
    mt4_trade(
        "102 2024.01.02_10:00:00 buy 0.35 EURUSD 1.10000 0 0 2024.01.03_12:00:00 1.09900 "
        "-2.45 0.00 -1.20 -35.00",
        "from #101[sl]",
    ),
)


def test_partial_closings_are_one_position_and_its_pieces() -> None:
    statement = read(mt4_statement(PIECES))

    opening, *closings = statement.executions

    assert (opening.external_id, opening.quantity) == ("100:open", Decimal("1.00"))
    assert [fill.external_id for fill in closings] == ["100:close", "101:close", "102:close"]
    assert {fill.position_id for fill in statement.executions} == {"100"}
    assert sum(fill.quantity for fill in closings) == 1


def test_an_open_rest_belongs_to_the_position_whose_part_is_closed() -> None:
    rest = mt4_trade(
        "101 2024.01.02_10:00:00 buy 0.60 EURUSD 1.10000 1.09 0 &nbsp; 1.10700 -4.20 0.00 0.00 9.0",
        "from #100",
    )

    statement = read(mt4_statement(PIECES[:1], still_open=[rest]))

    opening, closing = statement.executions
    assert (opening.quantity, opening.position_id) == (Decimal("1.00"), "100")
    assert (opening.stop_loss, opening.commission) == (Decimal("1.09"), 0)
    assert closing.external_id == "100:close"


def test_a_part_whose_first_ticket_is_in_an_earlier_statement_stands_alone_and_is_told() -> None:
    statement = read(mt4_statement(PIECES[1:]))

    opening, *closings = statement.executions
    assert (opening.external_id, opening.quantity) == ("101:open", Decimal("0.60"))
    assert [fill.external_id for fill in closings] == ["101:close", "102:close"]
    assert {fill.position_id for fill in statement.executions} == {"101"}
    assert "ticket 101" in statement.warnings[0]


def test_partial_closings_without_numbers_are_found_by_their_opening() -> None:
    rows = [row.replace("to #101", "partial close").replace("from #", "x ") for row in PIECES[:2]]

    assert {fill.position_id for fill in read(mt4_statement(rows)).executions} == {"100"}


def test_two_orders_of_one_moment_stay_two_positions() -> None:
    rows = [row.replace("to #101", "").replace("from #100", "") for row in PIECES[:2]]

    assert {fill.position_id for fill in read(mt4_statement(rows)).executions} == {"100", "101"}


def test_a_comment_that_only_looks_like_a_link_joins_nothing() -> None:
    other = mt4_trade(
        "300 2024.02.02_10:00:00 sell 1.00 GBPUSD 1.3 0 0 2024.02.02_11:00:00 1.2 0.0 0.0 0.0 9.0",
        "from #100",
    )

    statement = read(mt4_statement([PIECES[0], other]))

    assert by_id(statement)["300:open"].position_id == "300"


def test_a_hedge_closes_one_row_and_empties_the_other() -> None:
    rows = (
        mt4_trade(
            "200 2024.01.02_10:00:00 buy 1.00 EURUSD 1.10000 0 0 2024.01.02_15:00:00 1.10200 "
            "-7.00 0.00 0.00 200.00",
            "close hedge by #201",
        ),
        mt4_trade(
            "201 2024.01.02_11:00:00 sell 0.00 EURUSD 1.10200 0 0 2024.01.02_15:00:00 1.10200 "
            "-7.00 0.00 0.00 0.00",
            "close hedge by #200",
        ),
    )

    statement = read(mt4_statement(rows, sums=("-14.00", "0.00", "0.00", "200.00"), total="186.00"))

    assert [fill.external_id for fill in statement.executions] == ["200:open", "200:close"]
    assert by_id(statement)["200:close"].commission == 14
    assert totals(statement)["net_pnl"] == ("186.00", "186.00")
    assert not statement.skipped


def test_orders_that_were_never_filled_are_no_fills() -> None:
    cancelled = (
        "<tr><td>77</td><td>2024.01.02 10:00:00</td><td>buy limit</td><td>0.10</td>"
        "<td>EURUSD</td><td>1.1</td><td>0.0</td><td>0.0</td><td>2024.01.02 12:00:00</td>"
        "<td>1.2</td><td colspan=4>cancelled</td></tr>"
    )
    working = table_row("78", "2024.01.02 10:00:00", "sell stop", "0.10", "EURUSD", "1.1", "", "")

    statement = read(mt4_statement([*TWO_TRADES, cancelled], working=[working]))

    assert [left.reason for left in statement.ignored] == ["cancelled order", "working order"]
    assert len(statement.executions) == 4


def test_a_comment_in_a_row_of_its_own_belongs_to_the_row_above() -> None:
    rows = []
    for row, comment in zip(PIECES[:2], ("to #101", "from #100[tp]"), strict=True):
        rows += [row.replace(f' title="{comment}"', ""), table_row("", "", comment)]

    assert {fill.position_id for fill in read(mt4_statement(rows)).executions} == {"100"}


@pytest.mark.parametrize(
    ("good", "bad", "word"),
    [
        ("2024.01.03 10:00:00", "2024.13.03 10:00:00", "2024.13.03"),
        ("2024.01.03 10:00:00", "yesterday", "yesterday"),
        ("2024.01.04 11:30:00", "later", "later"),
        (">2000.00<", ">two<", "two"),
        ("-1 250.00", "n/a", "n/a"),
        (">9002<", "><", "ticket"),
        (">xauusd<", "><", "symbol"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_and_the_rest_goes_on(
    good: str, bad: str, word: str
) -> None:
    page = mt4_statement(TWO_TRADES, **TWO_TRADES_SUMMARY)
    assert good in page

    statement = read(page.replace(good, bad, 1))

    (left,) = statement.skipped
    assert left.row == 6
    assert word in left.reason
    assert {fill.position_id for fill in statement.executions} == {"9001"}
    disagreeing = {total.name for total in statement.control_totals if not total.agrees}
    assert {"net_pnl", "trades"} <= disagreeing


def test_translated_types_are_learned_from_what_gained() -> None:
    page = mt4_statement(PIECES, language="de", sums=("-7.00", "0.00", "-1.20", "315.00"))

    assert read(page.replace(">buy<", ">Kauf<")).executions == read(page).executions


def test_decimal_commas_are_read_as_such() -> None:
    page = mt4_statement(TWO_TRADES, language="de", **TWO_TRADES_SUMMARY)
    comma = re.sub(r"(>-?[\d ]+)\.(\d+)<", r"\1,\2<", page)
    assert ">-1 250,00<" in comma

    assert totals(read(comma)) == TWO_TRADES_TOTALS
    assert read(comma).executions == read(page).executions


def test_a_type_that_nobody_knows_is_skipped_and_no_deposit() -> None:
    statement = read(mt4_statement(TWO_TRADES).replace(">sell<", ">swop<"))

    assert "9002:open" in by_id(statement)  # a loss while the price rose: it was sold

    flat = mt4_statement(TWO_TRADES).replace(">sell<", ">swop<").replace("-1 250.00", "0.00")
    assert [left.reason for left in read(flat).skipped] == [
        "the type “swop” is neither buy nor sell"
    ]
    assert len(read(flat).cash_events) == 1


def test_a_statement_cut_off_in_a_row_says_so() -> None:
    page = mt4_statement(TWO_TRADES, **TWO_TRADES_SUMMARY)

    statement = read(page[: page.index("2012.50")])

    assert {fill.position_id for fill in statement.executions} == {"9001"}
    assert len(statement.skipped) == 1
    assert any("cut off" in warning for warning in statement.warnings)
    assert not statement.control_totals


def test_an_empty_statement_holds_nothing() -> None:
    statement = read(mt4_statement([], results=(("0.00", "0.00", "0.00"),)))

    assert not statement.executions
    assert not statement.cash_events
    assert not statement.skipped
    assert all(total.agrees for total in statement.control_totals)


def test_a_period_that_begins_later_has_no_balance_to_check() -> None:
    page = mt4_statement(TWO_TRADES[1:], **TWO_TRADES_SUMMARY)

    assert "end_balance" not in totals(read(page))


def test_times_are_read_in_the_servers_zone() -> None:
    statement = read(mt4_statement(TWO_TRADES), ReadOptions(ZoneInfo("Europe/Athens")))

    assert statement.timezone == "Europe/Athens"
    assert statement.executions[0].executed_at == datetime(2024, 1, 2, 8, tzinfo=UTC)


def test_an_hour_that_clocks_show_twice_is_the_first_and_is_told() -> None:
    row = PIECES[0].replace("2024.01.02 11:00:00", "2024.10.27 03:30:00")

    statement = read(mt4_statement([row]), ReadOptions(ZoneInfo("Europe/Athens")))

    assert statement.executions[1].executed_at == datetime(2024, 10, 27, 0, 30, tzinfo=UTC)
    assert "twice" in statement.warnings[0]


def test_the_detailed_statement_gives_the_totals_it_prints() -> None:
    source = SourceFile.at(shared_data("mt/mt4-detailed-statement-demo.htm"))

    statement = detect(source).read(source, UTC_OPTIONS)

    assert totals(statement) == {
        "net_pnl": ("24.17", "24.17"),
        "gross_profit": ("233.70", "233.70"),
        "gross_loss": ("209.53", "209.53"),
        "commission": ("-80.43", "-80.43"),
        "swap": ("-3.26", "-3.26"),
        "trades": ("130", "130"),
        "wins": ("98", "98"),
        "losses": ("32", "32"),
        "end_balance": ("524.17", "524.17"),
    }
    profit = sum(fill.stated_pnl.amount for fill in statement.executions if fill.stated_pnl)
    assert profit == Decimal("107.86")
    assert len(statement.executions) == 260
    assert statement.currency == "EUR"
    assert [left.reason for left in statement.ignored] == ["cancelled order"]
