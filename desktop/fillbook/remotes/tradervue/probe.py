"""What Tradervue's documentation leaves open, asked of a live account."""

from fillbook.remotes import probing
from fillbook.remotes.effects import Operation
from fillbook.remotes.probing import Finding, Findings
from fillbook.remotes.tradervue.client import Client


def findings(client: Client) -> Operation[Findings]:
    """Shapes of trades and their zone; its diary and free notes. The import is left alone."""
    rows = yield from client.trades(1)
    is_open = [row for row in rows if isinstance(row, dict) and row.get("open")]
    bare = [row for row in rows if isinstance(row, dict) and not row.get("exec_count")]
    found = [
        Finding("Which fields has a row?", probing.names_of(rows)),
        Finding("Which words has the side?", probing.words_of(rows, "side")),
        Finding("In which order were they opened?", probing.order_of(rows, "start_datetime")),
        Finding("Which offset have its times?", _offsets(rows)),
        Finding("What ends an open trade?", probing.kinds_of(is_open, "end_datetime")),
        Finding("What begins a trade without fills?", probing.kinds_of(bare, "start_datetime")),
        Finding("What are the tags of a row?", probing.kinds_of(rows, "tags")),
        Finding("What is a price?", probing.kinds_of(rows, "entry_price")),
    ]
    if rows and isinstance(rows[0], dict):
        detail = yield from client.trade(str(rows[0].get("id")))
        found.append(Finding("Which fields has a trade?", probing.names_of([detail.fields])))
    shown = []
    shown.append((yield from probing.tried(client.days(1), "Diary")))
    shown.append((yield from probing.tried(client.notes(1), "Notes")))
    return Findings(tuple(found), tuple(shown))


def _offsets(rows: list[object]) -> str:
    times = {
        str(row["start_datetime"])[-6:]
        for row in rows
        if isinstance(row, dict) and row.get("start_datetime")
    }
    return ", ".join(sorted(times)) or "cannot be told"
