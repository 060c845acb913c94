"""MetaTrader 5 histories and tests, as pages and as workbooks."""

from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from metatrader_files import mt5_lines, mt5_page, mt5_workbook

from fillbook.domain.cash import CashKind
from fillbook.domain.execution import Basis, Execution, StatedPnl
from fillbook.domain.statement import Statement
from fillbook.importers.catalogue import detect
from fillbook.importers.importer import ReadOptions, SourceFile
from shared_data import shared_data

OPTIONS = ReadOptions(ZoneInfo("UTC"))


def read(content: str | bytes, expected: str = "mt5_html") -> Statement:
    source = SourceFile("report", content if isinstance(content, bytes) else content.encode())
    importer = detect(source)
    assert importer.id == expected
    return importer.read(source, OPTIONS)


def totals(statement: Statement) -> dict[str, tuple[str, str]]:
    return {t.name: (str(t.stated), str(t.computed)) for t in statement.control_totals}


def positions(statement: Statement) -> dict[str | None, str | None]:
    return {fill.external_id: fill.position_id for fill in statement.executions}


# Two longs and a short of one symbol, open together.  Position 101 (0.30) is closed in parts,
# +20.00 and +40.00; position 102 (0.20) at once for -12.00; the short 103 for +8.00.
# Costs: commission -0.30 and -0.20 on the way in, -0.10, -0.20, -0.20 and -0.10 on the way out,
# fees -0.05 each way of 102, swap -1.00: net 56.00 - 1.10 - 0.10 - 1.00 = 53.80.
HEDGED = (
    "2024.01.01 09:00:00|1||balance|||||0.00|0.00|0.00|1 000.00|1 000.00|Deposit",
    "2024.01.02 10:00:00|2|EURUSD|buy|in|0.30|1.10000|101|-0.30|0.00|0.00|0.00|999.70|",
    "2024.01.02 10:05:00|3|EURUSD|buy|in|0.20|1.10100|102|-0.20|-0.05|0.00|0.00|999.45|",
    "2024.01.02 10:06:00|4|EURUSD|sell|in|0.10|1.10200|103|0.00|0.00|0.00|0.00|999.45|",
    "2024.01.02 11:00:00|5|EURUSD|sell|out|0.10|1.10200|104|-0.10|0.00|0.00|20.00|1 019.35|",
    "2024.01.02 12:00:00|6|EURUSD|sell|out|0.20|1.10040|105|-0.20|-0.05|0.00|-12.00|1 007.10|",
    "2024.01.03 12:00:00|7|EURUSD|sell|out|0.20|1.10200|106|-0.20|0.00|-1.00|40.00|1 045.90|",
    "2024.01.03 13:00:00|8|EURUSD|buy|out|0.10|1.10120|107|-0.10|0.00|0.00|8.00|1 053.80|",
)
HEDGED_POSITIONS = (
    "2024.01.02 10:05:00|102|EURUSD|buy|0.20|1.10100|||2024.01.02 12:00:00|1.10040|-0.40|0.00"
    "|-12.00",
    "2024.01.02 10:00:00|101|EURUSD|buy|0.30|1.10000|1.09|1.12|2024.01.03 12:00:00|1.10200|-0.60"
    "|-1.00|60.00",
    "2024.01.02 10:06:00|103|EURUSD|sell|0.10|1.10200|||2024.01.03 13:00:00|1.10120|-0.10|0.00"
    "|8.00",
)
HEDGED_ORDERS = (
    "2024.01.02 10:00:00|101|EURUSD|buy|0.30 / 0.30|market|||2024.01.02 10:00:00|filled|",
    "2024.01.02 10:05:00|102|EURUSD|buy|0.20 / 0.20|market|1.08|1.13|2024.01.02 10:05:00|filled|",
    "2024.01.02 10:07:00|108|EURUSD|buy limit|0.20 / 0.00|1.05|||2024.01.02 10:09:00|canceled|",
)
HEDGED_RESULTS = (
    ("53.80", "66.60", "-12.80"),
    ("5.17", "13.45"),
    ("4", "1 (100.00%)", "3 (66.67%)"),
    ("3 (75.00%)", "1 (25.00%)"),
)


