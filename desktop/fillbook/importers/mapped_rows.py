"""A mapped row as executions: one fill a row, or a whole trade a row."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from itertools import islice, pairwise

from fillbook.domain.execution import Basis, Direction, Execution, Side, StatedPnl
from fillbook.domain.instrument import AssetType
from fillbook.importers.cells import CellError
from fillbook.importers.row_fields import RowFields
from fillbook.importers.timestamps import TimeReader
from fillbook.importers.vocabulary import BUY, LONG, SELL, SHORT

_SIDES = {"buy": BUY, "sell": SELL}
_DIRECTIONS = {"long": LONG, "short": SHORT}
_ASSET_TYPES: dict[str, tuple[str, ...]] = {
    "futures": ("future", "fut", "futures"),
    "forex": ("fx", "forex", "cash", "currency"),
    "stocks": ("stock", "stk", "equity", "share", "shares", "etf", "stocks"),
    "options": ("option", "opt", "call", "put", "options"),
    "crypto": ("crypto", "cryptocurrency", "coin", "spot"),
}

Fills = tuple[Execution, ...]


class _RowReader:
    """What rows of fills and rows of trades have in common."""

    def __init__(self, fields: RowFields, times: TimeReader, asset_type: AssetType) -> None:
        self._times = times
        self._asset_type = asset_type
        self._symbol = fields.text("symbol")
        self._quantity = fields.number("quantity")
        self._quantity_title = fields.title("quantity")
        self._symbol_title = fields.title("symbol")
        self._fees = fields.number("fees")
        self._multiplier = fields.number("multiplier")
        self._asset_types = fields.word("asset_type", _ASSET_TYPES)
        self._stop_loss = fields.number("stop_loss")
        self._take_profit = fields.number("take_profit")
        self._gross_pnl = fields.number("gross_pnl")
        self._net_pnl = fields.number("net_pnl")
        self._external_id = fields.text("external_id")
        self._currency = fields.text("currency")

    def _symbol_of(self, cells: list[str]) -> str:
        symbol = self._symbol(cells)
        if not symbol or not symbol.isprintable() or len(symbol) > 64:
            raise CellError(f"{self._symbol_title}: no symbol")
        return symbol

    def _quantity_of(self, cells: list[str]) -> Decimal:
        quantity = self._quantity(cells)
        if not quantity:
            raise CellError(f"{self._quantity_title}: no quantity")
        return quantity

    def _asset_type_of(self, cells: list[str]) -> AssetType:
        word = self._asset_types(cells)
        return AssetType(word) if word else self._asset_type

    def _stated(self, cells: list[str]) -> StatedPnl | None:
        net = self._net_pnl(cells)
        if net is not None:
            return StatedPnl(net, Basis.NET)
        gross = self._gross_pnl(cells)
        return None if gross is None else StatedPnl(gross, Basis.GROSS)


class FillReader(_RowReader):
    """Reads rows of fills."""

    def __init__(self, fields: RowFields, times: TimeReader, asset_type: AssetType) -> None:
        super().__init__(fields, times, asset_type)
        self._has_side = fields.has("side")
        self._side = fields.word("side", _SIDES)
        self._side_title = fields.title("side")
        self._price = fields.number("price")
        self._price_title = fields.title("price")
        self._executed_at = fields.moment("executed_at", times)
        self._time_title = fields.title("executed_at")
        self._swap = fields.number("swap")
        self._order_id = fields.text("order_id")
        self._position_id = fields.text("position_id")

    def read(self, line: int, cells: list[str]) -> tuple[Fills, str]:
        """The fill of a row, and the currency it names.

        Raises:
            CellError: a cell cannot be read.
            NoTrade: the row is not about a fill.
        """
        word = self._side(cells)
        if self._has_side and word is None:
            raise CellError(f"{self._side_title}: neither buy nor sell")
        quantity = self._quantity_of(cells)
        side = Side(word) if word else (Side.BUY if quantity > 0 else Side.SELL)
        price = self._price(cells)
        if price is None:
            raise CellError(f"{self._price_title}: no price")
        moment = self._executed_at(cells)
        if moment is None:
            raise CellError(f"{self._time_title}: no time")
        stated = self._stated(cells)
        fill = Execution(
            symbol=self._symbol_of(cells),
            side=side,
            quantity=abs(quantity),
            price=price,
            executed_at=moment.at,
            precision=moment.precision,
            utc_offset_minutes=moment.utc_offset_minutes,
            commission=self._fees(cells),
            swap=self._swap(cells),
            stated_pnl=stated if stated and stated.amount else None,  # openings print a zero
            asset_type=self._asset_type_of(cells),
            multiplier=self._multiplier(cells),
            external_id=self._external_id(cells) or None,
            order_id=self._order_id(cells) or None,
            position_id=self._position_id(cells) or None,
            stop_loss=self._stop_loss(cells),
            take_profit=self._take_profit(cells),
            sequence=line,
            row=line,
        )
        return (fill,), self._currency(cells).upper()

    def finish(self, rows: Sequence[Fills]) -> tuple[Fills, tuple[str, ...]]:
        """The fills in the order in which they happened, costs positive."""
        fills, warnings = costs_positive([fill for row in rows for fill in row])
        return _in_order([(fill,) for fill in fills]), warnings


class RoundTripReader(_RowReader):
    """Reads rows of whole trades into two fills each, with a position of their own."""

    def __init__(self, fields: RowFields, times: TimeReader, asset_type: AssetType) -> None:
        super().__init__(fields, times, asset_type)
        self._direction = fields.word("direction", _DIRECTIONS)
        self._has_direction = fields.has("direction")
        self._direction_title = fields.title("direction")
        self._opening_title = fields.title("opened_at")
        self._opened_at = fields.moment("opened_at", times)
        self._closed_at = fields.moment("closed_at", times)
        self._entry_price = fields.number("entry_price")
        self._exit_price = fields.number("exit_price")
        self._initial_risk = fields.number("initial_risk")
        self._positions: dict[str, int] = {}

    def read(self, line: int, cells: list[str]) -> tuple[Fills, str]:
        """The two fills of a closed trade, or the entry of an open one, and the currency.

        Raises:
            CellError: a cell cannot be read, or neither prices nor a P&L are given.
            NoTrade: the row is not about a trade.
        """
        word = self._direction(cells)
        if self._has_direction and word is None:
            raise CellError(f"{self._direction_title}: neither long nor short")
        quantity = self._quantity_of(cells)
        direction = Direction(word) if word else Direction.LONG
        if word is None and quantity < 0:
            direction = Direction.SHORT
        opened, closed = self._opened_at(cells), self._closed_at(cells)
        if opened is None:
            raise CellError(f"{self._opening_title}: no time")
        entry_price, exit_price = self._entry_price(cells), self._exit_price(cells)
        stated = self._stated(cells)
        if closed is not None and stated is None and None in (entry_price, exit_price):
            raise CellError("neither both prices nor a P&L")
        if closed is not None and closed.at < opened.at:
            raise CellError("it closes before it opens")
        symbol = self._symbol_of(cells)
        external_id = self._external_id(cells)
        entry = Execution(
            symbol=symbol,
            side=Side.BUY if direction is Direction.LONG else Side.SELL,
            quantity=abs(quantity),
            price=entry_price,
            executed_at=opened.at,
            precision=opened.precision,
            utc_offset_minutes=opened.utc_offset_minutes,
            asset_type=self._asset_type_of(cells),
            multiplier=self._multiplier(cells),
            position_id=self._position(external_id or f"{symbol}@{opened.at:%Y%m%dT%H%M%S}"),
            external_id=f"{external_id}:open" if external_id else None,
            stop_loss=self._stop_loss(cells),
            take_profit=self._take_profit(cells),
            initial_risk=self._initial_risk(cells),
            derived=True,
            sequence=2 * line,
            row=line,
        )
        currency = self._currency(cells).upper()
        if closed is None:
            return (replace(entry, commission=self._fees(cells)),), currency
        exit_fill = replace(
            entry,
            side=Side.SELL if direction is Direction.LONG else Side.BUY,
            price=exit_price,
            executed_at=closed.at,
            precision=closed.precision,
            utc_offset_minutes=closed.utc_offset_minutes,
            commission=self._costs(cells),
            stated_pnl=stated,
            external_id=f"{external_id}:close" if external_id else None,
            initial_risk=None,
            sequence=2 * line + 1,
        )
        return (entry, exit_fill), currency

    def _costs(self, cells: list[str]) -> Decimal | None:
        """The fees as given, else what parts gross from net."""
        fees, gross, net = self._fees(cells), self._gross_pnl(cells), self._net_pnl(cells)
        if fees is None and gross is not None and net is not None:
            return gross - net
        return fees

    def _position(self, name: str) -> str:
        """The name, with a number from the second of equal ones on."""
        again = self._positions[name] = self._positions.get(name, 0) + 1
        return name if again == 1 else f"{name}#{again}"

    def finish(self, rows: Sequence[Fills]) -> tuple[Fills, tuple[str, ...]]:
        """The fills trade by trade in the order of opening, costs positive."""
        fills, warnings = costs_positive([fill for row in rows for fill in row])
        turned = iter(fills)
        return _in_order([tuple(islice(turned, len(row))) for row in rows]), warnings


def costs_positive(fills: list[Execution]) -> tuple[list[Execution], tuple[str, ...]]:
    """The fills with costs positive, whatever sign most of the file's costs have."""
    costs = [fill.commission for fill in fills if fill.commission]
    negative = sum(cost < 0 for cost in costs)
    if negative * 2 <= len(costs):
        rebates = negative
        warnings = [f"{rebates} of {len(costs)} fees are negative: read as rebates."]
        return fills, tuple(warnings if rebates else ())
    turned = [
        fill if not fill.commission else replace(fill, commission=-fill.commission)
        for fill in fills
    ]
    rebates = len(costs) - negative
    text = "Fees are negative in the file: read as costs"
    text += f", the {rebates} positive ones as rebates." if rebates else "."
    return turned, (text,)


def _in_order(rows: Sequence[Fills]) -> Fills:
    """The fills oldest row first, counted so that their sequence says so."""
    if not _newest_first([row[0].executed_at for row in rows]):
        return tuple(fill for row in rows for fill in row)
    upwards = [fill for row in reversed(rows) for fill in row]
    return tuple(replace(fill, sequence=at) for at, fill in enumerate(upwards))


def _newest_first(times: Sequence[datetime]) -> bool:
    """Whether more neighbours step back in time than forward."""
    back = sum(later < earlier for earlier, later in pairwise(times))
    forth = sum(later > earlier for earlier, later in pairwise(times))
    return back > forth
