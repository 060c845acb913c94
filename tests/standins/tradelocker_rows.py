"""The broker's rows: cells in the order of columns that only its config names."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from standins.tradelocker_broker import Broker, Deal, Order, Position
from standins.tradelocker_switches import Switches

ORDERS = "ordersConfig"
HISTORY = "ordersHistoryConfig"
POSITIONS = "positionsConfig"
EXECUTIONS = "filledOrdersConfig"
STATE = "accountDetailsConfig"

_ORDER = (
    "id", "tradableInstrumentId", "routeId", "qty", "side", "type", "status", "filledQty",
    "avgPrice", "price", "stopPrice", "validity", "expireDate", "createdDate", "lastModified",
    "isOpen", "positionId", "stopLoss", "stopLossType", "takeProfit", "takeProfitType",
    "strategyId",
)  # fmt: skip
COLUMNS: Mapping[str, tuple[str, ...]] = {
    POSITIONS: (
        "id", "tradableInstrumentId", "routeId", "side", "qty", "avgPrice", "stopLossId",
        "takeProfitId", "openDate", "unrealizedPl", "strategyId",
    ),
    ORDERS: _ORDER,
    HISTORY: _ORDER,
    EXECUTIONS: (
        "id", "price", "side", "createdDate", "qty", "orderId", "positionId",
        "tradableInstrumentId",
    ),
    STATE: (
        "balance", "projectedBalance", "availableFunds", "blockedBalance", "cashBalance",
        "unsettledCash", "withdrawalAvailable", "stocksValue", "optionValue", "initialMarginReq",
        "maintMarginReq", "marginWarningLevel", "blockedForStocks", "stockOrdersReq",
        "stopOutLevel", "warningMarginReq", "marginBeforeWarning", "todayGross", "todayNet",
        "todayFees", "todayVolume", "todayTradesCount", "openGrossPnL", "openNetPnL",
        "positionsCount", "ordersCount",
    ),
}  # fmt: skip
LIMITS = {
    "GET_ACCOUNTS": 2, "GET_EXECUTIONS": 2, "GET_INSTRUMENTS": 2, "GET_ORDERS": 2,
    "GET_ORDERS_HISTORY": 1, "GET_POSITIONS": 2, "GET_ACCOUNTS_STATE": 2,
    "GET_INSTRUMENT_DETAILS": 2, "GET_TRADE_SESSIONS": 2, "GET_SESSION_STATUSES": 2,
    "PLACE_ORDER": 2, "MODIFY_ORDER": 2, "MODIFY_POSITION": 2, "DAILY_BAR": 2, "QUOTES": 10,
    "DEPTH": 2, "TRADES": 2, "QUOTES_HISTORY": 2,
}  # fmt: skip
_TITLES = {
    POSITIONS: ("positions", "Positions"),
    ORDERS: ("orders", "Orders"),
    HISTORY: ("ordersHistory", "Orders history"),
    EXECUTIONS: ("filledOrders", "Filled orders"),
    STATE: ("accountDetails", "Account details"),
}
_RENAMED = {HISTORY: "orderHistoryConfig", POSITIONS: "openPositionsConfig"}
_MAY_BE_EMPTY = ("strategyId", "expireDate", "stopLossType", "takeProfitType")


def columns(section: str, switches: Switches) -> tuple[str, ...]:
    """The columns of a section, as this broker orders them."""
    found = [name for name in COLUMNS[section] if name not in switches.lacking_columns]
    if section in (HISTORY, EXECUTIONS):
        found += switches.extra_columns
    return tuple(reversed(found) if switches.column_order == "reversed" else found)


def config(switches: Switches) -> dict[str, Any]:
    """The body of /trade/config."""
    access = ("orders", "ordersHistory", "filledOrders", "positions", "symbolInfo", "marketDepth")
    found: dict[str, Any] = {"customerAccess": dict.fromkeys(access, True)}
    for section, (id_, title) in _TITLES.items():
        key = _RENAMED.get(section, section) if switches.renamed_config else section
        listed = [{"id": name} for name in columns(section, switches)]
        found[key] = {"id": id_, "title": title, "columns": listed}
    found["rateLimits"] = [
        {
            "rateLimitType": kind,
            "measure": "SECONDS",
            "intervalNum": 1,
            "limit": limit(kind, switches),
        }
        for kind in LIMITS
    ]
    found["limits"] = [
        {"limitType": "QUOTES_HISTORY_BARS", "limit": 20_000},
        {"limitType": "MAX_ORDERS_COUNT_IN_HISTORY", "limit": switches.history_rows},
    ]
    return found


def limit(kind: str, switches: Switches) -> int:
    """Requests of a kind that are taken within a second."""
    return switches.history_per_second if kind == "GET_ORDERS_HISTORY" else LIMITS[kind]


def row(section: str, cells: Mapping[str, Any], switches: Switches) -> list[Any]:
    """Cells in the broker's order, in its way of writing them."""
    return [_cell(name, cells.get(name), switches) for name in columns(section, switches)]


