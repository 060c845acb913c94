"""What the import preview says."""

from decimal import Decimal
from pathlib import Path

from fillbook.domain.account import Account
from fillbook.domain.errors import UnreadableFile
from fillbook.domain.importing import FileImport, ImportPreview
from fillbook.domain.statement import ControlTotal, LeftOut, Statement
from fillbook.gui.pages.importing.presenter import Seal, left_out_rows, left_out_text, state_of
from fillbook.gui.pages.importing.reading import ReadFile, Reading

ACCOUNT = Account(id="a", name="Demo", currency="EUR")
PATH = Path("statement.htm")


def a_total(stated: str, computed: str, name: str = "net_pnl") -> ControlTotal:
    return ControlTotal(
        name=name,
        stated=Decimal(stated),
        computed=Decimal(computed),
        tolerance=Decimal("0.02"),
    )


def a_statement(*totals: ControlTotal, skipped: tuple[LeftOut, ...] = ()) -> Statement:
    return Statement(
        file=PATH.name,
        sha256="0" * 64,
        format="mt4_html",
        encoding="utf-8",
        timezone="UTC",
        executions=(),
        control_totals=totals,
        skipped=skipped,
        ignored=(LeftOut(9, "cancelled order"), LeftOut(4, "cancelled order")),
    )


def a_reading(statement: Statement, new: int = 2, known: int = 0) -> Reading:
    file = FileImport(
        file=PATH.name,
        sha256="0" * 64,
        executions_read=new + known,
        executions_new=new,
        executions_known=known,
        twins=0,
        cash_events=0,
    )
    return Reading(
        ACCOUNT,
        "UTC",
        (ReadFile(PATH, "MetaTrader 4", statement, None),),
        ImportPreview(files=(file,), created=(), changed=()),
    )


def test_totals_that_agree_make_a_seal():
    state = state_of(a_reading(a_statement(a_total("24.17", "24.17"), a_total("3", "3", "trades"))))

    file = state.files[0]
    assert (file.seal, file.title) == (Seal.TIES, "Ties to the statement")
    assert file.totals[1].cells == ("Trades", "3", "3", "0")


def test_a_difference_within_rounding_still_ties_and_says_so():
    state = state_of(a_reading(a_statement(a_total("220.76", "220.78"))))

    assert state.files[0].seal is Seal.TIES
    assert "within rounding" in state.files[0].note


def test_a_mismatch_names_its_size_and_does_not_block():
    state = state_of(a_reading(a_statement(a_total("99.00", "99.62"))))

    assert state.files[0].title == "Differs by 0.62 in net"
    assert state.can_commit


def test_a_file_without_totals_has_no_seal():
    assert state_of(a_reading(a_statement())).files[0].seal is Seal.NONE


def test_known_fills_leave_nothing_to_import():
    state = state_of(a_reading(a_statement(), new=0, known=2))

    assert state.nothing_new
    assert not state.can_commit
    assert state.files[0].caption == "MetaTrader 4, 2 fills, 2 known"


def test_an_unreadable_file_blocks_until_it_is_left_out():
    broken = ReadFile(PATH, "", None, UnreadableFile("It is empty.", "Export it again."))
    reading = Reading(ACCOUNT, "UTC", (broken,), None)

    state = state_of(reading)

    assert (state.files[0].seal, state.files[0].title) == (Seal.BROKEN, "It is empty.")
    assert not state.can_commit


def test_rows_left_out_are_gathered_by_reason():
    rows = left_out_rows(
        (LeftOut(7, "no price"),), (LeftOut(4, "cancelled"), LeftOut(9, "cancelled"))
    )

    assert [(row.where, row.reason, row.rows) for row in rows] == [
        ("Row 7", "no price", "1 row"),
        ("Row 4", "cancelled", "2 rows"),
    ]


def test_the_list_of_rows_can_be_copied_in_order():
    statement = a_statement(skipped=(LeftOut(7, "no price"),))

    assert left_out_text(statement) == "4\tcancelled order\n7\tno price\n9\tcancelled order"