def hedged_lines(**changes: object) -> list[list[str]]:
    report: dict[str, object] = {
        "deals": HEDGED,
        "positions": HEDGED_POSITIONS,
        "orders": HEDGED_ORDERS,
        "costs": ("Commission", "Fee", "Swap", "Profit"),
        "sums": ("-1.10", "-0.10", "-1.00", "56.00", "1 053.80"),
        "results": HEDGED_RESULTS,
    }
    return mt5_lines(**(report | changes))  # type: ignore[arg-type]


def test_deals_of_a_hedging_account_find_their_positions() -> None:
    assert positions(read(mt5_page(hedged_lines()))) == {
        "101:open": "101",
        "102:open": "102",
        "103:open": "103",
        "5": "101",
        "6": "102",
        "7": "101",
        "8": "103",
    }


def test_costs_stay_with_their_deals() -> None:
    fills = {fill.external_id: fill for fill in read(mt5_page(hedged_lines())).executions}

    assert fills["102:open"].fees == Decimal("0.25")
    assert fills["102:open"].stated_pnl is None
    assert (fills["6"].commission, fills["6"].other_fees) == (Decimal("0.20"), Decimal("0.05"))
    assert (fills["7"].swap, fills["7"].fees) == (Decimal("-1.00"), Decimal("1.20"))
    assert fills["7"].stated_pnl == StatedPnl(Decimal("40.00"), Basis.GROSS)


def test_the_totals_of_a_history_come_out_with_fees() -> None:
    # Deals after their costs: +19.90 +38.80 +7.90 = 66.60 and -12.25; openings cost 0.55.
    assert totals(read(mt5_page(hedged_lines()))) == {
        "net_pnl": ("53.80", "53.80"),
        "gross_profit": ("66.60", "66.60"),
        "gross_loss": ("-12.80", "-12.80"),
        "commission": ("-1.10", "-1.10"),
        "swap": ("-1.00", "-1.00"),
        "trades": ("4", "4"),
        "wins": ("3", "3"),
        "losses": ("1", "1"),
        "end_balance": ("1053.80", "1053.80"),
    }


@pytest.mark.parametrize(
    ("profit", "loss"),
    [
        ("66.60", "-12.80"),  # a deal with its own costs, openings among the losses
        ("66.30", "-12.50"),  # +19.80 +38.60 +7.90, and -12.50, openings shared out
        ("68.00", "-14.20"),  # +20.00 +40.00 +8.00, and -12.00 with all costs of 2.20
    ],
)
def test_gross_profit_agrees_however_a_build_lays_costs(profit: str, loss: str) -> None:
    lines = hedged_lines(results=(("53.80", profit, loss), *HEDGED_RESULTS[1:]))

    statement = read(mt5_page(lines))

    assert totals(statement)["gross_profit"] == (profit, profit)
    assert totals(statement)["gross_loss"] == (loss, loss)
    assert all(total.agrees for total in statement.control_totals)


def test_translated_words_are_learned_from_what_gained() -> None:
    page = mt5_page(hedged_lines())
    words = {">buy<": ">買い<", ">sell<": ">売り<", ">in<": ">入<", ">out<": ">出<"}
    translated = page
    for word, other in words.items():
        translated = translated.replace(word, other)

    assert read(translated).executions == read(page).executions


def test_deals_of_unknown_types_are_skipped_and_no_deposits() -> None:
    page = mt5_page(hedged_lines(positions=())).replace(">sell<", ">x<")

    statement = read(page)

    assert len(statement.skipped) == 4
    assert len(statement.cash_events) == 1


def test_a_tests_page_gives_what_its_workbook_gives() -> None:
    lines = hedged_lines(positions=(), account="")
    head = [
        ["Strategy Tester Report"],
        ["Symbol:", "DAX"],
        ["Period:", "M3 (2024.01.01 - 2024.12.31)"],
    ]
    head += [["Currency:", "EUR"], ["Initial Deposit:", "1 000.00"]]
    lines = [*head, *lines[3:]]

    page = read(mt5_page(lines), "mt5_tester_html")
    workbook = read(mt5_workbook(lines), "mt5_tester_xlsx")

    assert facts_of(page) == facts_of(workbook)
    assert page.currency == workbook.currency == "EUR"
    assert totals(page)["net_pnl"] == ("53.80", "53.80")
    assert len({fill.position_id for fill in page.executions}) == 3
    assert not {fill.external_id for fill in page.executions} & {"2", "3", "101:open"}


