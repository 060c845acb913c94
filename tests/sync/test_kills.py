"""The real program, killed while it syncs: everything is there once and whole in the end."""

import os
import sys
from pathlib import Path

import pytest

from kills import Life
from standins.serving import serving

KILLS = int(os.environ.get("FILLBOOK_KILLS", "24"))
_OF_A_LIFE = 4

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of POSIX")


@pytest.mark.parametrize("seed", range(KILLS // _OF_A_LIFE))
def test_a_program_killed_at_any_moment_sends_everything_once(tmp_path: Path, seed: int):
    life = Life(tmp_path / "library", seed)
    with serving(life.line) as base_url:
        life.begin(base_url)
        life.trade()
        life.kill_at(0, "POST /trades")
        life.trade()
        life.kill_at(life.chance.randrange(4, 20))
        life.edit()
        life.kill_at(life.chance.randrange(2), "POST /trades")
        life.kill_after(life.chance.uniform(0.8, 3.0))
        life.rest()

    assert life.killed >= 2
    life.judge()
