"""MetaTrader 4 statements as the terminal saves them, brief or detailed, in any language."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from fillbook.domain.statement import Statement
from fillbook.importers.cells import shown
from fillbook.importers.encoding import decode
from fillbook.importers.importer import ReadOptions, SourceFile
from fillbook.importers.metatrader4_tickets import Ticket, TicketRows, fills_of
from fillbook.importers.metatrader_cells import CashMove, Reading, side_of
from fillbook.importers.metatrader_kind import (
    ReportKind,
    kind_of,
    kind_of_page,
    require,
    titles_sections,
)
from fillbook.importers.metatrader_tables import (
    Row,
    html_rows,
    is_cut_off,
    is_number,
    is_time,
    with_points,
)
from fillbook.importers.metatrader_totals import (
    Counted,
    Printed,
    control_totals,
    numbers_of,
    printed_results,
)
from fillbook.importers.metatrader_words import SideWords, learned_sides

_CURRENCY = re.compile(r"[^:：]*[:：]\s*([A-Z]{3})")
_ACCOUNT = re.compile(r"[^:：]*[:：]\s*(\d{3,})")
_HEAD_ROWS = 4
_TELLING_NOTE = re.compile(r"#\d+|\[(?:sl|tp|so)|partial close|close hedge", re.IGNORECASE)
_SAME = Decimal("0.02")


class MetaTrader4Statement:
    """One closed row is a whole trade; its costs go to its closing fill."""

    id = "mt4_html"
    title = "MetaTrader 4 statement (HTML)"
    extensions = (".htm", ".html")

    def recognises(self, source: SourceFile) -> bool:
        return kind_of_page(source) is ReportKind.MT4_STATEMENT

    def read(self, source: SourceFile, options: ReadOptions) -> Statement:
        page = decode(source.content)
        rows = with_points(list(html_rows(page.text, options)))
        names, currencies = _said(rows, _ACCOUNT), _said(rows, _CURRENCY)
        found = kind_of(rows, has_sections=titles_sections(page.text))
        require(found, ReportKind.MT4_STATEMENT, source.name)
        reading = Reading.of(options)
        parts = _sorted_out(rows, reading)
        tickets = parts.trades.read(reading)
        if is_cut_off(page.text):
            reading.warnings.append("The file ends before its closing line; it may be cut off.")
        return Statement(
            file=source.name,
            sha256=source.sha256,
            format=self.id,
            encoding=page.encoding,
            timezone=options.zone.key,
            executions=fills_of(tickets, reading),
            cash_events=tuple(reading.cash),
            skipped=tuple(reading.skipped),
            ignored=tuple(reading.ignored),
            control_totals=control_totals(
                _printed(rows, parts.last_trade, parts.last_data),
                Counted(
                    results=[ticket.net for ticket in tickets if ticket.closed is not None],
                    commission=sum((t.commission for t in tickets if t.closed), Decimal(0)),
                    swap=sum((t.swap for t in tickets if t.closed), Decimal(0)),
                    end_balance=_end_balance(parts, tickets, reading),
                ),
            ),
            warnings=reading.all_warnings(),
            currency=currencies[-1] if currencies else None,  # a name may look like one
            account_name=names[0] if names else None,
        )


@dataclass(slots=True)
class _Parts:
    """The rows of a statement by what they are."""

    trades: TicketRows
    last_trade: int  # index of the last closed row
    last_data: int  # index of the last row with a time, or of the last heading
    starts_with_money: bool
    credit: Decimal


def _sorted_out(rows: Sequence[Row], reading: Reading) -> _Parts:
    parts = _Parts(TicketRows(_learned(rows, reading)), -1, -1, False, Decimal(0))
    for index, row in enumerate(rows):
        reading.look_up(index, len(rows))
        column = _type_column(row.cells)
        if column is None:
            _take_note(row, parts.trades)
            if len(row.filled) >= 8 and not any(map(is_number, row.filled)):
                parts.last_data = index
            continue
        parts.last_data = index
        word = row.cells[column].lower()
        if parts.trades.side(word) is not None:
            if parts.trades.add(row, column):
                parts.last_trade = index
        elif side_of(word.split(" ")[0]) is not None:
            cancelled = any(map(is_time, row.cells[column:]))
            reading.ignore(row.number, "cancelled order" if cancelled else "working order")
        elif _looks_like_trade(row.cells, column):
            reading.skip(row.number, f"the type {shown(word)} is neither buy nor sell")
        else:
            _take_money(row, column, word, parts, reading)
            parts.last_trade = index
    return parts


def _learned(rows: Sequence[Row], reading: Reading) -> SideWords:
    """The sides that words of closed trades stand for, where they are not MetaTrader's own."""
    trades = []
    for done, row in enumerate(rows):
        reading.breathe(done)
        cells, column = row.cells, _type_column(row.cells)
        if column is None or side_of(cells[column]) is not None or len(cells) <= column + 8:
            continue
        if is_time(cells[column + 6]):
            trades.append((cells[column], cells[column + 3], cells[column + 7], cells[-1]))
    return learned_sides(trades)


