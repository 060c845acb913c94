"""How the dashboard looks."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from fillbook.domain.errors import FillbookError
from fillbook.gui import theme
from fillbook.gui.charts.day_bars import DayBars
from fillbook.gui.charts.equity import EquityChart
from fillbook.gui.charts.equity_curve import EquityCurve
from fillbook.gui.charts.histogram import Histogram
from fillbook.gui.charts.slices import SliceTable
from fillbook.gui.icons import Icon
from fillbook.gui.pages.dashboard.head import DashboardHead
from fillbook.gui.pages.dashboard.layout_button import LayoutButton
from fillbook.gui.pages.dashboard.layouts import PLACES
from fillbook.gui.pages.dashboard.presenter import DashboardState
from fillbook.gui.pages.dashboard.today import TodayLines
from fillbook.gui.widgets.band import Band
from fillbook.gui.widgets.button import Button, Kind
from fillbook.gui.widgets.card import Card
from fillbook.gui.widgets.chart_actions import add_actions
from fillbook.gui.widgets.empty_state import EmptyState
from fillbook.gui.widgets.figure_strip import FigureStrip
from fillbook.gui.widgets.loading_bars import LoadingBars
from fillbook.gui.widgets.scroll_area import ScrollArea
from fillbook.gui.widgets.tile_board import TileBoard

_PADDING, _GUTTER = 20, 12
_EQUITY_MIN, _DAYS_MIN = 200, 3 * 26


class DashboardView(QWidget):
    """Shows a state and says what the trader wants."""

    choice_wanted = Signal(object)  # Choice
    wish = Signal(str)  # of a line that waits
    setup_wanted = Signal(str)
    day_wanted = Signal(object)  # date
    import_wanted = Signal()
    trade_wanted = Signal()  # enter one by hand
    figure_wanted = Signal(str)  # key of the catalogue
    results_wanted = Signal(object)  # Reach
    result_of_day_wanted = Signal(object)  # date

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = DashboardHead()
        self.strip = FigureStrip()
        self.equity = EquityChart()
        self.today = TodayLines()
        self.days = DayBars()
        self.slices = SliceTable("Setup")
        self.spread = Histogram("Results per trade")
        self.band = Band()
        self._curve: EquityCurve | None = None
        self._equity_card = Card("Equity")
        self._spread_card = Card("R per trade")
        self.board = TileBoard(PLACES)
        self.layout_button = LayoutButton(self.board)
        self.head.add_action(self.layout_button)
        self._body = QStackedWidget()
        self._loading = LoadingBars()
        self._empty = self._empty_page()
        self._full = self._full_page()
        for page in (self._loading, self._empty, self._full):
            self._body.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self.band)
        layout.addWidget(self._body, 1)
        self.head.chosen.connect(self.choice_wanted)
        self.strip.chosen.connect(self.figure_wanted)
        self.today.wanted.connect(self.wish)
        self.slices.opened.connect(self._slice_opened)
        self.days.opened.connect(self._day_opened)
        self.spread.reach_opened.connect(self.results_wanted)
        self.equity.day_opened.connect(self.result_of_day_wanted)
        self.head.hide()
        theme.events.changed.connect(self._size_parts)
        self._size_parts()

    def show_state(self, state: DashboardState) -> None:
        self.band.hide()
        self.head.setVisible(not state.is_empty)
        self._body.setCurrentWidget(self._empty if state.is_empty else self._full)
        self.head.show_choice(state.choice, state.note, state.accounts, state.currencies)
        self.strip.show_figures(state.figures)
        self._show_equity(state)
        self.today.show_lines(state.waiting)
        self.days.show_days(state.days)
        self._spread_card.set_title(state.spread_title)
        self._spread_card.set_note(state.spread_note)
        self.spread.show_spread(state.spread, state.spread_unit)
        if state.slices is not None:
            self.slices.show_slices(state.slices)

    def show_error(self, error: FillbookError) -> None:
        """Say what is wrong above what is shown, which stays."""
        self.band.show_error(error)

    def _show_equity(self, state: DashboardState) -> None:
        self._equity_card.set_note(state.equity_note)
        self.equity.empty_text = state.equity_empty
        if state.equity is not self._curve:  # else zoom and crosshair stay
            self._curve = state.equity
            self.equity.show_curve(state.equity, state.choice.unit)

    def _full_page(self) -> QWidget:
        area = ScrollArea()
        area.body.setContentsMargins(_PADDING, 0, _PADDING, _PADDING)
        area.body.setSpacing(_GUTTER)
        self._equity_card.body.addWidget(self.equity)
        add_actions(self._equity_card, self.equity, all_of_them=True)
        self._spread_card.body.addWidget(self.spread)
        today, days = Card("Today", flush=True), Card("Recent days", flush=True)
        today.body.addWidget(self.today)
        today.body.addStretch(1)
        days.body.addWidget(self.days)
        setups = Card("Setups", "the surest first", flush=True)
        setups.body.addWidget(self.slices)
        for key, tile in (
            ("equity", self._equity_card),
            ("today", today),
            ("days", days),
            ("setups", setups),
            ("spread", self._spread_card),
        ):
            self.board.add(key, tile)
        area.body.addWidget(self.strip)
        area.body.addWidget(self.board, 1)
        return area

    def _size_parts(self) -> None:
        """Lengths that grow with the text."""
        self.equity.setMinimumHeight(theme.scale(_EQUITY_MIN))
        self.days.setMinimumHeight(theme.scale(_DAYS_MIN))

    def _empty_page(self) -> EmptyState:
        begin = Button("Import a statement", Kind.PRIMARY, icon=Icon.IMPORT)
        by_hand = Button("Add a trade by hand", icon=Icon.ADD)
        begin.clicked.connect(self.import_wanted)
        by_hand.clicked.connect(self.trade_wanted)
        return EmptyState(
            "Your equity begins here",
            "Drop a statement anywhere in this window, or choose it. Nothing is saved "
            "before you have seen it.",
            (begin, by_hand),
        )

    def _slice_opened(self, index: int) -> None:
        each = self.slices.slice_at(index)
        if each.dot is not None:
            self.setup_wanted.emit(each.word)

    def _day_opened(self, index: int) -> None:
        self.day_wanted.emit(self.days.day_at(index).day)
