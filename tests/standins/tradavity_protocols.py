"""Protocols at Tradavity: checklists, and what was answered to them."""

from datetime import datetime
from typing import Any

from standins.tradavity_call import Call, Reply, Routes, named
from standins.tradavity_fields import Invalid, spelled
from standins.tradavity_shelf import Missing, found

TYPES = ("pre_market", "pre_trade", "in_trade", "post_trade", "end_of_day", "weekly")
_ITEMS = ("checkbox", "yes_no_na", "rating", "text", "select", "number")


def _all(call: Call) -> Reply:
    kind = call.chosen("type", TYPES)
    active = call.query("active_only") == "true"
    listed = [
        {name: value for name, value in protocol.items() if name != "sections"}
        for protocol in call.book.protocols.values()
        if kind in (None, protocol["type"]) and (protocol["is_active"] or not active)
    ]
    return Reply({"protocols": listed})


def _one(call: Call) -> Reply:
    return Reply({"protocol": found(call.book.protocols, call.number)})


def _add(call: Call) -> Reply:
    body = call.body
    protocol = {
        "protocol_id": call.book.next_id(),
        "name": named(body, 100),
        "description": _description(body.get("description", "")),
        "type": _one_of(body.get("type"), TYPES, "type"),
        "is_active": True,
        "sections": _sections(call, body.get("sections")),
    }
    call.book.protocols[protocol["protocol_id"]] = protocol
    call.note("created", "protocol", protocol["protocol_id"])
    return Reply({"protocol": protocol}, status=201)


def _sections(call: Call, given: Any) -> list[dict[str, Any]]:
    if not isinstance(given, list) or not 1 <= len(given) <= 8:
        raise Invalid(fields={"sections": "1 to 8"})
    if any(not 1 <= len(section.get("items") or ()) <= 15 for section in given):
        raise Invalid(fields={"items": "1 to 15 in each section"})
    return [
        {
            "name": named(section, 100),
            "items": [
                {
                    "item_id": call.book.next_id(),
                    "label": item.get("label", ""),
                    "type": _one_of(item.get("type"), _ITEMS, "item.type"),
                }
                for item in section["items"]
            ],
        }
        for section in given
    ]


def _description(value: object) -> str:
    if not isinstance(value, str) or len(value) > 500:
        raise Invalid(fields={"description": "at most 500 characters"})
    return value


def _one_of(value: object, allowed: tuple[str, ...], name: str) -> str:
    if value not in allowed:
        raise Invalid(fields={name: "is unknown"}, allowed=list(allowed))
    return str(value)


def _responses(call: Call) -> Reply:
    found(call.book.protocols, call.number)
    status = call.chosen("status", ("completed", "draft", "all"), "completed")
    trade, first, last = (call.query(name) for name in ("trade_number", "from", "to"))
    listed = [
        response
        for response in call.book.responses.values()
        if response["protocol_id"] == call.number
        and status in ("all", response["status"])
        and trade in (None, str(response["trade_number"]))
        and (first is None or (response["completed_at"] or "") >= first)
        and (last is None or (response["completed_at"] or "")[: len(last)] <= last)
    ]
    return Reply({"responses": call.page(listed)})


def _response(call: Call) -> Reply:
    response = found(call.book.responses, call.numbers[1])
    if response["protocol_id"] != call.number:
        raise Missing
    return Reply({"response": response})


def _respond(call: Call) -> Reply:
    protocol, body = found(call.book.protocols, call.number), call.body
    if body.get("trade_number") is not None:
        call.book.live(body["trade_number"], call.now)
    items = sum(len(section["items"]) for section in protocol["sections"])
    answers = body.get("answers") or []
    response = responded(protocol, body.get("trade_number"), len(answers) * 100 // items, call.now)
    response |= {"response_id": call.book.next_id(), "answers": answers}
    call.book.responses[response["response_id"]] = response
    call.note("created", "protocol_response", response["response_id"])
    return Reply({"response": response}, status=201)


def responded(
    protocol: dict[str, Any], trade: int | None, percent: int, now: datetime
) -> dict[str, Any]:
    """An answer to a protocol, complete or a draft."""
    return {
        "protocol_id": protocol["protocol_id"],
        "protocol_type": protocol["type"],
        "protocol_name": protocol["name"],
        "trade_number": trade,
        "status": "completed" if percent >= 100 else "draft",
        "completion_pct": min(percent, 100),
        "completed_at": spelled(now) if percent >= 100 else None,
    }


PROTOCOLS: Routes = {
    ("GET", "protocols"): ("read:protocols", _all),
    ("POST", "protocols"): ("write:protocols", _add),
    ("GET", "protocols", "*"): ("read:protocols", _one),
    ("GET", "protocols", "*", "responses"): ("read:protocols", _responses),
    ("POST", "protocols", "*", "responses"): ("write:protocols", _respond),
    ("GET", "protocols", "*", "responses", "*"): ("read:protocols", _response),
}
