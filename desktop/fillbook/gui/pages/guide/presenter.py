"""The chapters of the guide, and what About says."""

import platform
import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from fillbook import __version__
from fillbook.places import resources
from fillbook.storage.database import SQLITE_VERSION

_ORDER = (
    "start", "importing", "trades", "review", "statistics", "connections", "journals",
    "keyboard", "files",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file of the guide."""

    key: str
    title: str
    markdown: str


def chapters(folder: Path | None = None) -> tuple[Chapter, ...]:
    """The guide in reading order; files that are not in the order come last."""
    home = folder or resources() / "help"
    files = {file.stem: file for file in sorted(home.glob("*.md"))}
    keys = [key for key in _ORDER if key in files]
    keys += [key for key in files if key not in _ORDER]
    return tuple(_chapter(key, files[key]) for key in keys)


def about(library: Path) -> Chapter:
    """What this program is, its versions and its licences."""
    lines = [
        "# Fillbook",
        "",
        "An offline-first trading journal. It makes no network call that you did not set up.",
        "",
        f"- Fillbook {__version__}",
        f"- Python {platform.python_version()}",
        f"- Qt {_version('PySide6-Essentials')}",
        f"- SQLite {SQLITE_VERSION}",
        f"- {platform.system()} {platform.release()}",
        "",
        "## This library",
        "",
        f"`{library}`",
        "",
        "## Licences",
        "",
        "Fillbook is free software under the MIT licence. It stands on the work of others;"
        " their licence texts are shipped with it:",
        "",
        ", ".join(_licences()),
    ]
    return Chapter("about", "About", "\n".join(lines))


def found(chapter: Chapter, words: str) -> bool:
    """Whether every word occurs in a chapter."""
    text = chapter.markdown.casefold()
    return all(word in text for word in words.casefold().split())


def _chapter(key: str, file: Path) -> Chapter:
    markdown = file.read_text(encoding="utf-8")
    heading = re.search(r"^#\s+(.+)$", markdown, re.MULTILINE)
    return Chapter(key, heading[1].strip() if heading else key.capitalize(), markdown)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"


def _licences() -> list[str]:
    return [file.stem for file in sorted((resources() / "licences").glob("*.txt"))]
