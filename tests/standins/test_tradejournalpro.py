from decimal import Decimal

import pytest

from standins.asking import Caller, parsed
from standins.clock import Clock
from standins.tradejournalpro import Switches, TradeJournalPro

POSTED = {
    "date": "2026-04-02", "pair": "EURUSD", "direction": "SELL", "entry_price": 1.08412,
    "exit_price": 1.08155, "stop_loss": 1.08600, "take_profit": 1.08100, "lot_size": 0.25,
    "pnl": 64.25, "risk_reward": 1.66, "outcome": "WIN", "session": "NY",
    "strategy": "pullback", "notes": "fb:01JABCDEF",
}  # fmt: skip


def a_journal(**switches):
    journal = TradeJournalPro(Clock(), Switches(**switches))
    return journal, Caller(journal, authorization="Bearer tjp_live_key")


def test_the_documented_profile_is_answered():
    _, caller = a_journal()

    assert caller.get("/me") == {
        "ok": True,
        "user": {
            "id": "user_9zz",
            "email": "t@example.org",
            "plan": "pro",
            "plan_expires_at": "2027-01-31T00:00:00Z",
        },
    }


def test_the_documented_create_comes_back_in_the_list():
    journal, caller = a_journal()

    made = caller.ask("POST", "/trades", POSTED)

    assert made.status == 201
    [row] = caller.get("/trades?limit=500&pair=eurusd")["trades"]
    assert row["id"] == parsed(made)["trade"]["id"] == "trd_51"
    assert row["risk_reward"] == Decimal("1.66")
    assert [entry.who for entry in journal.ledger.of("created", "trade")] == ["api"]


@pytest.mark.parametrize("key", [key for key in POSTED if key not in ("strategy", "notes")])
def test_each_of_the_twelve_fields_is_required(key):
    _, caller = a_journal()

    refused = caller.ask("POST", "/trades", {**POSTED, key: None})

    assert refused.status == 400
    assert key in parsed(refused)["error"]


@pytest.mark.parametrize(("switches", "status"), [({}, 400), ({"not_ok_with_200": True}, 200)])
def test_a_refused_create_makes_nothing(switches, status):
    journal, caller = a_journal(**switches)

    refused = caller.ask("POST", "/trades", {**POSTED, "session": "TOKYO"})

    assert refused.status == status
    assert parsed(refused).get("ok") is not True
    assert not journal.trades


def test_rights_and_plans_have_their_own_refusals():
    journal, caller = a_journal()
    journal.website_makes_key("reader", "read")

    assert caller.ask("POST", "/trades", POSTED, authorization="Bearer reader").status == 403
    journal.website_changes_plan("starter")
    assert caller.ask("POST", "/trades", POSTED).status == 402
    assert caller.ask("GET", "/signals").status == 402
    assert caller.ask("GET", "/trades").status == 200
    journal.website_revokes_keys(after_requests=1)
    assert caller.ask("GET", "/trades").status == 200
    assert caller.ask("GET", "/trades").status == 401
    assert caller.ask("GET", "/trades", authorization="Bearer").status == 401


def test_more_than_sixty_requests_a_minute_are_refused():
    journal, caller = a_journal()
    for _ in range(60):
        caller.get("/me")

    refused = caller.ask("GET", "/me")

    assert (refused.status, refused.headers["retry-after"]) == (429, "61")
    journal.clock.advance(61)
    assert caller.ask("GET", "/me").status == 200


def test_windows_are_by_day_and_their_ends_by_switch():
    _, caller = a_journal()
    journal, exclusive = a_journal(to_is_exclusive=True, from_is_exclusive=True)
    for one in (caller, exclusive):
        for day in ("2026-04-01", "2026-04-02", "2026-04-03"):
            one.ask("POST", "/trades", {**POSTED, "date": day})

    window = "/trades?from=2026-04-01&to=2026-04-03"
    assert len(caller.get(window)["trades"]) == 3
    assert [row["date"] for row in exclusive.get(window)["trades"]] == ["2026-04-02"]
    assert len(journal.trades) == 3


def test_a_list_gives_at_most_its_limit_and_the_newest_first():
    journal, caller = a_journal()
    for number in range(3):
        journal.website_adds(**POSTED, minute=number)

    assert [row["id"] for row in caller.get("/trades?limit=2")["trades"]] == ["trd_53", "trd_52"]
    assert caller.ask("GET", "/trades?limit=0").status == 400
    assert len(caller.get("/trades?limit=501")["trades"]) == 3


def test_shapes_follow_their_switches():
    _, bare = a_journal(list_key="bare", ids="none", direction_echo="LONG", numbers_as_text=True)
    _, terse = a_journal(list_key="data", ids="number", create_body="ok", create_status=200)
    bare.ask("POST", "/trades", POSTED)

    [row] = bare.get("/trades")
    assert "id" not in row
    assert (row["direction"], row["entry_price"]) == ("SHORT", "1.08412")
    assert parsed(terse.ask("POST", "/trades", POSTED)) == {"ok": True}
    assert terse.get("/trades")["data"][0]["id"] == 51
