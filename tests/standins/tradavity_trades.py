"""Tradavity's trades over its API: create, read, change, archive, and the sets on a trade."""

from typing import Any

from standins.tradavity_call import Call, Refused, Reply, Routes
from standins.tradavity_fields import Invalid
from standins.tradavity_listing import listing
from standins.tradavity_shown import detail
from standins.wire import Answered


def _read(call: Call) -> Reply:
    keeps = call.switches.archived_detail == "answer"
    look = call.book.any if keeps else call.book.live
    trade = look(call.number, call.now)
    found = detail(call.book, trade, call.scopes)
    if trade["archived_at"] is not None:
        found["is_archived"] = True
    return Reply(found if call.switches.created_in == "bare" else {"trade": found})


def _create(call: Call) -> Reply:
    cap = call.switches.trade_cap
    if cap is not None and len(call.site.live_trades()) >= cap:
        raise Refused(429, "limit_reached", usage={"day": cap, "month": cap})
    trade = call.book.create(call.body, call.now)
    call.note("created", "trade", trade["trade_number"])
    return Reply({"trade": detail(call.book, trade, call.scopes)}, status=201)


def _patch(call: Call) -> Reply:
    trade = call.book.live(call.number, call.now)
    propagated = call.book.patch(trade, call.body, call.now)
    call.note("changed", "trade", call.number)
    echo = call.switches.patch_echoes_trade
    found = {"trade": detail(call.book, trade, call.scopes)} if echo else {}
    return Reply(found | {"propagated": propagated})


def _archive(call: Call) -> Answered:
    trade = call.book.live(call.number, call.now)
    members = [trade]
    if call.query("including_copies") == "true":
        if trade["copy_of"] is not None or len(call.book.decision(trade)) < 2:
            raise Invalid(fields={"including_copies": "is for a copy source"})
        members = [one for one in call.book.decision(trade) if one["archived_at"] is None]
    for member in members:
        member["archived_at"] = call.now
        call.note("deleted", "trade", member["trade_number"])
    headers = {"x-trades-archived": "1", "x-copies-archived": str(len(members) - 1)}
    return Answered(204, headers, b"")


def _executions(call: Call) -> Reply:
    return Reply({"executions": call.book.live(call.number, call.now)["executions"]})


def _put_executions(call: Call) -> Reply:
    trade = call.book.live(call.number, call.now)
    rows = call.book.put_executions(trade, call.body, call.now)
    _touch(call, trade)
    return Reply({"executions": rows})


def _put_tags(call: Call) -> Reply:
    trade = call.book.live(call.number, call.now)
    call.book.put_tags(trade, call.body.get("tag_ids") or ())
    _touch(call, trade)
    return Reply({"tags": detail(call.book, trade, call.scopes)["tags"]})


def _put_confirmations(call: Call) -> Reply:
    trade = call.book.live(call.number, call.now)
    call.book.put_confirmations(trade, call.body.get("confirmations") or ())
    _touch(call, trade)
    return Reply({"confirmations": call.book.source(trade)["confirmations"]})


def _touch(call: Call, trade: dict[str, Any]) -> None:
    if call.switches.nested_writes_touch:
        trade["updated_at"] = call.now
    call.note("changed", "trade", call.number)


TRADES: Routes = {
    ("GET", "trades"): ("read:trades", listing),
    ("POST", "trades"): ("write:trades", _create),
    ("GET", "trades", "*"): ("read:trades", _read),
    ("PATCH", "trades", "*"): ("write:trades", _patch),
    ("DELETE", "trades", "*"): ("write:trades", _archive),
    ("GET", "trades", "*", "executions"): ("read:trades", _executions),
    ("PUT", "trades", "*", "executions"): ("write:trades", _put_executions),
    ("PUT", "trades", "*", "tags"): ("write:tags", _put_tags),
    ("PUT", "trades", "*", "confirmations"): ("write:trades", _put_confirmations),
}
