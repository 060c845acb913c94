"""One account at the broker: orders, positions and fills, as a hedging account keeps them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

from standins.clock import Clock
from standins.tradelocker_market import Instrument, ask, bid, milliseconds
from standins.tradelocker_switches import Switches

_CENT = Decimal("0.01")
_LEVERAGE = 30
PENDING, CANCELLED, REFUSED = "New", "Cancelled", "Refused"
OPPOSITE = {"buy": "sell", "sell": "buy"}


class NotTaken(Exception):
    """An order that the broker refuses, in its words."""


@dataclass(slots=True, kw_only=True)
class Order:
    """One order, pending or final."""

    id: int
    instrument: Instrument
    side: str
    qty: Decimal
    type: str = "market"
    status: str = PENDING
    price: Decimal | None = None
    stop_price: Decimal | None = None
    validity: str = "IOC"
    filled: Decimal | None = None
    average: Decimal | None = None
    created_ms: int = 0
    modified_ms: int = 0
    position_id: int | None = None
    stop_loss: Decimal | None = None
    stop_loss_type: str | None = None
    take_profit: Decimal | None = None
    take_profit_type: str | None = None
    strategy: str | None = None
    opens: bool = True


@dataclass(slots=True, kw_only=True)
class Position:
    """An open position."""

    id: int
    instrument: Instrument
    side: str
    qty: Decimal
    average: Decimal
    opened_ms: int
    stop_id: int | None = None
    target_id: int | None = None
    strategy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """One fill, with what an order's row never says."""

    id: int
    order_id: int
    position_id: int
    instrument: Instrument
    side: str
    qty: Decimal
    price: Decimal
    at_ms: int
    fee: Decimal
    gross: Decimal = Decimal(0)  # account currency, of what it closes


@dataclass(slots=True)
class Ids:
    """Ids beyond what a double can hold, never two of them close together."""

    last: int = 7_300_000_000_000_000_101

    def next(self) -> int:
        self.last += 9_973
        return self.last


