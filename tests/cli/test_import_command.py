from pathlib import Path
from typing import Any

import pytest

from cli_run import Run
from shared_data import shared_data

SAMPLES = [
    # file, currency, exit code, totals that must come out
    ("mt/mt4-detailed-statement-demo.htm", "EUR", 0, {"net_pnl": "24.17"}),
    ("mt/mt4-tester-en.htm", "USD", 0, {"net_pnl": "13049.86"}),
    ("mt/mt4-tester-modify-gbk.htm", "USD", 0, {"net_pnl": "220.78"}),
    ("mt/mt5-history-netting-inout-utf16.html", "USD", 0, {"net_pnl": "-33.05"}),
    ("mt/mt5-tester-xauusd.xlsx", "USD", 0, {"net_pnl": "1470.71"}),
    ("tos/2022-06-21-AccountStatement.csv", "USD", 0, {"net_pnl": "99"}),
    ("tradingview/anandrathi-2025-09-20.csv", "INR", 0, {"net_pnl": "1392.14"}),
    ("tradingview/banknifty-fib-2025-10-19.csv", "INR", None, {}),
]


def computed_totals(document: Any) -> dict[str, str]:
    return {t["name"]: t["computed"] for t in document["files"][0]["control_totals"]}


@pytest.mark.parametrize(
    ("name", "currency", "code", "totals"), SAMPLES, ids=[sample[0] for sample in SAMPLES]
)
def test_a_real_file_gives_its_totals_and_a_second_import_adds_nothing(
    fillbook: Run, name: str, currency: str, code: int | None, totals: dict[str, str]
):
    file = shared_data(name)
    fillbook("account", "add", "Sample", "--currency", currency)

    answer = fillbook("import", file, "--account", "Sample", "--timezone", "UTC", "--json")
    again = fillbook("import", file, "--account", "Sample", "--json").document

    read = answer.document["files"][0]
    assert answer.code in ((code,) if code is not None else (0, 4)), answer.err
    assert totals.items() <= computed_totals(answer.document).items()
    assert read["skipped"] == []
    assert read["executions_new"] == read["executions_read"] > 0
    assert again["files"][0]["executions_new"] == 0
    assert again["files"][0]["executions_known"] == read["executions_read"]
    assert again["files"][0]["cash_events"] == 0
    assert (again["trades_created"], again["trades_changed"]) == (0, 0)
    assert again["files"][0]["timezone"] == "UTC"
    assert fillbook("check", "--json").document == {"ok": True, "problems": []}


def test_an_import_is_undone_as_one_and_comes_back_with_its_notes(
    three_trades: Run, tmp_path: Path
):
    three_trades("edit", "1", "notes.general=Keep me")
    note = next(
        change["id"]
        for change in three_trades("undo", "--list", "--json").document
        if change["origin"] == "import"
    )

    three_trades("undo", note)
    assert three_trades("trades", "--json").document == []

    three_trades(
        "import", tmp_path / "fills.csv", "--account", "Main", "--map", tmp_path / "profile.json"
    )
    assert len(three_trades("trades", "--json").document) == 3
    assert three_trades("show", "1", "--json").document["notes"]["general"] == "Keep me"


def test_a_dry_run_says_the_same_and_saves_nothing(three_trades: Run, tmp_path: Path):
    more = tmp_path / "more.csv"
    more.write_text(
        "symbol,side,quantity,price,time,fee,id\n"
        "AAPL,sell,4,130,2024-05-03 15:00:00,1,f6\nTSLA,buy,1,200,2024-05-03 15:30:00,,f7\n"
    )
    words = ("import", more, "--account", "Main", "--map", tmp_path / "profile.json", "--json")
    before = three_trades("trades", "--full", "--json").document

    dry = three_trades(*words, "--dry-run").document

    assert three_trades("trades", "--full", "--json").document == before
    assert three_trades(*words).document == dry
    assert (dry["trades_created"], dry["trades_changed"]) == (1, 1)


def test_an_unknown_account_names_the_command_that_makes_one(fillbook: Run, tmp_path: Path):
    file = tmp_path / "fills.csv"
    file.write_text("a,b\n1,2\n")

    answer = fillbook("import", file, "--account", "Nobody", "--json")

    assert answer.code == 3
    assert "account add" in answer.document["error"]["next"]


def test_one_unreadable_file_refuses_them_all(three_trades: Run, tmp_path: Path):
    more, broken = tmp_path / "more.csv", tmp_path / "broken.csv"
    more.write_text(
        "symbol,side,quantity,price,time,fee,id\nTSLA,buy,1,200,2024-05-03 15:30:00,,f7\n"
    )
    broken.write_text("nothing,of,the,sort\n1,2,3,4\n")

    answer = three_trades(
        "import", more, broken, "--account", "Main", "--map", tmp_path / "profile.json"
    )

    assert answer.code == 3
    assert len(three_trades("trades", "--json").document) == 3


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"hello\n"])
def test_a_file_that_is_no_statement_is_refused(three_trades: Run, tmp_path: Path, content: bytes):
    file = tmp_path / "what.htm"
    file.write_bytes(content)

    answer = three_trades("import", file, "--account", "Main", "--json")

    assert answer.code == 3
    assert "what.htm" in answer.document["error"]["title"]


def test_a_row_that_cannot_be_read_is_named_and_the_rest_is_saved(
    three_trades: Run, tmp_path: Path
):
    more = tmp_path / "more.csv"
    more.write_text(
        "symbol,side,quantity,price,time,fee,id\n"
        "TSLA,buy,1,200,2024-05-03 15:30:00,1,f7\nTSLA,sell,one,210,2024-05-03 15:40:00,1,f8\n"
    )

    answer = three_trades(
        "import", more, "--account", "Main", "--map", tmp_path / "profile.json", "--json"
    )

    (skipped,) = answer.document["files"][0]["skipped"]
    assert answer.code == 4
    assert skipped["row"] == 3
    assert answer.document["files"][0]["executions_new"] == 1


def test_a_statement_in_another_currency_is_refused(fillbook: Run):
    file = shared_data("mt/mt4-detailed-statement-demo.htm")
    fillbook("account", "add", "Dollars", "--currency", "USD")

    answer = fillbook("import", file, "--account", "Dollars", "--json")

    assert answer.code == 3
    assert "account add" in answer.document["error"]["next"]
    assert fillbook("trades", "--json").document == []


def test_without_a_known_zone_the_accounts_is_taken_with_a_warning(fillbook: Run):
    file = shared_data("mt/mt4-tester-en.htm")
    fillbook("account", "add", "Test", "--currency", "USD", "--timezone", "Europe/Athens")

    answer = fillbook("import", file, "--account", "Test", "--json")

    read = answer.document["files"][0]
    assert answer.code == 0
    assert read["timezone"] == "Europe/Athens"
    assert any("Europe/Athens" in warning for warning in read["warnings"])


def test_formats_have_ids_titles_and_extensions(fillbook: Run):
    formats = fillbook("formats", "--json").document

    assert {"mt4_html", "mt5_html", "thinkorswim", "tradingview"} <= {f["id"] for f in formats}
    assert all(f["title"] and f["extensions"] for f in formats)