def _type_column(cells: Sequence[str]) -> int | None:
    """Where a row names its type: after the opening time, which follows the ticket."""
    for column in (2, 3):
        if column < len(cells) and is_time(cells[column - 1]):
            return column
    for column in (2, 3):
        if column < len(cells) and side_of(cells[column]) is not None:
            return column
    return None


def _take_note(row: Row, trades: TicketRows) -> None:
    """A comment may stand in a row of its own under its trade."""
    if len(row.filled) == 1 and _TELLING_NOTE.search(row.filled[0]):
        trades.note(row.filled[0])


def _looks_like_trade(cells: Sequence[str], column: int) -> bool:
    """Whether a size and a price follow the type, as they do for a trade."""
    return len(cells) > column + 3 and is_number(cells[column + 1]) and is_number(cells[column + 3])


def _take_money(row: Row, column: int, word: str, parts: _Parts, reading: Reading) -> None:
    if not parts.trades:
        parts.starts_with_money = True
    cells = row.cells
    said = [cell for cell in cells[column + 1 :] if cell] or ["nothing"]
    before = len(reading.cash)
    comment = " ".join(cell for cell in said[:-1] if not is_number(cell)) or row.note
    reading.move_cash(
        row, CashMove(word, cells[column - 2], cells[column - 1], (said[-1],), comment)
    )
    if word == "credit" and len(reading.cash) > before:
        parts.credit += reading.cash[-1].amount


def _end_balance(parts: _Parts, tickets: Sequence[Ticket], reading: Reading) -> Decimal | None:
    """What the balance must be, where the statement reaches back to the first deposit."""
    if not parts.starts_with_money:
        return None
    moved = sum((event.amount for event in reading.cash), Decimal(0)) - parts.credit
    return moved + sum((ticket.net for ticket in tickets if ticket.closed), Decimal(0))


def _printed(rows: Sequence[Row], last_trade: int, last_data: int) -> Printed:
    """The line under the closed trades, the balance, and the table of results."""
    tail = rows[last_data + 1 :]
    results = printed_results(tail, net_last=True)
    sums, closed = _line_under(rows[last_trade + 1 :])
    if len(sums) in (3, 4):
        results = replace(results, commission=sums[0], swap=sums[-2])
    if results.net_pnl is None:
        results = replace(results, net_pnl=closed)
    return replace(results, end_balance=_balance(tail))


def _line_under(rows: Sequence[Row]) -> tuple[tuple[Decimal, ...], Decimal | None]:
    """The sums of the columns of the closed trades, and their total below."""
    for index, row in enumerate(rows[:8]):
        sums = numbers_of(row)
        if len(sums) in (3, 4) and len(sums) == len(row.filled):
            for following in rows[index + 1 : index + 4]:
                total = numbers_of(following)
                if len(total) == 1 and abs(sum(sums) - total[0]) <= _SAME:
                    return sums, total[0]
            return sums, None
    return (), None


def _balance(tail: Sequence[Row]) -> Decimal | None:
    """The balance: with credit and floating profit it is the equity that stands beside it."""
    lines = [numbers for numbers in map(numbers_of, tail) if numbers]
    for money, floating, balance in zip(lines, lines[1:], lines[2:], strict=False):
        if (len(money), len(floating), len(balance)) != (2, 3, 3):
            continue
        if abs(balance[0] + money[1] + floating[1] - balance[1]) <= _SAME:
            return balance[0]
    return None


def _said(rows: Sequence[Row], pattern: re.Pattern[str]) -> tuple[str, ...]:
    """What the head of the statement says of its account, whatever the labels before it."""
    found = (pattern.fullmatch(cell) for row in rows[:_HEAD_ROWS] for cell in row.filled)
    return tuple(said.group(1) for said in found if said is not None)
