from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fillbook.sync.breaker import FAILURES, Breaker, restored

NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def failed(breaker: Breaker, times: int, moment: datetime = NOON) -> Breaker:
    for _ in range(times):
        breaker = breaker.failed(moment)
    return breaker


def test_four_failures_are_borne_and_the_fifth_opens_it():
    breaker = failed(Breaker(), 4)
    assert not breaker.rests_at(NOON)

    assert breaker.failed(NOON).rests_at(NOON)


def test_any_answer_closes_it():
    assert failed(Breaker(), 4).answered() == Breaker()
    assert failed(Breaker(), 9).answered() == Breaker()


def test_each_probe_that_fails_doubles_the_rest_up_to_an_hour():
    breaker, moment, rests = failed(Breaker(), FAILURES), NOON, []
    for _ in range(9):
        assert breaker.until is not None
        rests.append((breaker.until - moment) // MINUTE)
        moment = breaker.until
        assert not breaker.rests_at(moment)
        breaker = breaker.failed(moment)

    assert rests == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_a_probe_by_hand_that_fails_changes_no_rest():
    breaker = failed(Breaker(), FAILURES)

    assert breaker.failed(NOON + MINUTE / 2).until == breaker.until


def test_a_clock_that_was_put_back_does_not_lock_it():
    breaker = failed(Breaker(), FAILURES)

    assert breaker.rests_at(NOON + MINUTE / 2)
    assert not breaker.rests_at(NOON - timedelta(days=1))
    assert not breaker.rests_at(NOON + timedelta(days=1))


@given(st.lists(st.booleans(), max_size=40))
def test_it_is_read_as_it_was_written(answers: list[bool]):
    breaker, moment = Breaker(), NOON
    for is_answer in answers:
        moment += 3 * MINUTE
        breaker = breaker.answered() if is_answer else breaker.failed(moment)
        assert restored(breaker.written()) == breaker


@pytest.mark.parametrize("text", [None, "", "nonsense", "[]", '{"until": "soon"}', '{"rests": {}}'])
def test_what_cannot_be_read_is_a_closed_one(text: str | None):
    assert restored(text) == Breaker()
