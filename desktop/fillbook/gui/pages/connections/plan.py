"""What a preview found out, as words. Knows no Qt."""

from collections.abc import Iterator
from dataclasses import dataclass

from fillbook.gui import format
from fillbook.gui.pages.connections.presenter import trade_words
from fillbook.storage.library import Library
from fillbook.sync.report import Report
from fillbook.sync.translator import planned_seconds


@dataclass(frozen=True, slots=True)
class Plan:
    """What a sync would do."""

    summary: str
    rows: tuple[tuple[str, ...], ...]  # a write each: trade, operation, fields


def planned(library: Library, report: Report) -> Plan:
    """What a preview found out."""
    rows = tuple(
        (trade_words(library, entry.trade_id), entry.operation, ", ".join(entry.fields))
        for entry in report.planned
    )
    here = report.pulled
    parts = [
        *_counted(report),
        *([f"{here.created} new here"] if here.created else ()),
        *([f"{here.updated} changed here"] if here.updated else ()),
    ]
    if rows:
        requests = format.plural(report.planned_requests, "request", "requests")
        parts.append(f"{requests} in about {format.duration(planned_seconds(library, report))}")
    return Plan(f"{', '.join(parts) or 'nothing to do'}; nothing was sent yet", rows)


def _counted(report: Report) -> Iterator[str]:
    """How many trades would be created, changed and archived there."""
    trades: dict[str, set[str]] = {}
    for entry in report.planned:
        trades.setdefault(entry.operation, set()).add(entry.trade_id)
    made = trades.pop("create", set())
    gone = trades.pop("archive", set()) | trades.pop("delete", set())
    changed = set().union(*trades.values()) - made - gone
    for found, word in ((made, "created"), (changed, "changed"), (gone, "archived")):
        if found:
            yield f"{len(found)} {word} there"
