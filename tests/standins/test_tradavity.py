"""The Tradavity stand-in, asked as its page documents."""

import json

import pytest

from standins.asking import Caller, parsed
from standins.clock import Clock
from standins.tradavity import Tradavity
from standins.tradavity_switches import Switches

TRADE = {
    "account_id": 7,
    "trade_date": "2026-03-09T13:35:10Z",
    "symbol": "mes",
    "direction": "short",
    "net_pnl": -37.48,
    "fees": 3.73,
    "quantity": 3,
    "multiplier": 5,
}


@pytest.fixture
def journal() -> Tradavity:
    return Tradavity(Clock(), Switches())


@pytest.fixture
def ask(journal: Tradavity) -> Caller:
    return Caller(journal, authorization="Bearer tvty_test")


def code(answer) -> tuple[int, str]:
    return answer.status, parsed(answer)["error"]["code"]


def test_a_create_answers_with_the_whole_trade(ask: Caller):
    answer = ask.ask("POST", "/trades", TRADE)

    trade = parsed(answer)["data"]["trade"]
    assert answer.status == 201
    assert (trade["trade_number"], trade["symbol"]) == (1, "MES")
    assert str(trade["gross_pnl"]) == "-33.75"
    assert trade["executions"] == []


def test_a_key_runs_once_and_replays(ask: Caller, journal: Tradavity):
    first = ask.ask("POST", "/trades", TRADE, idempotency_key="abc")
    second = ask.ask("POST", "/trades", TRADE, idempotency_key="abc")

    assert first.body == second.body
    assert second.headers["x-idempotent-replay"] == "true"
    assert len(journal.live_trades()) == 1


def test_a_key_with_another_body_conflicts(ask: Caller):
    ask.ask("POST", "/trades", TRADE, idempotency_key="abc")

    other = ask.ask("POST", "/trades", TRADE | {"symbol": "NQ"}, idempotency_key="abc")

    assert code(other) == (409, "idempotency_conflict")


def test_a_key_is_forgotten_after_a_day(ask: Caller, journal: Tradavity):
    ask.ask("POST", "/trades", TRADE, idempotency_key="abc")
    journal.clock.advance(24 * 3600)

    ask.ask("POST", "/trades", TRADE, idempotency_key="abc")

    assert len(journal.live_trades()) == 2


def test_a_wrong_field_is_named(ask: Caller):
    answer = ask.ask("POST", "/trades", TRADE | {"sl_price": 0, "bias": "bullish"})

    details = parsed(answer)["error"]["details"]
    assert answer.status == 400
    assert set(details["fields"]) == {"sl_price", "bias"}
    assert "Bullish" in details["allowed"]


def test_facts_cannot_be_patched(ask: Caller):
    ask.ask("POST", "/trades", TRADE)

    assert code(ask.ask("PATCH", "/trades/1", {"net_pnl": 1})) == (400, "validation_error")


def test_executions_are_replaced_under_new_ids(ask: Caller):
    ask.ask("POST", "/trades", TRADE)
    entry = {"price": 5700.5, "quantity": 3, "execution_time": "2026-03-09T13:35:10Z"}

    first = parsed(ask.ask("PUT", "/trades/1/executions", {"entries": [entry]}))
    second = parsed(ask.ask("PUT", "/trades/1/executions", {"entries": [entry]}))

    ids = [part["data"]["executions"][0]["execution_id"] for part in (first, second)]
    assert ids[0] != ids[1]


def test_a_body_of_another_shape_is_invalid(ask: Caller):
    ask.ask("POST", "/trades", TRADE)

    assert code(ask.ask("PUT", "/trades/1/tags", {"tag_ids": 5})) == (400, "validation_error")


def test_an_archived_trade_is_not_found_and_not_archived_twice(ask: Caller):
    ask.ask("POST", "/trades", TRADE)

    assert ask.ask("DELETE", "/trades/1").status == 204
    assert code(ask.ask("DELETE", "/trades/1")) == (404, "not_found")
    assert ask.get("/trades")["data"]["trades"] == []
    assert len(ask.get("/trades?include_archived=true")["data"]["trades"]) == 1


