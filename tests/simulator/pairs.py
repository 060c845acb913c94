"""All pairs of faults in the scripted lives: ``python -m simulator.pairs [EVERY]`` (from tests/).

EVERY takes one pair in so many; without it every pair is lived, which takes hours.
"""

import multiprocessing
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from simulator.sweep import SCRIPTS, Spot, lived, pairs
from simulator.world import fast_folder, template


@dataclass(frozen=True, slots=True)
class _Task:
    source: Path
    name: str
    spots: tuple[Spot, Spot]


def _broken(task: _Task) -> str | None:
    os.environ["XDG_STATE_HOME"] = str(task.source.parent / f"state-{os.getpid()}")
    try:
        lived(task.source, SCRIPTS[task.name], *task.spots)
    except BaseException:
        return f"{task.name} {task.spots}\n{traceback.format_exc()}"
    return None


def live_pairs(every: int, start: int = 0) -> tuple[int, list[str]]:
    """Live one pair in so many, side by side; how many, and what broke."""
    with tempfile.TemporaryDirectory(dir=fast_folder()) as place:
        os.environ["XDG_STATE_HOME"] = place
        source = template(Path(place) / "template")
        tasks = list(_tasks(source, every, start))
        with multiprocessing.Pool() as pool:
            found = pool.imap_unordered(_broken, tasks, chunksize=4)
            return len(tasks), [broken for broken in found if broken is not None]


def _tasks(source: Path, every: int, start: int) -> Iterator[_Task]:
    for name, script in SCRIPTS.items():
        for spots in islice(pairs(source, script), start, None, every):
            yield _Task(source, name, spots)


def main() -> int:
    began = time.monotonic()
    count, failures = live_pairs(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
    for failed in failures[:3]:
        print(failed)
    print(f"{count} pairs, {len(failures)} failed, {time.monotonic() - began:.0f} s")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
