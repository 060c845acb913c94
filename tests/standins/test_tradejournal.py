from decimal import Decimal

import pytest

from standins.asking import Caller, parsed
from standins.clock import Clock
from standins.tradejournal import Switches, TradeJournal

POSTED = {
    "instrument": "ETHUSDT", "side": "short", "quantity": 2,
    "entry_time": "2026-02-11T08:00:05Z", "entry_price": 2710.5,
    "exit_time": "2026-02-11T09:12:40Z", "exit_price": 2698, "stop_loss": 2722,
    "take_profit": 2690, "commission": 1.6, "notes": "", "setup_type": "range fade",
}  # fmt: skip


def a_journal(**switches):
    journal = TradeJournal(Clock(), Switches(**switches))
    return journal, Caller(journal, authorization="Bearer gr_token", accept="application/json")


def test_the_documented_create_is_answered_shortly_and_listed_in_full():
    _, caller = a_journal()

    made = caller.ask("POST", "/trades", POSTED)

    assert made.status == 201
    assert parsed(made) == {
        "id": 310, "instrument": "ETHUSDT", "side": "short",
        "entry_price": Decimal("2710.5"), "message": "Trade created",
    }  # fmt: skip
    listed = caller.get("/trades?per_page=25")
    assert {key: listed[key] for key in ("current_page", "last_page", "per_page", "total")} == {
        "current_page": 1, "last_page": 1, "per_page": 25, "total": 1,
    }  # fmt: skip
    [row] = listed["data"]
    assert row["entry_time"] == "2026-02-11T08:00:05.000000Z"
    assert (row["pnl"], row["net_pnl"], row["notes"]) == (25, Decimal("23.4"), None)
    assert "stop_loss" not in row


def test_what_is_wrong_is_said_in_both_forms():
    _, app = a_journal()
    _, framework = a_journal(validation="framework")
    lacking = {key: POSTED[key] for key in POSTED if key != "quantity"}

    assert parsed(app.ask("POST", "/trades", lacking)) == {
        "error": "Validation failed",
        "details": {"quantity": ["The quantity field is required."]},
    }
    assert parsed(framework.ask("POST", "/trades", lacking)) == {
        "message": "The quantity field is required.",
        "errors": {"quantity": ["The quantity field is required."]},
    }


def test_a_scope_that_is_missing_is_named():
    journal, caller = a_journal()
    journal.website_makes_token("reader", "trades:read")

    refused = caller.ask("POST", "/trades", POSTED, authorization="Bearer reader")

    assert refused.status == 403
    assert parsed(refused) == {"error": "Insufficient scope: trades:write required"}


@pytest.mark.parametrize(
    ("how", "status"), [("framework", 401), ("app", 401), ("redirect", 302), ("html", 200)]
)
def test_a_bad_token_is_answered_by_switch(how, status):
    _, caller = a_journal(unauthenticated=how)

    assert caller.ask("GET", "/trades", authorization="Bearer other").status == status


def test_a_client_that_does_not_ask_for_json_is_sent_to_the_login_page():
    _, caller = a_journal()

    assert caller.ask("GET", "/trades", accept="*/*").status == 302


def test_pages_follow_their_switches():
    journal, caller = a_journal(order="oldest", per_page_max=2)
    stubborn, ignoring = a_journal(page_is_ignored=True, per_page_max=2, over_max="refuse")
    for one in (journal, stubborn):
        for day in (3, 1, 2):
            one.website_adds(**{**POSTED, "entry_time": f"2026-02-0{day}T08:00:00Z"})

    second = caller.get("/trades?per_page=100&page=2")
    assert (second["per_page"], second["last_page"], second["total"]) == (2, 2, 3)
    assert [row["id"] for row in second["data"]] == [310]
    assert ignoring.get("/trades?per_page=2&page=2")["current_page"] == 1
    assert ignoring.ask("GET", "/trades?per_page=100").status == 422
    assert caller.get("/trades?page=rubbish")["current_page"] == 1


def test_dates_compare_by_switch():
    journal, caller = a_journal(to_is_exclusive=True)
    journal.website_adds(**POSTED)

    assert caller.get("/trades?from=2026-02-11&to=2026-02-11")["total"] == 0
    assert caller.get("/trades?from=2026-02-11&to=2026-02-12")["total"] == 1


def test_figures_and_leaderboard_are_given():
    journal, caller = a_journal()
    journal.website_adds(**POSTED)

    assert caller.get("/stats")["profit_factor"] is None
    assert caller.get("/stats")["net_pnl"] == Decimal("23.4")
    assert caller.get("/leaderboard") == [
        {"rank": 1, "user": "demo", "trades": 12, "pnl": Decimal("900.5")}
    ]


def test_too_many_requests_are_told_to_wait():
    _, caller = a_journal(per_minute=1)

    first, second = caller.ask("GET", "/stats"), caller.ask("GET", "/stats")

    assert first.headers["x-ratelimit-remaining"] == "0"
    assert (second.status, second.headers["retry-after"]) == (429, "61")
