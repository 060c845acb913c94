"""Renders every page to pictures: light and dark, empty and full, two sizes.

`make gallery` writes them to build/gallery. With a page's key as argument only that page is
rendered; `--demo FOLDER` takes a demo library that is there already.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1] / "desktop"))

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from fillbook import app
from fillbook.gui.house import House, put_on_theme
from fillbook.gui.pages.catalogue import PAGES
from fillbook.gui.preferences import Preferences

TARGET = Path(__file__).parents[1] / "build" / "gallery"
SIZES = ((1280, 800), (1920, 1080))
THEMES = ("light", "dark")
SETTLED_S, LONGEST_S = 0.5, 8.0


def made_demo(folder: Path) -> Path:
    from fillbook.demo.journal import make_demo

    make_demo(folder)
    return folder


def wait(milliseconds: int) -> None:
    """Let the window work."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def settle(is_busy: Callable[[], bool]) -> None:
    """Wait until nothing is under way for a while."""
    started = quiet_since = time.monotonic()
    while time.monotonic() - started < LONGEST_S:
        wait(50)
        if is_busy():
            quiet_since = time.monotonic()
        elif time.monotonic() - quiet_since > SETTLED_S:
            return


def rendered(folder: Path, mode: str, preferences: Preferences, only: str) -> Iterator[str]:
    """Render the pages of one library in one theme; gives what was written."""
    preferences.set("theme", mode)
    put_on_theme(preferences)
    house = House(preferences)
    house.show(folder)
    window = house.window
    assert window is not None
    settle(lambda: window.session.tasks.under_way > 0)
    for spec in PAGES:
        if only and spec.key != only:
            continue
        for width, height in SIZES:
            window.resize(width, height)
            window.show_page(spec.key)
            settle(lambda: window.session.tasks.under_way > 0)
            name = f"{spec.key}-{folder.name.lower().split()[0]}-{mode}-{width}x{height}.png"
            window.grab().save(str(TARGET / name))
            yield name
    window.close()
    house.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", nargs="?", default="")
    parser.add_argument("--demo", type=Path)
    chosen = parser.parse_args()
    TARGET.mkdir(parents=True, exist_ok=True)
    application = app.prepared_application()
    application.setQuitOnLastWindowClosed(False)
    with tempfile.TemporaryDirectory() as place:
        demo = chosen.demo or made_demo(Path(place) / "Demo journal")
        preferences = Preferences(Path(place) / "preferences.json")
        for folder in (demo, Path(place) / "Empty journal"):
            for mode in THEMES:
                for name in rendered(folder, mode, preferences, chosen.page):
                    print(TARGET / name)
    QApplication.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
