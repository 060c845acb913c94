"""Preferences apply at once and are kept."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from builders import a_fill, a_statement, an_account
from fillbook.domain.instrument import AssetType
from fillbook.gui import theme
from fillbook.gui.pages.settings.page import SettingsPage
from fillbook.gui.session import Session
from fillbook.gui.theme import Mode
from fillbook.gui.tokens import Scheme
from fillbook.gui.widgets.account_form import AccountForm
from fillbook.gui.widgets.button import Button
from fillbook.gui.widgets.segments import Segments


@pytest.fixture
def page(qtbot, session: Session):
    made = SettingsPage(session)
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    yield made
    theme.apply(Mode.LIGHT, Scheme.BLUE_ORANGE, 1.0)


def test_a_theme_applies_and_is_kept(page: SettingsPage, session: Session):
    segments = next(
        part for part in page.findChildren(Segments) if part.accessibleName() == "Theme"
    )

    segments.chosen.emit("dark")

    assert theme.is_dark()
    assert session.preferences.get("theme", "") == "dark"


def test_an_account_is_made(qtbot, page: SettingsPage, session: Session):
    form = page.findChild(AccountForm)
    next(button for button in page.findChildren(Button) if button.text() == "New account").click()
    form.name.set_text("Futures")
    form.day_ends.set_text("17:00")
    QTest.keyClick(form.name.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(session.library.accounts()) == 1, timeout=20_000)

    (account,) = session.library.accounts()

    assert (account.name, f"{account.day_ends:%H:%M}") == ("Futures", "17:00")


def test_a_form_names_what_is_wrong(page: SettingsPage, session: Session):
    form = page.findChild(AccountForm)
    form.currency.set_text("dollars")
    form.zone.set_text("Mars/Olympus")

    form.submit()

    assert session.library.accounts() == ()
    said = {part.accessibleName() for part in form.currency.findChildren(QWidget)}
    assert "Three letters, such as USD" in said


def test_a_contract_size_makes_the_pnl_computable(qtbot, session: Session):
    account, _ = session.library.add_account(an_account(asset_type=AssetType.FUTURES))
    fills = [a_fill(1, 10, symbol="ODD"), a_fill(-1, 12, symbol="ODD", minute=1)]
    session.library.save_import(account.id, [a_statement(*fills)])
    page = SettingsPage(session)
    qtbot.addWidget(page)
    assert session.library.trade("1").trade.net_pnl is None

    (instrument,) = session.library.instruments()
    session.library.set_multiplier(instrument.id, Decimal(50))

    assert session.library.trade("1").trade.net_pnl == Decimal(100)
