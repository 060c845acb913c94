"""A library with a few trades, and a window on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from builders import a_statement, an_account, fills_of
from fillbook.gui import format
from fillbook.gui.house import House, put_on_theme
from fillbook.gui.preferences import Preferences
from fillbook.gui.session import Session
from fillbook.gui.window import Window
from fillbook.storage.library import Library


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """Three closed trades (+10, -10, +30) and an open one, in one account."""
    folder = tmp_path / "journal"
    with Library.open(folder) as library:
        library.prepare()
        account, _ = library.add_account(an_account("Futures"))
        fills = (
            *fills_of("2@10", "-2@15", symbol="MES", fees=0),
            *fills_of("2@15", "-2@10", symbol="MNQ", fees=0),
            *fills_of("1@10", "-1@40", symbol="MCL", fees=0),
            *fills_of("5@10", symbol="GOLD", fees=0),
        )
        library.save_import(account.id, [a_statement(*fills)])
    return folder


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    return Preferences(tmp_path / "preferences.json")


@pytest.fixture
def session(tmp_path: Path, qtbot: QtBot, preferences: Preferences) -> Iterator[Session]:
    """On an empty library of its own, without a window."""
    made = Session(Library.open(tmp_path / "library"), preferences)
    yield made
    made.close()


@pytest.fixture
def house(qtbot: QtBot, preferences: Preferences) -> Iterator[House]:
    """What opens libraries; closed after the test."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.setQuitOnLastWindowClosed(False)
    application.setStyle("Fusion")
    preferences.set("page", "trades")
    put_on_theme(preferences)
    opened = House(preferences)
    yield opened
    last = opened.window
    if last is not None:
        last.close()
    opened.close()
    if last is not None:  # else each later test would restyle its widgets too
        last.deleteLater()
        QCoreApplication.sendPostedEvents(last, QEvent.Type.DeferredDelete)
    format.set_privacy(False)


@pytest.fixture
def window(qtbot: QtBot, house: House, journal: Path) -> Window:
    """The window on the trades page, with all of them loaded."""
    house.show(journal)
    shown = house.window
    assert shown is not None
    qtbot.waitUntil(lambda: shown.session.is_started and not shown.session.tasks.under_way)
    return shown
