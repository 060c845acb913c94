from hypothesis import given
from hypothesis import strategies as st

from fillbook.sync.schedule import Schedule


def test_the_first_run_is_at_once():
    assert Schedule().due_at() < 0


def test_it_runs_every_five_minutes_in_sight_and_every_thirty_out_of_it():
    ran = Schedule().ran(100.0)

    assert ran.due_at() == 400.0
    assert ran.shown(False).due_at() == 1900.0
    assert ran.shown(False).shown(True).due_at() == 400.0


def test_an_edit_is_sent_once_the_typing_rests():
    schedule = Schedule().ran(0.0).edited(10.0)
    assert schedule.due_at() == 12.0

    assert schedule.edited(11.5).due_at() == 13.5
    assert schedule.ran(13.5).due_at() == 313.5


@given(st.lists(st.floats(0.1, 1.9), min_size=200, max_size=400))
def test_typing_without_a_rest_does_not_put_it_off_for_ever(gaps: list[float]):
    schedule, now = Schedule().ran(0.0), 0.0
    for gap in gaps:
        now += gap
        schedule = schedule.edited(now)

    assert schedule.due_at() <= 300.0


def test_an_edit_during_a_run_is_seen_by_the_next_one():
    running = Schedule().ran(0.0)

    assert running.edited(1.0).due_at() == 3.0


def test_a_computer_that_wakes_up_looks_soon():
    asleep = Schedule().ran(0.0).shown(False)

    assert asleep.woke(900.0).due_at() == 903.0
    assert asleep.woke(900.0).ran(903.0).due_at() == 903.0 + 1800.0


def test_what_was_previewed_is_not_done_before_somebody_has_read_it():
    schedule = Schedule().previewed(10.0)

    assert schedule.due_at() == 310.0
    assert schedule.edited(20.0).due_at() == 310.0
    assert schedule.ran(30.0).due_at() == 330.0
