"""A broker's history comes into the library once, whatever happens on the way."""

from collections import defaultdict
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from builders import a_fill, a_statement
from fillbook.domain.connection import ConnectionState
from fillbook.domain.execution import Side
from fillbook.domain.instrument import AssetType
from fillbook.domain.trade import Status
from fillbook.sync.waiting import to_send
from simulator.broker_world import BrokerWorld
from simulator.driver import Crashed, CrashPlan
from standins.clock import Clock
from standins.faults import Fault, FaultKind, on
from standins.tradelocker import TradeLocker
from standins.tradelocker_market import BY_NAME
from standins.tradelocker_story import after_three_months
from standins.tradelocker_switches import Switches

QUICK = Switches(unlimited=True)
EURUSD = BY_NAME["EURUSD"]
MINUTE = timedelta(minutes=1)
FAULTS = (
    FaultKind.DROPPED_BEFORE,
    FaultKind.APPLIED_THEN_RESET,
    FaultKind.SERVER_ERROR_NOT_APPLIED,
    FaultKind.RATE_LIMITED,
    FaultKind.TRUNCATED,
    FaultKind.WRONG_TYPE,
    FaultKind.EMPTY_200,
    FaultKind.REDIRECT,
    FaultKind.UNAUTHORIZED_ONCE,
)


@pytest.fixture
def world(tmp_path):
    made = BrokerWorld(tmp_path / "journal", TradeLocker(Clock(), QUICK))
    yield made
    made.library.close()


def test_three_months_arrive_exactly(tmp_path):
    world = BrokerWorld(tmp_path / "journal", after_three_months(QUICK))

    report = world.sync()

    assert report.state is ConnectionState.IN_SYNC, report.message
    for number in (1, 2):
        assert world.fills(number) == world.truth(number)
    positions = {deal.position_id for one in world.server.accounts.values() for deal in one.deals}
    assert report.pulled.created == len(positions) == len(world.trades())
    booked = defaultdict(Decimal)
    for deal in world.server.account(1).deals:
        booked[str(deal.position_id)] += deal.gross
    for detail in world.trades():
        position = detail.legs[0].execution.fill.position_id
        if detail.trade.account_id == world.accounts[1] and detail.trade.status is Status.CLOSED:
            assert abs(detail.trade.gross_pnl - booked[position]) <= Decimal("0.05")
            assert detail.trade.fees is None
    assert world.server.money_moved == []
    world.library.close()


def test_a_second_sync_changes_nothing_and_asks_only_for_news(tmp_path):
    world = BrokerWorld(tmp_path / "journal", after_three_months(QUICK))
    world.sync()
    revision = world.library.revision()

    report = world.sync()

    assert world.library.revision() == revision
    assert (report.pulled.created, report.pulled.updated, report.writes) == (0, 0, 0)
    per_account = ["config", "executions", "orders", "ordersHistory", "positions", "state"]
    asked = [line.split(" ")[1].rpartition("/")[2] for line in world.requests]
    assert asked == ["token", "all-accounts", *per_account, *per_account]
    world.library.close()


def test_what_an_account_is_worth_is_kept_as_a_series(world):
    broker = world.server.account(1)
    world.sync()
    order = broker.place(EURUSD, "buy", Decimal(1))
    broker.close(order.position_id)
    world.server.clock.advance(3600)

    world.sync()
    world.server.clock.advance(3600)
    world.sync()

    first, second = world.library.account_states(world.accounts[1])
    gross = sum(deal.gross for deal in broker.deals)
    assert first.at + timedelta(hours=1) <= second.at < first.at + timedelta(hours=2)
    assert second.balance - first.balance == gross - 7
    assert (second.today_gross, second.today_net, second.today_fees) == (gross, gross - 7, 7)
    assert (second.equity, second.source) == (second.balance, "locker")
    assert len(world.library.account_states(world.accounts[2])) == 1


@pytest.mark.parametrize("kind", [FaultKind.TRUNCATED, FaultKind.SERVER_ERROR_NOT_APPLIED])
def test_fills_come_in_from_a_broker_that_cannot_say_what_they_are_worth(world, kind):
    world.server.account(1).place(EURUSD, "buy", Decimal(1))
    for nth in range(6):
        world.plan.on(on("GET", "state"), Fault(kind=kind), nth=nth)

    report = world.sync()

    assert report.state is ConnectionState.IN_SYNC, report.message
    assert world.fills(1) == world.truth(1)
    assert world.library.account_states(world.accounts[1]) == ()


