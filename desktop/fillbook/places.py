"""Where files live: the library, the program's state, and what it ships."""

import os
from pathlib import Path

_NAME = "Fillbook"
LIBRARY_VARIABLE = "FILLBOOK_LIBRARY"


def default_library() -> Path:
    """The library that is meant when none is named."""
    named = os.environ.get(LIBRARY_VARIABLE)
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path(_NAME, appauthor=False)


def state_folder() -> Path:
    """The device's own state (window layout, known libraries), made on first use."""
    from platformdirs import user_state_path

    folder = user_state_path(_NAME, appauthor=False)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def resources() -> Path:
    """What the program ships: beside the package when installed, else in the repository."""
    package = Path(__file__).parent
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent.parent / "resources"
