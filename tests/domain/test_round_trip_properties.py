"""The rule against a naive twin on random fills, and what must not change it."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from naive_matching import naive_gross, naive_trips

from builders import stored
from fillbook.domain.account import Matching
from fillbook.domain.execution import Direction, Execution, Side
from fillbook.domain.round_trip import RoundTrip, round_trips
from fillbook.domain.trade import Role
from random_fills import UNIT, random_fills

multipliers = st.sampled_from([None, Decimal(1), Decimal(50), Decimal("0.1")])
methods = st.sampled_from(Matching)


def figures(trips: tuple[RoundTrip, ...]) -> list[tuple[object, ...]]:
    """What a trader sees of the trades."""
    return [
        (trip.direction, trip.quantity, trip.entry_price, trip.exit_price, trip.gross_pnl,
         trip.fees, trip.net_pnl, trip.computed_pnl, trip.broker_pnl, trip.is_open, trip.flipped)
        for trip in trips
    ]  # fmt: skip


@given(random_fills(), multipliers)
def test_the_rule_equals_the_naive_one(fills: list[Execution], multiplier: Decimal | None):
    trips = round_trips(stored(fills), multiplier)
    naive = naive_trips(fills, UNIT)

    assert len(trips) == len(naive)
    for trip, plain in zip(trips, naive, strict=True):
        assert trip.direction is (Direction.LONG if plain.sign > 0 else Direction.SHORT)
        assert trip.is_open == plain.is_open
        assert trip.quantity == UNIT * len(plain.units_in)
        assert trip.gross_pnl == naive_gross(plain, fills, UNIT, multiplier)
        pairs = [
            (int(trip.legs[side].execution.id.removeprefix("fill-")))
            for lot in trip.lots
            for _ in range(int(lot.quantity / UNIT))
            for side in (lot.entry, lot.exit)
        ]
        assert pairs == [number for pair in plain.pairs for number in pair]


@given(random_fills(), multipliers, methods)
def test_quantities_and_fees_are_all_used_once(
    fills: list[Execution], multiplier: Decimal | None, method: Matching
):
    trips = round_trips(stored(fills), multiplier, method)

    for number, fill in enumerate(stored(fills)):
        legs = [leg for trip in trips for leg in trip.legs if leg.execution.id == fill.id]
        assert sum(leg.quantity for leg in legs) == fill.fill.quantity, number
        if fill.fill.fees is not None:
            assert sum(leg.fees or 0 for leg in legs) == fill.fill.fees
    for trip in trips:
        if not trip.is_open:
            assert sum(leg.fees or 0 for leg in trip.legs) == (trip.fees or 0)
        if trip.net_pnl is not None and trip.gross_pnl is not None:
            assert trip.net_pnl == trip.gross_pnl - (trip.fees or 0)
            exits = [leg for leg in trip.legs if leg.role is Role.EXIT]
            assert sum(leg.net_pnl or 0 for leg in exits) == trip.net_pnl


@given(random_fills(missing_prices=False, with_stated=False))
def test_both_methods_agree_once_a_position_is_flat(fills: list[Execution]):
    first_in = round_trips(stored(fills), Decimal(1), Matching.FIFO)
    average = round_trips(stored(fills), Decimal(1), Matching.AVERAGE)

    assert figures(first_in[:-1]) == figures(average[:-1])
    assert [trip.is_open for trip in first_in] == [trip.is_open for trip in average]


@given(random_fills(), methods, st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(
    fills: list[Execution], method: Matching, random: Random
):
    records = list(stored(fills))
    expected = round_trips(records, Decimal(5), method)
    random.shuffle(records)

    assert round_trips(records, Decimal(5), method) == expected


@given(random_fills(), methods)
def test_ties_are_broken_by_sequence_then_content_then_ordinal(
    fills: list[Execution], method: Matching
):
    tied = [replace(fill, executed_at=fills[0].executed_at, sequence=0) for fill in fills]
    records = stored(tied)

    in_order = sorted(records, key=lambda record: (record.content_hash, record.ordinal))
    legs = [leg for trip in round_trips(records, None, method) for leg in trip.legs]

    assert list(dict.fromkeys(leg.execution.id for leg in legs)) == [r.id for r in in_order]


def mirrored(fill: Execution) -> Execution:
    other = Side.SELL if fill.side is Side.BUY else Side.BUY
    return replace(fill, side=other, price=None if fill.price is None else -fill.price)


@given(random_fills(), methods)
def test_a_mirrored_long_is_the_same_short(fills: list[Execution], method: Matching):
    trips = round_trips(stored(fills), Decimal(2), method)
    mirror = round_trips(stored([mirrored(fill) for fill in fills]), Decimal(2), method)

    assert [trip.direction for trip in trips] != [trip.direction for trip in mirror] or not trips
    assert [(t.gross_pnl, t.net_pnl, t.fees, t.quantity) for t in trips] == [
        (t.gross_pnl, t.net_pnl, t.fees, t.quantity) for t in mirror
    ]


@given(random_fills(with_stated=False), st.data())
def test_a_fill_that_is_cut_in_two_changes_no_figure(fills: list[Execution], data: st.DataObject):
    fills = [replace(fill, commission=None, swap=None) for fill in fills]
    wide = [replace(fill, quantity=fill.quantity * 2, sequence=fill.sequence * 2) for fill in fills]
    if not wide:
        return
    cut = data.draw(st.integers(0, len(wide) - 1))
    half = replace(wide[cut], quantity=wide[cut].quantity / 2)
    pieces = [*wide[:cut], half, replace(half, sequence=half.sequence + 1), *wide[cut + 1 :]]

    whole = round_trips(stored(wide), Decimal(1))
    parts = round_trips(stored(pieces), Decimal(1))

    assert [(t.gross_pnl, t.quantity, t.entry_price, t.exit_price, t.is_open) for t in whole] == [
        (t.gross_pnl, t.quantity, t.entry_price, t.exit_price, t.is_open) for t in parts
    ]


@given(random_fills(with_stated=False), st.sampled_from(["2", "0.25", "1000"]))
def test_prices_times_k_are_money_times_k(fills: list[Execution], k: str):
    factor = Decimal(k)
    scaled = [
        replace(fill, price=None if fill.price is None else fill.price * factor) for fill in fills
    ]

    plain = round_trips(stored(fills), Decimal(1))
    larger = round_trips(stored(scaled), Decimal(1))

    assert [trip.gross_pnl for trip in larger] == [
        None if trip.gross_pnl is None else trip.gross_pnl * factor for trip in plain
    ]


@given(random_fills(), random_fills(), methods)
def test_a_later_day_never_changes_closed_trades(
    fills: list[Execution], later: list[Execution], method: Matching
):
    moved = [
        replace(fill, executed_at=fill.executed_at + timedelta(days=1), sequence=fill.sequence)
        for fill in later
    ]
    before = round_trips(stored(fills), Decimal(1), method)
    after = round_trips(stored([*fills, *moved]), Decimal(1), method)

    closed = tuple(trip for trip in before if not trip.is_open)
    assert figures(after)[: len(closed)] == figures(closed)
