"""What Tradavity's page says of keys, plans, catalogues and copy groups, asked of its stand-in."""

from datetime import timedelta

import pytest

from standins.asking import Caller, parsed
from standins.clock import Clock
from standins.tradavity import Tradavity
from standins.tradavity_switches import Switches

TRADE = {
    "account_id": 7,
    "trade_date": "2026-03-09T13:35:10Z",
    "symbol": "MES",
    "direction": "short",
    "net_pnl": -37.48,
}


@pytest.fixture
def journal() -> Tradavity:
    return Tradavity(Clock(), Switches())


@pytest.fixture
def ask(journal: Tradavity) -> Caller:
    return Caller(journal, authorization="Bearer tvty_test")


@pytest.fixture
def pro() -> Caller:
    return Caller(Tradavity(Clock(), Switches(tier="pro")), authorization="Bearer tvty_test")


def code(answer) -> tuple[int, str]:
    return answer.status, parsed(answer)["error"]["code"]


def made(answer, name: str):
    assert answer.status == 201, answer
    return parsed(answer)["data"][name]


def test_a_key_that_is_over_says_why(ask: Caller, journal: Tradavity):
    journal.website_lets_expire("tvty_test", journal.clock.now() + timedelta(hours=1))
    assert ask.ask("GET", "/me").status == 200

    journal.clock.advance(3_600)
    assert code(ask.ask("GET", "/me")) == (401, "key_expired")

    journal.website_revokes("tvty_test")
    assert code(ask.ask("GET", "/me")) == (401, "key_revoked")


def test_several_keys_share_the_users_minute(journal: Tradavity):
    names = [f"tvty_{number}" for number in range(4)]
    journal.keys |= dict.fromkeys(names, ("read:trades",))
    callers = [Caller(journal, x_api_key=name) for name in names]

    answers = [caller.ask("GET", "/me") for _ in range(46) for caller in callers]

    refused = [answer for answer in answers if answer.status == 429]
    assert len(refused) == 46 * 4 - 180
    assert refused[0].headers["x-ratelimit-scope"] == "user"


def test_strangers_are_held_off_by_address(journal: Tradavity):
    stranger = Caller(journal)

    answers = [stranger.ask("GET", "/me") for _ in range(101)]

    assert {answer.status for answer in answers[:100]} == {401}
    assert answers[100].headers["x-ratelimit-scope"] == "ip-preauth"


def test_the_free_plan_archives_what_is_old():
    journal = Tradavity(Clock(), Switches(retires_old=True))
    ask = Caller(journal, authorization="Bearer tvty_test")
    ask.ask("POST", "/trades", TRADE)

    journal.clock.advance(729 * 86_400)
    assert len(ask.get("/trades")["data"]["trades"]) == 1
    journal.clock.advance(86_400)

    assert ask.get("/trades")["data"]["trades"] == []
    assert journal.ledger.of("deleted", who="vendor")


def test_usage_counts_what_the_key_asked(ask: Caller, journal: Tradavity):
    ask.get("/me")
    ask.ask("GET", "/trades/99")
    journal.clock.advance(61)

    usage = ask.get("/usage")["data"]

    assert (usage["total_requests"], usage["errors"], usage["last_60s"]) == (2, 1, 0)


def test_catalogues_are_filtered_and_counted(ask: Caller):
    found = ask.get("/instruments?asset_type=forex&search=eur")["data"]

    assert [row["symbol"] for row in found["instruments"]] == ["EURUSD"]
    assert (found["count"], found["has_more"]) == (1, False)
    assert code(ask.ask("GET", "/prop-firm-presets?firm_key=none")) == (400, "validation_error")


def test_a_tag_keeps_its_id_when_it_is_renamed_and_leaves_trades_when_deleted(ask: Caller):
    category = made(ask.ask("POST", "/tag-categories", {"name": "Mine"}), "tag_category")
    wanted = {"name": "late", "category_id": category["category_id"]}
    tag = made(ask.ask("POST", "/tags", wanted), "tag")["tag_id"]
    ask.ask("POST", "/trades", TRADE)
    ask.ask("PUT", "/trades/1/tags", {"tag_ids": [tag]})

    ask.ask("PATCH", f"/tags/{tag}", {"name": "late entry"})
    full = ask.ask("DELETE", f"/tag-categories/{category['category_id']}")

    assert ask.get("/trades/1")["data"]["trade"]["tags"] == [{"tag_id": tag, "name": "late entry"}]
    assert code(full) == (409, "category_has_tags")
    assert ask.ask("DELETE", f"/tags/{tag}").status == 204
    assert ask.get("/trades/1")["data"]["trade"]["tags"] == []


