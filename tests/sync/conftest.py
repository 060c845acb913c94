"""A library to begin with, made once and copied for each scenario."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scenes import Scene
from simulator.world import template


@pytest.fixture(scope="session")
def fresh_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return template(tmp_path_factory.mktemp("template") / "library")


@pytest.fixture
def make_scene(fresh_library: Path, tmp_path: Path) -> Iterator[Callable[..., Scene]]:
    """Scenes that are closed when the test is over."""
    made: list[Scene] = []

    def make(**given: object) -> Scene:
        made.append(Scene.made(fresh_library, tmp_path / f"library-{len(made)}", **given))
        return made[-1]

    yield make
    for scene in made:
        scene.close()


@pytest.fixture
def scene(make_scene: Callable[..., Scene]) -> Scene:
    return make_scene()
