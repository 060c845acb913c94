"""Three months of a hedging history arrive exactly as they happened."""

from collections import defaultdict
from decimal import Decimal

import pytest
from broker_talk import Talk
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import stored
from fillbook.domain.execution import Side
from fillbook.domain.round_trip import round_trips
from fillbook.domain.summed import sums_up_to
from standins.tradelocker_story import DAYS, after_three_months, three_months
from standins.tradelocker_switches import Switches

QUICK = Switches(unlimited=True)
WAYS = (
    QUICK,
    Switches(unlimited=True, column_order="reversed", cells="numbers"),
    Switches(unlimited=True, history_rows=9, history_order="oldest", has_more=False),
    Switches(unlimited=True, window_compares="modified", window_end_included=False),
    Switches(unlimited=True, session="none"),
    Switches(unlimited=True, empty_cells="text", is_open="opening", filled_word="FILLED"),
    Switches(unlimited=True, no_data="without_d", history_rows=20, dead_info_routes=2),
)


def truth_by_order(broker):
    """Side, quantity and position of each order that was filled, by the broker's own books."""
    found = {}
    for deal in broker.deals:
        side, quantity, _ = found.get(deal.order_id, (deal.side, Decimal(0), None))
        found[deal.order_id] = (side, quantity + deal.qty, deal.position_id)
    return {str(id_): (side, qty, str(at)) for id_, (side, qty, at) in found.items()}


def arrived_by_order(fills):
    found = {}
    for fill in fills:
        side, quantity, _ = found.get(fill.order_id, (fill.side.value, Decimal(0), None))
        found[fill.order_id] = (side, quantity + fill.quantity, fill.position_id)
    return found


def trips(fills):
    """The round trips of all positions, by position."""
    groups = defaultdict(list)
    for fill in fills:
        groups[fill.position_id].append(fill)
    return {
        position: round_trips(stored(group), group[0].multiplier)
        for position, group in groups.items()
    }


def test_the_story_is_as_large_as_promised():
    server = after_three_months(QUICK)

    deals = [deal for broker in server.accounts.values() for deal in broker.deals]

    assert 380 <= len(deals) <= 480
    assert len({deal.instrument.kind for deal in deals}) >= 4


@pytest.mark.parametrize("switches", WAYS, ids=range(len(WAYS)))
def test_each_order_arrives_once_with_side_quantity_and_position(switches):
    server = after_three_months(switches)
    talk = Talk(server)

    for number in (1, 2):
        rebuilt = talk.rebuilt(number)

        assert arrived_by_order(rebuilt.fills) == truth_by_order(server.account(number))
        assert rebuilt.odd == ()
    assert server.money_moved == []


def test_each_price_is_the_average_of_the_fills_that_the_broker_made():
    server = after_three_months(QUICK)
    fills = Talk(server).rebuilt(1).fills
    deals = defaultdict(list)
    for deal in server.account(1).deals:
        deals[str(deal.order_id)].append(deal)

    for fill in fills:
        parts = deals[fill.order_id]
        average = sum(deal.qty * deal.price for deal in parts) / sum(deal.qty for deal in parts)
        assert abs(fill.price - average) <= parts[0].instrument.tick / 2000
        assert fill.executed_at.timestamp() * 1000 <= parts[-1].at_ms
        assert parts[0].at_ms - fill.executed_at.timestamp() * 1000 < 1000


def test_each_position_is_one_round_trip_with_the_result_that_the_broker_booked():
    server = after_three_months(QUICK)
    broker = server.account(1)
    booked = defaultdict(Decimal)
    for deal in broker.deals:
        booked[str(deal.position_id)] += deal.gross

    found = trips(Talk(server).rebuilt(1).fills)

    assert all(len(group) == 1 for group in found.values())
    still_open = {position for position, (trip,) in found.items() if trip.is_open}
    assert still_open == {str(position) for position in broker.positions}
    for position, (trip,) in found.items():
        if not trip.is_open:
            assert abs(trip.gross_pnl - booked[position]) <= Decimal("0.05")


def test_reading_again_brings_nothing_and_asks_only_for_news():
    server = after_three_months(QUICK)
    talk = Talk(server)
    first = talk.rebuilt(1).fills
    requests = len(talk.asked)

    again = talk.rebuilt(1, first)

    assert again.fills == ()
    assert len(talk.asked) - requests == 5  # accounts, executions, orders, history, positions


@settings(max_examples=8, deadline=None)
@given(polled=st.sets(st.integers(0, DAYS - 1)), seed=st.integers(0, 50))
def test_whenever_it_is_read_each_order_sums_up_to_what_the_broker_states(polled, seed):
    talk, fills = None, {1: [], 2: []}
    for server, day in three_months(QUICK, seed):
        talk = talk or Talk(server)
        if day in polled or day == DAYS - 1:
            for number in (1, 2):
                fills[number] += talk.rebuilt(number, tuple(fills[number])).fills

    for number in (1, 2):
        broker = server.account(number)
        assert arrived_by_order(fills[number]) == truth_by_order(broker)
        assert len({fill.external_id for fill in fills[number]}) == len(fills[number])
        for id_, order in broker.orders.items():
            of_order = [fill for fill in fills[number] if fill.order_id == str(id_)]
            if of_order:
                assert sums_up_to(of_order, order.filled, order.average)
        assert all(len(group) == 1 for group in trips(fills[number]).values())


def test_fills_of_the_running_session_come_one_by_one_and_older_ones_as_sums():
    server = after_three_months(QUICK)
    broker = server.account(1)
    before = Talk(server).rebuilt(1).fills
    broker.place(broker.deals[0].instrument, "buy", Decimal(2), parts=(Decimal(1), Decimal(1)))

    new = Talk(server).rebuilt(1, before).fills

    assert all(fill.derived and fill.external_id.startswith("order:") for fill in before)
    assert [(fill.side, fill.quantity, fill.derived) for fill in new] == [
        (Side.BUY, Decimal(1), False),
        (Side.BUY, Decimal(1), False),
    ]
    assert [fill.external_id for fill in new] == [f"exec:{deal.id}" for deal in broker.deals[-2:]]
