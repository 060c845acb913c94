"""Copy groups at Tradavity: accounts whose trades are one decision."""

from decimal import Decimal
from typing import Any

from standins.json_wire import number
from standins.tradavity_call import Call, Refused, Reply, Routes, named
from standins.tradavity_fields import Invalid
from standins.tradavity_shelf import found, require_free
from standins.wire import Answered

_MODES = ("master", "any_to_all", "manual")
_MOST_MEMBERS, _LARGEST = 50, Decimal("999.99")


def _all(call: Call) -> Reply:
    return Reply({"copy_groups": list(call.book.groups.values())})


def _one(call: Call) -> Reply:
    return Reply({"copy_group": found(call.book.groups, call.number)})


def _add(call: Call) -> Reply:
    body = call.body
    if call.switches.tier != "pro":
        raise Refused(429, "limit_reached", cap="copy_groups", required_plan="pro")
    name = named(body, 255)
    require_free(name, call.book.groups.values())
    group: dict[str, Any] = {
        "copy_group_id": call.book.next_id(),
        "name": name,
        "mode": _mode(body.get("mode", "manual")),
        "members": _members(call, body.get("members") or []),
    }
    call.book.groups[group["copy_group_id"]] = group
    call.note("created", "copy_group", group["copy_group_id"])
    return Reply({"copy_group": group}, status=201)


def _change(call: Call) -> Reply:
    group, body = found(call.book.groups, call.number), call.body
    if "name" in body:
        require_free(named(body, 255), call.book.groups.values(), group)
        group["name"] = body["name"]
    if "mode" in body:
        group["mode"] = _mode(body["mode"])
    call.note("changed", "copy_group", call.number)
    return Reply({"copy_group": group})


def _put_members(call: Call) -> Reply:
    group = found(call.book.groups, call.number)
    group["members"] = _members(call, call.body["members"])
    call.note("changed", "copy_group", call.number)
    return Reply({"copy_group": group})


def _drop(call: Call) -> Answered:
    found(call.book.groups, call.number)
    del call.book.groups[call.number]
    call.note("deleted", "copy_group", call.number)
    return Answered(204, {}, b"")


def _mode(value: object) -> str:
    if value not in _MODES:
        raise Invalid(fields={"mode": "is unknown"}, allowed=list(_MODES))
    return str(value)


def _members(call: Call, given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if len(given) > _MOST_MEMBERS:
        raise Invalid(fields={"members": "at most 50"})
    return [_member(call, entry) for entry in given]


def _member(call: Call, entry: dict[str, Any]) -> dict[str, Any]:
    account, multiplier = entry.get("account_id"), number(entry.get("multiplier", 1))
    if account not in call.book.accounts:
        raise Invalid(fields={"account_id": "is not an account of yours"})
    if multiplier is None or not 0 < multiplier <= _LARGEST:
        raise Invalid(fields={"multiplier": "must be above 0 and at most 999.99"})
    return {"account_id": account, "multiplier": multiplier}


GROUPS: Routes = {
    ("GET", "copy-groups"): ("read:copy_groups", _all),
    ("POST", "copy-groups"): ("write:copy_groups", _add),
    ("GET", "copy-groups", "*"): ("read:copy_groups", _one),
    ("PATCH", "copy-groups", "*"): ("write:copy_groups", _change),
    ("DELETE", "copy-groups", "*"): ("write:copy_groups", _drop),
    ("PUT", "copy-groups", "*", "members"): ("write:copy_groups", _put_members),
}
