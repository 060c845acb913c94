"""Examples of Tradavity's documentation, as a client meets them."""

from fillbook.remotes import json_text

TRADE = {
    "trade_number": 4102,
    "trade_date": "2026-03-09T13:35:10Z",
    "symbol": "MES",
    "asset_type": "futures",
    "direction": "short",
    "quantity": 3,
    "multiplier": 5,
    "sl_price": "5712.25",
    "tp_price": None,
    "gross_pnl": "-33.75",
    "fees": "3.73",
    "net_pnl": "-37.48",
    "holding_time": 412,
    "market_condition": "choppy",
    "trading_session": "newyork",
    "volume": "average",
    "news_events": None,
    "grade": "B",
    "emotional_state": "calm",
    "bias": "Bearish",
    "confidence_level": 6,
    "setup_quality": "thin",
    "exit_type": "Manual",
    "thought_process": "",
    "mistakes_made": "Entered late",
    "learning_notes": "",
    "general_notes": "",
    "account": {"id": 7, "name": "Eval 50k", "currency": "USD"},
    "strategy": {"name": "Opening drive"},
    "setup": None,
    "is_copy": False,
    "is_copy_source": True,
    "source_trade_number": None,
    "executions": [
        {
            "execution_id": 91,
            "type": "entry",
            "price": "5700.5",
            "quantity": 3,
            "execution_time": "2026-03-09T13:35:10Z",
            "sort_order": 0,
        },
        {
            "execution_id": 92,
            "type": "exit",
            "price": "5702.75",
            "quantity": 3,
            "execution_time": "2026-03-09T13:42:02Z",
            "sort_order": 0,
        },
    ],
    "tags": [{"tag_id": 12, "name": "late entry"}],
    "confirmations": [{"confirmation_id": 30, "was_present": True, "notes": None}],
    "screenshots": [
        {
            "screenshot_id": 5,
            "label": "Entry",
            "sort_order": 1,
            "download_url": "/api/v1/trades/4102/screenshots/5",
        }
    ],
    "protocol_responses": [
        {
            "response_id": 8,
            "protocol_id": 2,
            "protocol_type": "pre_trade",
            "protocol_name": "Checklist",
            "status": "completed",
            "completion_pct": 100,
            "completed_at": "2026-03-09T13:30:00Z",
            "source": "trade",
        }
    ],
    "created_at": "2026-03-09T14:00:00Z",
    "updated_at": "2026-03-09T14:05:00Z",
}

ROW = {
    "trade_number": 4102,
    "trade_date": "2026-03-09T13:35:10Z",
    "symbol": "MES",
    "direction": "short",
    "net_pnl": "-37.48",
    "account": {"id": 7, "name": "Eval 50k"},
    "grade": "B",
    "strategy": "Opening drive",
    "setup": None,
    "top_tag": "late entry",
    "is_copy": False,
}


def yes(data: object, **meta: object) -> bytes:
    """The body of a success."""
    return json_text.written({"ok": True, "data": data, "meta": {"request_id": "req_1", **meta}})


def no(code: str, **details: object) -> bytes:
    """The body of a refusal."""
    error = {"code": code, "message": "no", "details": details}
    return json_text.written({"ok": False, "error": error, "meta": {"request_id": "req_2"}})
