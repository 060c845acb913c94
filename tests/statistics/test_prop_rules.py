"""A firm's limits, worked out by hand on an account of 50,000."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from populations import ATrade, a_population, an_account
from test_excursion import SERIES, a_detail

from fillbook.domain.trading_day import TradingCalendar
from fillbook.statistics.excursion import Bounds
from fillbook.statistics.population import Population
from fillbook.statistics.prop_rules import (
    Floor,
    Movement,
    OpenPeak,
    PropRules,
    assess,
    movements,
    open_peaks,
)
from fillbook.statistics.seen import seen

CHICAGO = TradingCalendar(ZoneInfo("America/Chicago"), time(17, 0))
START = Decimal(50_000)


def rules(**settings):
    return PropRules(start=START, calendar=CHICAGO, **settings)


def on(day, amount, hour=15, *, payout=False):
    """An amount on a day of March 2026; 15:00 UTC is morning in Chicago."""
    return Movement(datetime(2026, 3, day, hour, tzinfo=UTC), Decimal(amount), payout)


def at(day, hour=15):
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def only(assessment):
    (limit,) = assessment.limits
    return limit


def test_a_static_floor_stays():
    limit = only(assess(rules(max_loss=Decimal(2000)), [on(3, 800), on(4, -300)], at(4)))

    assert (limit.floor, limit.left, limit.breached_on) == (48_000, 2_500, None)


def test_a_floor_that_trails_day_ends_ignores_what_the_day_gave_back():
    trailing = rules(max_loss=Decimal(2000), floor=Floor.END_OF_DAY)
    moved = [on(3, 1500), on(3, -700, 16), on(4, 400)]

    assert only(assess(trailing, moved, at(4))).floor == 48_800
    assert only(assess(trailing, moved, at(5))).floor == 49_200
    assert only(assess(trailing, moved, at(4))).left == 51_200 - 48_800


def test_a_trailing_floor_locks():
    trailing = rules(max_loss=Decimal(2000), floor=Floor.END_OF_DAY, locks_at=START)

    limit = only(assess(trailing, [on(3, 5000), on(4, -1000)], at(5)))

    assert (limit.floor, limit.left) == (50_000, 4_000)


def test_a_floor_that_follows_open_profit_is_known_only_by_a_bound():
    intraday = rules(max_loss=Decimal(2000), floor=Floor.INTRADAY)

    limit = only(assess(intraday, [on(3, 900), on(3, -200, 16)], at(3)))

    assert (limit.left, limit.floor) == (None, None)
    assert limit.at_most == 1_800
    assert "open profit" in limit.reason


def test_bars_bound_a_floor_that_follows_open_profit_from_both_sides():
    intraday = rules(max_loss=Decimal(2000), floor=Floor.INTRADAY)
    moved = [on(3, 900), on(3, -200, 16)]
    peaks = [
        OpenPeak(at(2), Bounds(Decimal(1100), Decimal(1250))),
        OpenPeak(at(3, 15), Bounds(Decimal(50), Decimal(50))),
    ]

    limit = only(assess(intraday, moved, at(3), peaks=peaks))
    exact = only(assess(intraday, moved, at(3), peaks=peaks[1:]))

    # 50,700 left; the floor is 49,100 for sure and 49,250 at the highest.
    assert (limit.left, limit.at_most, limit.at_least) == (None, 1_600, 1_450)
    assert (exact.left, exact.floor, exact.reason) == (1_750, 48_950, None)


def test_the_peaks_of_trades_are_known_where_bars_saw_each_of_them_alone():
    found = seen(a_detail((5, 1, 101), (25, -1, 105)), [SERIES], SERIES.bars[-1].starts_at)
    apart = a_population(ATrade(day=0, minute=600), ATrade(day=1, minute=600))
    beside = a_population(ATrade(day=0, minute=600), ATrade(day=0, minute=610))

    def watched(people: Population) -> Population:
        return replace(people, seen=dict.fromkeys(people.rows.tolist(), found))

    assert open_peaks(apart) is None
    assert open_peaks(watched(beside)) is None
    peaks = open_peaks(watched(apart))
    assert peaks is not None
    assert [peak.favorable.certain for peak in peaks] == [35, 35]
    assert peaks[0].opened_at == ATrade(day=0, minute=600).opened_at


def test_a_locked_intraday_floor_is_known():
    intraday = rules(max_loss=Decimal(2000), floor=Floor.INTRADAY, locks_at=START)

    limit = only(assess(intraday, [on(3, 2600)], at(4)))

    assert (limit.floor, limit.left) == (50_000, 2_600)


def test_the_daily_loss_is_counted_from_the_firms_day_start():
    daily = rules(daily_loss=Decimal(1000))
    # 23:30 UTC on the 3rd is 17:30 in Chicago: the firm's 4th.
    moved = [on(3, -400), Movement(datetime(2026, 3, 3, 23, 30, tzinfo=UTC), Decimal(-300))]

    assert only(assess(daily, moved, at(4))).left == 700
    assert only(assess(daily, moved, at(5))).left == 1_000


@pytest.mark.parametrize(
    ("losses", "breached"), [((-400, -599), None), ((-400, -600), date(2026, 3, 3))]
)
def test_the_day_on_which_a_limit_was_met_is_named(losses, breached):
    moved = [on(3, losses[0]), on(3, losses[1], 16), on(3, 2000, 17)]

    assert only(assess(rules(daily_loss=Decimal(1000)), moved, at(4))).breached_on == breached


def test_a_payout_lowers_the_balance_and_not_the_floor_and_is_no_loss():
    both = rules(daily_loss=Decimal(1000), max_loss=Decimal(2000), floor=Floor.END_OF_DAY)
    moved = [on(3, 4000), on(4, -1500, payout=True)]

    daily, floor = assess(both, moved, at(4)).limits

    assert (daily.left, daily.breached_on) == (1_000, None)
    assert (floor.floor, floor.left) == (52_000, 500)


def test_a_loss_that_was_won_back_before_a_payout_was_a_breach_all_the_same():
    moved = [on(3, -1000), on(3, 1000, 16), on(3, -500, 17, payout=True)]

    daily = only(assess(rules(daily_loss=Decimal(1000)), moved, at(3, 18)))

    assert (daily.left, daily.breached_on) == (1_000, date(2026, 3, 3))


def test_open_trades_take_their_stops_off_the_headroom():
    static = rules(max_loss=Decimal(2000))

    assert only(assess(static, [], at(3), open_risk=Decimal(250))).left == 1_750
    unknown = only(assess(static, [], at(3), open_risk=None))
    assert (unknown.left, unknown.at_most) == (None, 2_000)
    assert unknown.reason == "an open trade has no stop"


def test_the_tightest_limit_is_named():
    both = rules(daily_loss=Decimal(1000), max_loss=Decimal(2000))

    assert assess(both, [], at(3)).tightest.rule == "daily loss"
    assert assess(both, [on(3, -900), on(4, -500)], at(5)).tightest.rule == "maximum loss"
    assert assess(rules(), [], at(3)).tightest is None


def test_the_way_to_the_target():
    test = rules(target=Decimal(3000), minimum_days=5, consistency=Decimal("0.4"))

    progress = assess(test, [on(3, 1000), on(4, -200), on(5, 500)], at(5)).progress

    assert (progress.profit, progress.missing) == (1_300, 1_700)
    assert (progress.days, progress.days_missing) == (3, 2)
    # The base is the target until it is passed.
    assert progress.best_day_share == Decimal(1000) / 3000
    assert progress.consistent


def test_past_the_target_all_profit_is_the_base():
    test = rules(target=Decimal(1000), consistency=Decimal("0.5"))

    progress = assess(test, [on(3, 1500), on(4, 500)], at(5)).progress

    assert (progress.missing, progress.best_day_share) == (0, Decimal("0.75"))
    assert not progress.consistent


def test_without_profit_consistency_does_not_apply():
    progress = assess(rules(consistency=Decimal("0.3")), [on(3, -10)], at(4)).progress

    assert (progress.best_day_share, progress.consistent) == (None, None)


def test_a_populations_realised_amounts_and_payouts_are_one_sequence():
    people = a_population(
        ATrade(net="120.50", day=0, minute=600),
        ATrade(net="-20", day=2, minute=600),
        accounts=[an_account()],
    )

    moved = movements(people, [on(3, -50, payout=True)])

    assert [movement.amount for movement in moved] == [
        Decimal("120.50"),
        Decimal(-50),
        Decimal("-20.00"),
    ]
