"""The first part: one dimension as table and chart, and three pictures of all trades."""

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from fillbook.gui import theme
from fillbook.gui.charts.bar_chart import BarChart
from fillbook.gui.charts.drawing import Table
from fillbook.gui.charts.heat_map import HeatMap
from fillbook.gui.charts.histogram import Histogram
from fillbook.gui.charts.marks import Bar
from fillbook.gui.charts.scatter import Scatter
from fillbook.gui.charts.table_window import TableWindow
from fillbook.gui.figures.breakdown import BreakdownState, bars, breakdown, in_order, sure
from fillbook.gui.figures.crossing import Crossing, Measure, crossing
from fillbook.gui.figures.excursions import HeatState, Way
from fillbook.gui.figures.spreads import PER_TRADE, known_note
from fillbook.gui.icons import Icon
from fillbook.gui.pages.statistics.breakdown_table import BreakdownTable
from fillbook.gui.pages.statistics.section import Section, State, Work
from fillbook.gui.pages.statistics.subject import READ, Subject
from fillbook.gui.units import ResultUnit
from fillbook.gui.widgets.button import Button, Kind
from fillbook.gui.widgets.card import Card, Panel
from fillbook.gui.widgets.chart_actions import add_actions
from fillbook.gui.widgets.choice_button import ChoiceButton
from fillbook.gui.widgets.scroll_area import ScrollArea
from fillbook.gui.widgets.segments import Segments
from fillbook.gui.widgets.words import Words
from fillbook.statistics.dimensions import DIMENSIONS
from fillbook.statistics.distribution import Histogram as Spread
from fillbook.statistics.distribution import pnl_histogram, r_histogram
from fillbook.statistics.uncertainty import Resampling

_COMMON = ("setup", "symbol", "weekday", "hour", "tag", "grade", "session")
_MORE = ""
_NARROW, _WIDE = 900, 1080


@dataclass(frozen=True, eq=False)
class _State:
    breakdown: BreakdownState
    bars: tuple[Bar, ...]
    bars_unit: ResultUnit
    bars_label: str
    hours: Crossing
    spread: Spread
    spread_unit: ResultUnit
    spread_note: str
    heat: HeatState | None  # None: not read yet


