"""What waits for the trader: only what is so, and where it leads."""

from dataclasses import dataclass
from enum import StrEnum

from fillbook.domain.contents import Counts
from fillbook.domain.importing import ImportBatch
from fillbook.gui import format
from fillbook.statistics.population import Population


class Wish(StrEnum):
    """Where a line leads."""

    REVIEW = "review"
    OPEN_TRADES = "open_trades"
    RISK = "risk"
    NOTHING = ""


@dataclass(frozen=True, slots=True)
class WaitingLine:
    icon: str  # name of an icon's meaning
    tone: str  # accent, warn or ok
    title: str
    line: str
    wish: Wish = Wish.NOTHING


def waiting_lines(
    counts: Counts, population: Population, last_import: ImportBatch | None
) -> tuple[WaitingLine, ...]:
    """At most four lines, the most useful first."""
    found = [
        _review(counts),
        _risk(population),
        _open(counts),
        _import(last_import),
    ]
    return tuple(line for line in found if line is not None)


def _review(counts: Counts) -> WaitingLine:
    if not counts.unreviewed:
        return WaitingLine("REVIEW", "ok", "Every trade is reviewed", "Nothing waits for you")
    title = format.plural(counts.unreviewed, "trade", "trades")
    return WaitingLine(
        "REVIEW", "accent", f"{title} to review", "Closed, not judged yet", Wish.REVIEW
    )


def _risk(population: Population) -> WaitingLine | None:
    without = len(population) - len(population.r)
    if not without:
        return None
    title = f"{format.plural(without, 'trade', 'trades')} without a risk"
    return WaitingLine("WARN", "warn", title, "No R multiple without a first stop", Wish.RISK)


def _open(counts: Counts) -> WaitingLine | None:
    if not counts.open:
        return None
    title = f"{format.plural(counts.open, 'trade is', 'trades are')} open"
    return WaitingLine("CLOCK", "accent", title, "Counted once they are closed", Wish.OPEN_TRADES)


def _import(last: ImportBatch | None) -> WaitingLine | None:
    if last is None:
        return None
    fills = format.plural(last.executions, "fill", "fills")
    return WaitingLine("IMPORT", "ok", f"Last import brought {fills}", last.file)