@dataclass(slots=True)
class Broker:
    """One account and all that ever happened in it."""

    id: str
    number: int  # accNum
    currency: str
    balance: Decimal
    clock: Clock
    switches: Switches
    ids: Ids
    rates: dict[str, Decimal] = field(default_factory=dict)  # a unit of a currency in the account's
    orders: dict[int, Order] = field(default_factory=dict)
    positions: dict[int, Position] = field(default_factory=dict)
    deals: list[Deal] = field(default_factory=list)
    _nights: int = 0  # rollovers that were charged

    # What a trader does.

    def place(
        self,
        instrument: Instrument,
        side: str,
        qty: Decimal,
        kind: str = "market",
        *,
        price: Decimal | None = None,
        stop_price: Decimal | None = None,
        stop_loss: Decimal | None = None,
        stop_loss_type: str = "absolute",
        take_profit: Decimal | None = None,
        take_profit_type: str = "absolute",
        strategy: str | None = None,
        adds_to: int | None = None,
        parts: Sequence[Decimal] = (),
    ) -> Order:
        """An order; a market order is filled at once, another as soon as its price is met.

        Args:
            adds_to: A position that it makes larger, where the account allows that.
            parts: Quantities in which it is filled, if not in one.

        Raises:
            NotTaken: the broker refuses it.
        """
        if qty <= 0 or qty % instrument.lot_step:
            raise NotTaken("Order quantity does not fit the lot step")
        if qty > instrument.max_lot:
            raise NotTaken("Order quantity exceeds the maximum")
        order = self._new(instrument, side, qty, kind, price=price, stop_price=stop_price)
        order.position_id = adds_to
        if stop_loss is not None:
            order.stop_loss, order.stop_loss_type = stop_loss, stop_loss_type
        if take_profit is not None:
            order.take_profit, order.take_profit_type = take_profit, take_profit_type
        order.strategy = strategy
        if self._margin(instrument, qty) > self.equity():
            self._end(order, REFUSED)
            raise NotTaken("There is not enough margin to place this order")
        if kind == "market":
            order.price = self._price(instrument, side)
            self.fill(order, parts)
        else:
            self.tick()
        return order

    def close(
        self, position_id: int, qty: Decimal = Decimal(0), parts: Sequence[Decimal] = ()
    ) -> Order:
        """Close a position, or so many lots of it, by a market order."""
        position = self.positions[position_id]
        closed = min(qty, position.qty) if qty else position.qty
        order = self._new(position.instrument, OPPOSITE[position.side], closed, "market")
        order.position_id, order.opens = position_id, False
        order.price = self._price(position.instrument, order.side)
        self.fill(order, parts)
        return order

    def set_levels(self, position_id: int, stop: Decimal | None, target: Decimal | None) -> None:
        """Move a position's stop loss and take profit; None removes one."""
        position = self.positions[position_id]
        position.stop_id = self._bracket(position, position.stop_id, "stop", stop)
        position.target_id = self._bracket(position, position.target_id, "limit", target)

    def cancel(self, order_id: int) -> None:
        """Take a pending order back.

        Raises:
            NotTaken: it is final already.
        """
        order = self.orders[order_id]
        if order.status != PENDING:
            raise NotTaken("Order is already in a final state")
        self._end(order, CANCELLED)

    def refuse(self, instrument: Instrument, side: str, qty: Decimal, word: str = REFUSED) -> Order:
        """An order that ends without a fill."""
        order = self._new(instrument, side, qty, "market")
        self._end(order, word)
        return order

    # What the market does.

    def tick(self) -> None:
        """Fill what the present price meets, and charge the nights that went by."""
        self._charge_nights()
        for order in [order for order in self.orders.values() if order.status == PENDING]:
            if order.status == PENDING and self._is_met(order):
                self.fill(order)

    def fill(
        self, order: Order, parts: Sequence[Decimal] = (), price: Decimal | None = None
    ) -> None:
        """Fill an order at the market, or at a price; what parts leave over is cancelled."""
        market = self._price(order.instrument, order.side) if price is None else price
        now = self._now()
        if order.position_id is None:
            order.position_id = self.ids.next()
        taken, spent = Decimal(0), Decimal(0)
        for number, qty in enumerate(parts or (order.qty,)):
            at_price = market + number * order.instrument.tick * (1 if order.side == "buy" else -1)
            self._deal(order, qty, at_price, now + number)
            taken, spent = taken + qty, spent + qty * at_price
        order.filled = taken
        finest = order.instrument.tick / 1000
        order.average = (spent / taken).quantize(finest, ROUND_HALF_EVEN)
        order.status = self.switches.filled_word if taken == order.qty else CANCELLED
        order.modified_ms = now
        position = self.positions.get(order.position_id)
        if position is not None and order.opens and not position.stop_id and not position.target_id:
            self.set_levels(
                position.id,
                _level(order, order.stop_loss, order.stop_loss_type, -1),
                _level(order, order.take_profit, order.take_profit_type, 1),
            )

    # What the account says.

    def equity(self) -> Decimal:
        return self.balance + sum(map(self.unrealised, self.positions.values()), Decimal(0))

    def unrealised(self, position: Position) -> Decimal:
        price = self._price(position.instrument, OPPOSITE[position.side])
        return self._gross(position, price, position.qty)

    def margin(self) -> Decimal:
        return sum((self._margin(p.instrument, p.qty) for p in self.positions.values()), Decimal(0))

    def session_began(self) -> datetime:
        """The last rollover."""
        now = self.clock.now()
        edge = now.replace(hour=self.switches.session_ends_hour, minute=0, second=0, microsecond=0)
        return edge if edge <= now else edge - timedelta(days=1)

    def session_deals(self) -> list[Deal]:
        """The fills of the running session."""
        if self.switches.session == "none":
            return self.deals
        began = milliseconds(self.session_began())
        return [deal for deal in self.deals if deal.at_ms >= began]

    def today(self) -> dict[str, Decimal | int]:
        """The running day's figures: gross, net, fees, volume and number of trades."""
        began = milliseconds(self.session_began())
        deals = [deal for deal in self.deals if deal.at_ms >= began]
        gross = sum((deal.gross for deal in deals), Decimal(0))
        fees = sum((deal.fee for deal in deals), Decimal(0))
        return {
            "todayGross": gross,
            "todayNet": gross - fees,
            "todayFees": fees,
            "todayVolume": sum((deal.qty for deal in deals), Decimal(0)),
            "todayTradesCount": len(deals),
        }

    def final_orders(self) -> Iterator[Order]:
        return (order for order in self.orders.values() if order.status != PENDING)

    def pending_orders(self) -> Iterator[Order]:
        return (order for order in self.orders.values() if order.status == PENDING)

    def _now(self) -> int:
        return milliseconds(self.clock.now())

    def _new(
        self,
        instrument: Instrument,
        side: str,
        qty: Decimal,
        kind: str,
        *,
        price: Decimal | None = None,
        stop_price: Decimal | None = None,
    ) -> Order:
        now = self._now()
        order = Order(
            id=self.ids.next(),
            instrument=instrument,
            side=side,
            qty=qty,
            type=kind,
            price=price,
            stop_price=stop_price,
            validity="IOC" if kind == "market" else "GTC",
            created_ms=now,
            modified_ms=now,
        )
        self.orders[order.id] = order
        return order

    def _end(self, order: Order, status: str) -> None:
        order.status, order.modified_ms = status, self._now()

    def _price(self, instrument: Instrument, side: str) -> Decimal:
        return (ask if side == "buy" else bid)(instrument, self._now())

    def _is_met(self, order: Order) -> bool:
        price = self._price(order.instrument, order.side)
        if order.type == "limit" and order.price is not None:
            return price <= order.price if order.side == "buy" else price >= order.price
        if order.type == "stop" and order.stop_price is not None:
            return price >= order.stop_price if order.side == "buy" else price <= order.stop_price
        return False

    def _deal(self, order: Order, qty: Decimal, price: Decimal, at_ms: int) -> None:
        assert order.position_id is not None
        position = self.positions.get(order.position_id)
        gross = Decimal(0)
        if position is None:
            self.positions[order.position_id] = Position(
                id=order.position_id,
                instrument=order.instrument,
                side=order.side,
                qty=qty,
                average=price,
                opened_ms=at_ms,
                strategy=order.strategy,
            )
        elif order.side == position.side:
            total = position.qty + qty
            position.average = (position.average * position.qty + price * qty) / total
            position.qty = total
        else:
            gross = self._gross(position, price, qty)
            position.qty -= qty
            if not position.qty:
                self._gone(position, order)
            else:
                self._shrink_brackets(position)
        fee = (Decimal(self.switches.fees_per_lot) * qty).quantize(_CENT)
        self.balance += gross - fee
        self.deals.append(
            Deal(
                id=88_000 + len(self.deals) + 1_000_000 * self.number,
                order_id=order.id,
                position_id=order.position_id,
                instrument=order.instrument,
                side=order.side,
                qty=qty,
                price=price,
                at_ms=at_ms,
                fee=fee,
                gross=gross,
            )
        )

    def _gone(self, position: Position, closing: Order) -> None:
        """A position that ended takes its other pending order with it."""
        del self.positions[position.id]
        for order_id in (position.stop_id, position.target_id):
            if order_id is not None and order_id != closing.id:
                self._end(self.orders[order_id], CANCELLED)

    def _shrink_brackets(self, position: Position) -> None:
        for order_id in (position.stop_id, position.target_id):
            if order_id is not None:
                self.orders[order_id].qty = position.qty

    def _bracket(
        self, position: Position, order_id: int | None, kind: str, level: Decimal | None
    ) -> int | None:
        if level is None:
            if order_id is not None:
                self._end(self.orders[order_id], CANCELLED)
            return None
        if order_id is None:
            order = self._new(position.instrument, OPPOSITE[position.side], position.qty, kind)
            order.position_id, order.opens, order.validity = position.id, False, "GTC"
        else:
            order = self.orders[order_id]
            order.modified_ms = self._now()
        if kind == "stop":
            order.stop_price = level
        else:
            order.price = level
        order.qty = position.qty
        return order.id

    def _gross(self, position: Position, price: Decimal, qty: Decimal) -> Decimal:
        move = price - position.average
        if position.side == "sell":
            move = -move
        money = move * qty * position.instrument.lot_size
        return (money * self._rate(position.instrument)).quantize(_CENT, ROUND_HALF_EVEN)

    def _margin(self, instrument: Instrument, qty: Decimal) -> Decimal:
        worth = instrument.price * instrument.lot_size * qty * self._rate(instrument)
        return (worth / _LEVERAGE).quantize(_CENT)

    def _rate(self, instrument: Instrument) -> Decimal:
        return self.rates.get(instrument.quote, Decimal(1))

    def _charge_nights(self) -> None:
        night = Decimal(self.switches.swap_per_night)
        began = milliseconds(self.session_began())
        if night and self._nights and began > self._nights:
            lots = sum((position.qty for position in self.positions.values()), Decimal(0))
            self.balance -= night * lots
        self._nights = began


def _level(order: Order, stated: Decimal | None, kind: str | None, favour: int) -> Decimal | None:
    """An absolute level; offsets are pips from the fill."""
    if stated is None or order.average is None:
        return None
    if kind == "absolute":
        return stated
    pip = order.instrument.tick * 10
    return order.average + favour * (1 if order.side == "buy" else -1) * stated * pip