def test_a_position_that_is_closed_later_becomes_a_closed_trade(world):
    broker = world.server.account(1)
    order = broker.place(EURUSD, "buy", Decimal(1), stop_loss=Decimal("1.0"))
    world.sync()
    opened = world.trades()[0].trade
    world.server.clock.advance(90_000)
    broker.close(order.position_id)

    report = world.sync()

    (closed,) = [detail.trade for detail in world.trades()]
    assert (opened.status, closed.status) == (Status.OPEN, Status.CLOSED)
    assert closed.id == opened.id
    assert opened.stop_loss == Decimal("1.0")
    assert closed.initial_risk is not None
    assert report.pulled.updated == 1


def test_a_stop_that_is_moved_leaves_the_first_risk_and_a_history(world):
    broker = world.server.account(1)
    order = broker.place(EURUSD, "buy", Decimal(1), stop_loss=Decimal("1.05"))
    world.sync()
    risk = world.trades()[0].trade.initial_risk
    for level in ("1.06", "1.07"):
        world.server.clock.advance(4 * 86_400)  # the opening is told no more
        broker.set_levels(order.position_id, Decimal(level), None)
        world.sync()
        world.sync()

    (detail,) = world.trades()

    assert [stop.price for stop in detail.stops] == [Decimal("1.06"), Decimal("1.07")]
    assert detail.trade.initial_risk == risk > 0


def test_what_a_point_is_worth_in_one_currency_is_not_taken_for_another(world):
    for number in (1, 2):
        order = world.server.account(number).place(EURUSD, "buy", Decimal(1))
        world.server.clock.advance(60)
        world.server.account(number).close(order.position_id)

    world.sync()

    found = {detail.trade.currency: detail.trade for detail in world.trades()}
    assert found["USD"].gross_pnl is not None
    assert (found["EUR"].gross_pnl, found["EUR"].multiplier) == (None, None)
    assert world.library.check() == ()


def test_an_order_that_waited_for_months_is_not_missed(world):
    broker = world.server.account(1)
    waiting = broker.place(EURUSD, "buy", Decimal(1), "limit", price=Decimal("0.5"))
    world.sync()
    world.server.clock.advance(70 * 86_400)
    world.sync()
    broker.fill(waiting, price=Decimal("0.5"))
    world.server.clock.advance(2 * 86_400)

    world.sync()

    assert world.fills(1) == world.truth(1)


@pytest.mark.parametrize("kind", FAULTS)
@pytest.mark.parametrize("route", ["token", "all-accounts", "config", "ordersHistory", "positions"])
def test_whatever_fails_nothing_is_lost_and_nothing_doubled(world, kind, route):
    broker = world.server.account(1)
    order = broker.place(EURUSD, "buy", Decimal(1))
    broker.close(order.position_id, Decimal("0.4"))
    method = "POST" if route == "token" else "GET"
    world.plan.on(on(method, route), Fault(kind=kind))

    world.sync()
    report = world.sync()

    assert report.state is ConnectionState.IN_SYNC, report.message
    assert world.fills(1) == world.truth(1)


@pytest.mark.parametrize("commit", range(1, 8))
@pytest.mark.parametrize("after", [False, True])
def test_a_crash_at_any_commit_loses_nothing_and_doubles_nothing(world, commit, after):
    for number in (1, 2):
        order = world.server.account(number).place(EURUSD, "buy", Decimal(1))
        world.server.account(number).close(order.position_id)
    with suppress(Crashed):
        world.sync(crash=CrashPlan(commit, after))

    world.sync()

    for number in (1, 2):
        assert world.fills(number) == world.truth(number)


def test_a_broker_that_is_down_is_offline_and_what_it_had_comes_later(world):
    world.server.account(1).place(EURUSD, "buy", Decimal(1))
    for nth in range(3):
        world.plan.on(on("POST", "token"), Fault(kind=FaultKind.REFUSED), nth=nth)

    down = world.sync()
    up = world.sync()

    assert down.state is ConnectionState.OFFLINE
    assert up.state is ConnectionState.IN_SYNC
    assert world.fills(1) == world.truth(1)


