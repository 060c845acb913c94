from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from broker_talk import Talk, a_broker

from fillbook.domain.execution import Precision, Side
from fillbook.domain.instrument import AssetType
from fillbook.domain.summed import sums_up_to
from fillbook.remotes.tradelocker.mapping import Contract, contract
from fillbook.remotes.tradelocker.market import Instrument, InstrumentDetail
from fillbook.remotes.tradelocker.rebuild import Told, rebuild
from fillbook.remotes.tradelocker.records import Deal, Order, Position
from standins.tradelocker_market import BY_NAME

EURUSD = BY_NAME["EURUSD"]
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
FOREX = Contract(
    symbol="EURUSD",
    asset_type=AssetType.FOREX,
    multiplier=Decimal(100_000),
    pip=Decimal("0.0001"),
)


def an_order(id_, side="buy", filled="1", price="1.1", **fields):
    given = {
        "id": str(id_),
        "instrument_id": "278",
        "side": Side(side),
        "status": "Filled",
        "kind": "market",
        "quantity": Decimal(filled),
        "filled": Decimal(filled),
        "average_price": None if price is None else Decimal(price),
        "price": None,
        "stop_price": None,
        "created_at": NOON,
        "modified_at": NOON,
        "position_id": "501",
        "stop_loss": None,
        "stop_loss_type": None,
        "take_profit": None,
        "take_profit_type": None,
    }
    return Order(**(given | fields))


def a_deal(id_, order_id, quantity, price="1.1", **fields):
    given = {
        "id": str(id_),
        "order_id": str(order_id),
        "position_id": "501",
        "instrument_id": "278",
        "side": Side.BUY,
        "quantity": Decimal(quantity),
        "price": Decimal(price),
        "at": NOON + timedelta(milliseconds=120),
    }
    return Deal(**(given | fields))


def a_position(quantity, side=Side.BUY, id_="501"):
    return Position(
        id=id_, instrument_id="278", side=side, quantity=quantity, average_price=None,
        stop_order_id=None, target_order_id=None, opened_at=None, unrealised_pnl=None,
    )  # fmt: skip


def left_open(final, deals, stored):
    """The position that orders, and fills of others, leave open."""
    ids = {order.id for order in final}
    signed = [(one.side, one.filled) for one in {order.id: order for order in final}.values()]
    signed += [(one.side, one.quantity) for one in deals if one.order_id not in ids]
    signed += [(one.side, one.quantity) for one in stored if one.order_id not in ids]
    held = sum(quantity if side is Side.BUY else -quantity for side, quantity in signed)
    return (a_position(abs(held), Side.BUY if held > 0 else Side.SELL),) if held else ()


def rebuilt(*final, stored=(), contracts=None, **told):
    """What is rebuilt; the broker shows as open what its fills leave open."""
    given = {"positions": left_open(final, told.get("deals", ()), stored)} | told
    return rebuild(Told(final=final, contracts=contracts or {"278": FOREX}, **given), stored)


def opening(*final, **told):
    """The first fill of what is told."""
    return rebuilt(*final, **told).fills[0]


def test_the_worked_example_of_the_page_has_three_fills():
    fills = rebuilt(
        an_order(103, "sell", "0.60", "1.10250", created_at=NOON + timedelta(minutes=15)),
        an_order(102, "sell", "0.40", "1.10150", created_at=NOON + timedelta(minutes=9)),
        an_order(101, "buy", "1.00", "1.10000"),
    ).fills

    assert [(fill.external_id, fill.side, fill.quantity, fill.price) for fill in fills] == [
        ("order:101", Side.BUY, Decimal(1), Decimal("1.1")),
        ("order:102", Side.SELL, Decimal("0.4"), Decimal("1.1015")),
        ("order:103", Side.SELL, Decimal("0.6"), Decimal("1.1025")),
    ]
    assert {fill.position_id for fill in fills} == {"501"}
    assert all(fill.derived for fill in fills)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"status": "Cancelled", "filled": "0"}, "Cancelled, and nothing of it was filled"),
        ({"status": "Rejected", "filled": "0"}, "Rejected, and nothing of it was filled"),
        ({"status": "Something", "filled": "0"}, "Something, and nothing of it was filled"),
        ({"position_id": None}, "it names no position"),
        ({"price": None}, "it has no average price"),
    ],
)
def test_an_order_that_makes_no_fill_says_why(fields, reason):
    found = rebuilt(an_order(101, **fields))

    assert found.fills == ()
    assert found.left_out == (("101", reason),)


def test_what_was_filled_of_a_cancelled_order_counts():
    fill = opening(an_order(101, filled="0.3", quantity=Decimal(1), status="Cancelled"))

    assert fill.quantity == Decimal("0.3")


