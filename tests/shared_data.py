"""Sample files of real brokers, which live beside the repository and are never shipped."""

import os
from pathlib import Path

import pytest

_ROOT = Path(__file__).parent.parent
FOLDER = Path(os.environ.get("FILLBOOK_SAMPLES", _ROOT.parent / "shared" / "data"))


def shared_data(name: str) -> Path:
    """The sample file of that name; the test is skipped where the samples are not there."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"the sample files are not here ({name})")
    return path
