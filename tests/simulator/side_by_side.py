"""Lives on every core at once, each process on a stage of its own."""

import gc
import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from simulator.stage import Stage
from simulator.world import fast_folder

_PATIENCE = 10
"""Lives wait for tests beside them that look at a clock."""

T = TypeVar("T")
R = TypeVar("R")

_stages: list[Stage] = []


def lived_by_all(live: Callable[[Stage, T], R], tasks: Iterable[T]) -> Iterator[R]:
    """What each life came to, in no order; the others end when nobody wants more."""
    with (
        tempfile.TemporaryDirectory(dir=fast_folder()) as place,
        multiprocessing.Pool(initializer=_begin, initargs=(place,)) as pool,
    ):
        yield from pool.imap_unordered(_OnStage(live), tasks, chunksize=4)


def _begin(place: str) -> None:
    os.nice(_PATIENCE)
    gc.set_threshold(50_000, 20, 20)
    own = Path(place) / str(os.getpid())
    os.environ["XDG_STATE_HOME"] = str(own / "state")
    _stages.append(Stage(own))


@dataclass(frozen=True, slots=True)
class _OnStage(Generic[T, R]):
    live: Callable[[Stage, T], R]

    def __call__(self, task: T) -> R:
        return self.live(_stages[0], task)