def test_single_fills_take_the_place_of_an_order_when_they_are_all_of_it():
    order = an_order(101, filled="1", price="1.15")
    all_of_it = (a_deal(1, 101, "0.5", "1.1"), a_deal(2, 101, "0.5", "1.2"))

    whole = rebuilt(order, deals=all_of_it).fills
    cut = rebuilt(order, deals=all_of_it[:1]).fills

    assert [fill.external_id for fill in whole] == ["exec:1", "exec:2"]
    assert not any(fill.derived for fill in whole)
    assert [fill.external_id for fill in cut] == ["order:101"]


def test_a_fill_that_is_listed_twice_counts_once():
    deal = a_deal(1, 101, "1")

    fills = rebuilt(an_order(101), an_order(101), deals=(deal, deal)).fills

    assert [fill.external_id for fill in fills] == ["exec:1"]


def test_the_form_in_which_an_order_came_first_stays():
    order, deal = an_order(101), a_deal(1, 101, "1")
    as_sum, as_single = rebuilt(order).fills, rebuilt(order, deals=(deal,)).fills

    assert rebuilt(order, deals=(deal,), stored=as_sum).fills == ()
    assert rebuilt(order, stored=as_single).fills == ()


def test_a_gap_after_a_session_is_filled_from_the_order_and_marked_as_derived():
    pending = an_order(101, filled="0.4", quantity=Decimal(1), status="New")
    deals = (a_deal(1, 101, "0.4", "1.1"),)
    seen = rebuilt(pending=(pending,), deals=deals).fills

    (rest,) = rebuilt(an_order(101, filled="1", price="1.16"), stored=seen).fills

    assert [(fill.quantity, fill.derived) for fill in seen] == [(Decimal("0.4"), False)]
    assert (rest.quantity, rest.price, rest.derived) == (Decimal("0.6"), Decimal("1.2"), True)
    assert sums_up_to((*seen, rest), Decimal(1), Decimal("1.16"))


def test_costs_that_no_column_states_stay_unknown():
    fill = opening(an_order(101))

    assert (fill.commission, fill.swap, fill.fees) == (None, None, None)


def test_the_commission_of_an_order_is_shared_among_its_fills_to_the_last_digit():
    order = an_order(101, filled="3", commission=Decimal("1.00"))
    deals = tuple(a_deal(number, 101, "1") for number in range(3))

    fills = rebuilt(order, deals=deals).fills

    assert [fill.commission for fill in fills] == [
        Decimal("0.33333333"),
        Decimal("0.33333333"),
        Decimal("0.33333334"),
    ]


@pytest.mark.parametrize("sign", [1, -1])
def test_a_commission_is_a_cost_whatever_sign_the_broker_gives_it(sign):
    orders = [
        an_order(number, commission=sign * Decimal(cost))
        for number, cost in enumerate(("3.5", "3.5", "-0.2"), 101)
    ]

    assert [fill.commission for fill in rebuilt(*orders).fills] == [
        Decimal("3.5"),
        Decimal("3.5"),
        Decimal("-0.2"),
    ]


def test_a_waiting_order_was_filled_when_it_was_last_changed():
    changed = NOON + timedelta(hours=3)

    fill = opening(an_order(101, kind="limit", modified_at=changed))
    at_once = opening(an_order(102, modified_at=NOON - timedelta(milliseconds=400)))

    assert (fill.executed_at, fill.precision) == (changed, Precision.SECOND)
    assert (at_once.executed_at, at_once.precision) == (NOON, Precision.MILLI)


def test_a_stop_of_the_same_second_does_not_close_before_it_was_opened():
    hour_before = NOON - timedelta(hours=1)
    stop = an_order(103, "sell", "2", created_at=hour_before, kind="stop", modified_at=NOON)
    adding = an_order(
        102, "buy", "1", created_at=NOON + timedelta(milliseconds=500), modified_at=NOON
    )
    first = an_order(101, "buy", "1", created_at=hour_before, modified_at=hour_before)

    fills = rebuilt(stop, adding, first).fills

    assert [fill.order_id for fill in fills] == ["101", "102", "103"]


@pytest.mark.parametrize(
    ("fields", "first_stop"),
    [
        ({"stop_loss": Decimal("1.09"), "stop_loss_type": "absolute"}, Decimal("1.09")),
        ({"stop_loss": Decimal(50), "stop_loss_type": "offset"}, Decimal("1.095")),
        ({"stop_loss": Decimal(50), "stop_loss_type": "trailingOffset"}, Decimal("1.095")),
        ({"stop_loss": Decimal(50), "stop_loss_type": "offset", "side": "sell"}, Decimal("1.105")),
        ({}, None),
    ],
)
def test_the_first_stop_is_a_price_whatever_it_was_given_as(fields, first_stop):
    assert opening(an_order(101, **fields)).stop_loss == first_stop