def order_cells(order: Order, switches: Switches) -> dict[str, Any]:
    works = order.status == "New"
    return {
        "id": order.id,
        "tradableInstrumentId": order.instrument.id,
        "routeId": order.instrument.trade_route,
        "qty": order.qty,
        "side": order.side,
        "type": order.type,
        "status": order.status,
        "filledQty": order.filled,
        "avgPrice": order.average,
        "price": order.price,
        "stopPrice": Decimal(0) if order.type == "market" else order.stop_price,
        "validity": order.validity,
        "createdDate": order.created_ms,
        "lastModified": order.modified_ms // 1000 * 1000,
        "isOpen": "true" if (works if switches.is_open == "working" else order.opens) else "false",
        "positionId": order.position_id,
        "stopLoss": order.stop_loss,
        "stopLossType": order.stop_loss_type,
        "takeProfit": order.take_profit,
        "takeProfitType": order.take_profit_type,
        "strategyId": order.strategy,
        "commission": (Decimal(switches.fees_per_lot) * order.filled) if order.filled else None,
    }


def deal_cells(deal: Deal) -> dict[str, Any]:
    return {
        "id": deal.id,
        "price": deal.price,
        "side": deal.side,
        "createdDate": deal.at_ms,
        "qty": deal.qty,
        "orderId": deal.order_id,
        "positionId": deal.position_id,
        "tradableInstrumentId": deal.instrument.id,
        "commission": deal.fee,
    }


def position_cells(position: Position, broker: Broker) -> dict[str, Any]:
    return {
        "id": position.id,
        "tradableInstrumentId": position.instrument.id,
        "routeId": position.instrument.trade_route,
        "side": position.side,
        "qty": position.qty,
        "avgPrice": position.average,
        "stopLossId": position.stop_id,
        "takeProfitId": position.target_id,
        "openDate": position.opened_ms,
        "unrealizedPl": broker.unrealised(position),
        "strategyId": position.strategy,
    }


def state_values(broker: Broker, switches: Switches) -> Sequence[Any]:
    """The values of /state: numbers, in the order of its columns."""
    open_gross = broker.equity() - broker.balance
    margin = broker.margin()
    known: dict[str, Any] = {
        "balance": broker.balance,
        "projectedBalance": broker.balance + open_gross,
        "availableFunds": broker.balance + open_gross - margin,
        "cashBalance": broker.balance,
        "withdrawalAvailable": broker.balance + open_gross - margin,
        "initialMarginReq": margin,
        "maintMarginReq": margin,
        "marginWarningLevel": 100,
        "stopOutLevel": 50,
        "openGrossPnL": open_gross,
        "openNetPnL": open_gross,
        "positionsCount": len(broker.positions),
        "ordersCount": sum(1 for _ in broker.pending_orders()),
        **broker.today(),
    }
    return [known.get(name, 0) for name in columns(STATE, switches)]


def _cell(name: str, value: Any, switches: Switches) -> Any:
    if value is None:
        as_text = switches.empty_cells == "text" and name in _MAY_BE_EMPTY
        return "" if as_text else None
    if switches.cells == "numbers" and isinstance(value, int | Decimal):
        return value
    return format(value, "f") if isinstance(value, Decimal) else str(value)
