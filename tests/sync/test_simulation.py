"""The engine against a service that fails in every way: no duplicate, nothing lost."""

import os
from collections.abc import Iterator

import pytest

from simulator.many import live, live_all
from simulator.mutations import MUTATIONS
from simulator.pairs import live_pairs
from simulator.stage import Stage
from simulator.sweep import SCRIPTS, lived, lost_create, spots

SCHEDULES = int(os.environ.get("FILLBOOK_SCHEDULES", "20000"))
SECONDS = float(os.environ.get("FILLBOOK_SIMULATION_S", "540"))
"""So many lives, or as many as there is time for."""

_ONE_PAIR_IN = 250
"""Of all pairs of faults; ``python -m simulator.pairs`` lives all of them."""

_LEAST = 200
_SEEDS_OF_A_BUG = 600
_RESTS_S = (120.0, 25 * 3600.0)
"""While an idempotency key lives, and when it is dead."""


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with Stage.built() as made:
        yield made


def test_random_lives_break_no_invariant():
    lived, failures = live_all(range(SCHEDULES), SECONDS)

    print(f"{lived} lives")
    assert failures == [], str(failures[0])
    assert lived >= min(_LEAST, SCHEDULES)


def test_the_same_seed_leaves_the_same_trace(stage: Stage):
    for seed in range(10):
        assert live(stage, seed) == live(stage, seed)


@pytest.mark.parametrize("name", SCRIPTS)
def test_one_fault_at_each_request_and_each_commit_is_survived(stage: Stage, name: str):
    tried = 0
    for spot in spots(stage, SCRIPTS[name]):
        lived(stage, SCRIPTS[name], spot)
        tried += 1
    assert tried > 40


@pytest.mark.parametrize("seed", [2044, 6496])
def test_a_life_that_once_went_wrong_goes_well(stage: Stage, seed: int):
    _, failed = live(stage, seed)

    assert failed is None, str(failed)


def test_two_faults_in_one_run_are_survived():
    lived_pairs, failures = live_pairs(_ONE_PAIR_IN)

    assert failures == [], failures[0]
    assert lived_pairs > 100


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
def test_a_bug_put_in_on_purpose_is_caught(stage: Stage, monkeypatch: pytest.MonkeyPatch, mutation):
    mutation(monkeypatch.setattr)

    lives = (*MUTATIONS[mutation], *range(_SEEDS_OF_A_BUG))
    assert _fails(stage) or any(live(stage, seed)[1] for seed in lives)


@pytest.mark.parametrize("rest_s", _RESTS_S)
def test_a_create_that_nobody_answered_and_no_list_shows_is_there_once(stage: Stage, rest_s: float):
    lost_create(stage, rest_s)


def _fails(stage: Stage) -> bool:
    """Whether a life in which a create is lost comes to a bad end."""
    try:
        for rest_s in _RESTS_S:
            lost_create(stage, rest_s)
    except AssertionError:
        return True
    return False
