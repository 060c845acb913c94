"""Where things are, in words, and where new ones may go."""

from dataclasses import dataclass
from pathlib import Path

_DEMO = "Fillbook demo"


@dataclass(frozen=True, slots=True)
class WelcomeState:
    place: str  # of the library
    demo_line: str


def welcome_state(library: Path, home: Path, default: Path) -> WelcomeState:
    made = (demo_folder(default) / "journal.db").exists()
    line = "Go on where you left it" if made else "A year, three accounts, some 600 trades"
    return WelcomeState(place_words(library, home), line)


def place_words(folder: Path, home: Path) -> str:
    """A folder as its owner knows it: from their home on."""
    if folder.is_relative_to(home):
        return str(Path("~") / folder.relative_to(home))
    return str(folder)


def demo_folder(default: Path) -> Path:
    """Where the demo journal lives: beside the library of one's own."""
    return default.with_name(_DEMO)
