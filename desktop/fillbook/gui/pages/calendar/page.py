"""The calendar of the window's library."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial

from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fillbook.domain.errors import FillbookError
from fillbook.gui import format, theme
from fillbook.gui.pages.calendar.agreements import Agreement, agreements
from fillbook.gui.pages.calendar.day_pane import DayPane
from fillbook.gui.pages.calendar.presenter import CalendarPresenter, CalendarState, Choice
from fillbook.gui.pages.calendar.view import CalendarView
from fillbook.gui.session import Session
from fillbook.gui.units import ResultUnit

_PANE_ROOM = 940
"""A page narrower than this shows the calendar without the pane of the day."""


class CalendarPage(QWidget):
    """Asks for a state when it is seen and something changed; older answers are dropped."""

    needs_room = 1040

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._presenter = CalendarPresenter(session.figures)
        self._choice: Choice | None = None  # None: the newest day, once it is known
        self._asked = 0
        self._stale = True
        self.view = CalendarView()
        self.pane = DayPane()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.pane)
        view, pane = self.view, self.pane
        view.day_wanted.connect(self._stand_on)
        view.month_wanted.connect(self._turn)
        view.today_wanted.connect(self._go_today)
        view.opened.connect(self._open)
        view.choice_wanted.connect(self._choose)
        view.query_wanted.connect(session.set_query)
        view.import_wanted.connect(session.commands["import.files"].trigger)
        pane.trade_wanted.connect(session.trade_wanted)
        pane.day_wanted.connect(self._open_day)
        pane.month_wanted.connect(self._stand_on)
        pane.editor.committed.connect(self._keep_note)
        pane.editor.left_by_key.connect(view.month.setFocus)
        session.changed.connect(self._changed)
        session.query_changed.connect(self._changed)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        kept = self._session.preferences.get("statistics.currency", "")
        if self._stale or (self._choice is not None and kept != self._choice.currency):
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.pane.setVisible(self.width() >= theme.scale(_PANE_ROOM))

    def hideEvent(self, event: QHideEvent) -> None:
        self.pane.editor.commit()
        super().hideEvent(event)

    def refresh(self) -> None:
        self._stale = False
        self._asked += 1
        self._session.tasks.run(
            partial(self._look, self._choice, _today()),
            partial(self._show, self._asked),
            partial(self._failed, self._asked),
        )

    def _look(self, choice: Choice | None, today: date) -> tuple[CalendarState, Mapping[date, str]]:
        """The frame of a choice, and the notes of all days."""
        query, kept = self._session.query, self._session.preferences.get
        if choice is None:
            newest = self._presenter.newest_day(query)
            choice = Choice(min(newest or today, today), unit=_kept_unit(self._session))
        choice = replace(choice, currency=kept("statistics.currency", ""))
        notes = {note.day: note.text for note in self._session.library.day_notes()}
        return self._presenter.state(query, choice, today), notes

    def _show(self, asked: int, seen: tuple[CalendarState, Mapping[date, str]]) -> None:
        if asked != self._asked:
            return
        state, notes = seen
        self._choice = state.choice
        self.view.show_state(state, self._session.query)
        self.view.month.mark_noted(frozenset(notes))
        self.pane.show_state(state, notes.get(state.chosen.day, ""))
        zone = self._session.zone or format.system_zone()
        names = self._session.query.accounts
        compare = partial(agreements, self._session.library, names, state.chosen.day, zone)
        self._session.tasks.run(compare, partial(self._show_agreements, asked))

    def _show_agreements(self, asked: int, found: tuple[Agreement, ...]) -> None:
        if asked == self._asked:
            self.pane.agreements.show_agreements(found)

    def _failed(self, asked: int, error: FillbookError) -> None:
        if asked == self._asked:
            self.view.show_error(error)

    def _changed(self, _what: object = None) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()

    def _choose(self, choice: Choice) -> None:
        self._choice = choice
        self._session.preferences.set("calendar.unit", choice.unit.value)
        self.refresh()

    def _stand_on(self, day: date) -> None:
        if self._choice is not None and day != self._choice.day:
            self._choose(replace(self._choice, day=day))

    def _keep_note(self, day: date, text: str) -> None:
        self._session.write(partial(self._session.library.write_day_note, day, text))

    def _turn(self, months: int) -> None:
        if self._choice is not None:
            self._choose(replace(self._choice, day=_months_on(self._choice.day, months)))

    def _go_today(self) -> None:
        self._stand_on(_today())

    def _open(self, day: date) -> None:
        """A month of the year, or a day of the month."""
        if self._choice is not None and self._choice.whole_year:
            self._choose(replace(self._choice, day=day, whole_year=False))
        else:
            self._open_day(day)

    def _open_day(self, day: date) -> None:
        self._session.set_query(replace(self._session.query, first_day=day, last_day=day))
        self._session.page_wanted.emit("trades")


def _today() -> date:
    return datetime.now(UTC).astimezone().date()


def _kept_unit(session: Session) -> ResultUnit:
    kept = session.preferences.get("calendar.unit", "")
    return next((unit for unit in ResultUnit if unit == kept), ResultUnit.MONEY)


def _months_on(day: date, months: int) -> date:
    """The same day so many months later; the last one where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in (day.day, 30, 29, 28):
        if number > day.day:
            continue
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
