"""Tickets of a MetaTrader 4 statement, and the positions that partial closings part them into.

A partial closing closes the part under the old ticket and goes on under a new one. The
comments say so, ``to #102`` on the old and ``from #101`` on the new; some brokers write
``partial close`` and leave the rest to be found.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from fillbook.domain.execution import Basis, Execution, Side, StatedPnl
from fillbook.importers.cells import CellError
from fillbook.importers.metatrader_cells import (
    Reading,
    amount_in,
    asset_type_of,
    level_in,
    opposite,
    price_in,
    side_of,
    size_in,
    symbol_in,
    ticket_in,
)
from fillbook.importers.metatrader_tables import Row, is_number, is_time
from fillbook.importers.metatrader_words import SideWords
from fillbook.importers.timestamps import Moment

_LINK = re.compile(r"\b(from|to) #(\d{1,18})", re.IGNORECASE)
_HEDGED_BY = re.compile(r"close hedge by #(\d{1,18})", re.IGNORECASE)
_PARTIAL = re.compile(r"partial close", re.IGNORECASE)
_MOST_COSTS = 4

Entry = tuple[str, Side, Moment, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """One row of closed or open trades."""

    row: int
    number: str
    side: Side
    size: Decimal  # lots; zero where the other side of a hedge took it all
    symbol: str
    opened: Moment
    open_price: Decimal
    stop_loss: Decimal | None
    take_profit: Decimal | None
    closed: Moment | None
    close_price: Decimal | None
    commission: Decimal  # as the statement signs it: a cost is negative
    taxes: Decimal
    swap: Decimal
    profit: Decimal
    comment: str

    @property
    def net(self) -> Decimal:
        return self.commission + self.taxes + self.swap + self.profit

    @property
    def entry(self) -> Entry:
        """What all parts of one position have in common."""
        return (self.symbol, self.side, self.opened, self.open_price)


@dataclass(slots=True)
class TicketRows:
    """Rows of trades, gathered until the number of their cost columns is known."""

    words: SideWords  # for sides, where they are not MetaTrader's own
    rows: list[tuple[Row, int]] = field(default_factory=list)
    comments: dict[int, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.rows)

    def side(self, word: str) -> Side | None:
        return side_of(word) or self.words.get(word.lower())

    def add(self, row: Row, column: int) -> bool:
        """Take a row whose type stands in that column; whether it is a closed trade."""
        self.rows.append((row, column))
        return column + 6 < len(row.cells) and is_time(row.cells[column + 6])

    def note(self, comment: str) -> None:
        """Put a comment to the last row."""
        if self.rows:
            number = self.rows[-1][0].number
            self.comments[number] = f"{self.comments.get(number, '')} {comment}"

    def read(self, reading: Reading) -> tuple[Ticket, ...]:
        """The tickets; a row that cannot be read is skipped and named."""
        tickets = []
        costs = self._cost_columns()
        for done, (row, column) in enumerate(self.rows):
            reading.breathe(done)
            try:
                tickets.append(self._ticket(row, column, costs, reading))
            except CellError as error:
                reading.skip(row.number, error)
        return _without_twins(tickets, reading)

    def _cost_columns(self) -> int:
        """How many amounts end a row: commission, often taxes, swap, profit."""
        widths = Counter(_amounts(row.cells, column) for row, column in self.rows)
        return min(widths.most_common(1)[0][0], _MOST_COSTS) if widths else _MOST_COSTS

    def _ticket(self, row: Row, column: int, costs: int, reading: Reading) -> Ticket:
        cells = row.cells
        first_cost = column + 8
        if not costs or len(cells) < first_cost + costs:
            raise CellError("the row ends before its profit")
        amounts = [_must_amount(cell) for cell in cells[first_cost : first_cost + costs]]
        commission, taxes = (amounts[0], amounts[1]) if costs == 4 else (amounts[0], Decimal(0))
        closing = cells[column + 6]
        side = self.side(cells[column])
        assert side is not None
        rest = " ".join(cells[first_cost + costs :])
        return Ticket(
            row=row.number,
            number=ticket_in(cells[column - 2]),
            opened=reading.time(cells[column - 1]),
            side=side,
            size=size_in(cells[column + 1]),
            symbol=symbol_in(cells[column + 2]),
            open_price=price_in(cells[column + 3]),
            stop_loss=level_in(cells[column + 4]),
            take_profit=level_in(cells[column + 5]),
            closed=reading.time(closing) if closing else None,
            close_price=price_in(cells[column + 7]) if closing else None,
            commission=commission if costs >= 3 else Decimal(0),
            taxes=taxes,
            swap=amounts[-2] if costs >= 2 else Decimal(0),
            profit=amounts[-1],
            comment=" ".join((row.note, rest, self.comments.get(row.number, ""))),
        )


def _amounts(cells: Sequence[str], column: int) -> int:
    count = 0
    for cell in cells[column + 8 :]:
        if not is_number(cell):
            break
        count += 1
    return count


def _must_amount(text: str) -> Decimal:
    if not text:
        raise CellError("an amount is missing")
    return amount_in(text)


def _without_twins(tickets: Iterable[Ticket], reading: Reading) -> tuple[Ticket, ...]:
    """Each ticket once; a second row of the same ticket is skipped."""
    seen: set[str] = set()
    once = []
    for ticket in tickets:
        if ticket.number in seen:
            reading.skip(ticket.row, f"ticket {ticket.number} stands in the file twice")
            continue
        seen.add(ticket.number)
        once.append(ticket)
    return tuple(once)


def fills_of(tickets: Sequence[Ticket], reading: Reading) -> tuple[Execution, ...]:
    """An opening fill for each position, and a closing fill for each ticket that is closed."""
    fills: list[Execution] = []
    positions = _positions(_hedges_settled(tickets, reading), reading)
    for done, (root, parts) in enumerate(positions.items()):
        reading.breathe(done)
        fills.append(_opening(root, parts, reading))
        fills.extend(_closing(root, part, reading) for part in parts if part.closed is not None)
    return tuple(sorted(fills, key=lambda fill: (fill.executed_at, fill.sequence)))


def _hedges_settled(tickets: Sequence[Ticket], reading: Reading) -> Sequence[Ticket]:
    """The tickets without those of size zero, whose costs go to the other side of the hedge."""
    by_number = {ticket.number: ticket for ticket in tickets if ticket.size}
    for ticket in tickets:
        if ticket.size:
            continue
        hedge = _HEDGED_BY.search(ticket.comment)
        other = by_number.get(hedge.group(1)) if hedge else None
        if other is not None and other.closed is not None:
            by_number[other.number] = replace(
                other,
                commission=other.commission + ticket.commission,
                taxes=other.taxes + ticket.taxes,
                swap=other.swap + ticket.swap,
                profit=other.profit + ticket.profit,
            )
            reading.ignore(ticket.row, f"closed whole by the hedge {other.number}")
        elif ticket.net:
            reading.skip(ticket.row, "the volume is zero and an amount stands beside it")
        else:
            reading.ignore(ticket.row, "the volume is zero")
    return tuple(by_number.values())


def _positions(tickets: Sequence[Ticket], reading: Reading) -> dict[str, list[Ticket]]:
    """Tickets of one position under the first of them that the file holds.

    A part whose opening stands in an earlier statement is a position of its own: its size
    says nothing of the whole, and would belie what is known of it.
    """
    root: dict[str, str] = {}

    def first(number: str) -> str:
        while root.get(number, number) != number:
            number = root[number]
        return number

    for older, newer in _links(tickets, reading):
        low, high = sorted((first(older), first(newer)), key=int)
        root[high] = low
    positions: dict[str, list[Ticket]] = defaultdict(list)
    for ticket in sorted(tickets, key=lambda ticket: int(ticket.number)):
        positions[first(ticket.number)].append(ticket)
    parted = [parts[0].number for root, parts in positions.items() if parts[0].number != root]
    if parted:
        reading.warnings.append(
            f"What ticket {parted[0]} continues was opened in an earlier statement"
            + (f", and so with {len(parted) - 1} more" if len(parted) > 1 else "")
            + "; a statement that holds both joins them."
        )
    return {parts[0].number: parts for parts in positions.values()}


def _links(tickets: Sequence[Ticket], reading: Reading) -> Iterable[tuple[str, str]]:
    """Pairs of tickets, older first, of which the newer goes on with the rest of the older."""
    entries = {ticket.number: ticket.entry for ticket in tickets}
    by_entry: dict[Entry, list[Ticket]] = defaultdict(list)
    for ticket in sorted(tickets, key=lambda ticket: int(ticket.number)):
        by_entry[ticket.entry].append(ticket)
    continued: set[str] = set()
    linked: set[str] = set()
    for done, ticket in enumerate(tickets):
        reading.breathe(done)
        for word, number in _LINK.findall(ticket.comment):
            older, newer = (
                (number, ticket.number) if word.lower() == "from" else (ticket.number, number)
            )
            if entries.setdefault(number, ticket.entry) != ticket.entry:
                continue  # a robot's own comment that only looks like a link
            continued.add(older)
            linked.add(newer)
            yield older, newer
    for alike in by_entry.values():
        yield from _unnamed_links(alike, continued, linked)


def _unnamed_links(
    alike: Sequence[Ticket], continued: set[str], linked: set[str]
) -> Iterable[tuple[str, str]]:
    """Links of tickets whose comment says ``partial close`` and no number."""
    for index, ticket in enumerate(alike):
        if ticket.number in continued or not _PARTIAL.search(ticket.comment):
            continue
        for newer in alike[index + 1 :]:
            if newer.number not in linked:
                linked.add(newer.number)
                yield ticket.number, newer.number
                break


def _opening(root: str, parts: Sequence[Ticket], reading: Reading) -> Execution:
    """The opening of a position: all its parts together, without costs, which closings carry."""
    head, last = parts[0], parts[-1]
    return Execution(
        symbol=head.symbol,
        side=head.side,
        quantity=sum((part.size for part in parts), Decimal(0)),
        price=head.open_price,
        executed_at=head.opened.at,
        sequence=2 * int(root),
        precision=head.opened.precision,
        commission=Decimal(0),
        other_fees=Decimal(0),
        swap=Decimal(0),
        asset_type=asset_type_of(head.symbol, reading.options),
        external_id=f"{root}:open",
        order_id=root,
        position_id=root,
        stop_loss=last.stop_loss,
        take_profit=last.take_profit,
        row=head.row,
    )


def _closing(root: str, part: Ticket, reading: Reading) -> Execution:
    assert part.closed is not None
    return Execution(
        symbol=part.symbol,
        side=opposite(part.side),
        quantity=part.size,
        price=part.close_price,
        executed_at=part.closed.at,
        sequence=2 * int(part.number) + 1,
        precision=part.closed.precision,
        commission=-part.commission,
        other_fees=-part.taxes,
        swap=part.swap,
        stated_pnl=StatedPnl(part.profit, Basis.GROSS),
        asset_type=asset_type_of(part.symbol, reading.options),
        external_id=f"{part.number}:close",
        order_id=part.number,
        position_id=root,
        row=part.row,
    )
