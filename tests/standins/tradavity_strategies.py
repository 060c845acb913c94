"""Strategies at Tradavity, with their setups and the confirmations of those."""

from typing import Any

from standins.tradavity_call import Call, Refused, Reply, Routes, named
from standins.tradavity_fields import Invalid
from standins.tradavity_shelf import found, require_free
from standins.wire import Answered

_PLAIN = ("description", "color_tag", "risk_rules", "exit_rules", "optimal_conditions")


def _all(call: Call) -> Reply:
    account, group = call.query("account_id"), call.query("copy_group_id")
    listed = [
        {name: value for name, value in strategy.items() if name != "setups"}
        for strategy in _live(call)
        if account in (None, str(strategy["account_id"]))
        and group in (None, str(strategy.get("copy_group_id")))
    ]
    return Reply({"strategies": listed})


def _live(call: Call) -> list[dict[str, Any]]:
    return [one for one in call.book.strategies.values() if not one.get("archived")]


def _one(call: Call) -> Reply:
    return Reply({"strategy": found(call.book.strategies, call.number)})


def _setups(call: Call) -> Reply:
    return Reply({"setups": found(call.book.strategies, call.number)["setups"]})


def _add(call: Call) -> Reply:
    body = call.body
    name, cap = named(body, 255), call.switches.strategy_cap
    if cap is not None and len(_live(call)) >= cap:
        raise Refused(429, "limit_reached", cap="strategies", limit=cap)
    require_free(name, _live(call))
    account, group = body.get("account_id"), body.get("copy_group_id")
    if account is not None and group is not None:
        raise Invalid(fields={"copy_group_id": "excludes account_id"})
    if account is not None:
        found(call.book.accounts, account)
    if group is not None:
        found(call.book.groups, group)
    number = call.book.add_strategy(name, {}, account)
    strategy = call.book.strategies[number]
    strategy |= {plain: body[plain] for plain in _PLAIN if plain in body}
    strategy["copy_group_id"] = group
    _upsert(call, strategy, body.get("setups") or [])
    call.note("created", "strategy", number)
    return Reply({"strategy": strategy}, status=201)


def _change(call: Call) -> Reply:
    strategy, body = found(call.book.strategies, call.number), call.body
    if "name" in body:
        require_free(named(body, 255), _live(call), strategy)
        strategy["name"] = body["name"]
    strategy |= {plain: body[plain] for plain in _PLAIN if plain in body}
    _upsert(call, strategy, body.get("setups") or [])
    call.note("changed", "strategy", call.number)
    return Reply({"strategy": strategy})


def _upsert(call: Call, strategy: dict[str, Any], given: list[dict[str, Any]]) -> None:
    """Change setups by their id, add the others; trades keep their links."""
    if len(given) > 50:
        raise Invalid(fields={"setups": "at most 50"})
    known = {setup["setup_id"]: setup for setup in strategy["setups"]}
    for entry in given:
        number = entry.get("setup_id")
        if number is not None and number not in known:
            raise Invalid(unknown_setup_ids=[number])
        if number is None:
            setup = {"setup_id": call.book.next_id(), "confirmations": []}
            strategy["setups"].append(setup)
        else:
            setup = known[number]
        setup["name"] = named(entry, 255)
        if "confirmations" in entry:
            setup["confirmations"] = _confirmations(call, entry["confirmations"])


def _confirmations(call: Call, given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if len(given) > 100:
        raise Invalid(fields={"confirmations": "at most 100"})
    return [
        {
            "confirmation_id": entry.get("confirmation_id") or call.book.next_id(),
            "name": named(entry, 255),
        }
        for entry in given
    ]


def _drop(call: Call) -> Answered:
    found(call.book.strategies, call.number)["archived"] = True
    call.note("deleted", "strategy", call.number)
    return Answered(204, {}, b"")


STRATEGIES: Routes = {
    ("GET", "strategies"): ("read:strategies", _all),
    ("POST", "strategies"): ("write:strategies", _add),
    ("GET", "strategies", "*"): ("read:strategies", _one),
    ("PATCH", "strategies", "*"): ("write:strategies", _change),
    ("DELETE", "strategies", "*"): ("write:strategies", _drop),
    ("GET", "strategies", "*", "setups"): ("read:strategies", _setups),
}
