"""The client over the stand-in: what is read, what fails how, and what is never asked."""

import inspect
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from broker_talk import API, Talk, a_broker

from conversation import hold
from fillbook.domain.execution import Side
from fillbook.remotes.effects import Request
from fillbook.remotes.errors import NotSent, Refusal, RefusedThere, Unclear, Unreadable
from fillbook.remotes.origin import Trespass, checked_url
from fillbook.remotes.tradelocker.allow_list import ROUTES, permitted
from fillbook.remotes.tradelocker.client import Client
from fillbook.remotes.tradelocker.windows import BEGINS, final_orders, resume_at
from standins.faults import Fault, FaultKind, FaultPlan, Faulty, on
from standins.tradelocker_market import BY_NAME
from talking import at

EURUSD = BY_NAME["EURUSD"]
TRADING = (
    ("POST", "/trade/accounts/1/orders"),
    ("DELETE", "/trade/accounts/1/orders"),
    ("DELETE", "/trade/accounts/1/positions"),
    ("DELETE", "/trade/orders/1"),
    ("PATCH", "/trade/orders/1"),
    ("DELETE", "/trade/positions/1"),
    ("PATCH", "/trade/positions/1"),
    ("PUT", "/trade/accounts/1/orders"),
    ("GET", "/trade/accounts/1/orders/../positions"),
    ("POST", "/auth/jwt/accounts/tokens"),
    ("POST", "/trade/config"),
    ("get", "/trade/config"),
)


def a_talk(**switches):
    return Talk(a_broker(**switches))


def window():
    return BEGINS, datetime(2026, 12, 1, tzinfo=UTC)


def every_read(client, account):
    """Each public method of the client with something to read."""
    start, end = window()
    route = str(EURUSD.info_route)
    id_ = str(EURUSD.id)
    return {
        "all_accounts": lambda: client.all_accounts(),
        "config": lambda: client.config(account),
        "account_rules": lambda: client.account_rules(account),
        "instruments": lambda: client.instruments(account),
        "orders": lambda: client.orders(account),
        "orders_history": lambda: client.orders_history(account, start, end),
        "positions": lambda: client.positions(account),
        "executions": lambda: client.executions(account),
        "state": lambda: client.state(account),
        "instrument_detail": lambda: client.instrument_detail(account, id_, route),
        "trade_session": lambda: client.trade_session(account, "12"),
        "session_status": lambda: client.session_status(account, "20"),
        "quote": lambda: client.quote(account, id_, route),
        "daily_bar": lambda: client.daily_bar(account, id_, route, end),
        "depth": lambda: client.depth(account, id_, route),
        "history": lambda: client.history(
            account, id_, route, "1H", datetime(2026, 11, 1, tzinfo=UTC), end
        ),
    }


def operations_of(client):
    """The names of all public methods that converse with the broker."""
    return {
        name
        for name, method in inspect.getmembers(client, inspect.ismethod)
        if not name.startswith("_") and inspect.isgeneratorfunction(method)
    }


@pytest.mark.parametrize(("method", "path"), TRADING)
def test_nothing_but_reading_and_logging_in_is_permitted(method, path):
    request = Request(method=method, path=path)

    with pytest.raises(Trespass):
        permitted(request)
    with pytest.raises(Trespass):
        checked_url("https://live.tradelocker.com/backend-api", request, ROUTES)


def test_every_route_of_the_allow_list_reads_or_asks_for_a_token():
    for route in ROUTES:
        if route.method != "GET":
            assert (route.method, route.path) in {
                ("POST", "/auth/jwt/token"),
                ("POST", "/auth/jwt/refresh"),
            }
        else:
            assert route.path.startswith("/trade/") or route.path == "/auth/jwt/all-accounts"


def test_a_whole_life_of_a_connection_moves_no_money():
    talk = a_talk()
    broker = talk.server.account(1)
    broker.place(EURUSD, "buy", Decimal(1), stop_loss=Decimal("0.9"))
    broker.place(EURUSD, "buy", Decimal(1), "limit", price=Decimal("0.5"))
    reads = every_read(talk.client, talk.account())

    assert set(reads) == operations_of(talk.client)
    for read in reads.values():
        talk.hold(read())
    talk.server.clock.advance(3000)
    talk.hold(reads["positions"]())
    talk.server.tokens.revoke()
    talk.hold(reads["positions"]())

    assert talk.server.money_moved == []
    allowed_posts = {"POST /auth/jwt/token", "POST /auth/jwt/refresh"}
    for line in talk.lines:
        assert line.startswith(("GET /trade/", "GET /auth/jwt/all-accounts")) or (
            line in allowed_posts
        )
    assert allowed_posts <= set(talk.lines)


