"""The Account Trade History of thinkorswim: one row a fill, further rows for a spread's legs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from fillbook.domain.execution import Execution, Side
from fillbook.domain.instrument import AssetType, futures_root, known_multiplier
from fillbook.domain.statement import LeftOut
from fillbook.importers.cells import CellError, shown
from fillbook.importers.numbers import parse_number, parse_optional
from fillbook.importers.timestamps import Clock, Moment, TimeReader

TIME_FORMATS = ("%m/%d/%y %H:%M:%S", "%m/%d/%Y %H:%M:%S", "%m/%d/%y, %H:%M:%S")

_OPTION_TYPES = ("CALL", "PUT")
_EXPIRY = re.compile(r"(\d{1,2}) ([A-Z]{3}) (\d{2})\b")
_TICKS = re.compile(r"(-?\d+)'(\d{1,3})")
_EIGHTHS = {"0": 0, "1": 1, "2": 2, "3": 3, "5": 4, "6": 5, "7": 6, "8": 7}
"""The third digit of a bond's price, a cut-off decimal of a 32nd, in eighths of it."""


class TradeSection(Protocol):
    """What is needed of a section of the file."""

    @property
    def rows(self) -> list[tuple[int, list[str]]]: ...
    def cell(self, cells: Sequence[str], header: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Order:
    """A fill of a whole order: one leg, or all legs of a spread."""

    executed_at: datetime
    fills: tuple[Execution, ...]
    net_price: Decimal | None  # of the spread; None where the file gives no number


def read_orders(
    section: TradeSection, clock: Clock
) -> tuple[tuple[Order, ...], tuple[LeftOut, ...]]:
    """The filled orders in the file's order, and the rows that could not be read.

    A row without a time is a further leg of the row above it.
    """
    times = TimeReader(TIME_FORMATS, clock)
    orders: list[Order] = []
    skipped: list[LeftOut] = []
    moment: Moment | None = None
    is_new = True
    for line, cells in section.rows:
        try:
            stamp = section.cell(cells, "Exec Time")
            if stamp:
                moment, is_new = None, True
                moment = times.read(stamp)
            if moment is None:
                raise CellError("the row it belongs to has no readable time")
            fill = _fill(section, line, cells, moment)
        except CellError as error:
            skipped.append(LeftOut(line, str(error)))
            continue
        if is_new:
            is_new = False
            orders.append(Order(moment.at, (fill,), _number(section.cell(cells, "Net Price"))))
        else:
            last = orders[-1]
            orders[-1] = Order(last.executed_at, (*last.fills, fill), last.net_price)
    return tuple(orders), tuple(skipped)


def _fill(section: TradeSection, line: int, cells: list[str], moment: Moment) -> Execution:
    quantity = parse_number(section.cell(cells, "Qty"))
    side = _side(section.cell(cells, "Side"), quantity)
    kind = section.cell(cells, "Type").upper()
    underlying = _without_exchange(section.cell(cells, "Symbol"))
    if not underlying:
        raise CellError("the row names no symbol")
    asset_type = _asset_type(underlying, kind)
    symbol = underlying
    if asset_type is AssetType.OPTIONS:
        strike = section.cell(cells, "Strike")
        symbol = f"{underlying} {_expiry(section.cell(cells, 'Exp'))} {strike} {kind}"
    return Execution(
        symbol=symbol,
        side=side,
        quantity=abs(quantity),
        price=parse_price(section.cell(cells, "Price"), underlying),
        executed_at=moment.at,
        precision=moment.precision,
        asset_type=asset_type,
        multiplier=_multiplier(underlying, asset_type),
        commission=_cost(section.cell(cells, "Commission")),
        other_fees=_cost(section.cell(cells, "Fees")),
        row=line,
    )


def _without_exchange(symbol: str) -> str:
    """``/ESU20:XCME`` is ``/ESU20``, as other exports of the same trade call it."""
    return symbol.partition(":")[0] if symbol.startswith("/") else symbol


def _side(word: str, quantity: Decimal) -> Side:
    try:
        side = Side(word.lower())
    except ValueError as error:
        raise CellError(f"{shown(word)} is neither BUY nor SELL") from error
    if not quantity:
        raise CellError("the quantity is zero")
    if quantity < 0 and side is Side.BUY:
        raise CellError("a BUY with a negative quantity")
    return side


def _asset_type(symbol: str, kind: str) -> AssetType:
    if kind in _OPTION_TYPES:
        return AssetType.OPTIONS
    if symbol.startswith("/"):
        return AssetType.FUTURES
    if kind in ("FOREX", "FX") or re.fullmatch(r"[A-Z]{3}/[A-Z]{3}", symbol):
        return AssetType.FOREX
    return AssetType.CRYPTO if kind == "CRYPTO" else AssetType.STOCKS


def _multiplier(underlying: str, asset_type: AssetType) -> Decimal | None:
    if asset_type is AssetType.FOREX:  # whole units, worth their price in the second currency
        return Decimal(1) if underlying.endswith("/USD") else None
    if asset_type is AssetType.OPTIONS and underlying.startswith("/"):
        return known_multiplier(underlying.split(" ")[0], AssetType.FUTURES)
    return known_multiplier(underlying, asset_type)


def _expiry(text: str) -> str:
    """``7 AUG 20``, without words such as (Weeklys) that differ between exports."""
    found = _EXPIRY.search(text.upper())
    return " ".join(found.groups()) if found else text


def parse_price(text: str, symbol: str) -> Decimal:
    """A price as a decimal: bonds trade in 32nds and grains in eighths (``132'165``, ``550'4``).

    Raises:
        CellError: it is no price.
    """
    ticks = _TICKS.fullmatch(text)
    if ticks is None or not symbol.startswith("/"):
        return parse_number(text)
    whole, parts = Decimal(ticks.group(1)), ticks.group(2)
    if len(parts) == 1 or futures_root(symbol) in ("ZC", "ZS", "ZW"):
        return whole + Decimal(parts) / 8
    if parts[2:] and parts[2:] not in _EIGHTHS:
        raise CellError(f"{shown(text)} is no price in 32nds")
    eighths = _EIGHTHS[parts[2:]] if parts[2:] else 0
    return whole + (Decimal(parts[:2]) * 8 + eighths) / 256


def _cost(text: str) -> Decimal | None:
    """What a fill cost, where the user added such a column; its sign differs by version."""
    amount = parse_optional(text)
    return None if amount is None else abs(amount)


def _number(text: str) -> Decimal | None:
    try:
        return parse_number(text)
    except CellError:
        return None  # DEBIT, CREDIT, or nothing