def test_rows_come_newest_first_behind_a_cursor(ask: Caller, journal: Tradavity):
    for day in range(1, 6):
        journal.website_adds(
            trade_date=f"2026-03-0{day}T10:00:00Z", symbol="MES", direction="long", net_pnl=day
        )

    first = ask.get("/trades?limit=2")
    second = ask.get(f"/trades?limit=2&cursor={first['meta']['next_cursor']}")

    numbers = [row["trade_number"] for page in (first, second) for row in page["data"]["trades"]]
    assert numbers == [5, 4, 3, 2]
    assert code(ask.ask("GET", "/trades?cursor=x")) == (400, "validation_error")


def test_days_are_those_of_the_users_zone(ask: Caller, journal: Tradavity):
    journal.zone = "Asia/Tokyo"
    journal.website_adds(
        trade_date="2026-03-01T20:00:00Z", symbol="MES", direction="long", net_pnl=1
    )

    assert ask.get("/trades?from=2026-03-01&to=2026-03-01")["data"]["trades"] == []
    assert len(ask.get("/trades?from=2026-03-02&to=2026-03-02")["data"]["trades"]) == 1


def test_filters_are_heeded(ask: Caller, journal: Tradavity):
    journal.website_adds(
        trade_date="2026-03-01T20:00:00Z", symbol="MES", direction="long", net_pnl=1
    )
    journal.website_tags(1, "late")

    assert ask.get("/trades?direction=short")["data"]["trades"] == []
    assert len(ask.get("/trades?tag=late&account=main")["data"]["trades"]) == 1
    assert code(ask.ask("GET", "/trades?limit=999"))[0] == 400


def test_an_array_without_its_scope_is_left_out(journal: Tradavity):
    journal.keys["tvty_less"] = ("read:trades", "write:trades")
    less = Caller(journal, authorization="Bearer tvty_less")
    less.ask("POST", "/trades", TRADE)

    trade = less.get("/trades/1")["data"]["trade"]

    assert "screenshots" not in trade
    assert "tags" in trade
    assert code(less.ask("PUT", "/trades/1/tags", {"tag_ids": []})) == (403, "forbidden_scope")


def test_a_minute_holds_so_many_requests(ask: Caller, journal: Tradavity):
    for _ in range(60):
        ask.get("/me")

    limited = ask.ask("GET", "/me")

    assert code(limited) == (429, "rate_limited")
    journal.clock.advance(int(limited.headers["retry-after"]))
    assert ask.ask("GET", "/me").status == 200


def test_a_group_field_spreads_to_copies(ask: Caller, journal: Tradavity):
    journal.book.accounts[8] = journal.book.accounts[7] | {"account_id": 8, "name": "Copy"}
    ask.ask("POST", "/trades", TRADE)
    journal.website_copies(1, 8)

    answer = parsed(ask.ask("PATCH", "/trades/2", {"trade_quality_grade": "A"}))

    assert answer["data"]["propagated"] is True
    assert ask.get("/trades/1")["data"]["trade"]["grade"] == "A"


def test_a_tag_of_another_case_is_taken(ask: Caller):
    ask.ask("POST", "/tag-categories", {"name": "Mine"})
    category = ask.get("/tag-categories")["data"]["tag_categories"][0]["category_id"]
    ask.ask("POST", "/tags", {"name": "Late", "category_id": category})

    again = ask.ask("POST", "/tags", {"name": "LATE", "category_id": category})

    assert code(again) == (409, "duplicate_name")


def test_sixteen_digits_come_back_changed(ask: Caller):
    body = json.loads('{"net_pnl": 1234567890123.4567}')
    ask.ask("POST", "/trades", TRADE | body)

    assert str(ask.get("/trades/1")["data"]["trade"]["net_pnl"]) == "1234567890123.46"


def test_a_bad_key_is_told(journal: Tradavity):
    stranger = Caller(journal, authorization="Bearer tvty_other")

    assert code(stranger.ask("GET", "/me")) == (401, "unauthorized")
