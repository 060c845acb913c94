"""TradeLocker's public API, its reading half: one method an endpoint. It decides nothing."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from fillbook.domain.bar import Bar
from fillbook.remotes.broker import Worth
from fillbook.remotes.effects import Answer, Operation, Request
from fillbook.remotes.errors import Unreadable
from fillbook.remotes.record import BadRecord, Record
from fillbook.remotes.remote import Limits
from fillbook.remotes.tradelocker import answers, cells, columns, market, records
from fillbook.remotes.tradelocker.columns import Config, Section
from fillbook.remotes.tradelocker.market import (
    Depth,
    Instrument,
    InstrumentDetail,
    Quote,
    SessionStatus,
    TradeSession,
)
from fillbook.remotes.tradelocker.records import (
    AccountRules,
    Deal,
    Order,
    Position,
    TradingAccount,
)
from fillbook.remotes.tradelocker.tokens import Login, Session

LIVE_URL = "https://live.tradelocker.com/backend-api"
DEMO_URL = "https://demo.tradelocker.com/backend-api"
"""Two environments with accounts of their own."""

NO_LIMITS_YET = Limits(per_minute=60)
"""How fast it is asked before its config says more."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Final orders of a window."""

    orders: tuple[Order, ...]
    is_cut: bool  # there are more of them than one answer holds