def test_a_wrong_password_is_refused_and_asked_once(tmp_path):
    world = BrokerWorld(tmp_path / "journal", TradeLocker(Clock(), QUICK), password="other")

    report = world.sync()

    assert report.state is ConnectionState.REFUSED
    assert world.requests == ["POST /auth/jwt/token 400"]
    world.library.close()


def test_columns_that_moved_between_two_runs_are_read_by_name(tmp_path):
    clock = Clock()
    server = TradeLocker(clock, QUICK)
    world = BrokerWorld(tmp_path / "journal", server)
    server.account(1).place(EURUSD, "buy", Decimal(1))
    world.sync()
    moved = Switches(unlimited=True, column_order="reversed", extra_columns=("commission",))
    server.switches = moved
    server.account(1).switches = moved
    server.account(1).place(EURUSD, "sell", Decimal(2))

    world.sync()

    assert world.fills(1) == world.truth(1)
    newest = world.trades()[0]
    assert newest.legs[0].execution.fill.commission == Decimal(7)
    world.library.close()


def test_nothing_ever_waits_to_be_sent_to_a_broker(world):
    world.server.account(1).place(EURUSD, "buy", Decimal(1))
    world.sync()

    assert len(world.trades()) == 1
    assert to_send(world.library, world.library.connection("locker")) == 0


def test_a_preview_only_reads(world):
    world.server.account(1).place(EURUSD, "buy", Decimal(1))

    report = world.sync(preview=True)

    assert report.writes == 0
    assert world.server.money_moved == []


def file_fill(deal, **fields):
    given = {
        "symbol": "eurusd",
        "executed_at": deal_time(deal),
        "asset_type": AssetType.FOREX,
        "multiplier": Decimal(100_000),
    }
    quantity = deal.qty if deal.side == "buy" else -deal.qty
    return a_fill(quantity, deal.price, **(given | fields))


def deal_time(deal):
    return datetime.fromtimestamp(deal.at_ms / 1000, UTC).replace(microsecond=0)


def test_a_fill_that_a_file_brought_before_is_one_fill_with_two_sources(world):
    broker = world.server.account(1)
    order = broker.place(EURUSD, "buy", Decimal(1))
    world.library.save_import(world.accounts[1], [a_statement(file_fill(broker.deals[0]))])

    world.sync()
    world.sync()

    (detail,) = world.trades()
    (leg,) = detail.legs
    assert leg.execution.source == "import"
    assert leg.execution.fill.position_id == str(order.position_id)


def test_equal_fills_of_a_file_and_of_the_broker_are_paired_one_by_one(world):
    broker = world.server.account(1)
    for _ in range(3):
        broker.place(EURUSD, "buy", Decimal(1))
    two = [file_fill(deal, sequence=number) for number, deal in enumerate(broker.deals[:2])]
    world.library.save_import(world.accounts[1], [a_statement(*two)])

    world.sync()
    world.sync()

    legs = [leg for detail in world.trades() for leg in detail.legs]
    assert sorted(leg.execution.source for leg in legs) == ["broker:locker", "import", "import"]
    assert len({leg.execution.fill.position_id for leg in legs}) == 3


def test_orders_that_no_window_can_part_are_told(tmp_path):
    crowded = TradeLocker(Clock(), Switches(unlimited=True, history_rows=2))
    for _ in range(4):
        crowded.account(1).place(EURUSD, "buy", Decimal(1))
        crowded.account(1).close(next(iter(crowded.account(1).positions)))
    crowded.clock.advance(2 * 86_400)
    world = BrokerWorld(tmp_path / "journal", crowded)

    report = world.sync()

    assert "than the broker lists" in report.message
    world.library.close()


def test_the_parts_of_an_order_that_a_file_brought_are_not_joined_by_their_sum(world):
    broker = world.server.account(1)
    broker.place(EURUSD, "buy", Decimal(2), parts=(Decimal(1), Decimal(1)))
    parts = [file_fill(deal) for deal in broker.deals]
    world.library.save_import(world.accounts[1], [a_statement(*parts)])
    world.server.clock.advance(2 * 86_400)  # the session is over: only the order's row is left

    world.sync()
    world.sync()

    (detail,) = world.trades()
    assert detail.trade.quantity == Decimal(2)
    assert [leg.execution.source for leg in detail.legs] == ["import"] * 2


