"""Many random lives: ``python -m simulator.many [COUNT] [FIRST SEED]`` (from tests/)."""

import gc
import multiprocessing
import os
import shutil
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass
from pathlib import Path

from simulator.schedule import Schedule
from simulator.world import fast_folder, template

_PATIENCE = 10
"""Lives wait for tests beside them that look at a clock."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A life that broke an invariant, and how to live it again."""

    seed: int
    words: str

    def __str__(self) -> str:
        return f"python -m simulator.many 1 {self.seed}\n{self.words}"


def live(source: Path, seed: int) -> tuple[str, Failed | None]:
    """One life: the hash of its trace, and what broke."""
    folder = source.parent / f"{os.getpid()}-{seed}"
    os.environ["XDG_STATE_HOME"] = f"{folder}-state"
    schedule = Schedule(source, folder, seed)
    try:
        return schedule.run(), None
    except BaseException:
        return "", Failed(seed, traceback.format_exc())
    finally:
        schedule.close()
        shutil.rmtree(folder)
        shutil.rmtree(f"{folder}-state", ignore_errors=True)


def live_all(seeds: range, seconds: float = float("inf")) -> tuple[int, list[Failed]]:
    """Lives side by side, one process a core, as long as there is time; how many, what broke."""
    lived, failures = 0, []
    until = time.monotonic() + seconds
    with tempfile.TemporaryDirectory(dir=fast_folder()) as place:
        source = template(Path(place) / "template")
        with multiprocessing.Pool(initializer=_wait_for_others) as pool:
            for failed in pool.imap_unordered(_One(source), seeds, chunksize=4):
                lived += 1
                if failed is not None:
                    failures.append(failed)
                if time.monotonic() > until:
                    pool.terminate()
                    break
    return lived, failures


def _wait_for_others() -> None:
    os.nice(_PATIENCE)
    gc.set_threshold(50_000, 20, 20)


@dataclass(frozen=True, slots=True)
class _One:
    source: Path

    def __call__(self, seed: int) -> Failed | None:
        return live(self.source, seed)[1]


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    began = time.monotonic()
    lived, failures = live_all(range(first, first + count))
    for failed in failures[:3]:
        print(failed)
    print(f"{lived} schedules, {len(failures)} failed, {time.monotonic() - began:.0f} s")
    print("seeds:", sorted(failed.seed for failed in failures)[:30])
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