class Client:
    """Requests under one login, and what their answers carry."""

    def __init__(self, login: Login, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.session = Session(login, monotonic)
        self._configs: dict[str, Config] = {}
        self._bad_rows: list[str] = []

    def take_bad_rows(self) -> tuple[str, ...]:
        """Rows that could not be read since this was asked last, and why."""
        bad, self._bad_rows = tuple(self._bad_rows), []
        return bad

    @property
    def limits(self) -> Limits:
        """How fast each route may be asked, by the last config that was read."""
        return next(reversed(self._configs.values())).limits if self._configs else NO_LIMITS_YET

    def all_accounts(self) -> Operation[tuple[TradingAccount, ...]]:
        """The accounts of the login."""
        answer = yield from self.session.authorised(
            Request(method="GET", path="/auth/jwt/all-accounts")
        )
        return _listed(TradingAccount.of, answers.body_of(answer), "accounts")

    def config(self, account: TradingAccount) -> Operation[Config]:
        """What the cells of rows are, and how fast routes may be asked; read once."""
        if account.id not in self._configs:
            body = yield from self._get(account, "/trade/config")
            self._configs[account.id] = columns.config(body)
        return self._configs[account.id]

    def forget_config(self) -> None:
        """Read the configs again when they are needed: at each start."""
        self._configs.clear()

    def account_rules(self, account: TradingAccount) -> Operation[tuple[AccountRules, ...]]:
        """What the account may do."""
        body = yield from self._get(account, "/trade/accounts", lane="GET_ACCOUNTS")
        return _listed(AccountRules.of, Record({"accounts": body}), "accounts")

    def instruments(self, account: TradingAccount) -> Operation[tuple[Instrument, ...]]:
        """All that can be traded in an account."""
        body = yield from self._of(account, "instruments", "GET_INSTRUMENTS")
        rows = _required_rows(Record.of(body, "The answer"), "instruments")
        return tuple(cells.readable(Instrument.of, rows))  # one that is bad may never be traded

    def orders(self, account: TradingAccount) -> Operation[tuple[Order, ...]]:
        """Pending orders."""
        return (yield from self._rows(account, "orders", "GET_ORDERS", Section.ORDERS, Order.of))

    def orders_history(
        self, account: TradingAccount, start: datetime, end: datetime
    ) -> Operation[History]:
        """Final orders of a window, both ends included; which of their stamps is not told."""
        config = yield from self.config(account)
        body = yield from self._of(
            account,
            "ordersHistory",
            "GET_ORDERS_HISTORY",
            ("from", str(cells.milliseconds(start))),
            ("to", str(cells.milliseconds(end))),
        )
        answer = Record.of(body, "The answer")
        orders = self._named(config, Section.HISTORY, answer, "ordersHistory", Order.of)
        is_cut = answer.flag("hasMore") or len(orders) >= config.rows_of_history
        return History(orders=orders, is_cut=is_cut)

    def positions(self, account: TradingAccount) -> Operation[tuple[Position, ...]]:
        """Open positions."""
        found: tuple[Position, ...] = yield from self._rows(
            account, "positions", "GET_POSITIONS", Section.POSITIONS, Position.of
        )
        return found

    def executions(self, account: TradingAccount) -> Operation[tuple[Deal, ...]]:
        """Fills of the running session."""
        found: tuple[Deal, ...] = yield from self._rows(
            account, "executions", "GET_EXECUTIONS", Section.EXECUTIONS, Deal.of
        )
        return found

    def state(self, account: TradingAccount) -> Operation[Worth]:
        """Balance, equity, and the running day's figures."""
        config = yield from self.config(account)
        body = yield from self._of(account, "state", "GET_ACCOUNTS_STATE")
        values = Record.of(body, "The answer").fields.get("accountDetailsData")
        return records.worth(config.named(Section.STATE, values))

    def instrument_detail(
        self, account: TradingAccount, instrument_id: str, route: str
    ) -> Operation[InstrumentDetail]:
        """What a lot is, by an INFO route."""
        path = f"/trade/instruments/{instrument_id}"
        body = yield from self._get(
            account, path, ("routeId", route), lane="GET_INSTRUMENT_DETAILS"
        )
        return InstrumentDetail.of(Record.of(body, "The answer"))

    def trade_session(self, account: TradingAccount, session_id: str) -> Operation[TradeSession]:
        """When something is traded."""
        path = f"/trade/sessions/{session_id}"
        body = yield from self._get(account, path, lane="GET_TRADE_SESSIONS")
        return TradeSession.of(Record.of(body, "The answer"))

    def session_status(self, account: TradingAccount, status_id: str) -> Operation[SessionStatus]:
        """What is allowed at the moment."""
        path = f"/trade/sessionStatuses/{status_id}"
        body = yield from self._get(account, path, lane="GET_SESSION_STATUSES")
        return SessionStatus.of(Record.of(body, "The answer"))

    def quote(self, account: TradingAccount, instrument_id: str, route: str) -> Operation[Quote]:
        """The best prices of the moment, by an INFO route."""
        query = _priced(instrument_id, route)
        body = yield from self._get(account, "/trade/quotes", *query, lane="QUOTES")
        return Quote.of(Record.of(body, "The answer"))

    def daily_bar(
        self, account: TradingAccount, instrument_id: str, route: str, day: datetime
    ) -> Operation[Bar]:
        """The running day's bar of bid prices, which does not say its day."""
        query = (*_priced(instrument_id, route), ("barType", "BID"))
        body = yield from self._get(account, "/trade/dailyBar", *query, lane="DAILY_BAR")
        return market.bar(Record.of(body, "The answer"), day)

    def depth(self, account: TradingAccount, instrument_id: str, route: str) -> Operation[Depth]:
        """The book, by an INFO route."""
        query = _priced(instrument_id, route)
        body = yield from self._get(account, "/trade/depth", *query, lane="DEPTH")
        return Depth.of(Record.of(body, "The answer"))

    def history(
        self,
        account: TradingAccount,
        instrument_id: str,
        route: str,
        resolution: str,
        start: datetime,
        end: datetime,
    ) -> Operation[tuple[Bar, ...]]:
        """Bars of a window, both ends included; none where the broker has no data."""
        query = (
            *_priced(instrument_id, route),
            ("resolution", resolution),
            ("from", str(cells.milliseconds(start))),
            ("to", str(cells.milliseconds(end))),
        )
        answer = yield from self._ask(account, "/trade/history", *query, lane="QUOTES_HISTORY")
        body = answers.content_or_nothing(answer)
        bars = Record.of(body, "The answer").records("barDetails") if body is not None else ()
        return tuple(map(_bar, bars or ()))

    def _rows(
        self,
        account: TradingAccount,
        name: str,
        lane: str,
        section: Section,
        make: Callable[[Record], T],
    ) -> Operation[tuple[T, ...]]:
        config = yield from self.config(account)
        body = yield from self._of(account, name, lane)
        return self._named(config, section, Record.of(body, "The answer"), name, make)

    def _named(
        self,
        config: Config,
        section: Section,
        answer: Record,
        key: str,
        make: Callable[[Record], T],
    ) -> tuple[T, ...]:
        """Rows, each cell under the name that the config gives it; a bad one is named."""
        rows = answer.fields.get(key)
        if not isinstance(rows, list):
            raise Unreadable(f'{answers.TITLE}\'s answer has no "{key}".')
        found = []
        for number, row in enumerate(rows, 1):
            try:
                found.append(make(config.named(section, row)))
            except BadRecord as error:
                self._bad_rows.append(f"Row {number} of {key}: {error.title}")
        return tuple(found)

    def _of(
        self, account: TradingAccount, name: str, lane: str, *query: tuple[str, str]
    ) -> Operation[object]:
        path = f"/trade/accounts/{account.id}/{name}"
        return (yield from self._get(account, path, *query, lane=lane))

    def _get(
        self, account: TradingAccount, path: str, *query: tuple[str, str], lane: str = ""
    ) -> Operation[object]:
        return answers.content((yield from self._ask(account, path, *query, lane=lane)))

    def _ask(
        self, account: TradingAccount, path: str, *query: tuple[str, str], lane: str
    ) -> Operation[Answer]:
        headers = (("accNum", account.number),)
        return (
            yield from self.session.authorised(
                Request(method="GET", path=path, query=query, headers=headers, lane=lane)
            )
        )


def _listed(make: Callable[[Record], T], body: Record, key: str) -> tuple[T, ...]:
    return tuple(map(make, _required_rows(body, key)))


def _required_rows(body: Record, key: str) -> tuple[Record, ...]:
    rows = body.records(key)
    if rows is None:
        raise Unreadable(f'{answers.TITLE}\'s answer has no "{key}".')
    return rows


def _bar(record: Record) -> Bar:
    starts_at = cells.moment(record, "t")
    if starts_at is None:
        raise BadRecord("A bar has no time.")
    return market.bar(record, starts_at)


def _priced(instrument_id: str, route: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return (("tradableInstrumentId", instrument_id), ("routeId", route))