def test_a_renamed_setup_keeps_its_trades(ask: Caller):
    wanted = {"name": "Opening drive", "setups": [{"name": "Retest"}]}
    strategy = made(ask.ask("POST", "/strategies", wanted), "strategy")
    (setup,) = strategy["setups"]
    ids = {"strategy_id": strategy["strategy_id"], "setup_id": setup["setup_id"]}
    ask.ask("POST", "/trades", TRADE | ids)

    renamed = {"setups": [{"setup_id": setup["setup_id"], "name": "Second test"}]}
    ask.ask("PATCH", f"/strategies/{ids['strategy_id']}", renamed)

    assert ask.get("/trades/1")["data"]["trade"]["setup"] == {"name": "Second test"}
    again = ask.ask("POST", "/strategies", {"name": "opening DRIVE"})
    assert code(again) == (409, "duplicate_name")


def test_plans_cap_accounts_and_archive_them():
    journal = Tradavity(Clock(), Switches(account_cap=2))
    ask = Caller(journal, authorization="Bearer tvty_test")

    second = made(ask.ask("POST", "/accounts", {"name": "Second"}), "account")["account_id"]
    assert code(ask.ask("POST", "/accounts", {"name": "Third"})) == (429, "limit_reached")

    assert ask.ask("DELETE", f"/accounts/{second}").status == 204
    assert len(ask.get("/accounts")["data"]["accounts"]) == 1
    refused = ask.ask("POST", "/trades", TRADE | {"account_id": second})
    assert code(refused) == (400, "validation_error")


def test_a_copy_group_needs_pro_and_binds_a_strategy(ask: Caller, pro: Caller):
    assert code(ask.ask("POST", "/copy-groups", {"name": "All"})) == (429, "limit_reached")
    group = made(pro.ask("POST", "/copy-groups", {"name": "All"}), "copy_group")["copy_group_id"]
    other = made(pro.ask("POST", "/accounts", {"name": "Second"}), "account")["account_id"]
    wrong = {"members": [{"account_id": other, "multiplier": 0}]}
    assert code(pro.ask("PUT", f"/copy-groups/{group}/members", wrong))[0] == 400

    pro.ask("PUT", f"/copy-groups/{group}/members", {"members": [{"account_id": other}]})
    bound = {"name": "Only there", "copy_group_id": group}
    strategy = made(pro.ask("POST", "/strategies", bound), "strategy")["strategy_id"]

    assert code(pro.ask("POST", "/trades", TRADE | {"strategy_id": strategy}))[0] == 400
    there = TRADE | {"strategy_id": strategy, "account_id": other}
    assert pro.ask("POST", "/trades", there).status == 201


def test_an_answered_protocol_hangs_on_its_trade(ask: Caller):
    items = [{"type": "checkbox", "label": "Stop is set"}]
    wanted = {
        "name": "Checklist",
        "type": "pre_trade",
        "sections": [{"name": "Before", "items": items}],
    }
    protocol = made(ask.ask("POST", "/protocols", wanted), "protocol")["protocol_id"]
    ask.ask("POST", "/trades", TRADE)

    answered = {"trade_number": 1, "answers": [{"value": True}]}
    ask.ask("POST", f"/protocols/{protocol}/responses", answered)
    ask.ask("POST", f"/protocols/{protocol}/responses", {})

    (response,) = ask.get("/trades/1")["data"]["trade"]["protocol_responses"]
    assert (response["protocol_name"], response["completion_pct"]) == ("Checklist", 100)
    listed = [
        len(ask.get(f"/protocols/{protocol}/responses?{query}")["data"]["responses"])
        for query in ("", "status=draft", "status=all&limit=1", "trade_number=1")
    ]
    assert listed == [1, 1, 1, 1]


def test_a_broker_connection_rests_between_two_fetches(pro: Caller):
    journal = pro.stand_in
    number = journal.website_connects(7)
    path = f"/autosync/connections/{number}/sync"

    assert pro.ask("POST", path).status == 200
    again = pro.ask("POST", path)

    assert code(again) == (429, "connection_sync_cooldown")
    assert again.headers["x-ratelimit-scope"] == "connection-sync"
    journal.clock.advance(20)
    assert pro.ask("POST", path).status == 200


def test_bounds_outcome_and_ids_filter_the_list(ask: Caller, journal: Tradavity):
    for net in (-5, 0, 5):
        journal.website_adds(**TRADE | {"net_pnl": net})

    def nets(query: str) -> list[int]:
        return [row["net_pnl"] for row in ask.get(f"/trades?{query}")["data"]["trades"]]

    assert nets("outcome=win") == [5]
    assert nets("pnl_min=0&net_pnl_lte=4") == [0]
    assert nets("is_copy=true") == []
    assert code(ask.ask("GET", "/trades?outcome=lucky"))[0] == 400
