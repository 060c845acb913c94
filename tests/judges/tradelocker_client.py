"""TradeLocker's own client reads the stand-in: it judges whether that is like the real one.

It needs an environment of its own, with ``tradelocker`` in it: ``make judge-tradelocker``. The
client waits a second before each request, so this takes a minute.
"""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from tradelocker import TLAPI
from verdict import holds

from standins.clock import WallClock
from standins.serving import serving
from standins.tradelocker import EMAIL, PASSWORD, SERVER, TradeLocker
from standins.tradelocker_market import BY_NAME
from standins.tradelocker_rows import COLUMNS, HISTORY, LIMITS, ORDERS, POSITIONS, STATE
from standins.tradelocker_switches import Switches

EURUSD = BY_NAME["EURUSD"].id


def main() -> int:
    server = TradeLocker(WallClock(), Switches(dead_info_routes=1))
    traded = _trade(server)
    with serving(server) as base_url:
        api = TLAPI(
            environment=base_url,
            username=EMAIL,
            password=PASSWORD,
            server=SERVER,
            acc_num=1,
            log_level="critical",
        )
        failed = sum(not holds(name, check) for name, check in _checks(api, traded).items())
    if server.money_moved:
        print("FAILED: a read moved money", server.money_moved)
        return 1
    print(f"{failed} failed" if failed else "All read methods of the client are content.")
    return 1 if failed else 0


def _trade(server: TradeLocker) -> dict[str, str]:
    """A closed trade, a partly closed one with brackets, and a pending order; their ids."""
    broker, eurusd = server.account(1), BY_NAME["EURUSD"]
    closed = broker.place(eurusd, "buy", Decimal(1), strategy="judge")
    broker.close(closed.position_id or 0)
    opened = broker.place(
        eurusd, "buy", Decimal(1), stop_loss=Decimal("0.9"), take_profit=Decimal("1.5")
    )
    broker.close(opened.position_id or 0, Decimal("0.4"))
    pending = broker.place(eurusd, "buy", Decimal(1), "limit", price=Decimal("0.01"))
    return {
        "order": str(opened.id),
        "position": str(opened.position_id),
        "pending": str(pending.id),
    }


def _checks(api: Any, traded: dict[str, str]) -> dict[str, Callable[[], object]]:
    """What each read method must bring, in the order in which they are asked."""
    now = int(datetime.now(UTC).timestamp() * 1000)
    day = 86_400_000
    position, order = int(traded["position"]), int(traded["order"])
    return {
        "get_config": lambda: (
            [column["id"] for column in api.get_config()["positionsConfig"]["columns"]]
            == list(COLUMNS[POSITIONS])
            and {rate["rateLimitType"] for rate in api.get_config()["rateLimits"]} == set(LIMITS)
        ),
        "get_all_accounts": lambda: len(api.get_all_accounts()) == 2,
        "get_trade_accounts": lambda: len(api.get_trade_accounts()) == 1,
        "get_all_instruments": lambda: (
            EURUSD in set(api.get_all_instruments()["tradableInstrumentId"])
        ),
        "get_instrument_id_from_symbol_name": lambda: (
            api.get_instrument_id_from_symbol_name("EURUSD") == EURUSD
        ),
        "get_symbol_name_from_instrument_id": lambda: (
            api.get_symbol_name_from_instrument_id(EURUSD) == "EURUSD"
        ),
        "get_all_positions": lambda: list(api.get_all_positions()["id"]) == [position],
        "get_all_positions, quantity": lambda: float(api.get_all_positions()["qty"].iloc[0]) == 0.6,
        "get_all_executions": lambda: len(api.get_all_executions()) == 4,
        "get_all_orders": lambda: (
            int(traded["pending"]) in set(api.get_all_orders(history=False)["id"])
            and list(api.get_all_orders(history=False).columns) == list(COLUMNS[ORDERS])
        ),
        "get_all_orders, history": lambda: (
            len(api.get_all_orders(history=True)) == 4
            and list(api.get_all_orders(history=True).columns) == list(COLUMNS[HISTORY])
        ),
        "get_all_orders, window": lambda: (
            len(
                api.get_all_orders(
                    history=True,
                    start_timestamp=now - 9 * day,
                    end_timestamp=now - 8 * day,
                    instrument_id_filter=EURUSD,
                )
            )
            == 0
        ),
        "get_position_id_from_order_id": lambda: (
            api.get_position_id_from_order_id(order) == position
        ),
        "get_account_state": lambda: (
            list(api.get_account_state()) == list(COLUMNS[STATE])
            and api.get_account_state()["positionsCount"] == 1
        ),
        "get_instrument_details": lambda: api.get_instrument_details(EURUSD)["lotSize"] == 100_000,
        "get_session_details": lambda: api.get_session_details(12)["name"] == "24x5",
        "get_session_status_details": lambda: (
            len(api.get_session_status_details(20)["allowedOperations"]) == 3
        ),
        "get_daily_bar": lambda: (
            set(api.get_daily_bar(EURUSD, bar_type="BID")) == {"o", "h", "l", "c", "v"}
        ),
        "get_market_depth": lambda: set(api.get_market_depth(EURUSD)) == {"asks", "bids"},
        "get_quotes": lambda: api.get_quotes(EURUSD)["ap"] > api.get_quotes(EURUSD)["bp"],
        "get_latest_asking_price": lambda: api.get_latest_asking_price(EURUSD) > 1,
        "get_price_history": lambda: (
            len(
                api.get_price_history(
                    EURUSD,
                    resolution="1H",
                    start_timestamp=now - 30 * day,
                    end_timestamp=now - 23 * day,
                )
            )
            > 100
        ),
        "get_price_history, look back": lambda: (
            len(api.get_price_history(EURUSD, resolution="1D", lookback_period="3M")) > 50
        ),
        "refresh_access_tokens": lambda: (
            api.refresh_access_tokens() is None and len(api.get_all_accounts()) == 2
        ),
    }


if __name__ == "__main__":
    sys.exit(main())
