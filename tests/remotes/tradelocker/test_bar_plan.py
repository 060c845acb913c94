from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from broker_talk import Talk, a_broker
from hypothesis import given
from hypothesis import strategies as st

from fillbook.domain.bar import Bar
from fillbook.remotes.bar_plan import (
    CONTEXT_BARS,
    RESOLUTIONS,
    Span,
    Traded,
    plan,
    resolution_for,
    series,
)
from fillbook.remotes.errors import RefusedThere
from fillbook.remotes.tradelocker.reading import Catalogue, by_working_route, listed_instruments
from standins.tradelocker_market import BY_NAME

NOW = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
EURUSD = BY_NAME["EURUSD"]

minutes = st.integers(0, 40_000).map(lambda count: NOW - timedelta(days=30) + count * MINUTE)
spans = st.tuples(minutes, minutes).map(lambda two: Span(min(two), max(two)))


def a_trade(minutes_long, ended=NOW, symbol="EURUSD"):
    return Traded(symbol, Span(ended - minutes_long * MINUTE, ended))


def planned(*trades, fetched=None, since=NOW - timedelta(days=90), most=5000):
    return plan(trades, fetched or {}, since, NOW, most)


@pytest.mark.parametrize(
    ("length", "word"),
    [
        (timedelta(seconds=20), "1m"),
        (timedelta(days=1), "1m"),
        (timedelta(days=2), "5m"),
        (timedelta(days=10), "15m"),
        (timedelta(days=40), "1H"),
        (timedelta(days=100), "4H"),
        (timedelta(days=900), "1D"),
    ],
)
def test_a_longer_trade_has_coarser_bars(length, word):
    assert resolution_for(Span(NOW - length, NOW)).word == word


def test_a_trade_is_fetched_with_what_was_before_and_after_it():
    ended = NOW - timedelta(days=1)

    (chunk,) = planned(a_trade(30, ended))

    assert chunk.span == Span(ended - (30 + CONTEXT_BARS) * MINUTE, ended + CONTEXT_BARS * MINUTE)


def test_nothing_is_asked_of_the_future():
    (chunk,) = planned(a_trade(30))

    assert chunk.span.end == NOW


def test_trades_of_one_morning_are_fetched_at_once():
    chunks = planned(a_trade(30), a_trade(30, NOW - 60 * MINUTE), a_trade(5, symbol="BTCUSD"))

    assert sorted(chunk.symbol for chunk in chunks) == ["BTCUSD", "EURUSD"]


def test_what_was_fetched_is_not_fetched_again():
    (chunk,) = planned(a_trade(30))

    assert planned(a_trade(30), fetched={("EURUSD", "1m"): [chunk.span]}) == ()


def test_trades_before_the_chosen_day_are_left_out():
    assert planned(a_trade(30, NOW - timedelta(days=100))) == ()


def test_a_long_stretch_is_cut_and_the_latest_comes_first():
    chunks = planned(a_trade(1400), most=500)

    assert len(chunks) > 2
    assert chunks[0].span.end == NOW
    assert all((chunk.span.end - chunk.span.start) / MINUTE + 1 <= 500 for chunk in chunks)


@given(st.lists(spans, min_size=1, max_size=5), st.lists(spans, max_size=4), st.integers(50, 5000))
def test_together_with_what_was_fetched_each_bar_of_each_trade_is_there_once(wanted, had, most):
    trades = [Traded("EURUSD", span) for span in wanted]
    fetched = {("EURUSD", one.word): had for one in RESOLUTIONS}

    chunks = plan(trades, fetched, NOW - timedelta(days=90), NOW, most)

    for resolution in RESOLUTIONS:
        of_it = [chunk.span for chunk in chunks if chunk.resolution == resolution]
        for span in wanted:
            if resolution_for(span) == resolution:
                for moment in (span.start, span.start + (span.end - span.start) / 2):
                    at = int(moment.timestamp()) // resolution.seconds * resolution.seconds
                    bar = datetime.fromtimestamp(at, UTC)
                    assert any(one.start <= bar <= one.end for one in (*of_it, *had))
        ordered = sorted(of_it, key=lambda span: span.start)
        for earlier, later in pairwise(ordered):
            assert earlier.end <= later.start


def test_a_series_has_each_bar_once_in_order_and_widened():
    early = Bar(NOW, Decimal(10), Decimal(9), Decimal(11), Decimal(12))
    late = Bar(NOW + MINUTE, Decimal(1), Decimal(2), Decimal(1), Decimal(2))

    found = series("EURUSD", RESOLUTIONS[0], [late, early, late])

    assert found.resolution_s == 60
    assert [bar.starts_at for bar in found.bars] == [NOW, NOW + MINUTE]
    assert (found.bars[0].high, found.bars[0].low) == (Decimal(12), Decimal(9))


def test_the_bars_around_a_trade_hold_its_fills():
    talk = Talk(a_broker(dead_info_routes=2))
    broker, clock = talk.server.account(1), talk.server.clock
    order = broker.place(EURUSD, "buy", Decimal(1))
    clock.advance(1234)
    broker.close(order.position_id)
    clock.advance(7200)
    fills = talk.rebuilt(1).fills
    account, catalogue = talk.account(), Catalogue()
    (chunk,) = plan(
        [Traded("EURUSD", Span(fills[0].executed_at, fills[-1].executed_at))],
        {},
        NOW - timedelta(days=90),
        clock.now(),
    )
    listed = talk.hold(listed_instruments(talk.client, account, catalogue))

    bars = talk.hold(
        by_working_route(
            catalogue,
            listed["278"],
            lambda route: talk.client.history(
                account, "278", route, chunk.resolution.word, chunk.span.start, chunk.span.end
            ),
        )
    )

    found = series("EURUSD", chunk.resolution, bars).bars
    spread = 2 * EURUSD.tick
    for fill in fills:
        (holding,) = [
            bar for bar in found if bar.starts_at <= fill.executed_at < bar.starts_at + MINUTE
        ]
        assert holding.low <= fill.price <= holding.high + spread
    assert talk.server.money_moved == []


@pytest.mark.parametrize("shape", ["empty", "without_d"])
def test_no_bars_are_no_error(shape):
    talk = Talk(a_broker(no_data=shape))
    saturday = datetime(2026, 10, 31, tzinfo=UTC)

    bars = talk.hold(
        talk.client.history(talk.account(), "278", str(EURUSD.info_route), "1H", saturday, saturday)
    )

    assert bars == ()


def test_too_many_bars_are_refused_by_the_broker():
    talk = Talk(a_broker())

    with pytest.raises(RefusedThere, match="Too many"):
        talk.hold(
            talk.client.history(
                talk.account(), "278", str(EURUSD.info_route), "1m", NOW - timedelta(days=60), NOW
            )
        )