def test_an_offset_of_unknown_unit_leaves_the_first_stop_unknown():
    order = an_order(101, stop_loss=Decimal(50), stop_loss_type="offset")
    gold = Contract(symbol="XAUUSD", asset_type=AssetType.FUTURES, multiplier=Decimal(100))

    (fill,) = rebuilt(order, contracts={"278": gold}).fills

    assert fill.stop_loss is None


def test_only_the_opening_fill_carries_the_first_levels():
    first = an_order(101, stop_loss=Decimal("1.09"), take_profit=Decimal("1.2"))
    second = an_order(102, "sell", created_at=NOON + timedelta(minutes=1))

    opened, closed = rebuilt(first, second).fills

    assert (opened.stop_loss, opened.take_profit) == (Decimal("1.09"), Decimal("1.2"))
    assert (closed.stop_loss, closed.take_profit) == (None, None)


def test_a_stop_that_was_moved_leaves_the_first_one_and_its_history():
    moved_at = NOON + timedelta(hours=2)
    bracket = an_order(
        150, "sell", "0", None, status="New", kind="stop",
        stop_price=Decimal("1.1"), modified_at=moved_at,
    )  # fmt: skip

    found = rebuilt(an_order(101, stop_loss=Decimal("1.09")), pending=(bracket,))

    assert found.fills[0].stop_loss == Decimal("1.09")
    levels = found.levels["501"]
    assert [(level.price, level.since) for level in levels.stops] == [
        (Decimal("1.09"), NOON),
        (Decimal("1.1"), moved_at),
    ]


def test_a_stop_placed_with_the_opening_and_not_touched_is_the_first_one():
    bracket = an_order(
        150, "sell", "0", None, status="Cancelled", kind="stop", stop_price=Decimal("1.08"),
        created_at=NOON + timedelta(milliseconds=30),
    )  # fmt: skip
    touched = replace(bracket, modified_at=NOON + timedelta(hours=1))

    assert opening(an_order(101), bracket).stop_loss == Decimal("1.08")
    assert opening(an_order(101), touched).stop_loss is None


def test_a_position_whose_fills_do_not_leave_what_is_open_is_named():
    position = a_position(Decimal("0.4"))

    assert rebuilt(an_order(101, filled="1"), positions=(position,)).odd == ("501",)
    assert rebuilt(an_order(101, filled="0.4"), positions=(position,)).odd == ()
    assert rebuilt(an_order(102, "sell"), positions=()).odd == ("501",)


def test_a_closing_without_its_opening_makes_no_trade():
    closing = an_order(102, "sell", position_id="502")

    found = rebuilt(an_order(101), an_order(103, "sell"), closing, positions=())

    assert [fill.order_id for fill in found.fills] == ["101", "103"]
    assert found.left_out == (("102", "other fills of its position are not told"),)
    assert found.odd == ("502",)


def test_an_instrument_that_is_not_listed_any_more_keeps_its_number():
    (fill,) = rebuilt(an_order(101), contracts={"1": FOREX}).fills

    assert (fill.symbol, fill.asset_type, fill.multiplier) == ("Instrument 278", None, None)


def test_a_lot_makes_money_of_points_only_in_the_accounts_own_currency():
    listed = Instrument(id="278", name="EURUSD", kind="FOREX", info_routes=("1",))
    detail = InstrumentDetail(
        name="EURUSD", kind="FOREX", quote_currency="USD", base_currency="EUR",
        lot_size=Decimal(100_000), tick_size=Decimal("0.00001"), session_id=None,
        session_status_id=None,
    )  # fmt: skip

    assert contract(listed, detail, "USD") == FOREX
    assert contract(listed, detail, "EUR").multiplier is None


def test_two_accounts_have_contracts_of_their_own():
    talk = Talk(a_broker())
    for number in (1, 2):
        talk.server.account(number).place(EURUSD, "buy", Decimal(1))

    (dollars,), (euros,) = talk.rebuilt(1).fills, talk.rebuilt(2).fills

    assert (dollars.multiplier, euros.multiplier) == (Decimal(100_000), None)


def test_an_average_is_compared_by_the_digits_in_which_it_is_stated():
    fills = rebuilt(
        an_order(101, filled="3", price="1.133"),
        deals=(a_deal(1, 101, "2", "1.1"), a_deal(2, 101, "1", "1.2")),
    ).fills

    assert sums_up_to(fills, Decimal(3), Decimal("1.1333"))
    assert not sums_up_to(fills, Decimal(3), Decimal("1.1336"))
    assert not sums_up_to(fills[:1], Decimal(3), Decimal("1.1333"))
