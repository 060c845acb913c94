"""What TradeJournal's documentation leaves open, asked of a live account."""

from datetime import date

from fillbook.remotes import json_text, probing
from fillbook.remotes.effects import Answer, Operation
from fillbook.remotes.errors import RefusedThere, Unclear
from fillbook.remotes.probing import Finding, Findings, Shown
from fillbook.remotes.record import Record
from fillbook.remotes.tradejournal.client import Client

_MANY = 1000


def findings(client: Client) -> Operation[Findings]:
    """Pages, order and windows; its own figures and its leaderboard."""
    answer = yield from client.trades_answer(25, None, None)
    rows = _rows(answer)
    found = [
        Finding("Which fields has a page?", _names(answer)),
        Finding("Which fields has a row?", probing.names_of(rows)),
        Finding("What is a price?", probing.kinds_of(rows, "entry_price")),
        Finding("What is an empty note?", probing.kinds_of(rows, "notes")),
        Finding("In which order were they entered?", probing.order_of(rows, "entry_time")),
        Finding("In which order are the ids?", probing.order_of(rows, "id")),
        Finding("What do the headers say of limits?", probing.limits_of(answer)),
        Finding("How many rows has the largest page?", (yield from _largest(client))),
    ]
    found += yield from _ends(client, rows)
    shown = [(yield from _stats(client))]
    shown.append((yield from probing.tried(client.leaderboard(), "Leaderboard")))
    return Findings(tuple(found), tuple(shown))


def _largest(client: Client) -> Operation[str]:
    try:
        answer = yield from client.trades_answer(_MANY, None, None)
    except RefusedThere as refused:
        return f"a page of {_MANY} is refused: {refused.title}"
    return str(_fields(answer).get("per_page"))


def _ends(client: Client, rows: list[object]) -> Operation[list[Finding]]:
    """Whether a window's last day belongs to it, by trades that are entered and left on a day."""
    day = next((str(row.get("entry_time"))[:10] for row in rows if isinstance(row, dict)), None)
    if day is None:
        return []
    only = date.fromisoformat(day)
    same = _rows((yield from client.trades_answer(25, only, only)))
    return [Finding("Does to include its day?", probing.is_included(same, "entry_time", day))]


def _stats(client: Client) -> Operation[Shown]:
    try:
        stats = yield from client.stats()
    except (RefusedThere, Unclear) as error:
        return Shown("Its own figures", ({"refused": error.title},))
    return probing.table("Its own figures", [dict(stats.fields)])


def _fields(answer: Answer) -> dict[str, object]:
    return dict(Record.of(json_text.parse(answer.body), "The answer").fields)


def _rows(answer: Answer) -> list[object]:
    rows = _fields(answer).get("data")
    return rows if isinstance(rows, list) else []


def _names(answer: Answer) -> str:
    return ", ".join(sorted(_fields(answer)))
