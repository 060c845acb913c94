from datetime import UTC, datetime
from decimal import Decimal
from urllib.parse import parse_qsl, urlsplit

import pytest

from standins.asking import parsed
from standins.clock import Clock
from standins.json_wire import json_text
from standins.tradelocker import EMAIL, PASSWORD, SERVER, TradeLocker
from standins.tradelocker_market import BY_NAME, ask, candles, milliseconds
from standins.tradelocker_switches import Switches
from standins.wire import Asked

EURUSD = BY_NAME["EURUSD"]
HISTORY = "/trade/accounts/700123/ordersHistory"


def a_broker(**switches):
    return TradeLocker(Clock(), Switches(**switches))


def ask_it(server, method, target, body=None, **headers):
    parts = urlsplit(target)
    given = {"accnum": "1"} | headers
    content = b"" if body is None else json_text(body)
    query = tuple(parse_qsl(parts.query))
    return server.answer(Asked(method, f"/backend-api{parts.path}", query, given, content))


def log_in(server):
    body = {"email": EMAIL, "password": PASSWORD, "server": SERVER}
    answer = ask_it(server, "POST", "/auth/jwt/token", body)
    assert answer.status == 201
    return {"authorization": f"Bearer {parsed(answer)['accessToken']}"}


def read(server, target, **headers):
    return parsed(ask_it(server, "GET", target, **(headers or log_in(server))))


def test_a_token_dies_after_an_hour_and_the_refresh_token_brings_another_pair():
    server = a_broker()
    body = {"email": EMAIL, "password": PASSWORD, "server": SERVER}
    pair = parsed(ask_it(server, "POST", "/auth/jwt/token", body))
    old = {"authorization": f"Bearer {pair['accessToken']}"}

    server.clock.advance(3601)
    refreshed = ask_it(server, "POST", "/auth/jwt/refresh", {"refreshToken": pair["refreshToken"]})

    assert ask_it(server, "GET", "/trade/config", **old).status == 401
    new = {"authorization": f"Bearer {parsed(refreshed)['accessToken']}"}
    assert ask_it(server, "GET", "/trade/config", **new).status == 200
    again = ask_it(server, "POST", "/auth/jwt/refresh", {"refreshToken": pair["refreshToken"]})
    assert again.status == 400


@pytest.mark.parametrize(("number", "status"), [("2", 403), ("", 400), ("9", 400)])
def test_an_account_is_only_shown_under_its_own_number(number, status):
    server = a_broker()
    headers = log_in(server) | {"accnum": number}

    assert ask_it(server, "GET", HISTORY, **headers).status == status


def test_a_route_refuses_what_is_more_than_its_limit():
    server = a_broker()
    headers = log_in(server)

    answers = [ask_it(server, "GET", HISTORY, **headers) for _ in range(2)]
    server.clock.advance(1.01)

    assert [answer.status for answer in answers] == [200, 429]
    assert answers[1].headers["retry-after"] == "1"
    assert ask_it(server, "GET", HISTORY, **headers).status == 200


def test_a_partial_close_keeps_the_position_and_adds_a_row_of_it():
    server = a_broker()
    broker = server.account(1)
    opening = broker.place(EURUSD, "buy", Decimal(1), stop_loss=Decimal("0.9"))
    closing = broker.close(opening.position_id, Decimal("0.4"))

    position = broker.positions[opening.position_id]

    assert position.qty == Decimal("0.6")
    assert closing.position_id == opening.position_id
    assert closing.side == "sell"
    rows = read(server, HISTORY)["d"]["ordersHistory"]
    assert [(row[3], row[16]) for row in rows] == [
        ("1", str(opening.position_id)),
        ("0.4", str(opening.position_id)),
    ]


def test_an_opposite_order_opens_a_second_position():
    broker = a_broker().account(1)

    broker.place(EURUSD, "buy", Decimal(1))
    broker.place(EURUSD, "sell", Decimal(1))

    assert [position.side for position in broker.positions.values()] == ["buy", "sell"]


def test_a_stop_that_is_met_closes_the_position_and_cancels_the_target():
    broker = a_broker().account(1)
    order = broker.place(
        EURUSD, "buy", Decimal(1), stop_loss=Decimal("0.5"), take_profit=Decimal(2)
    )
    position = broker.positions[order.position_id]

    broker.set_levels(position.id, Decimal("1.5"), Decimal(2))
    broker.tick()

    assert not broker.positions
    assert broker.orders[position.stop_id].status == "Filled"
    assert broker.orders[position.target_id].status == "Cancelled"


def test_a_full_answer_says_that_there_is_more():
    server = a_broker(history_rows=2)
    for _ in range(3):
        server.account(1).place(EURUSD, "buy", Decimal("0.1"))

    answer = read(server, HISTORY)["d"]

    assert len(answer["ordersHistory"]) == 2
    assert answer["hasMore"] is True


def test_executions_end_with_the_session_and_history_stays():
    server = a_broker(unlimited=True)
    server.account(1).place(EURUSD, "buy", Decimal("0.1"))
    before = read(server, "/trade/accounts/700123/executions")["d"]["executions"]

    server.clock.advance(86_400)

    after = read(server, "/trade/accounts/700123/executions")["d"]["executions"]
    assert (len(before), len(after)) == (1, 0)
    assert len(read(server, HISTORY)["d"]["ordersHistory"]) == 1


def test_an_order_by_the_api_stands_in_the_ledger():
    server = a_broker()
    body = {
        "tradableInstrumentId": "278", "routeId": "678", "qty": "0.13", "side": "buy",
        "type": "market", "validity": "IOC",
    }  # fmt: skip

    good = ask_it(server, "POST", "/trade/accounts/700123/orders", body, **log_in(server))
    bad = ask_it(
        server, "POST", "/trade/accounts/700123/orders", body | {"qty": "0.123"}, **log_in(server)
    )

    assert parsed(good)["d"]["orderId"].isdigit()
    assert parsed(bad)["s"] == "error"
    assert bad.status == 200
    assert [entry.did for entry in server.money_moved] == ["placed"]


def test_a_fill_lies_within_the_bars_around_it():
    at = milliseconds(datetime(2026, 11, 2, 12, 34, 56, 789000, tzinfo=UTC))

    (minute,) = candles(EURUSD, "1m", at - at % 60_000, at)
    (hour,) = candles(EURUSD, "1H", at - at % 3_600_000, at)

    price = ask(EURUSD, at) - 2 * EURUSD.tick
    assert hour.low <= minute.low <= price <= minute.high <= hour.high


def test_columns_come_in_the_order_of_the_config():
    server = a_broker(column_order="reversed", extra_columns=("commission",), unlimited=True)
    order = server.account(1).place(EURUSD, "buy", Decimal(2))

    columns = [
        one["id"] for one in read(server, "/trade/config")["d"]["ordersHistoryConfig"]["columns"]
    ]
    (row,) = read(server, HISTORY)["d"]["ordersHistory"]

    named = dict(zip(columns, row, strict=True))
    assert named["id"] == str(order.id)
    assert named["commission"] == "7.0"
