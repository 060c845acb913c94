"""What TradeJournalPro's documentation leaves open, asked of a live account."""

from datetime import date

from fillbook.remotes import json_text, probing
from fillbook.remotes.effects import Answer, Operation
from fillbook.remotes.probing import Finding, Findings
from fillbook.remotes.tradejournalpro import answers
from fillbook.remotes.tradejournalpro.client import Client


def findings(client: Client) -> Operation[Findings]:
    """Shapes, ids, order and windows; and what it has beside trades."""
    answer = yield from client.trades_answer()
    rows = answers.rows(answer, "trades")
    found = [
        Finding("Under which key is the list?", _key_of(answer)),
        Finding("Which fields has a row?", probing.names_of(rows)),
        Finding("What is an id?", probing.kinds_of(rows, "id")),
        Finding("What is a price?", probing.kinds_of(rows, "entry_price")),
        Finding("Which words has the direction?", probing.words_of(rows, "direction")),
        Finding("Which words has the session?", probing.words_of(rows, "session")),
        Finding("In which order are the dates?", probing.order_of(rows, "date")),
        Finding("In which order were they created?", probing.order_of(rows, "created_at")),
        Finding("What do the headers say of limits?", probing.limits_of(answer)),
    ]
    found += yield from _ends(client, rows)
    shown = []
    shown.append((yield from probing.tried(client.accounts(), "Broker accounts")))
    shown.append((yield from probing.tried(client.signals(), "Signals")))
    return Findings(tuple(found), tuple(shown))


def _ends(client: Client, rows: list[object]) -> Operation[list[Finding]]:
    """Whether a window's first and last day belong to it."""
    day = _newest_day(rows)
    if day is None:
        return []
    since = yield from client.trades(first=day)
    until = yield from client.trades(last=day)
    return [
        Finding("Does from include its day?", probing.is_included(since, "date", str(day))),
        Finding("Does to include its day?", probing.is_included(until, "date", str(day))),
    ]


def _newest_day(rows: list[object]) -> date | None:
    for row in rows:
        try:
            return date.fromisoformat(str(row["date"])[:10]) if isinstance(row, dict) else None
        except (KeyError, ValueError):
            continue
    return None


def _key_of(answer: Answer) -> str:
    value = json_text.parse(answer.body)
    if isinstance(value, list):
        return "none: the list is bare"
    assert isinstance(value, dict)
    return ", ".join(str(key) for key, inner in value.items() if isinstance(inner, list))
