"""Tradavity's trades as its routes answer them."""

from collections.abc import Mapping
from typing import Any

from standins.tradavity_book import Book
from standins.tradavity_fields import spelled

_PLAIN = (
    "asset_type", "direction", "quantity", "multiplier", "sl_price", "tp_price", "rr_expected",
    "rr_realized", "gross_pnl", "fees", "net_pnl", "total_points", "holding_time",
    "market_condition", "trading_session", "volume", "news_events", "emotional_state", "bias",
    "confidence_level", "setup_quality", "exit_type", "thought_process", "mistakes_made",
    "learning_notes", "general_notes",
)  # fmt: skip
_RESPONSE = (
    "response_id", "protocol_id", "protocol_type", "protocol_name", "status", "completion_pct",
    "completed_at",
)  # fmt: skip
_HIDDEN = ("content", "stored_at")


def detail(book: Book, trade: dict[str, Any], scopes: tuple[str, ...]) -> dict[str, Any]:
    """A trade as its route answers it; arrays without a scope are left out."""
    source = book.source(trade)
    found = {name: trade.get(name) for name in _PLAIN}
    found |= {
        "trade_number": trade["trade_number"],
        "trade_date": spelled(trade["trade_date"]),
        "symbol": trade["symbol"],
        "grade": trade.get("trade_quality_grade"),
        "account": _account(book, trade, with_currency=True),
        "strategy": _named(book, "strategy", trade),
        "setup": _named(book, "setup", trade),
        "is_copy": trade["copy_of"] is not None,
        "is_copy_source": len(book.decision(trade)) > 1 and trade["copy_of"] is None,
        "source_trade_number": trade["copy_of"],
        "executions": trade["executions"],
        "tags": [
            {"tag_id": tag, "name": book.tags[tag]["name"]}
            for tag in trade["tags"]
            if tag in book.tags
        ],
        "confirmations": _confirmations(book, source),
        "created_at": spelled(trade["created_at"]),
        "updated_at": spelled(trade["updated_at"]),
    }
    if "read:screenshots" in scopes:
        found["screenshots"] = [picture(book, trade, shot) for shot in source["screenshots"]]
    if "read:protocols" in scopes:
        found["protocol_responses"] = _responses(book, trade, source)
    return found


def row(book: Book, trade: dict[str, Any]) -> dict[str, Any]:
    """A trade in a listing."""
    tags = [book.tags[tag]["name"] for tag in trade["tags"] if tag in book.tags]
    strategy, setup = _named(book, "strategy", trade), _named(book, "setup", trade)
    account = _account(book, trade, with_currency=False)
    if book.switches.row_names == "text":
        account = account["name"]
    return {
        "trade_number": trade["trade_number"],
        "trade_date": spelled(trade["trade_date"]),
        "symbol": trade["symbol"],
        "direction": trade["direction"],
        "net_pnl": trade["net_pnl"],
        "account": account,
        "grade": trade.get("trade_quality_grade"),
        "strategy": strategy and strategy["name"],
        "setup": setup and setup["name"],
        "top_tag": tags[0] if tags else None,
        "is_copy": trade["copy_of"] is not None,
    }


def picture(book: Book, trade: dict[str, Any], shot: Mapping[str, Any]) -> dict[str, Any]:
    """A picture's metadata."""
    path = f"/api/v1/trades/{trade['trade_number']}/screenshots/{shot['screenshot_id']}"
    if book.switches.absolute_urls:
        path = f"https://cdn.tradavity.example{path}"
    shown = {name: value for name, value in shot.items() if name not in _HIDDEN}
    return shown | {"trade_number": trade["trade_number"], "download_url": path}


def _confirmations(book: Book, source: Mapping[str, Any]) -> list[dict[str, Any]]:
    if not book.switches.confirmations_by_name:
        return list(source["confirmations"])
    names = book.confirmation_names()
    return [
        entry | {"name": names.get(entry["confirmation_id"])} for entry in source["confirmations"]
    ]


def _account(book: Book, trade: Mapping[str, Any], *, with_currency: bool) -> dict[str, Any]:
    account = book.accounts[trade["account_id"]]
    found = {"id": account["account_id"], "name": account["name"]}
    return found | ({"currency": account["currency"]} if with_currency else {})


def _named(book: Book, kind: str, trade: Mapping[str, Any]) -> dict[str, Any] | None:
    strategy = book.strategies.get(trade.get("strategy_id") or 0)
    if strategy is None:
        return None
    if kind == "strategy":
        return {"name": strategy["name"]}
    for setup in strategy["setups"]:
        if setup["setup_id"] == trade.get("setup_id"):
            return {"name": setup["name"]}
    return None


def _responses(
    book: Book, trade: Mapping[str, Any], source: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The newest response of each type; a copy shows its source's."""
    newest: dict[str, dict[str, Any]] = {}
    for response in book.responses.values():
        if response["trade_number"] == source["trade_number"]:
            newest[response["protocol_type"]] = response
    where = "trade" if source is trade else "source"
    return [
        {name: response[name] for name in _RESPONSE} | {"source": where}
        for kind, response in newest.items()
        if kind in ("pre_trade", "in_trade", "post_trade")
    ]
