import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLineEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from fillbook.gui import format, theme
from fillbook.gui.first_frame import LEAST
from fillbook.gui.house import House
from fillbook.gui.pages.catalogue import PAGES
from fillbook.gui.preferences import Preferences
from fillbook.gui.theme import Mode
from fillbook.gui.window import Window
from fillbook.storage.library import Library


def settled(qtbot: QtBot, window: Window) -> None:
    qtbot.waitUntil(lambda: not window.session.tasks.under_way, timeout=10_000)


def test_no_two_commands_share_a_shortcut(window: Window):
    keys = [
        sequence.toString()
        for _, action in window.session.commands
        for sequence in action.shortcuts()
    ]

    assert sorted(keys) == sorted(set(keys))


def test_every_command_is_in_a_menu(window: Window):
    shown = set()
    for menu in window.bar.menu_bar.actions():
        shown |= {action.objectName() for action in menu.menu().actions()}

    assert {command.key for command, _ in window.session.commands} <= shown


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_page_fits_the_smallest_comfortable_window(
    qtbot: QtBot, window: Window, scale: float
):
    theme.apply(Mode.LIGHT, text_scale=scale)
    window.resize(1280, 800)
    room = 1280 * scale - theme.scale(204 if scale == 1 else 57)

    for spec in PAGES:
        page = window.show_page(spec.key)
        settled(qtbot, window)
        least = page.minimumSizeHint()
        assert least.width() <= room, spec.key
        assert least.height() <= (800 - 41 - 28) * scale, spec.key
    theme.apply(Mode.LIGHT)


def test_every_control_has_a_name_for_those_who_hear_it(qtbot: QtBot, window: Window):
    nameless = []
    for spec in PAGES:
        window.show_page(spec.key)
        settled(qtbot, window)
    for part in window.findChildren(QWidget):
        control = isinstance(part, QAbstractButton | QAbstractItemView | QLineEdit | QTextEdit)
        listed = part.parent().inherits("QComboBoxPrivateContainer")  # Qt's own
        reached = part.focusPolicy() != Qt.FocusPolicy.NoFocus and not listed
        if control and reached and not _name(part):
            nameless.append(f"{type(part).__name__} in {type(part.parent()).__name__}")

    assert nameless == []


def _name(part: QWidget) -> str:
    words = part.text() if isinstance(part, QAbstractButton) else ""
    return part.accessibleName() or words or part.objectName()


def test_tab_reaches_the_filter_and_the_table(qtbot: QtBot, window: Window):
    page = window.show_page("trades")
    window.activateWindow()
    reached = set()
    part = page.filter_line.field
    for _ in range(200):
        reached.add(part)
        part = part.nextInFocusChain()

    assert page.table in reached


def test_privacy_hides_money_on_the_page_that_shows(qtbot: QtBot, window: Window):
    page = window.show_page("trades")
    net = next(each for each in page.table.table.columns if each.key == "net")
    assert format.UNKNOWN not in net.text(0)

    window.session.commands["view.privacy"].trigger()

    assert net.text(0) == "•••"
    assert window.session.preferences.get("privacy", False)
    settled(qtbot, window)
    window.session.commands["view.privacy"].trigger()
    settled(qtbot, window)


def test_undo_says_what_it_takes_back_and_takes_it_back(qtbot: QtBot, window: Window):
    session = window.session
    trade = session.library.newest(1)[0]

    session.write(lambda: session.library.edit([trade.id], {"grade": "A"}))
    settled(qtbot, window)
    qtbot.waitUntil(lambda: "grade" in session.commands["edit.undo"].text())
    assert window.notice.isVisibleTo(window)
    session.commands["edit.undo"].trigger()
    settled(qtbot, window)

    assert session.library.newest(1)[0].grade is None


def test_a_statement_dropped_anywhere_opens_the_import(
    qtbot: QtBot, window: Window, tmp_path: Path
):
    file = tmp_path / "statement.csv"
    file.write_text("nothing,of,use\n", encoding="utf-8")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    actions, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    event = QDropEvent(QPoint(400, 400), actions, mime, buttons, Qt.KeyboardModifier.NoModifier)

    taken = window.drop.eventFilter(window, event)
    settled(qtbot, window)

    assert taken
    assert event.isAccepted()
    assert window.key == "import"


def test_a_second_window_looks_and_says_why_it_cannot_write(
    qtbot: QtBot, journal: Path, house: House
):
    with Library.open(journal):
        house.show(journal)
        window = house.window
        assert window is not None
        settled(qtbot, window)

        assert window.session.library.read_only
        assert window.read_only.isVisibleTo(window)
        assert not window.session.commands["trade.add"].isEnabled()
        assert len(window.session.library.newest()) == 4


def test_opening_another_library_closes_the_first(
    qtbot: QtBot, house: House, window: Window, tmp_path: Path
):
    first = window.session.library.folder

    window.session.library_wanted.emit(tmp_path / "other")

    assert house.window is not None
    assert house.window.session.library.folder == tmp_path / "other"
    with Library.open(first) as reopened:
        assert reopened.read_only is None


def test_an_empty_library_begins_with_the_welcome_page(qtbot: QtBot, house: House, tmp_path: Path):
    house.show(tmp_path / "empty")
    window = house.window
    assert window is not None

    qtbot.waitUntil(lambda: window.key == "welcome")


def test_a_library_opens_where_it_was_left(
    qtbot: QtBot, house: House, journal: Path, preferences: Preferences
):
    preferences.set("page", "help")

    house.show(journal)
    window = house.window
    assert window is not None

    qtbot.waitUntil(lambda: window.key == "help")


def test_closing_takes_less_than_two_seconds(qtbot: QtBot, house: House, window: Window):
    started = time.monotonic()

    window.close()
    house.close()

    assert time.monotonic() - started < 2


def test_the_window_never_needs_more_than_its_least_size(window: Window):
    assert window.minimumSizeHint().width() <= LEAST[0]


def test_calls_into_qt_drop_no_reference_to_none(window: Window):
    before = sys.getrefcount(None)

    for _ in range(1000):
        window.update()
        window.setToolTip("")
        window.status.update()

    # 3.11 counts None like any object; a binding that drops one a call would lose 3,000.
    assert abs(sys.getrefcount(None) - before) < 500