def test_the_reads_say_what_the_broker_has():
    talk = a_talk()
    broker = talk.server.account(1)
    opened = broker.place(EURUSD, "buy", Decimal(1), stop_loss=Decimal("0.9"))
    broker.close(opened.position_id, Decimal("0.4"))
    reads = every_read(talk.client, talk.account())

    found = {name: talk.hold(read()) for name, read in reads.items()}

    (position,) = found["positions"]
    assert (position.id, position.quantity) == (str(opened.position_id), Decimal("0.6"))
    assert position.stop_order_id == str(broker.positions[opened.position_id].stop_id)
    assert [deal.quantity for deal in found["executions"]] == [Decimal(1), Decimal("0.4")]
    assert {order.side for order in found["orders_history"].orders} == {Side.BUY, Side.SELL}
    (pending,) = found["orders"]
    assert (pending.kind, pending.stop_price) == ("stop", Decimal("0.9"))
    assert found["state"].balance == broker.balance
    assert found["state"].today_trades == 2
    assert found["instrument_detail"].lot_size == 100_000
    assert found["quote"].ask > found["quote"].bid
    assert found["depth"].asks[0][0] == found["quote"].ask
    assert len(found["history"]) > 10
    assert found["trade_session"].holidays[0].day == 25
    assert found["session_status"].order_types == (True, True, True, True, False, False)
    assert found["account_rules"][0].closes_partly


def test_an_id_beyond_two_to_the_fifty_third_keeps_its_last_digit():
    talk = a_talk(cells="numbers")
    order = talk.server.account(1).place(EURUSD, "buy", Decimal(1))

    (deal,) = talk.hold(talk.client.executions(talk.account()))

    assert deal.order_id == str(order.id)
    assert int(deal.order_id) != int(float(deal.order_id))


def test_a_login_asks_for_one_token_and_the_next_read_for_none():
    talk = a_talk()

    talk.account()
    talk.account()

    assert talk.lines == [
        "POST /auth/jwt/token",
        "GET /auth/jwt/all-accounts",
        "GET /auth/jwt/all-accounts",
    ]


def test_a_token_is_renewed_at_four_fifths_of_its_life():
    talk = a_talk()
    talk.account()

    talk.server.clock.advance(2879)
    talk.account()
    assert talk.server.refreshes == 0
    talk.server.clock.advance(2)
    talk.account()

    assert (talk.server.logins, talk.server.refreshes) == (1, 1)


def test_a_token_that_is_refused_early_is_renewed_once_and_the_read_repeated():
    talk = a_talk()
    talk.account()
    talk.server.tokens.revoke_access()

    account = talk.account()

    assert account.number == "1"
    assert talk.lines[-3:] == [
        "GET /auth/jwt/all-accounts",
        "POST /auth/jwt/refresh",
        "GET /auth/jwt/all-accounts",
    ]


def test_a_refused_refresh_token_is_followed_by_the_password():
    talk = a_talk()
    talk.account()
    talk.server.clock.advance(8 * 86_400)

    talk.account()

    assert talk.lines[-3:-1] == ["POST /auth/jwt/refresh", "POST /auth/jwt/token"]
    assert talk.server.logins == 2


@pytest.mark.parametrize("wrong", ["email", "password", "server"])
def test_a_wrong_login_is_refused_for_its_credentials_and_asked_once(wrong):
    talk = Talk(a_broker(), **{wrong: "other"})

    with pytest.raises(RefusedThere) as caught:
        talk.account()

    assert caught.value.refusal is Refusal.CREDENTIALS
    assert talk.lines == ["POST /auth/jwt/token"]


@pytest.mark.parametrize("bodies", ["json", "html", "empty"])
def test_a_401_that_stays_is_a_refused_login_after_one_repetition(bodies):
    server = a_broker(error_bodies=bodies)
    plan = FaultPlan()
    for nth in range(2):
        plan.on(on("GET", "all-accounts"), Fault(kind=FaultKind.UNAUTHORIZED_ONCE), nth=nth)
    talk = Talk(server, Faulty(server, plan))

    with pytest.raises(RefusedThere) as caught:
        talk.account()

    assert caught.value.refusal is Refusal.CREDENTIALS
    assert talk.lines.count("GET /auth/jwt/all-accounts") == 2


def test_a_dead_token_that_is_told_by_a_400_is_renewed_too():
    server = a_broker()
    answered = server.answer

    def answer(asked):
        found = answered(asked)
        return replace(found, status=400) if found.status == 401 else found

    server.answer = answer
    talk = Talk(server)
    talk.account()
    server.tokens.revoke_access()

    assert talk.account().number == "1"
    assert server.refreshes == 1


def test_two_reads_at_once_renew_one_token():
    talk = a_talk()
    account = talk.account()
    talk.hold(talk.client.config(account))
    talk.server.clock.advance(3000)
    line = at(talk.server, API)
    first, second = talk.client.orders(account), talk.client.positions(account)

    renewing = next(first)
    reading = next(second)

    assert renewing.path == "/auth/jwt/refresh"
    assert reading.path.endswith("/positions")  # by the old token, which still lives
    reading = first.send(line(renewing))
    assert reading.path.endswith("/orders")
    assert talk.server.refreshes == 1


def test_a_first_login_is_not_asked_for_twice_at_once():
    client = a_talk().client
    first, second = client.all_accounts(), client.all_accounts()
    next(first)

    with pytest.raises(NotSent):
        next(second)