class OverviewSection(Section):
    """By which dimension is the trader's choice, and kept."""

    def __init__(self, dimension: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dimension = dimension
        self.table = BreakdownTable()
        self.chart = BarChart("Breakdown")
        self.hours = HeatMap("Hour and weekday")
        self.scatter = Scatter("Heat taken and result")
        self.spread = Histogram("Results per trade")
        titles = {each.key: each.title for each in DIMENSIONS}
        self.segments = Segments([(key, titles[key]) for key in _COMMON], "By")
        rest = [(_MORE, "More"), *((k, t) for k, t in titles.items() if k not in _COMMON)]
        self.more = ChoiceButton("More dimensions", rest, height=26)
        self.as_table = Button(
            "", Kind.GHOST, icon=Icon.TABLE, name="Show as table, to copy or save", height=26
        )
        self._luck = Words("", "small", "text3", Qt.AlignmentFlag.AlignRight)
        self._hours_card = Card("Hour and weekday", "mean R, dashed: under 10")
        self._heat_card = Card("Heat taken and result", "MAE and R")
        self._spread_card = Card("R per trade")
        self._state: _State | None = None
        self._lay_out()
        self.segments.chosen.connect(self._choose)
        self.more.chosen.connect(self._choose)
        self.table.figure_wanted.connect(self._group_wanted)
        self.as_table.clicked.connect(self.show_table)
        self.chart.opened.connect(self._bar_opened)
        self.hours.opened.connect(self._hour_opened)
        self.scatter.opened.connect(self._trade_opened)
        self.spread.reach_opened.connect(self.want_results)
        theme.events.changed.connect(self._size)
        self._show_choice()
        self._size()

    @property
    def dimension(self) -> str:
        return self._dimension

    def work(self) -> Work:
        key = self._dimension
        return Work(partial(_look, key), (_sure, *(partial(_heat, most) for most in READ)))

    def show_state(self, subject: Subject, state: State) -> None:
        assert isinstance(state, _State)
        self._state = state
        self.outlook = subject.outlook
        found = state.breakdown
        self.table.show_state(found, subject.unit)
        overlap = "rows overlap, a trade can have several" if found.overlaps else ""
        self._luck.setText(", ".join(words for words in (overlap, found.luck) if words))
        self.chart.show_bars(state.bars, state.bars_unit, state.bars_label)
        self.hours.show_cells(state.hours.cells)
        self._spread_card.set_title(PER_TRADE[state.spread_unit])
        self._spread_card.set_note(state.spread_note)
        self.spread.show_spread(state.spread, state.spread_unit)
        label = state.hours.cells.label
        self._hours_card.set_note(f"{label[:1].lower()}{label[1:]}, dashed: under 10")
        if state.heat is not None:
            self._heat_card.set_note(state.heat.note)
            self.scatter.empty_text = state.heat.empty
            self.scatter.show_points(state.heat.points, state.heat.unit)

    def show_table(self) -> None:
        """The breakdown in a window of its own, in the order that it is sorted in."""
        headers, *rows = self.table.shown_rows()
        TableWindow(self.table.accessibleName(), Table(headers, rows), self).show()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.setSpacing(8)
        head.addWidget(Words("By", "symbol", "text"))
        head.addWidget(self.segments)
        head.addWidget(self.more)
        head.addWidget(self._luck, 1)
        head.addWidget(self.as_table)
        self._across = QHBoxLayout()
        self._across.setContentsMargins(1, 0, 12, 10)
        self._across.setSpacing(8)
        self._across.addWidget(self.table, 5)
        self._across.addWidget(self.chart, 3)
        card = Panel()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addLayout(head)
        inside.addLayout(self._across, 1)
        self._top = card
        self._cards = (self._hours_card, self._heat_card, self._spread_card)
        for holder, chart in zip(self._cards, (self.hours, self.scatter, self.spread), strict=True):
            holder.body.addWidget(chart)
            add_actions(holder, chart)
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        area = ScrollArea()
        area.body.setContentsMargins(20, 0, 20, 20)
        area.body.setSpacing(12)
        area.body.addWidget(card, 3)
        area.body.addLayout(self._grid, 4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)
        self._arrange(3)

    def resizeEvent(self, event: object) -> None:
        self._arrange(3 if self.width() >= theme.scale(_NARROW) else 2)
        self.chart.setVisible(self.width() >= theme.scale(_WIDE))

    def _arrange(self, across: int) -> None:
        """Three charts in a row, or two and one."""
        if self._grid.columnCount() == across and self._grid.count():
            return
        for number, card in enumerate(self._cards):
            self._grid.removeWidget(card)
            last_alone = across == 2 and number == 2
            self._grid.addWidget(card, number // across, number % across, 1, 2 if last_alone else 1)
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < across else 0)

    def _size(self) -> None:
        self._top.setMinimumHeight(theme.scale(250))
        for card in self._cards:
            card.setMinimumHeight(theme.scale(286))

    def _show_choice(self) -> None:
        self.segments.set_chosen(self._dimension)
        self.segments.set_none(self._dimension not in _COMMON)
        self.more.set_choice(self._dimension if self._dimension not in _COMMON else _MORE)

    def _choose(self, key: str) -> None:
        if key:
            self._dimension = key
            self._show_choice()
            self.asked.emit()

    def _group_wanted(self, figure: str, group: object) -> None:
        if group == BreakdownTable.WHOLE:
            self.want(figure)
        elif self._state is not None:
            key = group if isinstance(group, str) else None
            self.want(figure, (self._state.breakdown.dimension, key))

    def _bar_opened(self, index: int) -> None:
        if self._state is not None:
            found = self._state.breakdown
            figure = "expectancy_r" if self._state.bars_unit is ResultUnit.R else "net_pnl"
            row = in_order(found, self._state.bars_unit)[index]
            self.want(figure, (found.dimension, row.key))

    def _hour_opened(self, row: int, column: int) -> None:
        if self._state is not None:
            hours = self._state.hours
            self.want(
                hours.measure.value,
                (hours.rows, hours.row_keys[row]),
                (hours.columns, hours.column_keys[column]),
            )

    def _trade_opened(self, index: int) -> None:
        if self._state is not None and self._state.heat is not None:
            self.trade_wanted.emit(self._state.heat.ids[index])


def _look(key: str, subject: Subject) -> _State:
    population, unit = subject.population, subject.unit
    found = breakdown(population, key)
    in_r = bool(len(population.r)) and unit in (ResultUnit.MONEY, ResultUnit.R)
    measure = Measure.MEAN_R if in_r else Measure.NET
    money = population.currency_reason is None
    return _State(
        breakdown=found,
        bars=bars(in_order(found, unit), unit),
        bars_unit=unit,
        bars_label="Mean R" if unit is ResultUnit.R else "Net",
        hours=crossing(population, "hour", "weekday", measure),
        spread=r_histogram(population) if in_r else pnl_histogram(population) if money
        else Spread(population.amounts[:0], population.rows[:0], None),
        spread_unit=ResultUnit.R if in_r else unit,
        spread_note=known_note(len(population.r), subject.whole, "a risk") if in_r else "",
        heat=None,
    )  # fmt: skip


def _sure(subject: Subject, state: State, resampling: Resampling) -> _State:
    assert isinstance(state, _State)
    population = subject.population
    found = sure(state.breakdown, population, resampling)
    return replace(
        state,
        breakdown=found,
        bars=bars(in_order(found, subject.unit), subject.unit),
    )


def _heat(most: int | None, subject: Subject, state: State, resampling: Resampling) -> _State:
    assert isinstance(state, _State)
    if state.heat is not None and state.heat.is_whole:
        return state
    return replace(state, heat=subject.heat(Way.ADVERSE, most, resampling))
