"""The broker's routes that move money. They work, and a ledger learns who used them."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from standins.json_wire import json_answer, json_object, number, query
from standins.tradelocker_broker import Broker, NotTaken, Order, Position
from standins.tradelocker_market import BY_ID, milliseconds
from standins.tradelocker_rows import ORDERS, order_cells, row
from standins.wire import Answered, Asked


class Trading:
    """Orders by the API.

    Args:
        note: Is told what was done, to which kind of thing, and its id.
    """

    def __init__(
        self, accounts: Mapping[str, Broker], note: Callable[[str, str, str], None]
    ) -> None:
        self._accounts = accounts
        self._note = note

    def place(self, asked: Asked, ids: Sequence[str]) -> Answered:
        body = json_object(asked) or {}
        instrument = BY_ID.get(whole(str(body.get("tradableInstrumentId"))) or 0)
        if instrument is None or whole(str(body.get("routeId"))) != instrument.trade_route:
            raise NotTaken("Unknown instrument or route")
        if len(body.get("strategyId") or "") > 32:
            raise NotTaken("strategyId is too long")
        order = self._accounts[ids[0]].place(
            instrument,
            str(body.get("side")),
            number(body.get("qty")) or Decimal(0),
            str(body.get("type")),
            price=number(body.get("price")),
            stop_price=number(body.get("stopPrice")),
            stop_loss=number(body.get("stopLoss")) or None,
            stop_loss_type=str(body.get("stopLossType")),
            take_profit=number(body.get("takeProfit")) or None,
            take_profit_type=str(body.get("takeProfitType")),
            strategy=body.get("strategyId"),
        )
        self._note("placed", "order", str(order.id))
        return ok({"orderId": str(order.id)})

    def cancel_all(self, asked: Asked, ids: Sequence[str]) -> Answered:
        for order in list(self._accounts[ids[0]].pending_orders()):
            if is_asked_for(order, asked):
                self._accounts[ids[0]].cancel(order.id)
                self._note("cancelled", "order", str(order.id))
        return json_answer(200, {"s": "ok"})

    def close_all(self, asked: Asked, ids: Sequence[str]) -> Answered:
        for position in list(self._accounts[ids[0]].positions.values()):
            if is_asked_for(position, asked):
                self._accounts[ids[0]].close(position.id)
                self._note("closed", "position", str(position.id))
        return json_answer(200, {"s": "ok"})

    def cancel(self, asked: Asked, ids: Sequence[str]) -> Answered:
        broker, order = self._owned_order(ids[0])
        broker.cancel(order.id)
        self._note("cancelled", "order", ids[0])
        return json_answer(200, {"s": "ok"})

    def modify(self, asked: Asked, ids: Sequence[str]) -> Answered:
        broker, order = self._owned_order(ids[0])
        if order.status != "New":
            raise NotTaken("Order is already in a final state")
        body = json_object(asked) or {}
        order.price = number(body.get("price")) or order.price
        order.stop_price = number(body.get("stopPrice")) or order.stop_price
        order.qty = number(body.get("qty")) or order.qty
        order.stop_loss = number(body.get("stopLoss")) or order.stop_loss
        order.take_profit = number(body.get("takeProfit")) or order.take_profit
        order.modified_ms = max(order.modified_ms + 1000, milliseconds(self.clock.now()))
        self._note("modified", "order", ids[0])
        broker.tick()
        cells = order_cells(order, broker.switches)
        return ok({"orders": [row(ORDERS, cells, broker.switches)]})

    def close(self, asked: Asked, ids: Sequence[str]) -> Answered:
        broker, position = self._owned_position(ids[0])
        broker.close(position.id, number((json_object(asked) or {}).get("qty")) or Decimal(0))
        self._note("closed", "position", ids[0])
        return json_answer(200, {"s": "ok"})

    def protect(self, asked: Asked, ids: Sequence[str]) -> Answered:
        broker, position = self._owned_position(ids[0])
        body = json_object(asked) or {}
        broker.set_levels(position.id, number(body.get("stopLoss")), number(body.get("takeProfit")))
        self._note("modified", "position", ids[0])
        return json_answer(200, {"s": "ok"})

    def _owned_order(self, id_: str) -> tuple[Broker, Order]:
        for broker in self._accounts.values():
            if (whole(id_) or 0) in broker.orders:
                return broker, broker.orders[int(id_)]
        raise NotTaken("Order not found")

    def _owned_position(self, id_: str) -> tuple[Broker, Position]:
        for broker in self._accounts.values():
            if (whole(id_) or 0) in broker.positions:
                return broker, broker.positions[int(id_)]
        raise NotTaken("Position not found")


def ok(content: Any) -> Answered:
    return json_answer(200, {"s": "ok", "d": content})


def is_asked_for(thing: Order | Position, asked: Asked) -> bool:
    """Whether the query names a thing's instrument, or none."""
    wanted = whole(query(asked, "tradableInstrumentId"))
    return wanted is None or thing.instrument.id == wanted


def whole(text: str | None) -> int | None:
    return int(text) if text and text.lstrip("-").isdigit() else None
