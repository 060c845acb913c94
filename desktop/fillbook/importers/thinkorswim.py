"""thinkorswim's account statement: one CSV of many sections, each with its own header."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from fillbook.domain.errors import UnreadableFile
from fillbook.domain.execution import Execution
from fillbook.domain.money import exact_product, exact_sum
from fillbook.domain.statement import ControlTotal, LeftOut, Statement, rounding_tolerance
from fillbook.importers.cells import CellError
from fillbook.importers.csv_rows import is_blank, read_rows
from fillbook.importers.encoding import decode, decode_head
from fillbook.importers.importer import HEAD_BYTES, ReadOptions, SourceFile
from fillbook.importers.numbers import parse_number
from fillbook.importers.thinkorswim_cash import read_cash
from fillbook.importers.thinkorswim_trades import Order, read_orders
from fillbook.importers.timestamps import Clock

_TITLES = frozenset({
    "cash balance", "futures statements", "forex statements", "crypto statements",
    "account order history", "account trade history", "profits and losses", "equities",
    "options", "futures", "futures options", "forex account summary", "account summary",
    "forex positions", "bonds", "mutual funds", "filled orders", "working orders",
    "canceled orders",
})  # fmt: skip
_TRADES = ("account trade history", "filled orders")
"""The section of the fills: of an account statement, and of Today's Trade Activity."""

_FIRST_LINE = re.compile(
    r"\s*Account Statement for (?P<account>.*?)(?: since (?P<since>\S+) through (?P<through>\S+))?$"
)
_UNFILLED = {
    "CANCELED": "cancelled order",
    "EXPIRED": "expired order",
    "REJECTED": "rejected order",
    "REPLACED": "replaced order",
}


@dataclass(frozen=True, slots=True)
class Section:
    """The rows under one title, with the places of its columns."""

    columns: dict[str, int]  # by header in lower case; the first where a name stands twice
    rows: list[tuple[int, list[str]]]

    def cell(self, cells: Sequence[str], header: str) -> str:
        """A row's cell under a header; "" where the row or the section lacks it."""
        place = self.columns.get(header.lower())
        return cells[place].strip() if place is not None and place < len(cells) else ""


