"""The real program, killed while it syncs: everything is there once and whole in the end."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kills import Life
from standins.serving import serving

KILLS = int(os.environ.get("FILLBOOK_KILLS", "200"))
"""That many, of programs that are really dead."""

_OF_A_LIFE = 10
_AT_ONCE = 4
"""Most of a life is waiting for a line that fails."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of POSIX")


def test_programs_killed_at_any_moment_send_everything_once(tmp_path: Path):
    template = Life.template(tmp_path / "template")
    lives = [Life(tmp_path / f"library {seed}", seed) for seed in range(-(-KILLS // _OF_A_LIFE))]

    with ThreadPoolExecutor(_AT_ONCE) as lived:
        killed = sum(lived.map(lambda life: _lived(life, template), lives))

    assert killed >= KILLS


def _lived(life: Life, template: Path) -> int:
    """How often its program was killed before it came to rest and was judged."""
    with serving(life.line) as base_url:
        life.begin(template, base_url)
        while life.killed < _OF_A_LIFE:
            life.act_and_kill()
        life.rest()
    life.judge()
    return life.killed
