"""The rule on integer columns gives what the rule on records gives, also beyond 64 bits."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import stored
from fillbook.domain.execution import Execution
from fillbook.domain.round_trip import round_trips
from fillbook.storage.matching import Fills, fifo, flat_to_flat
from random_fills import random_fills

SCALE = Decimal(10) ** 8
streams = st.lists(random_fills(missing_prices=False, with_stated=False), min_size=1, max_size=4)
wide = st.sampled_from([1, 10**6, 10**15])
"""Factors on prices: with the last ones totals leave 64 bits."""


def columns(streams: list[list[Execution]], factor: int) -> Fills:
    """All streams as integers: quantities at one decimal, prices at eight."""
    fills = [fill for stream in streams for fill in stream]
    prices = [int((fill.price or 0) * SCALE) * factor for fill in fills]
    fits = max(map(abs, prices), default=0) < 2**63
    return Fills(
        np.array([int(fill.signed_quantity * 10) for fill in fills], dtype=np.int64),
        np.array(prices, dtype=np.int64 if fits else object),
        np.cumsum([0, *map(len, streams)]),
    )


@given(streams, wide)
def test_totals_of_closed_trades_equal_the_rule(streams: list[list[Execution]], factor: int):
    expected = [
        trip.gross_pnl
        for stream in streams
        for trip in round_trips(stored(stream), Decimal(1))
        if not trip.is_open
    ]

    trips = flat_to_flat(columns(streams, factor))

    assert [Decimal(int(total)) / factor / SCALE / 10 for total in trips.total] == expected


@given(streams, wide)
def test_lots_equal_the_rule(streams: list[list[Execution]], factor: int):
    expected, offset = [], 0
    for stream in streams:
        records = stored(stream, offset)
        for trip in round_trips(records, Decimal(1)):
            for lot in trip.lots:
                entry, exit_ = (trip.legs[side].execution for side in (lot.entry, lot.exit))
                assert entry.fill.price is not None
                assert exit_.fill.price is not None
                gain = (exit_.fill.price - entry.fill.price) * lot.quantity
                amount = gain if trip.direction == "long" else -gain
                expected.append((entry.ordinal, exit_.ordinal, lot.quantity, amount))
        offset += len(stream)

    lots = fifo(columns(streams, factor))

    found = zip(lots.entry, lots.exit, lots.quantity, lots.amount, strict=True)
    assert [
        (entry, exit_, Decimal(int(quantity)) / 10, Decimal(int(amount)) / factor / SCALE / 10)
        for entry, exit_, quantity, amount in found
    ] == expected


def test_fills_of_several_streams_are_grouped_in_their_order():
    stream = np.array([1, 0, 1, 0], dtype=np.uint8)

    fills, origin = Fills.grouped(stream, np.array([5, 1, -5, -1]), np.array([10, 20, 12, 25]))

    assert origin.tolist() == [1, 3, 0, 2]
    assert flat_to_flat(fills).total.tolist() == [5, 10]


def test_no_fills_make_no_trades():
    empty = Fills(np.empty(0, np.int64), np.empty(0, np.int64), np.array([0]))

    assert len(flat_to_flat(empty).total) == 0
    assert len(fifo(empty).amount) == 0


def test_totals_beyond_64_bits_stay_exact():
    coins = Fills(np.array([10**12, -(10**12)]), np.array([10**17, 10**17 + 1]), np.array([0, 2]))

    assert flat_to_flat(coins).total.tolist() == [10**12]
    assert fifo(coins).amount.tolist() == [10**12]


def test_blocks_hold_whole_streams(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("fillbook.storage.matching.BLOCK", 3)
    fills = Fills(np.array([1, -1, 2, 2, -3, 4, -4]), np.arange(7), np.array([0, 2, 5, 7]))

    assert flat_to_flat(fills).total.tolist() == [1, 4]
    assert [begin for begin, _ in fills.blocks()] == [0, 2, 5]
