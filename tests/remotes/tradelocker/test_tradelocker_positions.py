"""What is open at the broker, as a table can show it."""

from decimal import Decimal

from broker_talk import Talk, a_broker

from fillbook.domain.execution import Direction
from fillbook.remotes.tradelocker import reading
from fillbook.remotes.tradelocker.reading import Catalogue
from standins.tradelocker_market import BY_NAME

EURUSD, BTCUSD = BY_NAME["EURUSD"], BY_NAME["BTCUSD"]


def open_positions(talk):
    account = talk.account()
    talk.asked.clear()
    return talk.hold(reading.open_positions(talk.client, account, Catalogue()))


def test_open_positions_carry_their_levels_and_what_they_are_worth():
    talk = Talk(a_broker())
    broker = talk.server.account(1)
    first = broker.place(EURUSD, "buy", Decimal(1), stop_loss=Decimal("0.9"))
    broker.set_levels(first.position_id, Decimal("0.95"), Decimal("2"))
    talk.server.clock.advance(60)
    broker.place(BTCUSD, "sell", Decimal("0.3"))

    euro, coin = open_positions(talk)

    assert (euro.symbol, euro.direction, euro.quantity) == ("EURUSD", Direction.LONG, Decimal(1))
    assert (euro.stop_loss, euro.take_profit) == (Decimal("0.95"), Decimal(2))
    kept = broker.positions[first.position_id]
    assert (euro.average_price, euro.unrealised_pnl) == (kept.average, broker.unrealised(kept))
    assert (coin.direction, coin.stop_loss, coin.take_profit) == (Direction.SHORT, None, None)
    assert coin.opened_at > euro.opened_at


def test_nothing_open_is_one_request():
    talk = Talk(a_broker())
    open_positions(talk)

    assert open_positions(talk) == ()
    assert [line.rpartition("/")[2] for line in talk.lines] == ["positions"]


def test_an_instrument_that_is_not_listed_any_more_has_its_number_for_a_name():
    talk = Talk(a_broker())
    talk.server.account(1).place(EURUSD, "buy", Decimal(1))
    account = talk.account()

    (found,) = talk.hold(reading.open_positions(talk.client, account, Catalogue(listed={})))

    assert found.symbol == f"Instrument {EURUSD.id}"
