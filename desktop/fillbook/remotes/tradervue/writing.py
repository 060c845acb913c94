"""The body that changes a trade at Tradervue."""

from collections.abc import Sequence
from decimal import Decimal

from fillbook.domain.remote_trade import Fields, RemoteTrade
from fillbook.remotes import joined_notes
from fillbook.remotes.remote import Step
from fillbook.remotes.tradervue import mapping


def changes(
    step: Step, wanted: Fields, current: RemoteTrade, names: Sequence[str]
) -> dict[str, object]:
    """Only what changes; the tags as a whole list.

    Args:
        names: The tags as they stand there now.
    """
    body: dict[str, object] = {}
    if joined_notes.KEY in step.fields:
        body["notes"] = wanted.get(joined_notes.KEY) or ""
    if "initial_risk" in step.fields:
        risk = wanted.get("initial_risk")
        body["initial_risk"] = None if risk is None else Decimal(str(risk))
    if step.fields & {"tags", mapping.MARK}:
        body["tags"] = list(_tags(wanted, current, mapping.sorted_tags(names)))
    return body


def _tags(wanted: Fields, current: RemoteTrade, names: Sequence[str]) -> tuple[str, ...]:
    """Our tags, with what somebody added there a moment ago and without what was removed."""
    ours, before = _set(wanted.get("tags")), _set(current.fields.get("tags"))
    folded = {name.casefold() for name in ours}
    known = {name.casefold() for name in before}
    added = [name for name in names if name.casefold() not in known]
    there = {name.casefold() for name in names}
    gone = known - there
    kept = [name for name in ours if name.casefold() not in gone]
    return mapping.sorted_tags([*kept, *(name for name in added if name.casefold() not in folded)])


def _set(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
