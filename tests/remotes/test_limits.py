from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fillbook.remotes.effects import Answer
from fillbook.remotes.limits import Limiter, Window
from fillbook.remotes.remote import Limits

NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)
TEN = Limits(per_minute=10)


def answer(**headers: object) -> Answer:
    named = {name.replace("_", "-"): str(value) for name, value in headers.items()}
    return Answer(status=200, headers=named, body=b"")


def taken(limiter: Limiter, count: int, now: float = 0.0, lane: str = "") -> float:
    """The time after so many requests, each as early as it may leave."""
    for _ in range(count):
        now += limiter.wait_s(now, lane)
        limiter.took(now, lane)
    return now


def fullest(times: list[float], span_s: float) -> int:
    """The most requests in any stretch of a length, by counting from each."""
    return max(sum(start <= time < start + span_s for time in times) for start in times)


pauses = st.lists(st.floats(0, 40), min_size=1, max_size=60)


@given(pauses, st.integers(1, 12), st.sampled_from([1.0, 60.0]))
def test_no_stretch_of_time_holds_more_than_the_limit(gaps: list[float], most: int, span_s: float):
    limiter = Limiter(Limits(per_minute=1, lanes={"orders": (most, span_s)}))
    now, times = 0.0, []
    for gap in gaps:
        now += gap * span_s / 60
        now += limiter.wait_s(now, "orders")
        limiter.took(now, "orders")
        times.append(now)

    assert fullest(times, span_s * 0.999999) <= most


@given(st.lists(st.tuples(st.floats(0, 30), st.booleans(), st.booleans()), max_size=50))
def test_neither_restarts_nor_refusals_let_more_through(steps: list[tuple[float, bool, bool]]):
    limiter, now, boot, times = Limiter(TEN), 0.0, 0.0, []
    for gap, restarts, is_refused in steps:
        now += gap
        if restarts:
            kept = limiter.written(now - boot, NOON + timedelta(seconds=now))
            boot = now - 17.0
            limiter = Limiter.restored(kept, TEN, 17.0, NOON + timedelta(seconds=now))
        now += limiter.wait_s(now - boot)
        limiter.took(now - boot)
        times.append(now)
        if is_refused:
            limiter.refused(now - boot, gap)

    assert not times or fullest(times, 59.999) <= 10


@given(pauses, st.integers(1, 30))
def test_grains_only_make_a_window_stricter(gaps: list[float], most: int):
    window, now, times = Window(100.0, 10.0), 0.0, []
    for gap in gaps:
        now += gap
        now += window.wait_s(now, most)
        window.took(now)
        times.append(now)

    assert fullest(times, 99.999) <= most


def test_a_burst_is_free_until_the_window_is_full():
    limiter = Limiter(TEN)

    assert taken(limiter, 10) == 0.0
    assert limiter.wait_s(0.0) == 60.0
    assert limiter.wait_s(59.0) == 1.0
    assert limiter.wait_s(60.0) == 0.0


def test_lanes_have_limits_of_their_own():
    limiter = Limiter(Limits(per_minute=2, lanes={"orders": (1, 1.0), "history": (5, 10.0)}))

    taken(limiter, 1, lane="orders")
    taken(limiter, 5, lane="history")

    assert limiter.wait_s(0.5, "orders") == 0.5
    assert limiter.wait_s(0.5, "history") == 9.5
    assert limiter.wait_s(0.5, "unnamed") == 0.0
    assert limiter.wait_s(0.5) == 0.0


def test_the_day_has_a_limit_too():
    limiter = Limiter(Limits(per_minute=1000, per_day=30))

    taken(limiter, 30)

    assert limiter.wait_s(3600.0) == 86_400.0 - 3600.0


def test_a_stated_limit_slows_down_and_never_speeds_up():
    limiter = Limiter(TEN)

    limiter.heard(0.0, answer(**{"x-ratelimit-limit": 5}))
    assert taken(limiter, 4) == 0.0
    assert limiter.wait_s(0.0) == 60.0

    limiter.heard(60.0, answer(**{"x-ratelimit-limit": 100}))
    assert taken(limiter, 10, 60.0) == 60.0
    assert limiter.wait_s(60.0) == 60.0


def test_a_plan_that_allows_more_is_followed():
    limiter = Limiter(TEN)

    limiter.follow(Limits(per_minute=20))

    assert taken(limiter, 20) == 0.0


@pytest.mark.parametrize("stated", ["", "many", "-3", "0", "9" * 40])
def test_a_header_that_states_nothing_changes_nothing(stated: str):
    limiter = Limiter(TEN)

    limiter.heard(0.0, answer(**{"x-ratelimit-limit": stated, "x-ratelimit-remaining": stated}))

    assert taken(limiter, 10) == 0.0


