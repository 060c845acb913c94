"""A library to begin with, made once and copied for each scenario."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from builders import an_account
from fillbook.storage.library import Library
from journal_scenes import JournalScene


@pytest.fixture(scope="session")
def bare_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bare") / "library"
    with Library.open(folder) as library:
        library.add_account(an_account(timezone="UTC"))
    return folder


@pytest.fixture
def make_journal(bare_library: Path, tmp_path: Path) -> Iterator[Callable[..., JournalScene]]:
    """Scenes that are closed when the test is over."""
    made: list[JournalScene] = []

    def make(kind: str, **switches: object) -> JournalScene:
        folder = tmp_path / f"library-{len(made)}"
        made.append(JournalScene.made(bare_library, folder, kind, **switches))
        return made[-1]

    yield make
    for scene in made:
        scene.close()
