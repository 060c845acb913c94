"""How the calendar looks."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from fillbook.domain.errors import FillbookError
from fillbook.domain.query import TradeQuery
from fillbook.gui import theme
from fillbook.gui.charts.month_grid import MonthGrid
from fillbook.gui.charts.year_grid import YearGrid
from fillbook.gui.icons import Icon
from fillbook.gui.pages.calendar.presenter import CalendarState, Choice
from fillbook.gui.units import ResultUnit
from fillbook.gui.widgets.band import Band
from fillbook.gui.widgets.button import Button
from fillbook.gui.widgets.card import Panel
from fillbook.gui.widgets.empty_state import EmptyState
from fillbook.gui.widgets.figure_strip import FigureStrip
from fillbook.gui.widgets.loading_bars import LoadingBars
from fillbook.gui.widgets.query_chips import QueryChips
from fillbook.gui.widgets.segments import Segments
from fillbook.gui.widgets.words import Words

_UNITS = (
    (ResultUnit.MONEY, "Money"),
    (ResultUnit.R, "R"),
    (ResultUnit.PERCENT, "%"),
    (ResultUnit.TICKS, "Ticks"),
)
_MONTH, _YEAR = "month", "year"


class CalendarView(QWidget):
    """Shows a state and says what the trader wants."""

    choice_wanted = Signal(object)  # Choice
    day_wanted = Signal(object)  # date
    month_wanted = Signal(int)
    today_wanted = Signal()
    opened = Signal(object)  # date
    query_wanted = Signal(object)  # TradeQuery
    import_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice: Choice | None = None
        self.band = Band()
        self.chips = QueryChips()
        self.strip = FigureStrip("Figures of the month")
        self.month = MonthGrid()
        self.year = YearGrid()
        self.scopes = Segments(((_MONTH, "Month"), (_YEAR, "Year")), "Month or year")
        self.units = Segments(_UNITS, "Unit")
        self.previous = Button("", icon=Icon.PREVIOUS, name="Previous", key="PgUp")
        self.next = Button("", icon=Icon.NEXT, name="Next", key="PgDown")
        self.title = Button("", name="Today")
        self._note = Words("", "small", "text3")
        self._body = QStackedWidget()
        self._lay_out()
        self._connect()
        theme.events.changed.connect(self._size)
        self._size()

    def show_state(self, state: CalendarState, query: TradeQuery) -> None:
        choice = self._choice = state.choice
        self.band.hide()
        self._head.setVisible(state.has_trades)
        self._body.setCurrentWidget(self._full if state.has_trades else self._empty)
        self.title.set_words(state.title)
        self.title.setToolTip("Go to today  T")
        self._note.setText(state.note)
        self.scopes.set_chosen(_YEAR if choice.whole_year else _MONTH)
        self.units.set_chosen(choice.unit)
        self.chips.show_query(query)
        self.strip.show_figures(state.figures)
        if choice.whole_year:
            self.year.show_year(state.sheets, choice.day)
        else:
            self.month.show_month(state.sheets[0], choice.day, state.today)
        grid = self.year if choice.whole_year else self.month
        if self._grids.currentWidget() is not grid:
            had_focus = self._grids.currentWidget().hasFocus()
            self._grids.setCurrentWidget(grid)
            if had_focus:
                grid.setFocus()

    def show_error(self, error: FillbookError) -> None:
        self.band.show_error(error)

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().boundedTo(QSize(theme.scale(700), 100_000))

    def _lay_out(self) -> None:
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(20, 0, 20, 0)
        head.setSpacing(8)
        head.addWidget(Words("Calendar", "title", "text"))
        head.addWidget(self._note, 1)
        for part in (self.previous, self.title, self.next, self.scopes, self.units):
            head.addWidget(part)
        self._grids = QStackedWidget()
        self._grids.addWidget(self.month)
        self._grids.addWidget(self.year)
        self._grids.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        card = Panel()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(2, 2, 2, 4)
        inside.addWidget(self._grids)
        self._full = QWidget()
        full = QVBoxLayout(self._full)
        full.setContentsMargins(20, 0, 20, 20)
        full.setSpacing(12)
        full.addWidget(self.chips)
        full.addWidget(self.strip)
        full.addWidget(card, 1)
        begin = Button("Import a statement", icon=Icon.IMPORT)
        begin.clicked.connect(self.import_wanted)
        self._empty = EmptyState(
            "Your days will stand here",
            "Each day with what it brought, as soon as a trade is closed.",
            (begin,),
        )
        for page in (LoadingBars(), self._empty, self._full):
            self._body.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addWidget(self.band)
        layout.addWidget(self._body, 1)
        self._head.hide()

    def _connect(self) -> None:
        for grid in (self.month, self.year):
            grid.day_wanted.connect(self.day_wanted)
            grid.month_wanted.connect(self.month_wanted)
            grid.today_wanted.connect(self.today_wanted)
            grid.opened.connect(self.opened)
        self.previous.clicked.connect(partial(self._turn, -1))
        self.next.clicked.connect(partial(self._turn, 1))
        self.title.clicked.connect(self.today_wanted)
        self.scopes.chosen.connect(self._scope_chosen)
        self.units.chosen.connect(self._unit_chosen)
        self.chips.query_wanted.connect(self.query_wanted)

    def _turn(self, step: int) -> None:
        year = self._choice is not None and self._choice.whole_year
        self.month_wanted.emit(12 * step if year else step)

    def _scope_chosen(self, key: str) -> None:
        if self._choice is not None:
            self.choice_wanted.emit(replace(self._choice, whole_year=key == _YEAR))

    def _unit_chosen(self, key: str) -> None:
        if self._choice is not None:
            self.choice_wanted.emit(replace(self._choice, unit=ResultUnit(key)))

    def _size(self) -> None:
        self._head.setFixedHeight(theme.scale(56))