def test_a_file_that_states_what_the_broker_brought_before_adds_nothing(world):
    broker = world.server.account(1)
    order = broker.place(EURUSD, "buy", Decimal(2), parts=(Decimal(1), Decimal(1)))
    world.sync()
    world.server.clock.advance(2 * 86_400)
    broker.close(order.position_id, parts=(Decimal("0.5"), Decimal("1.5")))
    world.server.clock.advance(2 * 86_400)
    world.sync()  # the opening came by its fills, the closing as a sum
    file = a_statement(*map(file_fill, broker.deals), file_fill(broker.deals[0], minute=9))

    (saved,) = world.library.save_import(world.accounts[1], [file]).files

    assert (saved.executions_new, saved.executions_known) == (1, 4)
    legs = [leg for detail in world.trades() for leg in detail.legs]
    assert len(legs) == 4


def test_what_the_user_took_out_stays_out(world):
    world.server.account(1).place(EURUSD, "buy", Decimal(1))
    world.sync()
    (detail,) = world.trades()
    world.library.delete_execution(detail.legs[0].execution.id)

    world.sync(full=True)

    assert world.trades() == []


def test_an_account_that_is_not_mapped_is_named_and_left_alone(tmp_path):
    server = TradeLocker(Clock(), QUICK)
    world = BrokerWorld(tmp_path / "journal", server)
    connection = world.library.connection("locker")
    kept = {world.accounts[1]: server.account(1).id}
    world.library.sync(lambda store: store.put_connection(replace(connection, accounts=kept)))
    server.account(2).place(EURUSD, "buy", Decimal(1))

    report = world.sync()

    assert "DEMOBRK#u77#2" in report.message
    assert world.trades() == []
    assert not any("700456" in line for line in world.requests)
    world.library.close()


def test_the_sides_and_kinds_are_the_brokers(world):
    world.server.account(1).place(BY_NAME["BTCUSD"], "sell", Decimal(1))
    world.server.account(1).place(BY_NAME["AAPL"], "buy", Decimal(1))

    world.sync()

    found = {
        detail.trade.symbol: (detail.trade.asset_type, detail.legs[0].execution.fill.side)
        for detail in world.trades()
    }
    assert found == {
        "BTCUSD": (AssetType.CRYPTO, Side.SELL),
        "AAPL": (AssetType.STOCKS, Side.BUY),
    }


def test_bars_around_each_trade_are_fetched_once_and_hold_its_fills(world):
    world.options(bars_days="30")
    broker = world.server.account(1)
    order = broker.place(EURUSD, "buy", Decimal(1))
    world.server.clock.advance(1000)
    broker.close(order.position_id)
    world.server.clock.advance(3 * 3600)

    world.sync()
    asked = sum("/trade/history" in line for line in world.requests)
    world.sync()

    assert asked == 1
    assert not any("/trade/history" in line for line in world.requests)
    (detail,) = world.trades()
    first, last = detail.trade.opened_at, detail.trade.closed_at
    (series,) = world.library.bars("EURUSD", first - MINUTE, last + MINUTE)
    assert series.resolution_s == 60
    for leg in detail.legs:
        fill = leg.execution.fill
        (bar,) = [b for b in series.bars if b.starts_at <= fill.executed_at < b.starts_at + MINUTE]
        assert bar.low <= fill.price <= bar.high + 2 * EURUSD.tick


def test_no_bars_are_fetched_where_nobody_wants_them(world):
    order = world.server.account(1).place(EURUSD, "buy", Decimal(1))
    world.server.account(1).close(order.position_id)

    world.sync()

    assert not any("/trade/history" in line for line in world.requests)
    assert world.library.bar_series() == ()


def test_bars_that_were_cut_off_are_fetched_in_the_next_run(world):
    world.options(bars_days="30")
    for name in ("EURUSD", "BTCUSD"):
        order = world.server.account(1).place(BY_NAME[name], "buy", Decimal("0.1"))
        world.server.clock.advance(600)
        world.server.account(1).close(order.position_id)
    for nth in range(1, 4):
        world.plan.on(on("GET", "/trade/history"), Fault(kind=FaultKind.REFUSED), nth=nth)

    cut = world.sync()
    whole = world.sync()

    assert cut.state is ConnectionState.OFFLINE
    assert whole.state is ConnectionState.IN_SYNC
    assert {series.symbol for series in world.library.bar_series()} == {"EURUSD", "BTCUSD"}
    assert world.fills(1) == world.truth(1)
