"""MetaTrader 4 Strategy Tester reports."""

from decimal import Decimal
from zoneinfo import ZoneInfo

from metatrader_files import mt4_tester

from fillbook.domain.execution import Basis, StatedPnl
from fillbook.domain.statement import Statement
from fillbook.importers.catalogue import detect
from fillbook.importers.importer import ReadOptions, SourceFile
from shared_data import shared_data

OPTIONS = ReadOptions(ZoneInfo("UTC"))

# Order 1: bought 1.00, 0.40 sold for +40.00, the rest, now order 2, stopped out for -30.00.
# Order 3: a pending order that was moved and removed.  Order 4: sold 0.10 for +5.50.
EVENTS = (
    "1 2024.01.02_00:00 buy 1 1.00 1.10000 1.09000 1.12000",
    "2 2024.01.02_01:00 modify 1 1.00 1.10000 1.09500 1.12000",
    "3 2024.01.02_02:00 close 1 0.40 1.10100 1.09500 1.12000 40.00 1040.00",
    "4 2024.01.02_03:00 s/l 2 0.60 1.09950 1.09950 1.12000 -30.00 1010.00",
    "5 2024.01.03_00:00 sell_limit 3 0.10 1.20000 0.00000 0.00000",
    "6 2024.01.03_01:00 modify 3 0.10 1.20000 0.00000 1.15000",
    "7 2024.01.03_02:00 delete 3 0.10 1.20000 0.00000 1.15000",
    "8 2024.01.04_00:00 sell 4 0.10 1.10000 0.00000 0.00000",
    "9 2024.01.05_00:00 close_at_stop 4 0.10 1.09450 0.00000 0.00000 5.50 1015.50",
)
RESULTS = (
    ("15.50", "45.50", "-30.00"),
    ("1.52", "5.17"),
    ("0.00", "30.00 (2.97%)", "2.97% (30.00)"),
    ("3", "1 (100.00%)", "2 (50.00%)"),
    ("2 (66.67%)", "1 (33.33%)"),
)


def read(page: str | bytes) -> Statement:
    content = page if isinstance(page, bytes) else page.encode()
    source = SourceFile("StrategyTester.htm", content)
    importer = detect(source)
    assert importer.id == "mt4_tester_html"
    return importer.read(source, OPTIONS)


def totals(statement: Statement) -> dict[str, tuple[str, str]]:
    return {t.name: (str(t.stated), str(t.computed)) for t in statement.control_totals}


def test_the_totals_of_a_test_come_out() -> None:
    assert totals(read(mt4_tester(EVENTS, RESULTS))) == {
        "net_pnl": ("15.50", "15.50"),
        "gross_profit": ("45.50", "45.50"),
        "gross_loss": ("-30.00", "-30.00"),
        "trades": ("3", "3"),
        "wins": ("2", "2"),
        "losses": ("1", "1"),
        "end_balance": ("1015.50", "1015.50"),
    }


def test_what_a_partial_closing_left_over_stays_in_its_position() -> None:
    opening, part, rest, *others = read(mt4_tester(EVENTS, RESULTS)).executions

    assert opening.position_id == part.position_id == rest.position_id
    assert (part.quantity, rest.quantity) == (Decimal("0.40"), Decimal("0.60"))
    assert opening.position_id not in {fill.position_id for fill in others}
    assert len({fill.external_id for fill in (opening, part, rest, *others)}) == 5


def test_a_left_over_part_that_is_listed_as_opened_is_no_second_opening() -> None:
    again = "4 2024.01.02_02:00 buy 2 0.60 1.10000 1.09500 1.12000"

    statement = read(mt4_tester((*EVENTS[:3], again, *EVENTS[3:]), RESULTS))

    assert len(statement.executions) == 5
    assert len({fill.position_id for fill in statement.executions}) == 2


def test_modifications_leave_the_last_stop_and_target() -> None:
    opening, *_ = read(mt4_tester(EVENTS, RESULTS)).executions

    assert (opening.stop_loss, opening.take_profit) == (Decimal("1.09500"), Decimal("1.12000"))


def test_orders_and_modifications_are_no_fills() -> None:
    reasons = [left.reason for left in read(mt4_tester(EVENTS, RESULTS)).ignored]

    assert reasons == ["modification", "pending order", "modification", "cancelled order"]


def test_the_profit_of_a_test_is_after_costs_that_it_does_not_show() -> None:
    closing = read(mt4_tester(EVENTS, RESULTS)).executions[1]

    assert closing.stated_pnl == StatedPnl(Decimal("40.00"), Basis.NET)
    assert closing.fees is None


def test_order_numbers_of_two_tests_never_meet() -> None:
    one = read(mt4_tester(EVENTS, RESULTS))
    other = read(mt4_tester([event.replace("1.10000", "1.10001") for event in EVENTS], RESULTS))

    ids = [fill.external_id for fill in (*one.executions, *other.executions)]
    assert len(set(ids)) == len(ids)
    assert one.executions == read(mt4_tester(EVENTS, RESULTS)).executions


def test_a_closing_of_an_order_that_was_never_opened_is_skipped() -> None:
    statement = read(mt4_tester(EVENTS[3:], RESULTS))

    (left,) = statement.skipped
    assert "order 2 was never opened" in left.reason
    assert not all(total.agrees for total in statement.control_totals)


def test_the_english_sample_gives_its_totals() -> None:
    statement = read(shared_data("mt/mt4-tester-en.htm").read_bytes())

    assert totals(statement)["net_pnl"] == ("13049.86", "13049.86")
    assert totals(statement)["end_balance"] == ("113049.86", "113049.86")
    assert totals(statement)["wins"] == ("36", "36")
    assert totals(statement)["losses"] == ("13", "13")
    assert len(statement.executions) == 98


def test_the_chinese_sample_shows_its_rounding_within_tolerance() -> None:
    statement = read(shared_data("mt/mt4-tester-modify-gbk.htm").read_bytes())

    net = next(total for total in statement.control_totals if total.name == "net_pnl")
    assert (net.stated, net.computed) == (Decimal("220.76"), Decimal("220.78"))
    assert net.agrees
    assert totals(statement)["wins"] == ("33", "33")
    assert totals(statement)["losses"] == ("7", "7")
    assert statement.encoding == "gb18030"
    assert sum(left.reason == "modification" for left in statement.ignored) == 68
    assert sum(left.reason == "cancelled order" for left in statement.ignored) == 30
