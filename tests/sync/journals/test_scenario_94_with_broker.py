"""Scenario 94 with a broker: its trade at all four journals, and then silence."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from fillbook.domain.link import LinkState
from journal_scenes import JournalScene
from simulator.broker_world import BrokerWorld
from standins.clock import Clock
from standins.tradelocker import TradeLocker
from standins.tradelocker_market import BY_NAME
from standins.tradelocker_switches import Switches

KINDS = ("tradervue", "tradavity", "tradejournalpro", "tradejournal")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[BrokerWorld]:
    made = BrokerWorld(tmp_path / "journal", TradeLocker(Clock(), Switches(unlimited=True)))
    yield made
    made.library.close()


def test_94_a_brokers_trade_at_four_journals_stays_quiet_for_fifty_cycles(world: BrokerWorld):
    journals = [JournalScene.of_library(world.library, world.server.clock, kind) for kind in KINDS]
    for journal in journals:
        journal.options(unknown_costs="zero", auto_fed="off")
    broker = world.server.account(1)
    order = broker.place(
        BY_NAME["EURUSD"],
        "buy",
        Decimal(1),
        stop_loss=Decimal("1.0"),
        take_profit=Decimal("1.5"),
    )
    world.server.clock.advance(3600)
    broker.close(order.position_id)

    world.sync()
    for _ in range(5):
        reports = [journal.settled() for journal in journals]
        world.sync()

    [trade] = [detail.trade for detail in world.trades()]
    assert {journal.link(trade.id).state for journal in journals} == {LinkState.LINKED}, [
        report.parked for report in reports
    ]
    before = world.library.revision()
    for _ in range(50):
        world.server.clock.advance(1800)
        writes = [world.sync().writes, *(journal.sync().writes for journal in journals)]
        assert writes == [0, 0, 0, 0, 0]
    assert world.library.revision() == before
    assert world.server.money_moved == []
