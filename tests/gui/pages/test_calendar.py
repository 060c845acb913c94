"""The calendar: what each day brought, and the way from a day to its trades."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from builders import a_fill, a_statement, an_account
from fillbook.domain.exchange_rate import ExchangeRate
from fillbook.domain.execution import Execution
from fillbook.domain.query import TradeQuery
from fillbook.gui import format, theme
from fillbook.gui.charts.calendar_cells import DayCell
from fillbook.gui.figures.source import FigureSource
from fillbook.gui.pages.calendar.page import CalendarPage
from fillbook.gui.pages.calendar.presenter import CalendarPresenter, CalendarState, Choice
from fillbook.gui.preferences import Preferences
from fillbook.gui.session import Session
from fillbook.gui.theme import Mode
from fillbook.gui.tokens import Scheme
from fillbook.gui.units import ResultUnit
from fillbook.storage.library import Library

MONDAY = date(2026, 11, 2)
TODAY = date(2026, 11, 20)


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


def keep(library: Library, *trips: tuple[Execution, ...], **account: object) -> None:
    made, _ = library.add_account(an_account(**account))
    fills = tuple(fill for trip in trips for fill in trip)
    library.save_import(made.id, [a_statement(*fills, file=f"{made.name}.csv")])


def some_days() -> tuple[tuple[Execution, Execution], ...]:
    return (
        a_round_trip(50, MONDAY),
        a_round_trip(-20, MONDAY, 16),
        a_round_trip(-40, date(2026, 11, 4)),
        a_round_trip(7, date(2026, 10, 30)),
    )


def state_of(
    library: Library, choice: Choice | None = None, query: TradeQuery | None = None
) -> CalendarState:
    presenter = CalendarPresenter(FigureSource(library))
    return presenter.state(query or TradeQuery(), choice or Choice(MONDAY), TODAY)


def cell(state: CalendarState, day: date) -> DayCell:
    cells = [each for sheet in state.sheets for week in sheet.weeks for each in week]
    return next(each for each in cells if each.day == day)


def test_a_day_says_its_result_its_trades_and_whether_it_gained(library: Library):
    keep(library, *some_days())

    state = state_of(library)

    assert cell(state, MONDAY).result == "+30.00"
    assert cell(state, MONDAY).trades == "2 trades"
    assert cell(state, MONDAY).share > 0
    assert cell(state, date(2026, 11, 4)).share == -1
    assert cell(state, date(2026, 11, 3)).is_empty


def test_the_weeks_and_the_month_add_up_to_their_days(library: Library):
    keep(library, *some_days())

    sheet = state_of(library).sheets[0]

    assert [total.result for total in sheet.totals] == ["+7.00", "−10.00", "", "", "", ""]
    assert sheet.totals[1].number == 45
    assert sheet.result == "−10.00"


def test_a_partial_exit_stands_on_its_own_day(library: Library):
    bought = datetime(2026, 11, 2, 15, tzinfo=UTC)
    keep(
        library,
        (
            a_fill(2, 100, executed_at=bought, fees=0),
            a_fill(-1, 130, executed_at=bought + timedelta(hours=1), fees=0),
            a_fill(-1, 90, executed_at=bought + timedelta(days=1), fees=0),
        ),
    )

    state = state_of(library)

    assert cell(state, MONDAY).result == "+30.00"
    assert cell(state, MONDAY).trades == "part of one"
    assert cell(state, MONDAY + timedelta(days=1)).result == "−10.00"


def test_percent_is_of_the_balance_before(library: Library):
    keep(library, *some_days(), starting_balance=Decimal(993))

    state = state_of(library, Choice(MONDAY, unit=ResultUnit.PERCENT))

    assert cell(state, MONDAY).result == f"+3.00{format.THIN}%"


def test_two_currencies_show_trades_but_no_money(library: Library):
    keep(library, a_round_trip(50, MONDAY), name="Dollars")
    keep(library, a_round_trip(10, MONDAY, 9), name="Euros", currency="EUR")

    state = state_of(library)

    assert cell(state, MONDAY).result == "–"
    assert cell(state, MONDAY).trades == "2 trades"
    assert "EUR and USD" in state.note


def test_two_currencies_are_converted_and_a_risk_stays_what_it_was(library: Library):
    keep(library, a_round_trip(50, MONDAY), name="Dollars")
    keep(library, a_round_trip(10, MONDAY, 9), name="Euros", currency="EUR")
    library.put_rates(
        [ExchangeRate(base="EUR", quote="USD", day=MONDAY, rate=Decimal("1.25"), source="a bank")]
    )
    library.edit(library.columns().ids, {"initial_risk": "20"})

    state = state_of(library, Choice(MONDAY, currency="USD"))

    assert cell(state, MONDAY).result == "+62.50"
    told = {each.result: each.r for each in state.chosen.trades}
    assert told["+12.50"] == format.r_multiple(0.5)  # ten of the twenty euros at risk


def test_days_are_told_in_ticks(library: Library):
    keep(library, *some_days())

    state = state_of(library, Choice(MONDAY, unit=ResultUnit.TICKS))

    assert cell(state, MONDAY).result == ResultUnit.TICKS.text(3000, signed=True)  # of a cent


def test_the_days_of_the_filter_are_left_aside_and_that_is_said(library: Library):
    keep(library, *some_days())

    state = state_of(library, query=TradeQuery(first_day=TODAY, last_day=TODAY))

    assert cell(state, MONDAY).result == "+30.00"
    assert state.note == "The days of the filter are left aside here"


def test_the_filter_decides_which_trades_a_day_counts(library: Library):
    keep(library, *some_days(), name="One")
    keep(library, a_round_trip(500, MONDAY, 9), name="Two")

    assert cell(state_of(library), MONDAY).result == "+530.00"
    assert cell(state_of(library, query=TradeQuery(accounts=("One",))), MONDAY).result == "+30.00"


def test_a_year_is_twelve_months_with_their_totals(library: Library):
    keep(library, *some_days())

    state = state_of(library, Choice(MONDAY, whole_year=True))

    assert [sheet.result for sheet in state.sheets][8:] == ["", "+7.00", "−10.00", ""]
    assert state.figures[0].value == "−3.00"
    assert [sheet.share for sheet in state.months][9:11] == pytest.approx([0.7, -1.0])


def test_the_day_pane_lists_what_realised_something(library: Library):
    keep(library, *some_days())

    day = state_of(library).chosen

    assert [trade.result for trade in day.trades] == ["+50.00", "−20.00"]
    assert day.steps == pytest.approx((1.0, 0.6))
    assert day.note == "2 trades, 0 reviewed"


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path, library: Library, preferences: Preferences):
    keep(library, *some_days())
    session = Session(library, preferences)
    made = CalendarPage(session)
    qtbot.addWidget(made)
    made.resize(1200, 760)
    made.show()
    settle(qtbot, made)
    yield made
    format.set_privacy(False)
    session.tasks.close()


def settle(qtbot: QtBot, page: CalendarPage) -> None:
    qtbot.waitUntil(lambda: not page._session.tasks.under_way, timeout=5000)


def press(qtbot: QtBot, page: CalendarPage, *keys: Qt.Key) -> None:
    for key in keys:
        grid = page.view.year if page.view.year.isVisible() else page.view.month
        QTest.keyClick(grid, key)
        settle(qtbot, page)


def test_it_opens_on_the_newest_day_and_arrows_walk_on(qtbot: QtBot, page: CalendarPage):
    assert page.pane._state is not None
    assert page.pane._state.day == date(2026, 11, 4)

    press(qtbot, page, Qt.Key.Key_Left, Qt.Key.Key_Up)

    assert page.pane._state.day == date(2026, 10, 27)
    assert page.view.title.text() == format.month(date(2026, 10, 1))


def test_page_keys_turn_the_months_and_t_goes_to_today(qtbot: QtBot, page: CalendarPage):
    press(qtbot, page, Qt.Key.Key_PageUp)
    assert page.view.title.text() == format.month(date(2026, 10, 1))

    press(qtbot, page, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown)
    assert page.view.title.text() == format.month(date(2026, 12, 1))

    press(qtbot, page, Qt.Key.Key_T)
    today = datetime.now(UTC).astimezone().date()
    assert page.view.title.text() == format.month(today)


def test_enter_opens_the_trades_of_the_day(qtbot: QtBot, page: CalendarPage):
    with qtbot.waitSignal(page._session.page_wanted) as wanted:
        press(qtbot, page, Qt.Key.Key_Return)

    day = date(2026, 11, 4)
    assert wanted.args == ["trades"]
    assert page._session.query == TradeQuery(first_day=day, last_day=day)


def test_a_click_shows_a_day_and_a_trade_of_it_can_be_opened(qtbot: QtBot, page: CalendarPage):
    place = page.view.month.rect_of(MONDAY).center().toPoint()
    QTest.mouseClick(page.view.month, Qt.MouseButton.LeftButton, pos=place)
    settle(qtbot, page)

    assert page.pane.trades.count() == 2
    with qtbot.waitSignal(page._session.trade_wanted) as wanted:
        QTest.mouseClick(page.pane.trades, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert wanted.args == [page.pane.trades.trade_at(0).id]


def test_enter_on_a_month_of_the_year_opens_it(qtbot: QtBot, page: CalendarPage):
    page.view.scopes.chosen.emit("year")
    settle(qtbot, page)
    press(qtbot, page, Qt.Key.Key_Left, Qt.Key.Key_Return)

    assert page.view.title.text() == format.month(date(2026, 10, 1))
    assert page.view.month.isVisible()


def test_privacy_hides_money_and_leaves_r_and_trades(qtbot: QtBot, page: CalendarPage):
    format.set_privacy(True)
    page.refresh()
    settle(qtbot, page)

    rows = page.view.month.table().rows
    assert {row[1] for row in rows} == {"•••"}
    assert rows[1][2] == "2 trades"


@pytest.mark.parametrize("scheme", list(Scheme))
def test_every_colour_scheme_tells_gain_from_loss_twice(page: CalendarPage, scheme: Scheme):
    theme.apply(Mode.LIGHT, scheme)
    grid, image = page.view.month, page.view.month.grab().toImage()

    gain = image.pixelColor((grid.rect_of(MONDAY).topLeft()).toPoint() + QPoint(6, 6))
    loss = image.pixelColor(grid.rect_of(date(2026, 11, 4)).topLeft().toPoint() + QPoint(60, 12))

    assert gain != loss
    assert [row[1][0] for row in grid.table().rows] == ["+", "+", "−"]
    theme.apply(Mode.LIGHT)


def test_a_note_of_the_day_is_kept_and_marked_and_can_be_undone(qtbot: QtBot, page: CalendarPage):
    library, editor = page._session.library, page.pane.editor

    QTest.keyClicks(editor.text, "calm")
    editor.commit()
    settle(qtbot, page)

    assert [(note.day, note.text) for note in library.day_notes()] == [(date(2026, 11, 4), "calm")]
    qtbot.waitUntil(lambda: page.view.month._noted == {date(2026, 11, 4)})
    page._session.write(lambda: library.undo().changes)
    qtbot.waitUntil(lambda: editor.text.toPlainText() == "")


def test_what_is_typed_belongs_to_its_day_when_another_is_chosen(qtbot: QtBot, page: CalendarPage):
    QTest.keyClicks(page.pane.editor.text, "calm")

    press(qtbot, page, Qt.Key.Key_Left)
    settle(qtbot, page)

    assert page.pane.editor.text.toPlainText() == ""
    notes = page._session.library.day_notes()
    assert [(note.day, note.text) for note in notes] == [(date(2026, 11, 4), "calm")]


def test_a_note_that_comes_from_elsewhere_does_not_overwrite_what_is_typed(
    qtbot: QtBot, page: CalendarPage
):
    QTest.keyClicks(page.pane.editor.text, "calm")

    page._session.write(lambda: page._session.library.write_day_note(date(2026, 11, 4), "tired"))
    settle(qtbot, page)

    assert page.pane.editor.text.toPlainText() == "calm"
