from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from builders import a_fill, a_statement, an_account
from fillbook.domain.errors import FillbookError
from fillbook.domain.exchange_rate import ExchangeRate
from fillbook.domain.execution import Execution
from fillbook.domain.trade import Status
from fillbook.gui import theme
from fillbook.gui.figures.source import FigureSource
from fillbook.gui.pages.dashboard.page import DashboardPage
from fillbook.gui.pages.dashboard.period import Period, stretch
from fillbook.gui.pages.dashboard.presenter import Choice, DashboardPresenter, DashboardState
from fillbook.gui.pages.dashboard.view import DashboardView
from fillbook.gui.pages.dashboard.waiting import Wish
from fillbook.gui.preferences import Preferences
from fillbook.gui.session import Session
from fillbook.gui.units import ResultUnit
from fillbook.storage.library import Library

FRIDAY = date(2026, 11, 20)


def a_round_trip(result: int, day: date, hour: int = 15) -> tuple[Execution, Execution]:
    """One share bought at 100 and sold for this much more, without costs."""
    at = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    return (
        a_fill(1, 100, executed_at=at, fees=0),
        a_fill(-1, 100 + result, executed_at=at + timedelta(minutes=5), fees=0),
    )


@pytest.fixture
def library(tmp_path: Path):
    with Library.open(tmp_path / "library") as opened:
        yield opened


def keep(library: Library, *trips: tuple[Execution, Execution], **account: object) -> str:
    """Import these round trips into a new account."""
    made, _ = library.add_account(an_account(**account))
    fills = tuple(fill for trip in trips for fill in trip)
    library.save_import(made.id, [a_statement(*fills, file=f"{made.name}.csv")])
    return made.name


def state_of(library: Library, choice: Choice | None = None) -> DashboardState:
    presenter = DashboardPresenter(library, FigureSource(library))
    outlook = presenter.look(choice or Choice(), FRIDAY)
    return presenter.whole_state(outlook, presenter.first_state(outlook))


def figures(state: DashboardState) -> dict[str, tuple[str, str]]:
    return {figure.key: (figure.value, figure.note) for figure in state.figures}


def three_days() -> tuple[tuple[Execution, Execution], ...]:
    return (
        a_round_trip(50, date(2026, 11, 18)),
        a_round_trip(-30, date(2026, 11, 19)),
        a_round_trip(10, FRIDAY),
    )


def test_the_strip_and_the_chart_name_the_same_drawdown(library: Library):
    keep(library, *three_days(), starting_balance=Decimal(1000))

    state = state_of(library)

    assert figures(state)["net_pnl"][0] == "+30.00"
    assert figures(state)["max_drawdown"] == ("−30.00", "2 days, ongoing")
    assert state.equity.deepest == 30
    assert list(state.equity.levels) == [50, 20, 30]


def test_a_figure_that_cannot_be_computed_says_why(library: Library):
    keep(library, a_round_trip(50, FRIDAY))

    found = figures(state_of(library))

    assert found["profit_factor"] == ("–", "no losses in 1 trade")


def test_a_period_ends_with_the_last_day_that_closed_a_trade(library: Library):
    keep(
        library,
        a_round_trip(7, date(2026, 3, 2)),
        a_round_trip(5, date(2026, 3, 10)),
        a_round_trip(1, date(2025, 12, 30)),
    )

    week = state_of(library, Choice(period=Period.WEEK))
    year = state_of(library, Choice(period=Period.YEAR))

    assert figures(week)["net_pnl"][0] == "+5.00"
    assert week.note == "Week of Monday 9 March"
    assert figures(year)["net_pnl"][0] == "+12.00"


@pytest.mark.parametrize(
    ("period", "first"),
    [
        (Period.WEEK, date(2026, 11, 16)),
        (Period.MONTH, date(2026, 11, 1)),
        (Period.QUARTER, date(2026, 10, 1)),
        (Period.YEAR, date(2026, 1, 1)),
        (Period.ALL, None),
    ],
)
def test_a_period_begins_with_the_calendar(period: Period, first: date | None):
    assert stretch(period, FRIDAY).first == first


def test_percent_is_of_the_balance(library: Library):
    keep(library, *three_days(), starting_balance=Decimal(1000))

    state = state_of(library, Choice(unit=ResultUnit.PERCENT))

    assert figures(state)["return_on_account"][0] == "+3.00"
    assert list(state.equity.levels) == pytest.approx([0.05, 0.02, 0.03])
    assert figures(state)["max_drawdown_percent"][0] == "−2.86"  # 30 of 1,050
    assert state.equity.deepest == pytest.approx(30 / 1050)


def test_without_a_starting_balance_percent_says_what_it_needs(library: Library):
    keep(library, *three_days())

    state = state_of(library, Choice(unit=ResultUnit.PERCENT))

    assert figures(state)["return_on_account"][0] == "–"
    assert state.equity_empty == "Percent cannot be told: the starting balance is not known"