def test_a_total_that_does_not_tally_is_shown() -> None:
    statement = read(
        mt5_page(hedged_lines(results=(("53.90", "66.70", "-12.80"), *HEDGED_RESULTS[1:])))
    )

    net = next(total for total in statement.control_totals if total.name == "net_pnl")
    assert net.difference == Decimal("-0.10")
    assert not net.agrees


@pytest.mark.parametrize("language", ["en", "de", "ru", "zh", "ja"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_a_history_reads_the_same_in_every_tongue(language: str, encoding: str) -> None:
    page = mt5_page(hedged_lines(language=language))

    assert read(page.encode(encoding)).executions == read(mt5_page(hedged_lines())).executions


@pytest.mark.parametrize("utf16", [False, True])
def test_a_workbook_holds_the_same_as_a_page(utf16: bool) -> None:
    page = read(mt5_page(hedged_lines()))

    workbook = read(mt5_workbook(hedged_lines(), utf16=utf16), "mt5_xlsx")

    assert facts_of(workbook) == facts_of(page)
    assert totals(workbook) == totals(page)
    assert (workbook.currency, workbook.account_name) == ("USD", "7654321")


def facts(fill: Execution) -> tuple[object, ...]:
    return (
        fill.external_id,
        fill.position_id,
        fill.quantity,
        fill.price,
        fill.executed_at,
        fill.fees,
    )


def facts_of(statement: Statement) -> list[tuple[object, ...]]:
    return [facts(fill) for fill in statement.executions]


def test_stops_come_from_positions_and_else_from_orders() -> None:
    fills = {fill.external_id: fill for fill in read(mt5_page(hedged_lines())).executions}

    assert (fills["101:open"].stop_loss, fills["101:open"].take_profit) == (
        Decimal("1.09"),
        Decimal("1.12"),
    )
    assert fills["102:open"].stop_loss == Decimal("1.08")
    assert fills["5"].stop_loss is None


def test_orders_are_no_fills() -> None:
    reasons = [left.reason for left in read(mt5_page(hedged_lines())).ignored]

    assert reasons == ["order", "order", "cancelled order"]


def test_a_deposit_is_money_that_moved() -> None:
    (event,) = read(mt5_page(hedged_lines())).cash_events

    assert (event.kind, event.amount, event.comment) == (CashKind.DEPOSIT, 1000, "Deposit")


def test_without_a_table_of_positions_profit_tells_which_was_closed() -> None:
    statement = read(mt5_page(hedged_lines(positions=())))

    assert positions(statement)["6"] == "102"
    assert positions(statement)["7"] == "101"
    assert positions(statement)["8"] == "103"


def test_a_netting_account_has_no_positions() -> None:
    lines = hedged_lines(account="7654321 (USD, Broker-Server, real, Netting)", positions=())

    assert set(positions(read(mt5_page(lines))).values()) == {None}
    assert "2" in positions(read(mt5_page(lines)))


def test_a_deal_that_closes_more_than_any_position_tells_a_netting_account() -> None:
    deals = (
        "2024.01.02 10:00:00|2|EURUSD|buy|in|0.30|1.10|101|0.00|0.00|0.00|1 000.00|",
        "2024.01.02 10:05:00|3|EURUSD|buy|in|0.20|1.11|102|0.00|0.00|0.00|1 000.00|",
        "2024.01.02 11:00:00|5|EURUSD|sell|out|0.50|1.12|104|0.00|0.00|80.00|1 080.00|",
    )
    lines = mt5_lines(deals, account="7654321 (USD, 1:100, Broker, demo)")

    assert set(positions(read(mt5_page(lines))).values()) == {None}


def test_positions_closed_by_each_other_are_both_closed() -> None:
    deals = (
        "2024.01.02 10:00:00|2|EURUSD|buy|in|0.30|1.10|101|0.00|0.00|0.00|1 000.00|",
        "2024.01.02 10:05:00|3|EURUSD|sell|in|0.20|1.11|102|0.00|0.00|0.00|1 000.00|",
        "2024.01.02 11:00:00|4|EURUSD|sell|out by|0.20|1.11|103|0.00|0.00|20.00|1 020.00|",
        "2024.01.02 11:00:00|5|EURUSD|buy|out by|0.20|1.11|103|0.00|0.00|0.00|1 020.00|",
        "2024.01.02 12:00:00|6|EURUSD|sell|out|0.10|1.12|104|0.00|0.00|20.00|1 040.00|",
    )

    found = positions(read(mt5_page(mt5_lines(deals, account="7654321 (USD, Broker, real)"))))

    assert found == {"2": "101", "3": "102", "4": "101", "5": "102", "6": "101"}


def test_a_report_of_a_later_month_knows_the_opening_again() -> None:
    first = read(mt5_page(hedged_lines(deals=HEDGED[:4], positions=(), results=())))
    second = read(mt5_page(hedged_lines(deals=HEDGED[4:], results=())))

    openings = {"101:open", "102:open", "103:open"}
    assert set(positions(first)) == openings
    assert openings < set(positions(second))
    assert all(fill.fees is None for fill in second.executions if fill.external_id in openings)
    assert positions(second)["7"] == "101"


def test_a_closing_without_opening_stands_apart_and_is_told() -> None:
    lines = hedged_lines(deals=HEDGED[7:], positions=(), orders=())

    statement = read(mt5_page(lines))

    assert positions(statement) == {"8": "8"}
    assert "never opened" in statement.warnings[0]


def test_a_report_without_deals_gives_its_positions() -> None:
    statement = read(mt5_page(hedged_lines(deals=())))

    assert positions(statement)["101:close"] == "101"
    assert len(statement.executions) == 6
    assert sum(f.stated_pnl.amount for f in statement.executions if f.stated_pnl) == 56


def test_a_deal_that_cannot_be_read_is_named_and_the_rest_goes_on() -> None:
    page = mt5_page(hedged_lines()).replace(">1.10040<", ">?<").replace("1 045.90", "oops")

    statement = read(page.replace('2024.01.03 13:00:00</td><td nowrap class="">8<', "x</td><td>8<"))

    assert [left.reason for left in statement.skipped if "“?”" in left.reason]
    assert len(statement.executions) == 5
    assert any("“x” is no time" in left.reason for left in statement.skipped)


def test_a_history_cut_off_in_a_deal_says_so() -> None:
    page = mt5_page(hedged_lines())

    statement = read(page[: page.index("1 045.90")])

    assert "cut off" in statement.warnings[0]
    assert len(statement.skipped) == 1
    assert len(statement.executions) == 5


def test_an_empty_history_holds_nothing() -> None:
    lines = mt5_lines((), orders=("x",))
    del lines[-2]

    statement = read(mt5_page(lines))

    assert not statement.executions
    assert not statement.skipped


def test_the_netting_sample_gives_its_totals() -> None:
    statement = read(shared_data("mt/mt5-history-netting-inout-utf16.html").read_bytes())

    assert totals(statement)["net_pnl"] == ("-33.05", "-33.05")
    assert totals(statement)["trades"] == ("3", "3")
    assert totals(statement)["end_balance"] == ("99966.95", "99966.95")
    assert len(statement.executions) == 6
    assert set(positions(statement).values()) == {None}
    assert statement.encoding == "utf-16-le"
    assert statement.currency == "USD"


def test_the_tester_sample_gives_its_totals() -> None:
    content = shared_data("mt/mt5-tester-xauusd.xlsx").read_bytes()

    statement = read(content, "mt5_tester_xlsx")

    assert totals(statement)["net_pnl"] == ("1470.71", "1470.71")
    assert totals(statement)["trades"] == ("361", "361")
    assert totals(statement)["wins"] == ("64", "64")
    assert totals(statement)["losses"] == ("297", "297")
    assert totals(statement)["end_balance"] == ("1570.71", "1570.71")
    assert totals(statement)["swap"] == ("-6.18", "-6.18")
    assert len(statement.executions) == 722
    assert len({fill.position_id for fill in statement.executions}) == 361
    assert statement.currency == "USD"
