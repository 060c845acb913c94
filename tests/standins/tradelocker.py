"""TradeLocker as its page describes it: one user, several accounts, and a market behind."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from standins.by_hand import run
from standins.clock import Clock
from standins.json_wire import empty_answer, html_answer, json_answer, json_object, query
from standins.ledger import API, Entry, Ledger
from standins.tradelocker_broker import Broker, Ids, NotTaken, Order
from standins.tradelocker_market import (
    BY_ID,
    DAY_MS,
    INSTRUMENTS,
    RESOLUTIONS_M,
    Candle,
    Instrument,
    ask,
    bid,
    candles,
    milliseconds,
)
from standins.tradelocker_rows import (
    EXECUTIONS,
    HISTORY,
    LIMITS,
    ORDERS,
    POSITIONS,
    config,
    deal_cells,
    limit,
    order_cells,
    position_cells,
    row,
    state_values,
)
from standins.tradelocker_switches import Switches
from standins.tradelocker_tokens import Tokens
from standins.tradelocker_trading import Trading, is_asked_for, ok, whole
from standins.wire import Answered, Asked

EMAIL, PASSWORD, SERVER = "ann@example.org", "Tl-canary-1", "DEMOBRK"
_BASE = "/backend-api"
_MOST_BARS = 20_000
_RATES = {"USD": {"EUR": "1.10", "JPY": "0.0066"}, "EUR": {"USD": "0.91", "JPY": "0.006"}}

Handler = Callable[[Asked, Sequence[str]], Answered]


class TradeLocker:
    """One user's login, with two hedging accounts."""

    def __init__(self, clock: Clock, switches: Switches | None = None) -> None:
        self.clock = clock
        self.switches = switches or Switches()
        self.ledger = Ledger()
        self.requests = 0
        self.logins = 0
        self.refreshes = 0
        self.tokens = Tokens(clock, self.switches)
        ids = Ids()
        self.accounts = {
            id_: Broker(
                id=id_,
                number=number_,
                currency=currency,
                balance=Decimal(balance),
                clock=clock,
                switches=self.switches,
                ids=ids,
                rates={name: Decimal(rate) for name, rate in _RATES[currency].items()},
            )
            for id_, number_, currency, balance in (
                ("700123", 1, "USD", "250000.00"),
                ("700456", 2, "EUR", "100000.00"),
            )
        }
        self._asked_at: dict[str, list[float]] = {}
        self._trading = Trading(self.accounts, self._traded)
        self._routes = self._all_routes()

    @property
    def money_moved(self) -> list[Entry]:
        """What a client of the API did to the accounts. Fillbook's list is always empty."""
        return self.ledger.of(who=API)

    def account(self, number_: int) -> Broker:
        return next(one for one in self.accounts.values() if one.number == number_)

    # What a client asks.

    def answer(self, asked: Asked) -> Answered:
        self.requests += 1
        for account in self.accounts.values():
            account.tick()
        path = asked.path.removeprefix(_BASE)
        if asked.method == "POST" and path == "/auth/jwt/token":
            return self._login(asked)
        if asked.method == "POST" and path == "/auth/jwt/refresh":
            return self._refresh(asked)
        scheme, _, token = asked.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not self.tokens.lets_in(token):
            return self._refused(401, "Unauthorized")
        if asked.method == "GET" and path == "/auth/jwt/all-accounts":
            return json_answer(200, {"accounts": [self._listed(one) for one in self._brokers()]})
        for method, pattern, kind, handler in self._routes:
            found = re.fullmatch(pattern, path)
            if found and method == asked.method:
                return self._under_trade(asked, kind, handler, found.groups())
        return self._refused(404, "Not found")

    def _under_trade(
        self, asked: Asked, kind: str | None, handler: Handler, ids: Sequence[str]
    ) -> Answered:
        limited = self._throttle(kind)
        if limited is not None:
            return limited
        wanted = asked.headers.get("accnum", "")
        if wanted not in {str(one.number) for one in self._brokers()}:
            return self._refused(400, "accNum header is missing or wrong")
        is_account = "/accounts/" in asked.path
        if is_account and ids[0] not in self.accounts:
            return self._refused(404, "Account not found")
        if is_account and str(self.accounts[ids[0]].number) != wanted:
            return self._refused(403, "accNum does not belong to the account")
        try:
            answer = handler(asked, ids)
        except NotTaken as refused:
            return json_answer(200, {"s": "error", "errmsg": str(refused)})
        empties = self.switches.deletes_answer_204 and asked.method == "DELETE"
        return empty_answer(204) if empties and answer.status == 200 else answer

    def _all_routes(self) -> tuple[tuple[str, str, str | None, Handler], ...]:
        account = r"/trade/accounts/([^/]+)"
        trading = self._trading
        return (
            ("GET", "/trade/config", None, lambda a, i: ok(config(self.switches))),
            ("GET", "/trade/accounts", "GET_ACCOUNTS", self._accounts),
            ("GET", f"{account}/instruments", "GET_INSTRUMENTS", self._instruments),
            ("GET", f"{account}/orders", "GET_ORDERS", self._orders),
            ("GET", f"{account}/ordersHistory", "GET_ORDERS_HISTORY", self._history),
            ("GET", f"{account}/positions", "GET_POSITIONS", self._positions),
            ("GET", f"{account}/executions", "GET_EXECUTIONS", self._executions),
            ("GET", f"{account}/state", "GET_ACCOUNTS_STATE", self._state),
            ("GET", r"/trade/instruments/([^/]+)", "GET_INSTRUMENT_DETAILS", self._details),
            ("GET", r"/trade/sessions/([^/]+)", "GET_TRADE_SESSIONS", self._session),
            ("GET", r"/trade/sessionStatuses/([^/]+)", "GET_SESSION_STATUSES", self._status),
            ("GET", "/trade/quotes", "QUOTES", self._quotes),
            ("GET", "/trade/dailyBar", "DAILY_BAR", self._daily_bar),
            ("GET", "/trade/depth", "DEPTH", self._depth),
            ("GET", "/trade/history", "QUOTES_HISTORY", self._bars),
            ("POST", f"{account}/orders", "PLACE_ORDER", trading.place),
            ("DELETE", f"{account}/orders", None, trading.cancel_all),
            ("DELETE", f"{account}/positions", None, trading.close_all),
            ("DELETE", r"/trade/orders/([^/]+)", None, trading.cancel),
            ("PATCH", r"/trade/orders/([^/]+)", "MODIFY_ORDER", trading.modify),
            ("DELETE", r"/trade/positions/([^/]+)", None, trading.close),
            ("PATCH", r"/trade/positions/([^/]+)", "MODIFY_POSITION", trading.protect),
        )

    # Logging in.

    def _login(self, asked: Asked) -> Answered:
        body = json_object(asked) or {}
        if (body.get("email"), body.get("password"), body.get("server")) != (
            EMAIL,
            PASSWORD,
            SERVER,
        ):
            return self._refused(400, "Invalid credentials")
        self.logins += 1
        return json_answer(201, self.tokens.pair())

    def _refresh(self, asked: Asked) -> Answered:
        pair = self.tokens.refreshed(str((json_object(asked) or {}).get("refreshToken")))
        if pair is None:
            return self._refused(400, "Invalid refresh token")
        self.refreshes += 1
        return json_answer(201, pair)

    def _listed(self, account: Broker) -> dict[str, Any]:
        return {
            "id": account.id,
            "name": f"DEMOBRK#u77#{account.number}",
            "currency": account.currency,
            "status": "ACTIVE",
            "accNum": str(account.number),
            self.switches.balance_key: format(account.balance, "f"),
        }

    # Reading.

    def _accounts(self, asked: Asked, ids: Sequence[str]) -> Answered:
        rules = dict.fromkeys(
            ("supportBrackets", "supportTrailingStop", "supportPartialClosePosition"), True
        )
        return ok(
            [
                {
                    "id": account.id,
                    "name": f"u77-{account.number}",
                    "type": "DEMO",
                    "currency": account.currency,
                    "status": "ACTIVE",
                    "tradingRules": rules,
                    "riskRules": {"maxPositionsNumber": None, "maxPendingOrdersNumber": 60},
                }
                for account in self._brokers()
                if str(account.number) == asked.headers["accnum"]
            ]
        )

    def _instruments(self, asked: Asked, ids: Sequence[str]) -> Answered:
        return ok({"instruments": [self._listed_instrument(one) for one in INSTRUMENTS]})

    def _listed_instrument(self, instrument: Instrument) -> dict[str, Any]:
        dead = range(1, self.switches.dead_info_routes + 1)
        return {
            "tradableInstrumentId": instrument.id,
            "id": instrument.symbol_id,
            "name": instrument.name,
            "description": instrument.name,
            "type": instrument.kind,
            "tradingExchange": "FX",
            "marketDataExchange": "FX",
            "country": None,
            "logoUrl": None,
            "localizedName": instrument.name,
            "routes": [
                {"id": instrument.trade_route, "type": "TRADE"},
                {"id": instrument.info_route, "type": "INFO"},
                *({"id": instrument.info_route + 50_000 * n, "type": "INFO"} for n in dead),
            ],
            "barSource": "BID",
            "hasIntraday": True,
            "hasDaily": True,
        }

    def _orders(self, asked: Asked, ids: Sequence[str]) -> Answered:
        found = [one for one in self._broker(ids).pending_orders() if is_asked_for(one, asked)]
        return ok({"orders": [self._order_row(ORDERS, order) for order in found]})

    def _history(self, asked: Asked, ids: Sequence[str]) -> Answered:
        found = [one for one in self._broker(ids).final_orders() if self._is_in_window(one, asked)]
        found.sort(key=self._stamp, reverse=self.switches.history_order == "newest")
        kept = found[: self.switches.history_rows]
        answer: dict[str, Any] = {"ordersHistory": [self._order_row(HISTORY, o) for o in kept]}
        if self.switches.has_more:
            answer["hasMore"] = len(kept) < len(found)
        return ok(answer)

    def _stamp(self, order: Order) -> int:
        compares_created = self.switches.window_compares == "created"
        return order.created_ms if compares_created else order.modified_ms // 1000 * 1000

    def _is_in_window(self, order: Order, asked: Asked) -> bool:
        first, last = whole(query(asked, "from")), whole(query(asked, "to"))
        at = self._stamp(order)
        if last is not None and not self.switches.window_end_included:
            last -= 1
        return (
            (first is None or at >= first)
            and (last is None or at <= last)
            and is_asked_for(order, asked)
        )

    def _order_row(self, section: str, order: Order) -> list[Any]:
        return row(section, order_cells(order, self.switches), self.switches)

    def _positions(self, asked: Asked, ids: Sequence[str]) -> Answered:
        broker = self._broker(ids)
        cells = [position_cells(one, broker) for one in broker.positions.values()]
        return ok({"positions": [row(POSITIONS, one, self.switches) for one in cells]})

    def _executions(self, asked: Asked, ids: Sequence[str]) -> Answered:
        deals = self._broker(ids).session_deals()
        return ok({"executions": [row(EXECUTIONS, deal_cells(d), self.switches) for d in deals]})

    def _state(self, asked: Asked, ids: Sequence[str]) -> Answered:
        return ok({"accountDetailsData": state_values(self._broker(ids), self.switches)})

    def _details(self, asked: Asked, ids: Sequence[str]) -> Answered:
        instrument = self._priced(asked, ids[0])
        return ok(
            {
                "name": instrument.name,
                "type": instrument.kind,
                "baseCurrency": instrument.base,
                "quotingCurrency": instrument.quote,
                "lotSize": instrument.lot_size,
                "lotStep": instrument.lot_step,
                "minLot": instrument.lot_step,
                "maxLot": instrument.max_lot,
                "leverage": "30.00",
                "tickSize": [{"leftRangeLimit": None, "tickSize": instrument.tick}],
                "tickCost": [{"leftRangeLimit": None, "tickCost": Decimal("0.0")}],
                "tradeSessionId": 12,
                "tradeSessionStatusId": 20,
                "symbolStatus": "FULLY_OPEN",
                "tradingExchange": "FX",
                "marketDataExchange": "FX",
                "barSource": "BID",
                "hasDaily": True,
                "hasIntraday": True,
            }
        )

    def _session(self, asked: Asked, ids: Sequence[str]) -> Answered:
        holidays = [{"date": "2026-12-25", "name": "Christmas"}]
        return ok({"name": "24x5", "blockTrading": False, "holidays": holidays})

    def _status(self, asked: Asked, ids: Sequence[str]) -> Answered:
        return ok({"allowedOperations": [1, 1, 1], "allowedOrderTypes": [1, 1, 1, 1, 0, 0]})

    def _quotes(self, asked: Asked, ids: Sequence[str]) -> Answered:
        instrument, now = self._priced(asked), milliseconds(self.clock.now())
        size = Decimal("1.0")
        return ok({"ap": ask(instrument, now), "bp": bid(instrument, now), "as": size, "bs": size})

    def _daily_bar(self, asked: Asked, ids: Sequence[str]) -> Answered:
        instrument, now = self._priced(asked), milliseconds(self.clock.now())
        *_, latest = candles(instrument, "1D", now - 4 * DAY_MS, now)
        return ok(_bar(latest))

    def _depth(self, asked: Asked, ids: Sequence[str]) -> Answered:
        instrument, now = self._priced(asked), milliseconds(self.clock.now())
        steps = [instrument.tick * step for step in range(3)]
        return ok(
            {
                "asks": [[ask(instrument, now) + step, Decimal("1.0")] for step in steps],
                "bids": [[bid(instrument, now) - step, Decimal("1.0")] for step in steps],
            }
        )

    def _bars(self, asked: Asked, ids: Sequence[str]) -> Answered:
        instrument = self._priced(asked)
        resolution = query(asked, "resolution") or ""
        first, last = whole(query(asked, "from")), whole(query(asked, "to"))
        if (resolution not in RESOLUTIONS_M and resolution != "1M") or first is None or not last:
            raise NotTaken("resolution, from and to are required")
        last = min(last, milliseconds(self.clock.now()))
        span_m = RESOLUTIONS_M.get(resolution, 43_200)
        if (last - first) / (span_m * 60_000) > _MOST_BARS:
            raise NotTaken("Too many bars requested")
        found = list(candles(instrument, resolution, first, last))
        if found:
            return ok({"barDetails": [{"t": bar.at_ms, **_bar(bar)} for bar in found]})
        without = self.switches.no_data == "without_d"
        return json_answer(200, {"s": "no_data"} if without else {"s": "no_data", "d": {}})

    def _priced(self, asked: Asked, wanted: str | None = None) -> Instrument:
        """The instrument that is asked for, through an INFO route of its own that works."""
        found = BY_ID.get(whole(wanted or query(asked, "tradableInstrumentId")) or 0)
        if found is None:
            raise NotTaken("Unknown instrument")
        if whole(query(asked, "routeId")) != found.info_route:
            raise NotTaken("Route is not available")
        return found

    # What all routes share.

    def _traded(self, did: str, what: str, id_: str) -> None:
        self.ledger.note(Entry(self.clock.now(), API, did, what, id_, self.requests))

    def _brokers(self) -> list[Broker]:
        return list(self.accounts.values())

    def _broker(self, ids: Sequence[str]) -> Broker:
        return self.accounts[ids[0]]

    def _throttle(self, kind: str | None) -> Answered | None:
        if kind is None or self.switches.unlimited:
            return None
        assert kind in LIMITS
        now = self.clock.now().timestamp()
        recent = [at for at in self._asked_at.get(kind, []) if at > now - 1]
        if len(recent) >= limit(kind, self.switches):
            answer = self._refused(429, "Too many requests")
            if self.switches.retry_after == "seconds":
                answer = replace(answer, headers={**answer.headers, "retry-after": "1"})
            return answer
        self._asked_at[kind] = [*recent, now]
        return None

    def _refused(self, status: int, words: str) -> Answered:
        if self.switches.error_bodies == "html":
            return html_answer(status, words)
        if self.switches.error_bodies == "empty":
            return empty_answer(status)
        return json_answer(status, {"s": "error", "errmsg": words})


def _bar(candle: Candle) -> dict[str, Any]:
    return {
        "o": candle.open,
        "h": candle.high,
        "l": candle.low,
        "c": candle.close,
        "v": candle.volume,
    }


if __name__ == "__main__":
    run(TradeLocker, Switches)
