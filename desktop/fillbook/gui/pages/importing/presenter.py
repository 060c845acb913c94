"""What the import preview says: seals, totals, what was left out, trades to come."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from fillbook.domain.statement import ControlTotal, LeftOut, Statement
from fillbook.domain.trade import Status, Trade
from fillbook.gui import format
from fillbook.gui.pages.importing.reading import ReadFile, Reading


class Seal(StrEnum):
    """How the totals of a file stand to its rows."""

    TIES = "ties"
    DIFFERS = "differs"
    NONE = "none"  # the file prints no totals
    BROKEN = "broken"  # it cannot be read


_TOTALS = {
    "net_pnl": "Net",
    "gross_profit": "Gross profit",
    "gross_loss": "Gross loss",
    "commission": "Commission",
    "swap": "Swap",
    "trades": "Trades",
    "wins": "Wins",
    "losses": "Losses",
    "end_balance": "Balance at the end",
    "fees": "Fees",
}

_COUNTS = ("trades", "wins", "losses")

TOTAL_HEADERS = ("Total", "Statement", "Counted", "Difference")
TRADE_HEADERS = ("", "Opened", "Symbol", "Side", "Qty", "Fills", "Gross", "Fees", "Net")


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A total as printed, as counted, and what lies between."""

    cells: tuple[str, str, str, str]
    agrees: bool


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """Rows left out for one reason."""

    where: str
    reason: str
    rows: str
    needs_a_look: bool  # should have been a fill


@dataclass(frozen=True, slots=True)
class FileState:
    """One file as the list and its card show it."""

    name: str
    caption: str
    seal: Seal
    title: str
    note: str
    totals: tuple[TotalRow, ...]
    left_out: tuple[LeftOutRow, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TradeLine:
    """A trade that saving would make or change."""

    cells: tuple[str, ...]
    sign: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class ImportState:
    """The whole preview."""

    summary: str
    files: tuple[FileState, ...]
    trades: tuple[TradeLine, ...]
    zone: str
    commit: str  # words of the primary button
    can_commit: bool
    nothing_new: bool


def state_of(reading: Reading) -> ImportState:
    """The preview of what was read."""
    preview = reading.preview
    created = preview.created if preview else ()
    changed = preview.changed if preview else ()
    fills = sum(one.executions_new for one in preview.files) if preview else 0
    cash = sum(one.cash_events for one in preview.files) if preview else 0
    zone = reading.account.timezone
    lines = [_line(trade, zone, is_new=True) for trade in created]
    lines += [_line(trade, zone, is_new=False) for trade in changed]
    broken = any(one.error for one in reading.files)
    return ImportState(
        summary=_summary(reading),
        files=tuple(_file(one, reading) for one in reading.files),
        trades=tuple(lines),
        zone=reading.zone,
        commit=_commit_words(len(created), len(changed), fills, cash),
        can_commit=bool(fills or cash) and not broken,
        nothing_new=preview is not None and not fills and not cash,
    )


def left_out_rows(skipped: Sequence[LeftOut], ignored: Sequence[LeftOut]) -> tuple[LeftOutRow, ...]:
    """Rows left out, gathered by reason, those that should have been fills first."""
    rows = [LeftOutRow(f"Row {one.row}", one.reason, "1 row", needs_a_look=True) for one in skipped]
    counted = Counter(one.reason for one in ignored)
    first = {one.reason: one.row for one in reversed(ignored)}
    rows += [
        LeftOutRow(f"Row {first[reason]}", reason, format.plural(count, "row", "rows"), False)
        for reason, count in counted.most_common()
    ]
    return tuple(rows)


def left_out_text(statement: Statement) -> str:
    """Every row left out, one a line, for the clipboard."""
    everything = sorted((*statement.skipped, *statement.ignored), key=lambda one: one.row)
    return "\n".join(f"{one.row}\t{one.reason}" for one in everything)


def _summary(reading: Reading) -> str:
    fills = sum(len(statement.executions) for statement in reading.statements)
    files = format.plural(len(reading.files), "file", "files")
    return f"{files}, {format.plural(fills, 'fill', 'fills')}"


def _commit_words(created: int, changed: int, fills: int, cash: int) -> str:
    if created:
        return f"Import {format.plural(created, 'trade', 'trades')}"
    if fills:
        return f"Import {format.plural(fills, 'fill', 'fills')}"
    if changed:
        return f"Change {format.plural(changed, 'trade', 'trades')}"
    return f"Import {format.plural(cash, 'cash event', 'cash events')}" if cash else "Import"


def _file(one: ReadFile, reading: Reading) -> FileState:
    if one.statement is None:
        error = one.error
        return FileState(
            name=one.path.name,
            caption=one.title or "Not read",
            seal=Seal.BROKEN,
            title=error.title if error else "",
            note=error.next_step if error else "",
            totals=(),
            left_out=(),
            warnings=(),
        )
    statement = one.statement
    totals = statement.control_totals
    seal, title, note = _seal(totals)
    return FileState(
        name=one.path.name,
        caption=f"{one.title.partition(' (')[0]}, {_news(one, reading)}",
        seal=seal,
        title=title,
        note=note,
        totals=tuple(_total(total) for total in totals),
        left_out=left_out_rows(statement.skipped, statement.ignored),
        warnings=statement.warnings,
    )


def _news(one: ReadFile, reading: Reading) -> str:
    """How many fills of a file are new."""
    for imported in reading.preview.files if reading.preview else ():
        if imported.file == one.path.name:
            read = format.plural(imported.executions_read, "fill", "fills")
            if not imported.executions_known:
                return read
            return f"{read}, {format.count(imported.executions_known)} known"
    return "nothing to add"


def _seal(totals: Sequence[ControlTotal]) -> tuple[Seal, str, str]:
    if not totals:
        return Seal.NONE, "No totals to compare", "The file prints none; its rows speak alone"
    agreed = sum(total.agrees for total in totals)
    if agreed == len(totals):
        exact = all(not total.difference for total in totals)
        note = f"All {len(totals)} totals agree" if len(totals) > 1 else "Its total agrees"
        return Seal.TIES, "Ties to the statement", note if exact else f"{note} within rounding"
    worst = next(total for total in totals if not total.agrees)
    title = f"Differs by {_amount(worst, abs(worst.difference))} in {_label(worst).lower()}"
    return Seal.DIFFERS, title, f"{agreed} of {len(totals)} totals agree"


def _label(total: ControlTotal) -> str:
    return _TOTALS.get(total.name, total.name.replace("_", " ").capitalize())


def _amount(total: ControlTotal, value: Decimal) -> str:
    return format.number(value, 0 if total.name in _COUNTS else 2)


def _total(total: ControlTotal) -> TotalRow:
    cells = (
        _label(total),
        _amount(total, total.stated),
        _amount(total, total.computed),
        _amount(total, total.difference),
    )
    return TotalRow(cells, total.agrees)


def _line(trade: Trade, zone: str, *, is_new: bool) -> TradeLine:
    net = trade.net_pnl
    note = "new" if is_new else "changes"
    if trade.status is Status.OPEN:
        note += ", open"
    return TradeLine(
        cells=(
            note,
            format.moment(trade.opened_at, zone, year=True),
            trade.symbol,
            "↑ Long" if trade.direction == "long" else "↓ Short",
            format.quantity(trade.quantity),
            format.count(trade.executions),
            format.money(trade.gross_pnl, signed=True),
            format.money(trade.fees),
            format.money(net, signed=True),
        ),
        sign=0 if net is None else (net > 0) - (net < 0),
        is_new=is_new,
    )
