"""The rows of a list of trades and how two of them make a trade."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from fillbook.domain.execution import Basis, Direction, Execution, Side, StatedPnl
from fillbook.domain.instrument import AssetType
from fillbook.importers.cells import CellError, shown
from fillbook.importers.numbers import NumberStyle, parse_number, parse_optional
from fillbook.importers.timestamps import TimeReader
from fillbook.importers.tradingview_words import entry_and_direction

OPEN_SIGNAL = "open"


class StillOpen(Exception):
    """A row that stands for an exit which has not happened."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One row: the entry or the exit of a trade."""

    number: int
    is_entry: bool
    direction: Direction
    signal: str
    fill: Execution
    profit: Decimal | None  # after costs, account currency
    cumulative: Decimal | None


@dataclass(frozen=True, slots=True)
class Trade:
    """The two rows of one number; a trade that is still open has a made-up exit."""

    number: int
    entry: Leg
    exit: Leg | None
    profit: Decimal | None
    cumulative: Decimal | None

    @property
    def is_open(self) -> bool:
        return self.exit is None or self.exit.signal.casefold() == OPEN_SIGNAL


class LegReader:
    """Reads one row after the other."""

    def __init__(
        self,
        columns: Mapping[str, int],
        times: TimeReader,
        style: NumberStyle,
        symbol: str,
        asset_type: AssetType,
    ) -> None:
        self._columns = columns
        self._times = times
        self._style = style
        self._symbol = symbol
        self._asset_type = asset_type

    def leg(self, line: int, cells: Sequence[str]) -> Leg:
        """The leg in a row.

        Raises:
            CellError: a cell cannot be read.
            StillOpen: the row is the exit of an open trade.
        """
        kind = entry_and_direction(self._cell(cells, "type"))
        if kind is None:
            raise CellError(f"{shown(self._cell(cells, 'type'))} is neither an entry nor an exit")
        is_entry, direction = kind
        number = self._cell(cells, "number")
        if not (number.isascii() and number.isdigit()) or len(number) > 9:
            raise CellError(f"{shown(number)} is no trade number")
        if not is_entry and not self._cell(cells, "price"):
            raise StillOpen(f"trade {number} is still open; no exit happened")
        moment = self._times.read(self._cell(cells, "time"))
        quantity = parse_number(self._cell(cells, "quantity"), self._style)
        if quantity <= 0:
            raise CellError(f"a quantity of {quantity}")
        fill = Execution(
            symbol=self._symbol,
            side=Side.BUY if is_entry is (direction is Direction.LONG) else Side.SELL,
            quantity=quantity,
            price=parse_number(self._cell(cells, "price"), self._style),
            executed_at=moment.at,
            precision=moment.precision,
            utc_offset_minutes=moment.utc_offset_minutes,
            asset_type=self._asset_type,
            derived=True,
            row=line,
        )
        return Leg(
            number=int(number),
            is_entry=is_entry,
            direction=direction,
            signal=self._cell(cells, "signal"),
            fill=fill,
            profit=parse_optional(self._cell(cells, "profit"), self._style),
            cumulative=parse_optional(self._cell(cells, "cumulative"), self._style),
        )

    def _cell(self, cells: Sequence[str], name: str) -> str:
        place = self._columns.get(name)
        return cells[place].strip() if place is not None and place < len(cells) else ""


def pair_legs(legs: Iterable[Leg]) -> tuple[tuple[Trade, ...], tuple[Leg, ...]]:
    """The trades by number, and the legs that found no partner.

    A row's neighbour may be above or below it: old exports put the entry first, new ones
    the exit.
    """
    entries: dict[int, Leg] = {}
    exits: dict[int, Leg] = {}
    lost: list[Leg] = []
    for leg in legs:
        side = entries if leg.is_entry else exits
        if leg.number in side:
            lost.append(leg)
        else:
            side[leg.number] = leg
    lost.extend(leg for number, leg in exits.items() if number not in entries)
    trades = [_trade(entries[number], exits.get(number)) for number in sorted(entries)]
    return tuple(trades), tuple(lost)


def _trade(entry: Leg, exit_leg: Leg | None) -> Trade:
    stating = exit_leg if exit_leg is not None and exit_leg.profit is not None else entry
    return Trade(entry.number, entry, exit_leg, stating.profit, stating.cumulative)


def fills_of(trade: Trade) -> tuple[Execution, ...]:
    """The entry, and the exit of a closed trade with its P&L.

    Trade numbers begin anew in every export, so the instant of the entry makes the position's
    id one of its own.
    """
    opened = trade.entry.fill
    position = f"{trade.number}@{opened.executed_at:%Y%m%dT%H%M%S}"
    entry = replace(opened, position_id=position, sequence=2 * trade.number)
    if trade.exit is None or trade.is_open:
        return (entry,)
    pnl = None if trade.profit is None else StatedPnl(trade.profit, Basis.NET)
    closed = replace(
        trade.exit.fill, position_id=position, sequence=2 * trade.number + 1, stated_pnl=pnl
    )
    return (entry, closed)
