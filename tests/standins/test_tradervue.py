import base64
from datetime import date
from decimal import Decimal

import pytest

from standins.asking import Caller, parsed
from standins.clock import Clock
from standins.tradervue import Tradervue
from standins.tradervue_switches import Switches

FILLS = [
    {
        "datetime": "2026-11-02T09:41:07-05:00", "symbol": "MNQZ6", "quantity": "-2",
        "price": "21010.25", "option": "", "commission": "1.24", "transfee": "0.40", "ecnfee": "0",
    },
    {
        "datetime": "2026-11-02T09:50:11-05:00", "symbol": "MNQZ6", "quantity": 1,
        "price": 20999.5, "commission": 0.62, "transfee": 0.2,
    },
    {
        "datetime": "2026-11-02T09:58:30-05:00", "symbol": "MNQZ6", "quantity": 1,
        "price": 20990.25, "commission": 0.62, "transfee": 0.2,
    },
]  # fmt: skip
BATCH = {"allow_duplicates": False, "tags": ["fillbook"], "account_tag": "acct-b"}


def a_journal(**switches):
    journal = Tradervue(Clock(), Switches(**switches))
    login = base64.b64encode("trader:pa:ss wörd".encode()).decode()
    return journal, Caller(
        journal, authorization=f"Basic {login}", user_agent="Test/1.0 (dev@example.org)"
    )


def test_an_import_becomes_the_documented_trade():
    _, caller = a_journal()

    queued = caller.ask("POST", "/imports", BATCH | {"executions": FILLS})

    assert (queued.status, parsed(queued)) == (200, {"status": "queued"})
    assert caller.get("/imports")["info"]["exec_count"] == 3
    [row] = caller.get("/trades?symbol=MNQZ6&ortags=Fillbook")["trades"]
    assert row["volume"] == 4
    assert row["gross_pl"] == Decimal("61.5")
    assert (row["commission"], row["fees"]) == (Decimal("2.48"), Decimal("0.80"))
    assert (row["entry_price"], row["exit_price"]) == (Decimal("21010.2500"), Decimal("20994.8750"))
    assert row["start_datetime"] == "2026-11-02T09:41:07.000-05:00"
    [first, *_] = caller.get(f"/trades/{row['id']}/executions")["executions"]
    assert (first["quantity"], first["trans_fee"]) == (-2, Decimal("0.40"))


def test_an_import_runs_alone_and_its_result_is_read_once():
    journal, caller = a_journal(import_takes_s=10)
    caller.ask("POST", "/imports", BATCH | {"executions": FILLS})

    refused = caller.ask("POST", "/imports", BATCH | {"executions": FILLS})

    assert (refused.status, parsed(refused)) == (424, {"error": "import already in progress"})
    assert caller.get("/imports") == {"status": "processing"}
    journal.clock.advance(10)
    assert caller.get("/imports")["status"] == "succeeded"
    assert caller.get("/imports") == {"status": "ready"}


def test_the_same_fills_again_are_duplicates():
    journal, caller = a_journal()
    for _ in range(2):
        caller.ask("POST", "/imports", BATCH | {"executions": FILLS})

    info = caller.get("/imports")["info"]

    assert (info["exec_count"], info["duplicate_count"]) == (0, 3)
    assert len(journal.trades) == 1


def test_a_bad_fill_fails_the_import_and_is_counted_from_one():
    journal, caller = a_journal()
    caller.ask("POST", "/imports", BATCH | {"executions": [FILLS[0], {"symbol": "X"}]})

    status = caller.get("/imports")

    assert (status["status"], status["info"]["error_execnumber"]) == ("failed", 2)
    assert not journal.trades
    assert parsed(caller.ask("POST", "/imports", {"executions": []})) == {"status": "no executions"}


def test_a_shell_takes_the_template_unless_it_brings_notes():
    _, caller = a_journal()

    made = caller.ask("POST", "/trades", {"symbol": "spy"})
    bare = caller.ask("POST", "/trades", {"symbol": "SPY", "notes": "", "shared": False})

    assert made.status == bare.status == 201
    assert made.headers["location"].endswith(f"/api/v1/trades/{parsed(made)['id']}")
    assert caller.get(f"/trades/{parsed(made)['id']}")["notes"] == "Plan:\n\nReview:"
    assert caller.get(f"/trades/{parsed(bare)['id']}")["notes"] == ""


