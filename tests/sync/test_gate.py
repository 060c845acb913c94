from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fillbook.remotes.effects import Answer, Request
from fillbook.remotes.errors import NotSent
from fillbook.remotes.limits import Limiter
from fillbook.remotes.remote import Limits, Settings
from fillbook.remotes.secret import Secret
from fillbook.remotes.tradavity.remote import Tradavity
from fillbook.sync.breaker import Breaker
from fillbook.sync.gate import Gate

NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)
LIST = Request(method="GET", path="/trades")
RATE = b'{"ok":false,"error":{"code":"rate_limited","message":"slow"}}'
PLAN = b'{"ok":false,"error":{"code":"limit_reached","message":"full"}}'


def a_gate(per_minute: int = 10, breaker: Breaker | None = None, *, is_probe: bool = False) -> Gate:
    remote = Tradavity(Settings(base_url="https://journal.example"), Secret("key"))
    remote.limits = Limits(per_minute=per_minute)
    return Gate(remote, Limiter(remote.limits), breaker or Breaker(), is_probe=is_probe)


def enter(gate: Gate, second: float = 0.0) -> float | Answer:
    return gate.enter(LIST, second, NOON + timedelta(seconds=second))


def answer(gate: Gate, status: int, body: bytes = b"", **headers: str) -> None:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    gate.answered(LIST, Answer(status=status, headers=named, body=body), 0.0, NOON)


def opened() -> Breaker:
    breaker = Breaker()
    for _ in range(5):
        breaker = breaker.failed(NOON)
    return breaker


def test_a_request_passes_within_the_limit_and_waits_beyond_it():
    gate = a_gate(per_minute=2)

    assert [enter(gate), enter(gate), enter(gate)] == [0.0, 0.0, 60.0]


def test_a_wait_that_is_too_long_to_sleep_is_refused_in_the_remotes_stead():
    gate = a_gate()
    answer(gate, 429, RATE, retry_after="3600")

    refused = enter(gate)

    assert isinstance(refused, Answer)
    assert (refused.status, refused.header("retry-after")) == (429, "3600")


def test_a_limit_of_the_plan_slows_nothing_down():
    gate = a_gate()

    answer(gate, 429, PLAN)

    assert enter(gate) == 0.0


def test_a_refusal_without_words_waits_a_moment():
    gate = a_gate()

    answer(gate, 429, b"<html>slow down</html>")

    assert enter(gate) == 2.0


@pytest.mark.parametrize("status", [500, 502, 503, 408, 302])
def test_five_troubles_in_a_row_leave_the_remote_alone(status: int):
    gate = a_gate()
    for _ in range(4):
        answer(gate, status)
    assert enter(gate) == 0.0

    answer(gate, status)

    with pytest.raises(NotSent, match="left alone"):
        enter(gate)


@pytest.mark.parametrize("status", [200, 204, 401, 404, 422, 429])
def test_a_readable_answer_is_no_trouble(status: int):
    gate = a_gate()
    for _ in range(4):
        gate.failed(NOON)

    answer(gate, status)

    assert gate.breaker == Breaker()


def test_one_request_by_hand_looks_in_on_a_remote_that_is_left_alone():
    gate = a_gate(breaker=opened(), is_probe=True)

    assert enter(gate) == 0.0
    with pytest.raises(NotSent):
        enter(gate)

    answer(gate, 200)
    assert enter(gate) == 0.0


def test_a_higher_limit_of_the_remote_is_followed():
    gate = a_gate(per_minute=1)
    enter(gate)
    assert enter(gate) == 60.0

    gate._remote.limits = Limits(per_minute=3)

    assert enter(gate) == 0.0


@given(st.lists(st.floats(0, 100), max_size=40))
def test_while_it_rests_nothing_leaves_but_one_probe_a_rest(gaps: list[float]):
    gate, second, sent = a_gate(per_minute=1000, breaker=opened()), 0.0, []
    for gap in gaps:
        second += gap
        try:
            verdict = enter(gate, second)
        except NotSent:
            continue
        assert verdict == 0.0
        sent.append(second)
        gate.failed(NOON + timedelta(seconds=second))

    rests = [60, 120, 240, 480, 960, 1920, 3600]
    assert all(second >= 60 for second in sent)
    for number, (one, next_one) in enumerate(pairwise(sent), start=1):
        assert next_one - one >= rests[number]
