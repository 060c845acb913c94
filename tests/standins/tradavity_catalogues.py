"""What Tradavity tells about the key, and its own lists: emotions, brokers, instruments, feeds."""

from datetime import timedelta
from typing import Any

from standins.tradavity_call import Call, Refused, Reply, Routes, waiting
from standins.tradavity_fields import Invalid, spelled
from standins.tradavity_shelf import found
from standins.tradavity_switches import SCOPES

_COOLDOWN = timedelta(seconds=20)
_MOST = 500
_INSTRUMENTS = tuple(
    {
        "symbol": symbol,
        "asset_type": asset_type,
        "exchange": exchange,
        "multiplier": multiplier,
        "tick_size": size,
        "tick_value": value,
    }
    for symbol, asset_type, exchange, multiplier, size, value in (
        ("ES", "futures", "CME", 50, "0.25", "12.5"),
        ("MES", "futures", "CME", 5, "0.25", "1.25"),
        ("NQ", "futures", "CME", 20, "0.25", "5"),
        ("MNQ", "futures", "CME", 2, "0.25", "0.5"),
        ("CL", "futures", "NYMEX", 1000, "0.01", "10"),
        ("EURUSD", "forex", None, 100_000, "0.00001", "1"),
        ("USDJPY", "forex", None, 100_000, "0.001", "1"),
    )
)
_FIRMS = {"topstep": ("50k", "100k"), "apex": ("25k", "50k")}


def _me(call: Call) -> Reply:
    return Reply(
        {
            "user": call.site.user,
            "plan": call.switches.tier,
            "preferences": {
                "timezone": call.site.zone,
                "currency": "USD",
                "week_start": "monday",
            },
            "storage": _storage(call),
            "key": {"name": "Fillbook", "scopes": list(call.scopes)},
            "rate_tier": call.switches.tier,
        }
    )


def _usage(call: Call) -> Reply:
    return Reply({**call.usage(), "storage": _storage(call)})


def _storage(call: Call) -> dict[str, int]:
    return {"used": call.book.stored_bytes(), "limit": call.switches.storage_bytes}


def _scopes(call: Call) -> Reply:
    return Reply({"scopes": list(SCOPES)})


def _emotions(call: Call) -> Reply:
    return Reply({"emotions": call.book.emotions})


def _brokers(call: Call) -> Reply:
    broker = {
        "broker_key": "tradovate",
        "name": "Tradovate",
        "supports_api": True,
        "supports_autosync": True,
        "supports_csv": True,
        "supports_manual": True,
    }
    return Reply({"brokers": [broker]})


def _instruments(call: Call) -> Reply:
    wanted = {name: call.query(name) for name in ("asset_type", "exchange")}
    search = (call.query("search") or "").upper()
    listed = [
        one
        for one in _INSTRUMENTS
        if search in str(one["symbol"])
        and all(value in (None, one[name]) for name, value in wanted.items())
    ]
    return Reply({"instruments": listed[:_MOST], **_counted(len(listed))})


def _presets(call: Call) -> Reply:
    firm = call.query("firm_key")
    if firm is not None and firm not in _FIRMS:
        raise Invalid(fields={"firm_key": "is unknown"}, allowed=list(_FIRMS))
    firms = (firm,) if firm else tuple(_FIRMS)
    presets = [{"firm_key": key, "name": size} for key in firms for size in _FIRMS[key]]
    return Reply({"presets": presets, **_counted(len(presets))})


def _counted(total: int) -> dict[str, Any]:
    return {"count": min(total, _MOST), "total_count": total, "has_more": total > _MOST}


def _connections(call: Call) -> Reply:
    return Reply({"connections": list(call.book.connections.values())})


def _connection(call: Call) -> Reply:
    return Reply({"connection": found(call.book.connections, call.number)})


def _trigger(call: Call) -> Reply:
    connection = found(call.book.connections, call.number)
    if call.switches.tier != "pro":
        raise Refused(429, "limit_reached", cap="autosync", required_plan="pro")
    if connection.get("token_expired"):
        raise Refused(401, "token_expired")
    ran = call.book.ran.get(call.number)
    if ran is not None and call.now - ran < _COOLDOWN:
        rest = int((ran + _COOLDOWN - call.now).total_seconds()) + 1
        raise waiting("connection_sync_cooldown", rest, "connection-sync")
    call.book.ran[call.number] = call.now
    return Reply({"imported": 0, "skipped": 0, "total_fetched": 0, "errors": []})


def _log(call: Call) -> Reply:
    runs = [{"connection_id": n, "at": spelled(at)} for n, at in call.book.ran.items()]
    return Reply({"log": call.page(runs)})


CATALOGUES: Routes = {
    ("GET", "me"): (None, _me),
    ("GET", "usage"): ("read:catalog", _usage),
    ("GET", "scopes"): (None, _scopes),
    ("GET", "emotions"): (None, _emotions),
    ("GET", "brokers"): ("read:catalog", _brokers),
    ("GET", "instruments"): ("read:catalog", _instruments),
    ("GET", "prop-firm-presets"): ("read:catalog", _presets),
    ("GET", "autosync", "connections"): ("read:autosync", _connections),
    ("GET", "autosync", "connections", "*"): ("read:autosync", _connection),
    ("POST", "autosync", "connections", "*", "sync"): ("write:autosync", _trigger),
    ("GET", "autosync", "log"): ("read:autosync", _log),
}