class Thinkorswim:
    """Reads Account Statement > Export to File of thinkorswim, live and paper money."""

    id = "thinkorswim"
    title = "thinkorswim account statement"
    extensions = (".csv",)

    def recognises(self, source: SourceFile) -> bool:
        head = decode_head(source.content, HEAD_BYTES)
        titles = {line.split(",")[0].strip().strip('"').lower() for line in head.splitlines()}
        first = head.lstrip().lstrip('"').startswith("Account Statement for ")
        return len(titles & _TITLES) >= (1 if first else 2)

    def read(self, source: SourceFile, options: ReadOptions) -> Statement:
        decoded = decode(source.content)
        rows = list(read_rows(decoded.text))
        options.checkpoint(0, len(rows))
        sections = _sections(rows)
        trades = next((sections[title] for title in _TRADES if title in sections), None)
        if trades is None:
            raise UnreadableFile(
                f"{source.name} holds no Account Trade History.",
                "Export the whole account statement from thinkorswim.",
            )
        clock = Clock(options.zone)
        orders, skipped = read_orders(trades, clock)
        options.checkpoint(len(rows) // 2, len(rows))
        cash = read_cash(sections, orders, clock)
        fills = tuple(
            replace(fill, sequence=sequence)
            for sequence, fill in enumerate(_oldest_first(cash.orders))
        )
        options.checkpoint(len(rows), len(rows))
        heading = _heading(rows)
        return Statement(
            file=source.name,
            sha256=source.sha256,
            format=self.id,
            encoding=decoded.encoding,
            timezone=options.zone.key,
            executions=fills,
            cash_events=cash.events,
            skipped=skipped,
            ignored=tuple(sorted((*_unfilled(sections), *cash.ignored), key=lambda out: out.row)),
            control_totals=_control_totals(sections, fills, one_day=_is_one_day(heading)),
            warnings=(*cash.warnings, *clock.warnings()),
            currency=_currency(sections),
            account_name=(heading["account"] or None) if heading else None,
        )


def _sections(rows: Sequence[tuple[int, list[str]]]) -> dict[str, Section]:
    """The sections by their titles in lower case."""
    sections: dict[str, Section] = {}
    title, header_due = "", False
    for line, cells in rows:
        only = cells[0].strip().lower() if cells and is_blank(cells[1:]) else ""
        if only:  # nothing but a title stands alone in the first cell
            title, header_due = only, True
        elif is_blank(cells) or not title:
            continue
        elif header_due:
            names = [cell.strip().lower() for cell in cells]
            columns = {name: names.index(name) for name in names if name}
            sections[title], header_due = Section(columns, []), False
        else:
            sections[title].rows.append((line, cells))
    return sections


def _oldest_first(orders: Sequence[Order]) -> Iterator[Execution]:
    """The fills in the order in which they happened: the file puts the newest first."""
    newest_first = len(orders) > 1 and orders[0].executed_at > orders[-1].executed_at
    for order in reversed(orders) if newest_first else orders:
        yield from order.fills


def _unfilled(sections: dict[str, Section]) -> Iterator[LeftOut]:
    """The orders that never became fills."""
    section = sections.get("account order history")
    if section is None:
        return
    for line, cells in section.rows:
        status = section.cell(cells, "Status").upper()
        reason = _UNFILLED.get(status.split(" ")[0].rstrip(":"))
        if reason:
            yield LeftOut(line, reason)
        elif status and status != "FILLED" and section.cell(cells, "Time Placed"):
            yield LeftOut(line, "order that was not filled yet")


def _heading(rows: Sequence[tuple[int, list[str]]]) -> dict[str, str | None] | None:
    for _, cells in rows[:3]:
        found = _FIRST_LINE.match(",".join(cells).rstrip(", "))
        if found:
            return found.groupdict()
    return None


def _is_one_day(heading: dict[str, str | None] | None) -> bool:
    return (
        heading is not None
        and heading["since"] is not None
        and (heading["since"] == heading["through"])
    )


def _currency(sections: dict[str, Section]) -> str | None:
    """The account's currency, which the header of the forex section alone names."""
    section = sections.get("forex statements")
    for name in section.columns if section else ():
        found = re.fullmatch(r"amount\((\w{3})\)", name)
        if found:
            return found.group(1).upper()
    return None


def _control_totals(
    sections: dict[str, Section], fills: tuple[Execution, ...], *, one_day: bool
) -> tuple[ControlTotal, ...]:
    """The day's P&L as printed, where the file's own fills are enough to count it.

    They are when the statement is of one day and every position in it opens and closes.
    thinkorswim prints P/L Day without costs unless its user asked for them, so the fills are
    counted the way that comes nearer.
    """
    section = sections.get("profits and losses")
    stated = _overall(section, "P/L Day") if section else None
    gross = _realised_when_flat(fills)
    if stated is None or gross is None or not one_day or not fills:
        return ()
    net = gross - exact_sum(fill.fees or Decimal(0) for fill in fills)
    computed = min((gross, net), key=lambda amount: abs(amount - stated))
    tolerance = rounding_tolerance(len(fills))
    return (ControlTotal(name="net_pnl", stated=stated, computed=computed, tolerance=tolerance),)


def _overall(section: Section, header: str) -> Decimal | None:
    for _, cells in reversed(section.rows):
        if "TOTAL" in section.cell(cells, "Description").upper():
            try:
                return parse_number(section.cell(cells, header))
            except CellError:
                return None
    return None


def _realised_when_flat(fills: Sequence[Execution]) -> Decimal | None:
    """What flat positions brought before costs; None when one stays open or has no multiplier."""
    positions: dict[str, Decimal] = {}
    total = Decimal(0)
    for fill in fills:
        if fill.multiplier is None or fill.price is None:
            return None
        positions[fill.symbol] = positions.get(fill.symbol, Decimal(0)) + fill.signed_quantity
        total -= exact_product(fill.signed_quantity, fill.price, fill.multiplier)
    return None if any(positions.values()) else total
