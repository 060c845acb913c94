"""Many random lives: ``python -m simulator.many [COUNT] [FIRST SEED]`` (from tests/)."""

import sys
import time
import traceback
from contextlib import closing
from dataclasses import dataclass

from simulator.schedule import Schedule
from simulator.side_by_side import lived_by_all
from simulator.stage import Stage


@dataclass(frozen=True, slots=True)
class Failed:
    """A life that broke an invariant, and how to live it again."""

    seed: int
    words: str

    def __str__(self) -> str:
        return f"python -m simulator.many 1 {self.seed}\n{self.words}"


def live(stage: Stage, seed: int) -> tuple[str, Failed | None]:
    """One life: the hash of its trace, and what broke."""
    try:
        with stage.world(seed) as world:
            return Schedule(world).run(), None
    except BaseException:
        return "", Failed(seed, traceback.format_exc())


def live_all(seeds: range, seconds: float = float("inf")) -> tuple[int, list[Failed]]:
    """Lives side by side, one process a core, as long as there is time; how many, what broke."""
    lived, failures = 0, []
    until = time.monotonic() + seconds
    with closing(lived_by_all(live, seeds)) as lives:
        for _, failed in lives:
            lived += 1
            if failed is not None:
                failures.append(failed)
            if time.monotonic() > until:
                break
    return lived, failures


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