def test_an_error_inside_of_a_200_is_a_refusal_in_the_brokers_words():
    talk = a_talk()
    account = talk.account()

    with pytest.raises(RefusedThere, match="Route is not available") as caught:
        talk.hold(talk.client.quote(account, str(EURUSD.id), "1"))

    assert caught.value.status == 200


@pytest.mark.parametrize(("stated", "wait_s"), [("seconds", 1.0), ("absent", 5.0)])
def test_a_429_says_how_long_to_wait(stated, wait_s):
    talk = a_talk(unlimited=False, retry_after=stated)
    account = talk.account()
    start, end = window()
    talk.hold(talk.client.orders_history(account, start, end))

    with pytest.raises(RefusedThere) as caught:
        talk.hold(talk.client.orders_history(account, start, end))

    assert caught.value.refusal is Refusal.RATE
    assert caught.value.retry_after_s == wait_s


def test_the_lanes_follow_the_limits_of_the_config():
    talk = a_talk(history_per_second=3)
    account = talk.account()

    talk.hold(talk.client.config(account))

    most, span_s = talk.client.limits.lanes["GET_ORDERS_HISTORY"]
    assert (most, round(span_s, 3)) == (3, 1.111)


@pytest.mark.parametrize(
    ("switches", "named"),
    [({"renamed_config": True}, "positionsConfig"), ({"lacking_columns": ("qty",)}, "qty")],
)
def test_a_config_without_what_is_needed_names_it(switches, named):
    talk = a_talk(**switches)
    account = talk.account()

    with pytest.raises(Unreadable, match=named):
        talk.hold(talk.client.config(account))


@pytest.mark.parametrize("kind", [FaultKind.TRUNCATED, FaultKind.WRONG_TYPE, FaultKind.EMPTY_200])
def test_an_answer_that_cannot_be_read_is_unclear(kind):
    server = a_broker()
    talk = Talk(server, Faulty(server, FaultPlan().on(on("GET", "/positions"), Fault(kind=kind))))
    account = talk.account()

    with pytest.raises(Unclear):
        talk.hold(talk.client.positions(account))


def test_a_row_that_cannot_be_read_is_named_and_the_others_are_taken():
    talk = a_talk()
    broker = talk.server.account(1)
    for _ in range(2):
        broker.place(EURUSD, "buy", Decimal(1))
    next(iter(broker.orders.values())).side = "sideways"
    account = talk.account()

    orders = talk.hold(talk.client.orders_history(account, *window())).orders

    assert len(orders) == 1
    (named,) = talk.client.take_bad_rows()
    assert "side" in named
    assert talk.client.take_bad_rows() == ()


@pytest.mark.parametrize("spelling", ["accountBalance", "aaccountBalance"])
def test_a_balance_is_read_in_both_spellings(spelling):
    assert a_talk(balance_key=spelling).account(2).balance == Decimal(100_000)


def test_a_window_that_is_cut_is_halved_until_all_is_there():
    talk = a_talk(history_rows=3)
    broker = talk.server.account(1)
    for _ in range(10):
        broker.place(EURUSD, "buy", Decimal("0.1"))
        talk.server.clock.advance(40)
    account = talk.account()

    found = talk.hold(final_orders(talk.client, account, BEGINS, talk.server.clock.now()))

    assert {order.id for order in found.orders} == {str(id_) for id_ in broker.orders}
    assert found.crowded == ()


def test_orders_of_one_instant_that_no_window_can_part_are_named():
    talk = a_talk(history_rows=2)
    for _ in range(4):
        talk.server.account(1).place(EURUSD, "buy", Decimal("0.1"))

    found = talk.hold(final_orders(talk.client, talk.account(), BEGINS, talk.server.clock.now()))

    assert len(found.orders) == 2
    assert found.crowded


def test_a_later_reading_begins_before_the_oldest_order_that_waited():
    talk = a_talk()
    placed_at = talk.server.clock.now()
    talk.server.account(1).place(EURUSD, "buy", Decimal("0.1"), "limit", price=Decimal("0.5"))
    pending = talk.hold(talk.client.orders(talk.account()))
    last_read = placed_at + timedelta(days=60)

    assert resume_at(None, ()) == BEGINS
    assert resume_at(last_read, ()) == last_read - timedelta(days=3)
    assert resume_at(last_read, pending) == placed_at - timedelta(days=3)


def test_no_password_and_no_token_shows_in_what_is_sent():
    talk = a_talk()
    talk.hold(talk.client.positions(talk.account()))

    shown = "".join(map(repr, talk.asked)) + repr(talk.client.__dict__)

    assert "canary" not in shown
    assert "eyJ" not in shown


def test_a_hostile_account_id_leads_nowhere():
    talk = a_talk()
    account = talk.account()
    hostile = type(account)(id="../../trade/orders", number="1", name="", currency="USD")

    with pytest.raises(Trespass):
        hold(talk.client.orders(hostile), at(talk.server, API))


def test_the_client_is_made_without_asking_anything():
    assert isinstance(Talk(a_broker()).client, Client)
    assert Talk(a_broker()).asked == []
