"""Spreads: R, money, time held, and the heat taken."""

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from fillbook.gui import theme
from fillbook.gui.charts.bar_chart import BarChart
from fillbook.gui.charts.histogram import Histogram
from fillbook.gui.charts.scatter import Scatter
from fillbook.gui.figures.breakdown import breakdown, sure
from fillbook.gui.figures.excursions import HeatState, Way
from fillbook.gui.figures.spreads import PER_TRADE, Spreads, holding_bars, spreads
from fillbook.gui.pages.statistics.section import Section, State, Work
from fillbook.gui.pages.statistics.subject import READ, Subject
from fillbook.gui.units import ResultUnit
from fillbook.gui.widgets.card import Card
from fillbook.gui.widgets.chart_actions import add_actions
from fillbook.gui.widgets.scroll_area import ScrollArea
from fillbook.gui.widgets.segments import Segments
from fillbook.statistics.uncertainty import Resampling


@dataclass(frozen=True, eq=False)
class _State:
    spreads: Spreads
    heat: HeatState | None = None


class SpreadsSection(Section):
    """Four charts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.r = Histogram("R per trade")
        self.results = Histogram("Results per trade")
        self.holding = BarChart("Results by time held")
        self.scatter = Scatter("Extremes and result")
        self.ways = Segments(((Way.ADVERSE, "MAE"), (Way.FAVORABLE, "MFE")), "Extreme")
        self._state: _State | None = None
        self._cards = [
            Card("R per trade"),
            Card("P&L per trade"),
            Card("Time held"),
            Card("How far it went, and result"),
        ]
        self._cards[3].add_action(self.ways)
        grid = QGridLayout()
        grid.setSpacing(12)
        for number, (card, chart) in enumerate(
            zip(self._cards, (self.r, self.results, self.holding, self.scatter), strict=True)
        ):
            card.body.addWidget(chart)
            add_actions(card, chart, all_of_them=True)
            grid.addWidget(card, number // 2, number % 2)
        for line in range(2):
            grid.setColumnStretch(line, 1)
            grid.setRowStretch(line, 1)
        area = ScrollArea()
        area.body.setContentsMargins(20, 0, 20, 20)
        area.body.addLayout(grid, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)
        self.r.empty_text = "No trade here has a known risk"
        self.holding.opened.connect(self._held_opened)
        self.scatter.opened.connect(self._trade_opened)
        self.ways.chosen.connect(self._way_chosen)
        for spread in (self.r, self.results):
            spread.reach_opened.connect(self.want_results)
        theme.events.changed.connect(self._size)
        self._size()

    def work(self) -> Work:
        way = Way(self.ways.choice)
        return Work(_look, (_sure, *(partial(_heat, way, most) for most in READ)))

    def show_state(self, subject: Subject, state: State) -> None:
        assert isinstance(state, _State)
        self._state, self.outlook = state, subject.outlook
        shown = state.spreads
        self.r.show_spread(shown.r, ResultUnit.R)
        self.results.show_spread(shown.results, shown.unit)
        self._cards[1].set_title(PER_TRADE[shown.unit])
        unit = ResultUnit.R if shown.in_r else shown.unit
        self.holding.show_bars(shown.holding, unit, "Mean R" if shown.in_r else "Net")
        notes = (shown.r_note, shown.unit_note, shown.holding_note)
        for card, note in zip(self._cards, notes, strict=False):
            card.set_note(note)
        if state.heat is not None:
            self._cards[3].set_note(state.heat.note)
            self.scatter.empty_text = state.heat.empty
            self.scatter.show_points(state.heat.points, state.heat.unit)

    def _size(self) -> None:
        for card in self._cards:
            card.setMinimumHeight(theme.scale(250))

    def _way_chosen(self, _key: str) -> None:
        self.asked.emit()

    def _held_opened(self, index: int) -> None:
        if self._state is not None:
            word = self._state.spreads.holding[index].word
            key = None if word == "None" else word
            self.want("expectancy_r" if self._state.spreads.in_r else "net_pnl", ("holding", key))

    def _trade_opened(self, index: int) -> None:
        if self._state is not None and self._state.heat is not None:
            self.trade_wanted.emit(self._state.heat.ids[index])


def _look(subject: Subject) -> _State:
    return _State(spreads(subject.population, subject.whole))


def _sure(subject: Subject, state: State, resampling: Resampling) -> _State:
    assert isinstance(state, _State)
    population = subject.population
    held = sure(breakdown(population, "holding"), population, resampling)
    shown = replace(
        state.spreads, holding=holding_bars(held, state.spreads.unit, in_r=state.spreads.in_r)
    )
    return replace(state, spreads=shown)


def _heat(
    way: Way, most: int | None, subject: Subject, state: State, resampling: Resampling
) -> _State:
    assert isinstance(state, _State)
    if state.heat is not None and state.heat.is_whole:
        return state
    return replace(state, heat=subject.heat(way, most, resampling))
