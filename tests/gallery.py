"""Renders every page to pictures, to be looked at: light and dark, empty and full.

    python tests/gallery.py [FOLDER]

``QT_SCALE_FACTOR=2`` renders them for a screen of twice the density.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1] / "desktop"))

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from fillbook.app import prepared_application
from fillbook.demo.journal import make_demo
from fillbook.gui import theme
from fillbook.gui.desk import Desk
from fillbook.gui.pages.catalogue import PAGES
from fillbook.gui.preferences import Preferences
from fillbook.gui.session import Session
from fillbook.gui.window import Window
from fillbook.storage.library import Library

SIZES = ((1280, 800), (1920, 1080))
LOOKS = (theme.Mode.LIGHT, theme.Mode.DARK)
MOST_S = 20.0
CALM_S = 0.3  # without work under way: pop-ups and second thoughts have come


@contextmanager
def window_on(library: Path, state: Path) -> Iterator[Window]:
    """The window of a library, as it stands after its first frame."""
    session = Session(Library.open(library), Preferences(state / "preferences.json"))
    window = Window(session, PAGES[0].key)
    session.setParent(window)
    Desk(window)
    window.show()
    yield window
    window.close()
    session.close()
    window.deleteLater()


def settle(session: Session) -> None:
    """Let everything that was asked for come in."""
    begun = calm_since = time.monotonic()
    while time.monotonic() - calm_since < CALM_S and time.monotonic() - begun < MOST_S:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        if session.tasks.under_way:
            calm_since = time.monotonic()


def render(library: Path, name: str, target: Path, state: Path) -> None:
    """Every page of one library in every look and size."""
    for look in LOOKS:
        theme.apply(look)
        with window_on(library, state) as window:
            settle(window.session)
            for width, height in SIZES:
                window.resize(width, height)
                for page in PAGES:
                    window.show_page(page.key)
                    settle(window.session)
                    file = target / f"{page.key}-{name}-{look.value}-{width}x{height}.png"
                    window.grab().save(str(file))
                    print(file, flush=True)


def main() -> None:
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "build/gallery")
    target.mkdir(parents=True, exist_ok=True)
    prepared_application()
    with TemporaryDirectory(prefix="fillbook-gallery-") as kept:
        folder = Path(kept)
        make_demo(folder / "Demo journal")
        render(folder / "Demo journal", "full", target, folder)
        render(folder / "My journal", "empty", target, folder)


if __name__ == "__main__":
    main()
