"""All pairs of faults in the scripted lives: ``python -m simulator.pairs [EVERY]`` (from tests/).

EVERY takes one pair in so many; without it every pair is lived.
"""

import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice

from simulator.side_by_side import lived_by_all
from simulator.stage import Stage
from simulator.sweep import SCRIPTS, Spot, lived, pairs


@dataclass(frozen=True, slots=True)
class _Task:
    name: str
    spots: tuple[Spot, Spot]


def live_pairs(every: int, start: int = 0) -> tuple[int, list[str]]:
    """Live one pair in so many, side by side; how many, and what broke."""
    with Stage.built() as stage:
        tasks = list(_tasks(stage, every, start))
    with closing(lived_by_all(_broken, tasks)) as lives:
        return len(tasks), [broken for broken in lives if broken is not None]


def _broken(stage: Stage, task: _Task) -> str | None:
    try:
        lived(stage, SCRIPTS[task.name], *task.spots)
    except BaseException:
        return f"{task.name} {task.spots}\n{traceback.format_exc()}"
    return None


def _tasks(stage: Stage, every: int, start: int) -> Iterator[_Task]:
    for name, script in SCRIPTS.items():
        for spots in islice(pairs(stage, script), start, None, every):
            yield _Task(name, spots)


def main() -> int:
    began = time.monotonic()
    count, failures = live_pairs(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
    for failed in failures[:3]:
        print(failed)
    print(f"{count} pairs, {len(failures)} failed, {time.monotonic() - began:.0f} s")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
