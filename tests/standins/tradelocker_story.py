"""Three months at the broker: what two accounts did, of which the broker's books tell all."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

from standins.clock import Clock
from standins.tradelocker import TradeLocker
from standins.tradelocker_broker import Broker, Order
from standins.tradelocker_market import BY_NAME, Instrument, ask, bid, milliseconds
from standins.tradelocker_switches import Switches

BEGINS = datetime(2026, 8, 3, 7, 0, tzinfo=UTC)
DAYS = 91
_SYMBOLS = {1: ("EURUSD", "BTCUSD", "US500", "AAPL"), 2: ("DE40", "EURUSD", "BTCUSD", "XAUUSD")}
_LOTS = {
    "EURUSD": "0.5", "BTCUSD": "0.1", "US500": "2", "AAPL": "10", "DE40": "1", "XAUUSD": "0.2",
}  # fmt: skip


def three_months(
    switches: Switches | None = None, seed: int = 7
) -> Iterator[tuple[TradeLocker, int]]:
    """The broker at the end of each day, and the day's number."""
    server = TradeLocker(Clock(BEGINS), switches)
    chance = random.Random(seed)
    for day in range(DAYS):
        for number in (1, 2, 1, 2):
            if chance.random() < 0.53 and server.clock.now().weekday() < 5:
                _trade(server, number, chance)
        yield server, day
        _until_next_day(server)


def after_three_months(switches: Switches | None = None, seed: int = 7) -> TradeLocker:
    """The broker when all is done."""
    server = None
    for server, _ in three_months(switches, seed):  # noqa: B007
        pass
    assert server is not None
    return server


def _until_next_day(server: TradeLocker) -> None:
    now = server.clock.now()
    server.clock.advance(86_400 - (now - now.replace(hour=7, minute=0, second=0)).total_seconds())


def _trade(server: TradeLocker, number: int, chance: random.Random) -> None:
    """One position of an account, in one of the ways in which positions go."""
    broker = server.account(number)
    instrument = BY_NAME[chance.choice(_SYMBOLS[number])]
    lots = Decimal(_LOTS[instrument.name])
    side = chance.choice(("buy", "sell"))
    _wait(server, chance)
    way = chance.choice(("plain", "partly", "scaled", "stopped", "moved", "limit", "over_night"))
    if chance.random() < 0.15:
        broker.refuse(instrument, side, lots, chance.choice(("Refused", "Rejected", "Removed")))
    order = _open(broker, instrument, side, lots, way, chance)
    position = order.position_id
    assert position is not None
    _wait(server, chance)
    if way == "scaled":
        broker.place(instrument, side, lots * 2, adds_to=position)
        _wait(server, chance)
    if way == "partly":
        broker.close(position, lots / 2)
        _wait(server, chance)
    if way == "moved":
        broker.set_levels(position, _away(broker, instrument, side, 300), None)
        _wait(server, chance)
    if way == "stopped":
        stop_id = broker.positions[position].stop_id
        assert stop_id is not None
        broker.fill(broker.orders[stop_id], price=broker.orders[stop_id].stop_price)
    elif way != "over_night" or chance.random() < 0.5:
        broker.close(position, parts=_parts(broker, position, chance))
    else:
        _close_oldest(broker)


def _open(
    broker: Broker,
    instrument: Instrument,
    side: str,
    lots: Decimal,
    way: str,
    chance: random.Random,
) -> Order:
    if way == "limit":
        far = _away(broker, instrument, side, 5000)
        waiting = broker.place(instrument, side, lots, "limit", price=far)
        forgotten = broker.place(instrument, side, lots, "limit", price=far)
        broker.cancel(forgotten.id)
        broker.fill(waiting, price=far)
        return waiting
    return broker.place(
        instrument,
        side,
        lots,
        stop_loss=_away(broker, instrument, side, 700) if way in ("stopped", "moved") else None,
        parts=(lots / 2, lots / 2) if chance.random() < 0.2 else (),
    )


def _close_oldest(broker: Broker) -> None:
    """Now and then yesterday's position is closed, and today's stays open."""
    oldest = min(broker.positions)
    if len(broker.positions) > 1:
        broker.close(oldest)


def _parts(broker: Broker, position: int, chance: random.Random) -> tuple[Decimal, ...]:
    qty = broker.positions[position].qty
    return (qty / 2, qty / 2) if chance.random() < 0.2 else ()


def _away(broker: Broker, instrument: Instrument, side: str, ticks: int) -> Decimal:
    """A price on the losing side."""
    now = milliseconds(broker.clock.now())
    if side == "buy":
        return bid(instrument, now) - ticks * instrument.tick
    return ask(instrument, now) + ticks * instrument.tick


def _wait(server: TradeLocker, chance: random.Random) -> None:
    server.clock.advance(chance.randint(90_000, 4_000_000) / 1000)
