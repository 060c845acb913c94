"""How far a trade went, by hand on bars of ten minutes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fillbook.domain.bar import Bar, BarSeries
from fillbook.domain.execution import Direction, Execution, Side, StoredExecution
from fillbook.domain.instrument import AssetType
from fillbook.domain.trade import Leg, Role, Status, Trade, TradeDetail
from fillbook.statistics.excursion import Bounds, excursion
from fillbook.statistics.exits import (
    best_exit,
    entry_efficiency,
    exit_efficiency,
    heat_of_winners,
    later_result,
    mfe_capture,
    way_to_stop,
    way_to_target,
)

TEN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def minutes(count):
    return TEN + timedelta(minutes=count)


def bars(*ohlc):
    """Bars from 10:00 on, ten minutes each."""
    made = (
        Bar(minutes(10 * i), *(Decimal(str(price)) for price in prices))
        for i, prices in enumerate(ohlc)
    )
    return BarSeries("MES", 600, tuple(made))


def a_detail(*fills, multiplier="5", fees="2"):
    """A closed trade of (minute, signed quantity, price), from its fills."""
    long = fills[0][1] > 0
    legs, cash, entered, left = [], Decimal(0), [], []
    for i, (minute, quantity, price) in enumerate(fills):
        side = Side.BUY if quantity > 0 else Side.SELL
        amount, cost = Decimal(abs(quantity)), Decimal(str(price))
        fill = Execution(
            symbol="MES", side=side, quantity=amount, price=cost, executed_at=minutes(minute)
        )
        stored = StoredExecution(
            id=str(i), account_id="a", instrument_id="i", content_hash=str(i), ordinal=0,
            fill=fill, source="manual",
        )  # fmt: skip
        role = Role.ENTRY if (quantity > 0) == long else Role.EXIT
        (entered if role is Role.ENTRY else left).append((amount, cost))
        cash -= fill.signed_quantity * cost
        legs.append(Leg(
            execution=stored, role=role, quantity=amount, fees=None, gross_pnl=None,
            net_pnl=None, trading_day=TEN.date(),
        ))  # fmt: skip
    gross = Decimal(multiplier) * cash

    def average(parts):
        return sum(q * p for q, p in parts) / sum(q for q, _ in parts)

    trade = Trade(
        id="t", number=1, account="Main", account_id="a", instrument_id="i", symbol="MES",
        asset_type=AssetType.FUTURES, direction=Direction.LONG if long else Direction.SHORT,
        status=Status.CLOSED, quantity=sum(q for q, _ in entered), opened_at=minutes(fills[0][0]),
        closed_at=minutes(fills[-1][0]), entry_price=average(entered), exit_price=average(left),
        gross_pnl=gross, fees=Decimal(fees), fees_unknown=0, net_pnl=gross - Decimal(fees),
        currency="USD", broker_pnl=None, computed_pnl=gross, multiplier=Decimal(multiplier),
        initial_risk=None, r_multiple=None, stop_loss=None, take_profit=None,
    )  # fmt: skip
    return TradeDetail(trade=trade, legs=tuple(legs), screenshots=(), stops=(), history=())


def bounds(certain, possible):
    return Bounds(Decimal(str(certain)), Decimal(str(possible)))


SERIES = bars((100, 103, 99, 102), (102, 108, 97, 105), (105, 106, 95, 104))


def test_bars_between_the_fills_count_in_full_and_those_with_fills_as_a_bound():
    seen = excursion(a_detail((5, 1, 101), (25, -1, 105)), SERIES)

    assert seen.worst_price == bounds(97, 95)
    assert seen.best_price == bounds(108, 108)
    assert seen.adverse == bounds(-20, -30)
    assert seen.favorable == bounds(35, 35)
    assert (seen.resolution_s, seen.coverage) == (600, 1.0)


def test_a_short_is_the_mirror():
    seen = excursion(a_detail((5, -1, 101), (25, 1, 105)), SERIES)

    assert seen.worst_price == bounds(108, 108)
    assert seen.best_price == bounds(97, 95)
    assert seen.adverse == bounds(-35, -35)
    assert seen.favorable == bounds(20, 30)


def test_fills_on_the_edges_of_bars_leave_nothing_open():
    seen = excursion(a_detail((0, 1, 100), (20, -1, 105)), SERIES)

    assert (seen.adverse.width, seen.favorable.width) == (0, 0)


def test_realised_parts_stay_in_the_running_result():
    # Half is sold at 108 for 35 of gain a unit; the rest falls to 95 and is sold there.
    detail = a_detail((0, 2, 101), (10, -1, 108), (30, -1, 95))
    series = bars((101, 108, 101, 108), (108, 108, 100, 100), (100, 100, 95, 95))

    seen = excursion(detail, series)

    assert seen.favorable == bounds(70, 70)
    assert seen.adverse == bounds(0, 0)  # 35 realised, 30 lost on the rest


def test_a_trade_within_one_bar_is_sure_of_its_fills_alone():
    seen = excursion(a_detail((2, 1, 101), (8, -1, 102)), SERIES)

    assert seen.worst_price == bounds(101, 99)
    assert seen.best_price == bounds(102, 103)


def test_missing_bars_lower_the_coverage():
    seen = excursion(a_detail((0, 1, 100), (40, -1, 105)), SERIES)

    assert seen.coverage == pytest.approx(0.75)


def test_without_bars_or_prices_there_is_nothing_to_see():
    detail = a_detail((0, 1, 100), (20, -1, 105))

    assert excursion(detail, BarSeries("MES", 600, ())) is None
    assert excursion(a_detail((300, 1, 100), (320, -1, 105)), SERIES) is None


def test_the_capture_of_the_best_moment():
    detail = a_detail((5, 1, 101), (25, -1, 105))
    seen = excursion(detail, SERIES)

    assert mfe_capture(detail, seen).value == pytest.approx(18 / 35)
    assert exit_efficiency(detail, seen).value == pytest.approx((105 - 97) / (108 - 97))
    assert exit_efficiency(detail, seen).high == pytest.approx((105 - 95) / (108 - 95))
    assert entry_efficiency(detail, seen).value == pytest.approx((108 - 101) / (108 - 97))


def test_a_trade_that_never_paid_its_costs_captured_nothing():
    detail = a_detail((0, 1, 103), (10, -1, 99))
    seen = excursion(detail, SERIES)

    assert mfe_capture(detail, seen).reason == "it never ran beyond its costs"


def test_a_price_that_stood_still_has_no_efficiency():
    still = bars((100, 100, 100, 100))
    detail = a_detail((0, 1, 100), (10, -1, 100))

    assert exit_efficiency(detail, excursion(detail, still)).reason == "the price did not move"


def test_what_a_later_exit_would_have_brought():
    detail = a_detail((0, 2, 100), (5, -1, 101), (10, -1, 102))

    # One of two is left: 10 minutes later the close is 105, 3 points of 5 more.
    assert later_result(detail, SERIES, 10) == Decimal(15 + 15)
    assert later_result(detail, SERIES, 60) is None


def test_the_best_exit_that_one_could_have_waited_for():
    series = bars((100, 101, 99, 100), (100, 104, 100, 103), (103, 106, 98, 99), (99, 120, 90, 118))
    detail = a_detail((0, 1, 100), (20, -1, 103))
    seen = excursion(detail, series)

    best = best_exit(detail, series, seen, day_ends=minutes(600))

    # It had stood 5 against it at 99; the third bar falls to 98 first, for all that is known.
    assert (best.price, best.gross_pnl, best.at) == (104, 20, minutes(10))
    risky = replace(detail, trade=replace(detail.trade, initial_risk=Decimal(60)))
    assert best_exit(risky, series, seen, day_ends=minutes(600)).price == 120
    assert best_exit(risky, series, seen, day_ends=minutes(30)).price == 106


def test_the_way_to_target_and_stop():
    detail = a_detail((5, 1, 101), (25, -1, 105))
    seen = excursion(detail, SERIES)
    planned = replace(
        detail,
        trade=replace(detail.trade, take_profit=Decimal(115), initial_stop=Decimal(93)),
    )

    assert way_to_target(planned, seen).value == pytest.approx(0.5)
    stop = way_to_stop(planned, seen)
    assert (stop.low, stop.high) == (pytest.approx(0.5), pytest.approx(0.75))
    assert way_to_target(detail, seen).reason == "no target"


def test_the_heat_that_winners_took():
    depths = [-0.1 * i for i in range(11)]

    heat = heat_of_winners(depths)

    assert heat[0.5] == pytest.approx(0.5)
    assert heat[0.9] == pytest.approx(0.9)
    assert heat_of_winners(depths[:9]) is None


@given(
    st.lists(st.tuples(*[st.integers(90, 110)] * 2), min_size=1, max_size=6),
    st.integers(0, 25),
    st.integers(1, 30),
    st.sampled_from([1, -1]),
)
def test_the_bounds_hold_the_result_and_each_other(ranges, begin, length, sign):
    series = bars(*((low, max(low, high), min(low, high), high) for low, high in ranges))
    entry, out = ranges[0][0], ranges[-1][1]
    detail = a_detail((begin, sign, entry), (begin + length, -sign, out))

    seen = excursion(detail, series)

    if seen is not None:
        assert seen.adverse.possible <= seen.adverse.certain <= 0
        assert seen.favorable.possible >= seen.favorable.certain >= 0
        assert seen.adverse.certain <= detail.trade.gross_pnl <= seen.favorable.certain
        assert 0 < seen.coverage <= 1
