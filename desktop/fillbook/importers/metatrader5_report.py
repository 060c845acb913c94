"""The tables of a MetaTrader 5 report: deals, closed and open positions, orders.

Cost columns are told by their number, since builds differ in them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from fillbook.domain.execution import Side
from fillbook.importers.cells import CellError, shown
from fillbook.importers.metatrader5_sections import Section, Table, sections, table_of
from fillbook.importers.metatrader_cells import (
    CashMove,
    Closing,
    Reading,
    amount_in,
    level_in,
    number_in,
    price_in,
    side_of,
    symbol_in,
    ticket_in,
    volume_in,
)
from fillbook.importers.metatrader_tables import Row, is_integer, is_number, is_time
from fillbook.importers.metatrader_words import SideWords, learned_sides
from fillbook.importers.timestamps import Moment

_BEFORE_COSTS = 8  # columns of a deal before its costs, and of a position after its close
_AFTER_COSTS = 2  # balance and comment
_WHOLE_TABLES = (Table.DEALS, Table.POSITIONS, Table.OPEN_POSITIONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """A fill, its amounts signed as the report signs them: a cost is negative."""

    row: int
    number: str
    at: Moment
    symbol: str
    side: Side
    closing: Closing
    volume: Decimal
    price: Decimal
    order: str
    commission: Decimal
    fee: Decimal
    swap: Decimal
    profit: Decimal

    @property
    def net(self) -> Decimal:
        return self.commission + self.fee + self.swap + self.profit


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A row of closed positions, or of open ones."""

    row: int
    number: str
    symbol: str
    side: Side
    volume: Decimal
    opened: Moment
    open_price: Decimal
    stop_loss: Decimal | None
    take_profit: Decimal | None
    closed: Moment | None = None
    close_price: Decimal | None = None
    commission: Decimal = Decimal(0)
    fee: Decimal = Decimal(0)
    swap: Decimal = Decimal(0)
    profit: Decimal = Decimal(0)

    @property
    def net(self) -> Decimal:
        return self.commission + self.fee + self.swap + self.profit


@dataclass(frozen=True, slots=True)
class Balance:
    """The balance that a row of deals states, and by how much that row changed it."""

    at: datetime
    deal: int
    change: Decimal
    after: Decimal


@dataclass(slots=True)
class Report:
    """What the tables of a report hold."""

    deals: list[Deal] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)
    open_positions: list[Position] = field(default_factory=list)
    levels: dict[str, tuple[Decimal | None, Decimal | None]] = field(default_factory=dict)
    deal_sums: tuple[str, ...] = ()  # the line under the deals: costs, profit, balance
    balances: list[Balance] = field(default_factory=list)
    results_from: int = 0  # index of the row after the last table
    sides: SideWords = field(default_factory=dict)  # where words are not MetaTrader's own
    closing_words: set[str] = field(default_factory=set)  # words of deals that made a profit


def read_tables(rows: Sequence[Row], reading: Reading) -> Report:
    """The tables of a report; rows that should be deals and cannot be read are skipped."""
    report = Report()
    tables = [(section, table_of(section)) for section in sections(rows)]
    has_deals = any(table is Table.DEALS for _, table in tables)
    for section, table in tables:
        _learn(section, table, report)
    for section, table in tables:
        for index, row in enumerate(section.rows):
            reading.look_up(section.first + index, len(rows))
            cells = section.fields(row)
            if not cells or not is_time(cells[0]):
                _other_row(row, cells, table, report, reading)
                continue
            report.results_from = section.first + index + 1
            if table is None:
                continue
            try:
                if table in _WHOLE_TABLES and len(cells) < len(section.columns):
                    raise CellError("the row ends early")
                _READERS[table](row, cells, report, reading)
            except CellError as error:
                if table is Table.DEALS or not has_deals:
                    reading.skip(row.number, error)
                else:
                    reading.ignore(row.number, f"not read: {error}")
        report.results_from = max(report.results_from, section.first)
    return report


def _learn(section: Section, table: Table | None, report: Report) -> None:
    """Learn words that are not MetaTrader's own, before rows are read by them."""
    fields = (section.fields(row) for row in section.rows)
    whole = (cells for cells in fields if len(cells) == len(section.columns) and is_time(cells[0]))
    if table is Table.POSITIONS:
        report.sides |= learned_sides((c[3], c[5], c[9], c[-1]) for c in whole)
    elif table is Table.DEALS:
        report.closing_words |= {
            cells[4].lower() for cells in whole if cells[-3].strip("-0. ") and cells[4]
        }


def _other_row(
    row: Row, cells: Sequence[str], table: Table | None, report: Report, reading: Reading
) -> None:
    """A row without a time: the sums under the deals, or a deal whose time is lost."""
    if table is not Table.DEALS:
        return
    numbers = tuple(cell for cell in row.filled if is_number(cell))
    if len(cells) > _BEFORE_COSTS and is_integer(cells[1]) and len(row.filled) >= _BEFORE_COSTS:
        reading.skip(row.number, f"{shown(cells[0])} is no time")
    elif len(numbers) >= 4 and len(numbers) == len(row.filled) and not report.deal_sums:
        report.deal_sums = numbers