def test_a_change_answers_with_nothing_and_keeps_the_rest():
    journal, caller = a_journal()
    number = journal.website_adds_shell("SPY", notes="a", tags=["x"])

    answer = caller.ask("PUT", f"/trades/{number}", {"tags": ["y", "z"], "initial_risk": 40})

    assert (answer.status, answer.body) == (200, b"")
    detail = caller.get(f"/trades/{number}")
    assert (detail["notes"], detail["tags"], detail["initial_risk"]) == ("a", ["y", "z"], 40)
    assert caller.ask("PUT", "/trades/1", {}).status == 404


def test_deleting_is_for_good():
    journal, caller = a_journal()
    number = journal.website_adds_shell("SPY")

    assert caller.ask("DELETE", f"/trades/{number}").status == 200
    assert caller.ask("DELETE", f"/trades/{number}").status == 404


def test_without_a_user_agent_or_login_nothing_is_answered():
    _, caller = a_journal()

    assert caller.ask("GET", "/trades", user_agent="").status == 400
    assert caller.ask("GET", "/trades", authorization="Basic eA==").status == 401
    assert caller.ask("GET", "/trades", tradervue_userid="8001").status == 403


def test_an_administrator_acts_for_a_user():
    journal, caller = a_journal(organization=True)
    number = journal.users.add("ann", "ann@example.org")

    assert caller.ask("GET", "/trades", tradervue_userid=str(number)).status == 200
    assert caller.get(f"/users/{number}")["username"] == "ann"


def test_pages_are_by_number_and_dates_are_the_users():
    journal, caller = a_journal()
    for day in (1, 2, 3):
        at = f"2026-11-0{day}T23:30:00-05:00"
        journal.vendor_imports({"datetime": at, "symbol": f"S{day}", "quantity": 1, "price": 5})

    rows = caller.get("/trades?count=2&page=2")["trades"]
    assert [row["symbol"] for row in rows] == ["S1"]
    window = "/trades?startdate=11%2F02%2F2026&enddate=11%2F02%2F2026"
    assert [row["symbol"] for row in caller.get(window)["trades"]] == ["S2"]
    assert caller.get("/trades")["trades"][0]["open"] is True
    assert "exit_price" not in caller.get("/trades")["trades"][0]


def test_a_day_has_one_entry_that_is_kept_while_trades_were_closed():
    journal, caller = a_journal()
    made = caller.ask("POST", "/journal", {"date": "2026-11-02", "notes": "Two A setups."})
    number = parsed(made)["id"]

    assert caller.ask("POST", "/journal", {"date": "2026-11-02"}).status == 400
    assert caller.get("/journal?d=11%2F02%2F2026")["journal_entries"] == [
        {"id": number, "date": "2026-11-02", "notes": "Two A setups.", "comment_count": 0}
    ]
    journal.vendor_imports(*FILLS)
    detail = caller.get(f"/journal/{number}")
    assert (detail["trade_count"], detail["gross_pl"]) == (1, Decimal("61.5"))
    assert caller.ask("DELETE", f"/journal/{number}").status == 400
    assert journal.website_writes_day(date(2026, 11, 2), "More.") == number


def test_free_notes_are_listed_by_their_last_change():
    _, caller = a_journal()
    first = parsed(caller.ask("POST", "/notes", {"notes": "one"}))["id"]
    caller.ask("POST", "/notes", {"notes": "two"})

    caller.ask("PUT", f"/notes/{first}", {"notes": "one, again"})

    notes = [row["notes"] for row in caller.get("/notes")["journal_notes"]]
    assert notes == ["one, again", "two"]


@pytest.mark.parametrize(
    ("switches", "key", "value"),
    [
        ({"shell_figures": "null"}, "entry_price", None),
        ({"shell_figures": "zero"}, "entry_price", 0),
        ({"side_words": "L"}, "side", "L"),
        ({"tag_case": "lower"}, "tags", ["fade"]),
        ({"line_ends": "CRLF"}, "notes", "a\r\nb"),
    ],
)
def test_shapes_follow_their_switches(switches, key, value):
    _, caller = a_journal(**switches)
    body = {"symbol": "SPY", "notes": "a\nb", "tags": ["Fade"]}

    number = parsed(caller.ask("POST", "/trades", body))["id"]

    assert caller.get(f"/trades/{number}")[key] == value


@pytest.mark.parametrize(
    ("mode", "trades"), [("normal", 2), ("force_merge", 1), ("force_split", 2)]
)
def test_fills_are_grouped_by_the_users_mode(mode, trades):
    journal, _ = a_journal(merge_mode=mode)

    journal.vendor_imports(*FILLS)
    again = [fill | {"datetime": fill["datetime"].replace("T09", "T11")} for fill in FILLS]
    journal.vendor_imports(*again)

    assert len(journal.trades) == trades