def test_a_window_that_others_filled_is_waited_for():
    limiter = Limiter(TEN)
    reset = int(NOON.timestamp()) + 23

    limiter.heard(
        0.0,
        answer(
            date="Mon, 09 Mar 2026 12:00:00 GMT",
            **{"x-ratelimit-remaining": 0, "x-ratelimit-reset": reset},
        ),
    )

    assert limiter.wait_s(0.0) == 23.0


def test_after_a_refusal_one_slot_is_free_and_no_burst():
    limiter = Limiter(TEN)

    limiter.refused(0.0, 4.0)

    assert limiter.wait_s(0.0) == 4.0
    assert limiter.wait_s(4.0) == 0.0
    limiter.took(4.0)
    assert limiter.wait_s(4.0) == pytest.approx(60 / 7)  # three quarters of ten


def test_without_a_word_the_waits_grow():
    limiter, now, waits = Limiter(TEN), 0.0, []
    for _ in range(12):
        limiter.refused(now, None)
        waits.append(limiter.wait_s(now))
        now += waits[-1]

    assert waits[:4] == [2.0, 4.0, 8.0, 16.0]
    assert waits[-1] == 900.0


def test_somebody_who_asks_does_not_wait_for_our_own_caution():
    limiter = Limiter(TEN)
    limiter.refused(0.0, None)
    limiter.forgive()
    assert limiter.wait_s(0.0) == 0.0

    limiter.refused(0.0, 500.0)
    limiter.forgive()
    assert limiter.wait_s(0.0) == 500.0


def test_no_wait_is_longer_than_a_day():
    limiter = Limiter(TEN)

    limiter.refused(0.0, 1e9)

    assert limiter.wait_s(0.0) == 86_400.0


def test_refusals_slow_down_and_calm_speeds_up_again():
    limiter = Limiter(TEN)
    limiter.refused(0.0, 0.0)

    assert taken(limiter, 7, 70.0) == 70.0
    assert limiter.wait_s(70.0) == 60.0
    assert taken(limiter, 10, 400.0) == 400.0


def test_a_restart_keeps_the_wait_and_what_was_sent():
    limiter = Limiter(Limits(per_minute=10, per_day=12))
    taken(limiter, 10)
    limiter.refused(0.0, 3600.0)

    kept = limiter.written(10.0, NOON)
    again = Limiter.restored(kept, Limits(per_minute=10, per_day=12), 0.0, NOON)

    assert again.wait_s(0.0) == 3590.0
    later = Limiter.restored(
        kept, Limits(per_minute=10, per_day=12), 0.0, NOON + timedelta(hours=2)
    )
    assert later.wait_s(0.0) == 0.0
    taken(later, 2)
    assert later.wait_s(0.0) > 70_000


def test_a_restart_knows_what_the_plan_allows():
    limiter = Limiter(TEN)
    limiter.follow(Limits(per_minute=40, per_day=500, page=200))
    taken(limiter, 30)

    again = Limiter.restored(limiter.written(0.0, NOON), TEN, 0.0, NOON)

    assert again.limits == Limits(per_minute=40, per_day=500)
    assert again.wait_s(0.0) == 0.0


def test_a_restart_keeps_lanes_apart_before_they_are_told_again():
    limiter = Limiter(TEN)
    limiter.follow(Limits(per_minute=10, lanes={"QUOTES": (20, 60.0)}))
    taken(limiter, 20, lane="QUOTES")

    again = Limiter.restored(limiter.written(0.0, NOON), TEN, 0.0, NOON)

    assert again.wait_s(0.0) == 0.0
    again.follow(Limits(per_minute=10, lanes={"QUOTES": (20, 60.0)}))
    assert again.wait_s(0.0, "QUOTES") == 60.0


def test_usual_limits_are_those_of_the_program_that_runs():
    kept = Limiter(TEN).written(0.0, NOON)

    again = Limiter.restored(kept, Limits(per_minute=20), 0.0, NOON)

    assert again.limits == Limits(per_minute=20)


def test_a_clock_that_was_put_back_makes_nothing_look_old():
    limiter = Limiter(TEN)
    taken(limiter, 10)
    kept = limiter.written(0.0, NOON)

    again = Limiter.restored(kept, TEN, 0.0, NOON - timedelta(days=1))

    assert again.wait_s(0.0) == 60.0


@pytest.mark.parametrize(
    "text",
    [None, "", "nonsense", "[]", "{}", '{"at": 1, "day": 3}', '{"at": NaN}',
     '{"at":1,"stated":null,"day":[[1,1]],"lanes":{},"told":0,"own":0,"strikes":0,"struck":null}',
     '{"at":1,"stated":null,"plan":["x"],"day":[],"lanes":{},"told":0,"own":0,"struck":null}'],
)  # fmt: skip
def test_what_cannot_be_read_is_a_fresh_start(text: str | None):
    limiter = Limiter.restored(text, TEN, 0.0, NOON)

    assert taken(limiter, 10) == 0.0
