"""What was checked before, in and after a trade: its confirmations, and answered protocols."""

import json

from fillbook.domain.review import Confirmation
from fillbook.gui import format

CHECK_HEADERS = ("Check", "Answer", "Note")


def check_rows(
    confirmations: tuple[Confirmation, ...], protocols: str
) -> tuple[tuple[str, ...], ...]:
    """A row a check.

    Args:
        protocols: Answered protocols as a service tells them, a JSON list; they are only shown.
    """
    told = json.loads(protocols)
    answered = (
        [entry for entry in told if isinstance(entry, dict)] if isinstance(told, list) else []
    )
    return (
        *((each.name, "Yes" if each.was_present else "No", each.note) for each in confirmations),
        *(_protocol_row(entry) for entry in answered),
    )


def _protocol_row(entry: dict[str, object]) -> tuple[str, ...]:
    kind = str(entry.get("protocol_type") or "protocol").replace("_", " ")
    share = entry.get("completion_pct")
    status = str(entry.get("status") or "")
    done = status.capitalize() if share is None else f"{status.capitalize()}, {share}{format.THIN}%"
    return str(entry.get("protocol_name") or "Protocol"), done, kind.capitalize()