def test_r_counts_the_trades_whose_risk_is_known(library: Library):
    keep(library, *three_days())
    first = library.columns().ids[0]
    library.edit([first], {"initial_risk": "25"})

    state = state_of(library, Choice(unit=ResultUnit.R))

    assert figures(state)["net_pnl"] == ("+2.00", "1 of 3 trades with a risk")
    assert list(state.equity.levels) == [2.0]
    assert state.spread_note == "1 of 3 have a risk"


def test_two_currencies_are_not_added_up(library: Library):
    keep(library, a_round_trip(50, FRIDAY), name="Dollars")
    keep(library, a_round_trip(-20, FRIDAY), name="Euros", currency="EUR")

    both = state_of(library)
    one = state_of(library, Choice(account="Euros"))

    assert (
        both.equity_empty
        == "Choose an account or a currency: trades in EUR and USD are not added up"
    )
    assert figures(both)["net_pnl"][0] == "–"
    assert figures(one)["net_pnl"][0] == "−20.00"


def test_two_currencies_are_converted_at_the_rate_of_the_day(library: Library):
    keep(library, a_round_trip(50, FRIDAY), name="Dollars")
    keep(library, a_round_trip(-20, FRIDAY), name="Euros", currency="EUR")
    rate = ExchangeRate(base="EUR", quote="USD", day=FRIDAY, rate=Decimal("1.25"), source="a bank")
    library.put_rates([rate])

    state = state_of(library, Choice(currency="USD"))

    assert figures(state)["net_pnl"][0] == "+25.00"
    assert state.currencies == ("EUR", "USD")
    assert list(state.equity.levels) in ([50, 25], [-25, 25])


def test_a_currency_that_no_account_has_converts_nothing(library: Library):
    keep(library, a_round_trip(50, FRIDAY))

    assert state_of(library, Choice(currency="CHF")).choice.currency == ""


def test_what_waits_leads_to_trades(library: Library):
    keep(library, *three_days())

    lines = state_of(library).waiting

    assert [(line.title, line.wish) for line in lines] == [
        ("3 trades to review", Wish.REVIEW),
        ("3 trades without a risk", Wish.RISK),
        ("Last import brought 6 fills", Wish.NOTHING),
    ]


def test_setups_are_compared_once_one_is_named(library: Library):
    keep(library, *three_days())
    assert state_of(library).slices == ()

    library.edit([library.columns().ids[0]], {"setup": "Pullback"})

    assert [each.word for each in state_of(library).slices or ()] == ["Pullback", "No setup"]


def test_an_empty_library_is_empty(library: Library):
    state = state_of(library)

    assert state.is_empty
    assert len(state.equity) == 0


@pytest.fixture
def session(library: Library, tmp_path: Path, qapp: object):
    made = Session(library, Preferences(tmp_path / "preferences.json"))
    yield made
    made.tasks.close()


@pytest.fixture
def opened(qtbot, session: Session) -> Callable[[], DashboardPage]:
    def open_page() -> DashboardPage:
        page = DashboardPage(session)
        qtbot.addWidget(page)
        page.resize(1076, 731)
        page.show()
        qtbot.waitUntil(page.view.strip.isVisible)
        return page

    return open_page


def test_the_page_shows_figures_and_follows_a_change(qtbot, library, session, opened):
    keep(library, *three_days())
    page = opened()
    qtbot.waitUntil(lambda: len(page.view.equity.table().rows) == 3)

    account = library.accounts()[0]
    fills = a_round_trip(100, FRIDAY, hour=18)
    session.tell(library.save_import(account.id, [a_statement(*fills)]).changes)

    qtbot.waitUntil(lambda: len(page.view.equity.table().rows) == 4)


def test_a_choice_is_kept_for_the_next_start(qtbot, library, session, opened):
    keep(library, *three_days())
    page = opened()

    page.view.head.units.chosen.emit("r")
    page.view.head.periods.chosen.emit("year")

    again = opened()
    qtbot.waitUntil(lambda: again.view.head.units.choice == "r")
    assert again.view.head.periods.choice == "year"


def test_a_line_that_waits_sets_the_filter_and_opens_the_trades(qtbot, library, session, opened):
    keep(library, *three_days())
    page = opened()

    with qtbot.waitSignal(session.page_wanted) as wanted:
        page.view.wish.emit(Wish.REVIEW)

    assert wanted.args == ["trades"]
    assert session.query.reviewed is False
    assert session.query.statuses == (Status.CLOSED,)


def test_an_error_stands_above_what_is_shown(qtbot, library, opened):
    keep(library, *three_days())
    page = opened()

    page.view.show_error(FillbookError("The library cannot be read.", "Open it again."))

    assert page.view.band.isVisible()
    assert page.view.strip.isVisible()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_page_fits_a_small_window(qtbot, library, scale: float):
    theme.apply(theme.Mode.LIGHT, text_scale=scale)
    keep(library, *three_days())
    view = DashboardView()
    qtbot.addWidget(view)

    view.show_state(state_of(library))

    try:
        assert view.minimumSizeHint().height() <= 731
        if scale == 1.0:
            assert view.minimumSizeHint().width() <= 1076
    finally:
        theme.apply(theme.Mode.LIGHT)
