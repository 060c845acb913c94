"""Draws the pictures of the README from the demo journal.

Run it when the window has changed: python packaging/readme_pictures.py
"""

import os
import tempfile
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEventLoop

from fillbook import app
from fillbook.demo.journal import make_demo
from fillbook.gui.house import House, put_on_theme
from fillbook.gui.preferences import Preferences
from fillbook.gui.still import Still
from fillbook.storage.library import Library

FOLDER = Path(__file__).parent.parent / "resources" / "pictures"
SIZE = (1280, 800)


def main() -> None:
    """Draw every picture anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    application = app.prepared_application()
    with tempfile.TemporaryDirectory() as throw_away:
        folder = Path(throw_away) / "Demo journal"
        make_demo(folder)
        draw(folder, "dark", "dashboard")
        draw(folder, "light", "trades")
        draw(folder, "dark", "trade")
    application.quit()


def draw(folder: Path, mode: str, subject: str) -> None:
    """One picture: a page, or the trades page on a trade with screenshots."""
    preferences = Preferences(folder.parent / f"{mode}-{subject}.json")
    preferences.set("theme", mode)
    put_on_theme(preferences)
    house = House(preferences)
    house.show(folder)
    window = house.window
    assert window is not None
    window.resize(*SIZE)
    session = window.session
    if subject == "trade":
        window.show_page("trades")
        session.trade_wanted.emit(pictured_trade(session.library))
    else:
        window.show_page(subject)
    file = FOLDER / f"{subject}-{mode}.png"
    loop = QEventLoop()
    Still(window, session.tasks, file, loop.quit)
    loop.exec()
    window.close()
    house.close()


def pictured_trade(library: Library) -> str:
    """The newest reviewed trade that has a screenshot."""
    trades = library.trades(library.columns().ids)
    return next(t.id for t in reversed(trades) if t.screenshots and t.review.reviewed)


if __name__ == "__main__":
    main()
