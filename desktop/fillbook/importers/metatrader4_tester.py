"""MetaTrader 4 Strategy Tester reports, in any language."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from fillbook.domain.errors import UnreadableFile
from fillbook.domain.execution import Basis, Execution, Side, StatedPnl
from fillbook.domain.statement import Statement
from fillbook.importers.cells import CellError
from fillbook.importers.encoding import decode
from fillbook.importers.importer import ReadOptions, SourceFile
from fillbook.importers.metatrader_cells import (
    Reading,
    asset_type_of,
    level_in,
    opposite,
    price_in,
    side_of,
    ticket_in,
    volume_in,
)
from fillbook.importers.metatrader_kind import (
    ReportKind,
    is_heading,
    kind_of,
    kind_of_page,
    require,
    titles_sections,
)
from fillbook.importers.metatrader_tables import (
    Row,
    html_rows,
    is_cut_off,
    is_integer,
    is_time,
    with_points,
)
from fillbook.importers.metatrader_totals import (
    Counted,
    control_totals,
    numbers_of,
    printed_results,
)
from fillbook.importers.numbers import parse_number

_CLOSING_WORDS = frozenset({"t/p", "s/l", "close", "close at stop", "close by", "partial close"})
_REMOVALS = frozenset({"delete", "deleted", "expiration", "expired", "cancel"})
_RUN_DIGITS = 8
_ROW_CELLS = 8


class MetaTrader4Tester:
    """Each order is a position; the profit of a closing row is after all costs."""

    id = "mt4_tester_html"
    title = "MetaTrader 4 Strategy Tester (HTML)"
    extensions = (".htm", ".html")

    def recognises(self, source: SourceFile) -> bool:
        return kind_of_page(source) is ReportKind.MT4_TESTER

    def read(self, source: SourceFile, options: ReadOptions) -> Statement:
        page = decode(source.content)
        rows = with_points(list(html_rows(page.text, options)))
        found = kind_of(rows, has_sections=titles_sections(page.text))
        require(found, ReportKind.MT4_TESTER, source.name)
        first = next((i for i, row in enumerate(rows) if _is_event(row.cells)), len(rows))
        reading = Reading.of(options)
        test = _Test(_symbol(rows[:first]), _run(rows[first:]), reading)
        for done, row in enumerate(rows[first:]):
            reading.look_up(done, len(rows))
            try:
                test.take(row)
            except CellError as error:
                reading.skip(row.number, error)
        if is_cut_off(page.text):
            reading.warnings.append("The file ends before its closing line; it may be cut off.")
        printed = printed_results(rows[:first])
        start = _starting_balance(rows[:first], printed.net_pnl)
        return Statement(
            file=source.name,
            sha256=source.sha256,
            format=self.id,
            encoding=page.encoding,
            timezone=options.zone.key,
            executions=tuple(test.fills),
            skipped=tuple(reading.skipped),
            ignored=tuple(reading.ignored),
            control_totals=control_totals(
                replace(printed, end_balance=test.last_balance),
                Counted(
                    results=test.results,
                    end_balance=None if start is None else sum(test.results, start),
                ),
            ),
            warnings=reading.all_warnings(),
        )


@dataclass(slots=True, eq=False)
class _Order:
    """An order that was filled, with what is still open of it."""

    side: Side
    price: Decimal
    left: Decimal
    opening: int  # index of its fill
    position: str
    closings: int = 0


@dataclass(slots=True)
class _Test:
    """The run of a test: its orders as they stand after the rows taken so far."""

    symbol: str
    run: str  # tells this test's order numbers, which begin at 1, from another test's
    reading: Reading
    fills: list[Execution] = field(default_factory=list)
    results: list[Decimal] = field(default_factory=list)
    orders: dict[str, _Order] = field(default_factory=dict)
    parted: list[_Order] = field(default_factory=list)  # closed in part, the rest still open
    last_balance: Decimal | None = None

    def take(self, row: Row) -> None:
        """Go on by one row.

        Raises:
            CellError: it should have been a fill and cannot be read.
        """
        cells = row.cells
        if not _is_event(cells):
            if len(cells) >= _ROW_CELLS and not is_heading(row) and any(row.filled):
                raise CellError("the row names no number or no time")
            return
        word = cells[2].lower()
        if len(cells) < _ROW_CELLS:
            raise CellError("the row ends early")
        if side_of(word) is not None:
            self._open(row, Side(word))
        elif word == "modify":
            self._modify(row)
            self.reading.ignore(row.number, "modification")
        elif word in _REMOVALS:
            self.reading.ignore(row.number, "cancelled order")
        elif side_of(word.split(" ")[0]) is not None:
            self.reading.ignore(row.number, "pending order")
        elif word in _CLOSING_WORDS or _has_profit(cells):
            self._close(row)
        else:
            self.reading.ignore(row.number, f"{word or 'empty'} row")

    def _open(self, row: Row, side: Side) -> None:
        cells = row.cells
        number, size, price = ticket_in(cells[3]), volume_in(cells[4]), price_in(cells[5])
        rest = self._rest_of(size, side, price)
        if rest is not None and number not in self.orders:
            self.orders[number] = rest
            self.reading.ignore(row.number, "what a partial closing left open")
            return
        position = f"{self.run}-{number}"
        moment = self.reading.time(cells[1])
        fill = Execution(
            symbol=self.symbol,
            side=side,
            quantity=size,
            price=price,
            executed_at=moment.at,
            sequence=int(cells[0]),
            precision=moment.precision,
            asset_type=asset_type_of(self.symbol, self.reading.options),
            external_id=f"{position}:open",
            order_id=number,
            position_id=position,
            stop_loss=level_in(cells[6]),
            take_profit=level_in(cells[7]),
            row=row.number,
        )
        self.orders[number] = _Order(side, price, size, len(self.fills), position)
        self.fills.append(fill)

    def _rest_of(self, size: Decimal, side: Side, price: Decimal) -> _Order | None:
        """The order of which so much was left by a partial closing."""
        for order in reversed(self.parted):
            if (order.left, order.side, order.price) == (size, side, price):
                return order
        return None

    def _modify(self, row: Row) -> None:
        order = self.orders.get(row.cells[3])
        if order is not None:
            self.fills[order.opening] = replace(
                self.fills[order.opening],
                stop_loss=level_in(row.cells[6]),
                take_profit=level_in(row.cells[7]),
            )

    def _close(self, row: Row) -> None:
        cells = row.cells
        number, size = ticket_in(cells[3]), volume_in(cells[4])
        if len(cells) < _ROW_CELLS + 2:
            raise CellError("the row ends before its profit")
        profit, balance = parse_number(cells[8]), parse_number(cells[9])
        order = self.orders.get(number) or self._left_over(size)
        if order is None:
            raise CellError(f"order {number} was never opened")
        self.orders[number] = order
        moment, price = self.reading.time(cells[1]), price_in(cells[5])
        self._part(order, size)
        part = "" if order.closings == 1 else f":{order.closings}"
        self.last_balance = balance
        self.results.append(profit)
        self.fills.append(
            Execution(
                symbol=self.symbol,
                side=opposite(order.side),
                quantity=size,
                price=price,
                executed_at=moment.at,
                sequence=int(cells[0]),
                precision=moment.precision,
                stated_pnl=StatedPnl(profit, Basis.NET),
                asset_type=asset_type_of(self.symbol, self.reading.options),
                external_id=f"{order.position}:close{part}",
                order_id=number,
                position_id=order.position,
                row=row.number,
            )
        )

    def _left_over(self, size: Decimal) -> _Order | None:
        """The order that a partial closing renamed: of those parted, one with so much left."""
        large = [order for order in self.parted if order.left >= size]
        exact = [order for order in large if order.left == size]
        fitting = exact or large
        return fitting[-1] if fitting else None

    def _part(self, order: _Order, size: Decimal) -> None:
        if order in self.parted:
            self.parted.remove(order)
        order.closings += 1
        order.left -= size
        if order.left > 0:
            self.parted.append(order)


def _is_event(cells: Sequence[str]) -> bool:
    """Row number, time, type, order and size."""
    return len(cells) >= 5 and is_integer(cells[0]) and is_time(cells[1])


def _has_profit(cells: Sequence[str]) -> bool:
    return len(cells) >= _ROW_CELLS + 2 and bool(cells[8] and cells[9])


def _run(rows: Sequence[Row]) -> str:
    """A name for this test that its events alone decide."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update("\t".join(row.cells).encode())
    return digest.hexdigest()[:_RUN_DIGITS]


def _symbol(head: Sequence[Row]) -> str:
    """The symbol tested: the first setting, before the words in brackets that explain it.

    Raises:
        UnreadableFile: there is no such line.
    """
    for row in head:
        if len(row.filled) == 2:
            return row.filled[1].partition(" (")[0]
    raise UnreadableFile("The report names no symbol.", "Save it from MetaTrader again.")


def _starting_balance(head: Sequence[Row], net: Decimal | None) -> Decimal | None:
    """The deposit: the first number of the line above the profits."""
    previous: Decimal | None = None
    for row in head:
        numbers = numbers_of(row)
        if len(numbers) == 3 and numbers[0] == net and numbers[2] <= 0 <= numbers[1]:
            return previous
        previous = numbers[0] if numbers else previous
    return None
