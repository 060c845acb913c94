from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from fillbook.gui import theme
from fillbook.gui.pages.welcome.page import WelcomePage
from fillbook.gui.pages.welcome.presenter import (
    demo_folder,
    place_words,
    welcome_state,
)
from fillbook.gui.pages.welcome.view import WelcomeView
from fillbook.gui.preferences import Preferences
from fillbook.gui.session import Session
from fillbook.storage.library import Library


@pytest.fixture
def session(tmp_path: Path, qapp: object):
    library = Library.open(tmp_path / "library")
    made = Session(library, Preferences(tmp_path / "preferences.json"))
    yield made
    made.close()


@pytest.fixture
def page(qtbot, session: Session) -> WelcomePage:
    made = WelcomePage(session)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_a_folder_is_named_from_home_on():
    home = Path("/home/ada")

    assert place_words(home / "Documents" / "Fillbook", home) == "~/Documents/Fillbook"
    assert place_words(Path("/srv/journal"), home) == "/srv/journal"


def test_the_demo_lives_beside_the_library_and_says_that_it_is_there(tmp_path: Path):
    default = tmp_path / "Fillbook"
    assert "some 600 trades" in welcome_state(default, tmp_path, default).demo_line

    demo_folder(default).mkdir()
    (demo_folder(default) / "journal.db").touch()

    assert welcome_state(default, tmp_path, default).demo_line == "Go on where you left it"


def test_keys_open_the_ways_to_begin(qtbot, page: WelcomePage):
    with qtbot.waitSignal(page.view.demo_wanted):
        QTest.keyClick(page, Qt.Key.Key_1)

    QTest.keyClick(page, Qt.Key.Key_2)
    assert page.view.form.isVisible()


def test_digits_are_typed_into_the_form_and_escape_leaves_it(page: WelcomePage):
    page.view.open_form()

    QTest.keyClicks(page.view.form.name.line, "Topstep 50k 123")
    assert page.view.form.name.text == "Topstep 50k 123"

    QTest.keyClick(page.view.form.name.line, Qt.Key.Key_Escape)
    assert not page.view.form.isVisible()
    assert page.view.demo.isVisible()


def test_an_account_by_hand_is_made_and_the_dashboard_opens(
    qtbot, page: WelcomePage, session: Session
):
    page.view.open_form()
    page.view.form.name.set_text("Futures")
    page.view.form.currency.set_text("eur")

    with qtbot.waitSignal(session.page_wanted) as wanted:
        page.view.form.submit()

    assert wanted.args == ["dashboard"]
    (account,) = session.library.accounts()
    assert (account.name, account.currency) == ("Futures", "EUR")


def test_a_refused_account_keeps_the_form_open(qtbot, page: WelcomePage, session: Session):
    page.view.open_form()
    page.view.form.submit()
    assert session.library.accounts() == ()

    page.view.form.name.set_text("Futures")
    with qtbot.waitSignal(session.page_wanted):
        page.view.form.submit()
    page.view.open_form()
    page.view.form.submit()

    qtbot.waitUntil(lambda: page.view.form.name.control.property("wrong") is True)
    assert page.view.form.isVisible()


def test_the_demo_is_opened_once(qtbot, page: WelcomePage, session: Session):
    with qtbot.waitSignal(session.commands["file.demo"].triggered):
        page.view.demo.click()

    with qtbot.assertNotEmitted(session.commands["file.demo"].triggered):
        page.view.demo.click()
    assert page.view.demo.line == "Making a year of trades"


@pytest.mark.parametrize("form", [False, True])
def test_the_page_fits_a_small_window(qtbot, form: bool):
    theme.apply(theme.Mode.LIGHT)
    view = WelcomeView()
    qtbot.addWidget(view)
    view.show()

    if form:
        view.open_form()

    assert view.minimumSizeHint().height() <= 631
    assert view.minimumSizeHint().width() <= 916
