"""Accounts at Tradavity. The fields of their writes are our reading: the page cannot be read."""

from typing import Any

from standins.tradavity_call import Call, Refused, Reply, Routes, named
from standins.tradavity_fields import Invalid
from standins.tradavity_shelf import found, require_free
from standins.wire import Answered

TYPES = ("live", "demo", "paper", "funded", "live_funded", "trading_combine")


def _all(call: Call) -> Reply:
    archived = call.query("include_archived") == "true"
    kind, broker = call.chosen("account_type", TYPES), call.query("broker_key")
    listed = [
        account
        for account in call.book.accounts.values()
        if (archived or not account["archived"])
        and kind in (None, account.get("account_type"))
        and broker in (None, account.get("broker_key"))
    ]
    return Reply({"accounts": listed})


def _one(call: Call) -> Reply:
    account = found(call.book.accounts, call.number)
    if call.query("include") == "basic" or "read:balance" not in call.scopes:
        return Reply({"account": account})
    return Reply({"account": account | {"balance": account.get("balance")}})


def _add(call: Call) -> Reply:
    body, cap = call.body, call.switches.account_cap
    name = named(body, 255)
    if cap is not None and len(_live(call)) >= cap:
        raise Refused(429, "limit_reached", cap="accounts", limit=cap)
    require_free(name, _live(call))
    account = {
        "account_id": call.book.next_id(),
        "name": name,
        "currency": body.get("currency", "USD"),
        "account_type": _kind(body.get("account_type", "live")),
        "broker_key": body.get("broker_key"),
        "archived": False,
    }
    call.book.accounts[account["account_id"]] = account
    call.note("created", "account", account["account_id"])
    return Reply({"account": account}, status=201)


def _change(call: Call) -> Reply:
    account, body = found(call.book.accounts, call.number), call.body
    if "name" in body:
        require_free(named(body, 255), _live(call), account)
        account["name"] = body["name"]
    if "account_type" in body:
        account["account_type"] = _kind(body["account_type"])
    call.note("changed", "account", call.number)
    return Reply({"account": account})


def _archive(call: Call) -> Answered:
    found(call.book.accounts, call.number)["archived"] = True
    call.note("deleted", "account", call.number)
    return Answered(204, {}, b"")


def _live(call: Call) -> list[dict[str, Any]]:
    return [account for account in call.book.accounts.values() if not account["archived"]]


def _kind(value: object) -> str:
    if value not in TYPES:
        raise Invalid(fields={"account_type": "is unknown"}, allowed=list(TYPES))
    return str(value)


ACCOUNTS: Routes = {
    ("GET", "accounts"): ("read:accounts", _all),
    ("POST", "accounts"): ("write:accounts", _add),
    ("GET", "accounts", "*"): ("read:accounts", _one),
    ("PATCH", "accounts", "*"): ("write:accounts", _change),
    ("DELETE", "accounts", "*"): ("write:accounts", _archive),
}
