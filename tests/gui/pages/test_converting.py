"""The statistics of accounts in two currencies, converted at imported rates."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from builders import a_fill, a_statement, an_account
from fillbook.gui.exchange_rates import keep_rates
from fillbook.gui.figures.explaining import explained
from fillbook.gui.pages.statistics.page import StatisticsPage
from fillbook.gui.preferences import Preferences
from fillbook.gui.session import Session
from fillbook.storage.library import Library


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path) -> Iterator[StatisticsPage]:
    with Library.open(tmp_path / "library") as library:
        library.prepare()
        for currency in ("USD", "EUR"):
            account, _ = library.add_account(an_account(currency, currency=currency))
            fills = (a_fill(1, 100, fees=0), a_fill(-1, 110, minute=5, fees=0))
            library.save_import(account.id, [a_statement(*fills, file=f"{currency}.csv")])
        session = Session(library, Preferences(tmp_path / "preferences.json"))
        shown = StatisticsPage(session)
        qtbot.addWidget(shown)
        shown.show()
        settle(qtbot, session)
        yield shown
        session.tasks.close()


def settle(qtbot: QtBot, session: Session) -> None:
    qtbot.waitUntil(lambda: not session.tasks.under_way, timeout=15_000)


def net(page: StatisticsPage) -> tuple[str, str]:
    shown = next(part.shown for part in page.strip._parts if part.shown.key == "net_pnl")
    return shown.value, shown.unit


def convert(qtbot: QtBot, page: StatisticsPage, currency: str) -> None:
    page.head.currency.set_choice(currency)
    page.head.currency.chosen.emit(currency)
    settle(qtbot, page._session)


def test_currencies_are_not_added_until_one_is_chosen(qtbot: QtBot, page: StatisticsPage):
    assert net(page)[0] == "–"
    assert page.head.currency.isVisible()


def test_trades_without_a_rate_are_left_out(qtbot: QtBot, page: StatisticsPage):
    convert(qtbot, page, "USD")

    assert net(page) == ("+10.00", "USD")


def test_imported_rates_count_at_once(qtbot: QtBot, page: StatisticsPage, tmp_path: Path):
    session = page._session
    day = session.figures.population(session.query).close_day[0]
    file = tmp_path / "rates.csv"
    file.write_text(f"Date,From,To,Rate\n{date.fromordinal(int(day))},EUR,USD,1.25\n")
    convert(qtbot, page, "USD")

    session.write(lambda: keep_rates(session.library, file))
    settle(qtbot, session)

    assert net(page) == ("+22.50", "USD")
    convert(qtbot, page, "EUR")
    assert net(page) == ("+18.00", "EUR")


def test_a_converted_figure_names_where_its_rates_come_from(
    qtbot: QtBot, page: StatisticsPage, tmp_path: Path
):
    session = page._session
    day = date.fromordinal(int(session.figures.population(session.query).close_day[0]))
    file = tmp_path / "bank.csv"
    file.write_text(f"Date,From,To,Rate\n{day},EUR,USD,1.25\n")
    session.write(lambda: keep_rates(session.library, file))
    settle(qtbot, session)
    convert(qtbot, page, "USD")

    found = explained(session.figures, page.outlook().ref("net_pnl"))

    assert "Converted at the rates of each day, from bank.csv" in found.about
    assert found.value == "+22.50"
