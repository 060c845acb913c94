"""What a broker says an account is worth, beside what its fills made here."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from fillbook.domain.balance_control import Verdict
from fillbook.sync.balances import Balance, balances, day_control
from simulator.broker_world import BrokerWorld
from standins.clock import Clock
from standins.tradelocker import TradeLocker
from standins.tradelocker_market import BY_NAME
from standins.tradelocker_switches import Switches

EURUSD = BY_NAME["EURUSD"]


def a_world(folder: Path, **switches: object) -> BrokerWorld:
    broker = TradeLocker(Clock(), Switches(unlimited=True, **switches))
    return BrokerWorld(folder / "journal", broker)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[BrokerWorld]:
    made = a_world(tmp_path)
    yield made
    made.library.close()


def traded(world: BrokerWorld, number: int = 1) -> None:
    """A round trip of a lot in an hour, and a sync after it."""
    broker = world.server.account(number)
    order = broker.place(EURUSD, "buy", Decimal(1))
    world.server.clock.advance(1800)
    broker.close(order.position_id)
    world.server.clock.advance(1800)
    world.sync()


def of_account(world: BrokerWorld, number: int) -> Balance:
    found = balances(world.library, world.library.connection("locker"))
    return next(each for each in found if each.account_id == world.accounts[number])


def test_a_first_sync_cannot_say_whether_the_day_agrees(world: BrokerWorld):
    world.sync()

    balance = of_account(world, 1)

    assert balance.state is not None
    assert balance.state.balance == world.server.account(1).balance
    assert balance.control is None


def test_a_day_agrees_once_the_fees_are_counted_that_the_broker_states(world: BrokerWorld):
    world.sync()
    traded(world)

    control = of_account(world, 1).control

    assert control is not None
    assert (control.verdict, control.difference) == (Verdict.EXPLAINED, -7)
    day = world.server.clock.now().date()
    assert day_control(world.library, world.accounts[1], day) == control


def test_a_day_without_fees_agrees_exactly(tmp_path: Path):
    world = a_world(tmp_path, fees_per_lot="0")
    world.sync()
    traded(world)

    control = of_account(world, 1).control

    assert control is not None
    assert control.verdict is Verdict.AGREES
    world.library.close()


def test_commission_that_the_broker_states_is_counted_as_it_is(tmp_path: Path):
    world = a_world(tmp_path, extra_columns=("commission",))
    world.sync()
    traded(world)

    control = of_account(world, 1).control

    assert control is not None
    assert (control.verdict, control.booked.fees) == (Verdict.AGREES, 7)
    world.library.close()


def test_a_withdrawal_at_the_broker_is_a_difference(world: BrokerWorld):
    world.sync()
    world.server.account(1).balance -= Decimal("250.5")
    world.server.clock.advance(60)
    world.sync()

    control = of_account(world, 1).control

    assert control is not None
    assert (control.verdict, control.difference) == (Verdict.DIFFERS, Decimal("-250.5"))


def test_nothing_is_claimed_of_results_in_another_currency(world: BrokerWorld):
    world.sync()
    traded(world, 2)

    control = of_account(world, 2).control

    assert control is not None
    assert (control.verdict, control.difference) == (Verdict.UNKNOWN, None)


def test_a_sync_without_news_moves_the_end_of_the_comparison(world: BrokerWorld):
    world.sync()
    traded(world)
    world.server.clock.advance(600)
    world.sync()

    balance = of_account(world, 1)

    assert balance.control is not None
    assert balance.state is not None
    assert balance.control.until.at == balance.answered > balance.state.at
    assert len(world.library.account_states(world.accounts[1])) == 2