def _costs(cells: Sequence[str]) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    """Commission, fee, swap and profit; a build without fees has three columns.

    Raises:
        CellError: they are too few or no amounts.
    """
    amounts = [amount_in(cell) for cell in cells]
    if len(amounts) == 3:
        return amounts[0], Decimal(0), amounts[1], amounts[2]
    if len(amounts) < 3:
        raise CellError("the row ends before its profit")
    commission, fee, swap, profit = amounts[-4:]  # what stands before them is turnover
    return commission, fee, swap, profit


def _read_deal(row: Row, cells: Sequence[str], report: Report, reading: Reading) -> None:
    word = cells[3].lower()
    costs = cells[_BEFORE_COSTS:-_AFTER_COSTS]
    side = _side(word, report)
    if side is None and cells[2] and is_number(cells[6]) and " " not in word:
        raise CellError(f"the type {shown(word)} is neither buy nor sell")
    if side is None:
        _read_money(row, word, cells, report, reading)
        return
    commission, fee, swap, profit = _costs(costs)
    deal = Deal(
        row=row.number,
        number=ticket_in(cells[1]),
        at=reading.time(cells[0]),
        symbol=symbol_in(cells[2]),
        side=side,
        closing=_closing(cells[4], report),
        volume=volume_in(cells[5]),
        price=price_in(cells[6]),
        order=cells[7] if is_integer(cells[7]) else "",
        commission=commission,
        fee=fee,
        swap=swap,
        profit=profit,
    )
    report.deals.append(deal)
    _note_balance(report, deal.at, deal.number, deal.net, cells[-_AFTER_COSTS])


def _side(word: str, report: Report) -> Side | None:
    return side_of(word) or report.sides.get(word.lower())


def _closing(word: str, report: Report) -> Closing:
    """What the deal does; a strange word closes where any deal of that word made a profit."""
    try:
        return Closing(word.lower())
    except ValueError:
        return Closing.OUT if word.lower() in report.closing_words else Closing.IN


def _read_money(
    row: Row, word: str, cells: Sequence[str], report: Report, reading: Reading
) -> None:
    """A balance operation; a cancelled deal moves nothing."""
    if side_of(word.split(" ")[0]) is not None:
        reading.ignore(row.number, "cancelled deal")
        return
    amounts = tuple(cells[_BEFORE_COSTS:-_AFTER_COSTS])[-4:]
    before = len(reading.cash)
    reading.move_cash(row, CashMove(word, cells[1], cells[0], amounts, cells[-1] or row.note))
    if len(reading.cash) > before and word != "credit":
        moved = reading.cash[-1].amount
        _note_balance(report, reading.time(cells[0]), cells[1], moved, cells[-_AFTER_COSTS])


def _note_balance(report: Report, at: Moment, number: str, change: Decimal, text: str) -> None:
    balance = number_in(text)
    if balance is not None:
        sequence = int(number) if is_integer(number) else 0
        report.balances.append(Balance(at.at, sequence, change, balance))


def _read_position(row: Row, cells: Sequence[str], report: Report, reading: Reading) -> None:
    side = _side(cells[3], report)
    if side is None:
        raise CellError(f"the type {shown(cells[3])} is neither buy nor sell")
    commission, fee, swap, profit = _costs(cells[_BEFORE_COSTS + 2 :])
    report.positions.append(
        Position(
            row=row.number,
            number=ticket_in(cells[1]),
            symbol=symbol_in(cells[2]),
            side=side,
            volume=volume_in(cells[4]),
            opened=reading.time(cells[0]),
            open_price=price_in(cells[5]),
            stop_loss=level_in(cells[6]),
            take_profit=level_in(cells[7]),
            closed=reading.time(cells[8]),
            close_price=price_in(cells[9]),
            commission=commission,
            fee=fee,
            swap=swap,
            profit=profit,
        )
    )


def _read_open_position(row: Row, cells: Sequence[str], report: Report, reading: Reading) -> None:
    side = _side(cells[3], report)
    if side is None:
        raise CellError(f"the type {shown(cells[3])} is neither buy nor sell")
    report.open_positions.append(
        Position(
            row=row.number,
            number=ticket_in(cells[1]),
            symbol=symbol_in(cells[2]),
            side=side,
            volume=volume_in(cells[4]),
            opened=reading.time(cells[0]),
            open_price=price_in(cells[5]),
            stop_loss=level_in(cells[6]),
            take_profit=level_in(cells[7]),
        )
    )


def _read_order(row: Row, cells: Sequence[str], report: Report, reading: Reading) -> None:
    """An order is no fill; its stop and target belong to what it opened."""
    if len(cells) < _BEFORE_COSTS:
        raise CellError("the row ends early")
    if is_integer(cells[1]):
        report.levels[cells[1]] = (level_in(cells[6]), level_in(cells[7]))
    filled = "/" in cells[4] and any(mark in "123456789" for mark in cells[4].partition("/")[2])
    reading.ignore(row.number, "order" if filled else "cancelled order")


def _read_working_order(row: Row, cells: Sequence[str], report: Report, reading: Reading) -> None:
    reading.ignore(row.number, "working order")


_READERS = {
    Table.DEALS: _read_deal,
    Table.POSITIONS: _read_position,
    Table.OPEN_POSITIONS: _read_open_position,
    Table.ORDERS: _read_order,
    Table.WORKING_ORDERS: _read_working_order,
}
