"""How the money grew, by account and beside a market, and what else could have happened."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fillbook.domain.errors import FillbookError
from fillbook.gui import theme
from fillbook.gui.charts.equity import EquityChart
from fillbook.gui.charts.fan import FanChart
from fillbook.gui.charts.marks import NO_FAN
from fillbook.gui.figures.growth import Growth, growth
from fillbook.gui.figures.paths import Draw, Paths, simulated
from fillbook.gui.icons import Icon
from fillbook.gui.job import Asked, Job, Report
from fillbook.gui.pages.statistics.section import Section, State, Work
from fillbook.gui.pages.statistics.subject import Subject
from fillbook.gui.tasks import Tasks
from fillbook.gui.widgets.button import Button
from fillbook.gui.widgets.card import Card
from fillbook.gui.widgets.chart_actions import add_actions
from fillbook.gui.widgets.choice_button import ChoiceButton
from fillbook.gui.widgets.progress_bar import ProgressBar
from fillbook.gui.widgets.scroll_area import ScrollArea
from fillbook.gui.widgets.segments import Segments
from fillbook.gui.widgets.words import Words
from fillbook.statistics.population import Population
from fillbook.statistics.uncertainty import SEED, Stopped

_TOGETHER, _APART = "together", "apart"


@dataclass(frozen=True, eq=False)
class _State:
    growth: Growth
    symbols: tuple[str, ...]


class EquitySection(Section):
    """The curve above, the fan below."""

    market_chosen = Signal(str)

    def __init__(self, tasks: Tasks, market: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._subject: Subject | None = None
        self._market = market
        self.chart = EquityChart()
        self.sides = Segments(((_TOGETHER, "Together"), (_APART, "By account")), "Accounts")
        self.market = ChoiceButton("Beside", height=26)
        self._equity_card = Card("Equity")
        self.fan = PathsCard(tasks)
        area = ScrollArea()
        area.body.setContentsMargins(20, 0, 20, 20)
        area.body.setSpacing(12)
        area.body.addWidget(self._equity_card, 3)
        area.body.addWidget(self.fan, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)
        for part in (self.sides, self.market):
            self._equity_card.add_action(part)
        self._equity_card.body.addWidget(self.chart)
        add_actions(self._equity_card, self.chart, all_of_them=True)
        self.sides.chosen.connect(self._chosen)
        self.market.chosen.connect(self._market_wanted)
        self.chart.day_opened.connect(self.want_day)
        theme.events.changed.connect(self._size)
        self._size()

    def work(self) -> Work:
        return Work(partial(_look, self.sides.choice == _APART, self._market))

    def show_state(self, subject: Subject, state: State) -> None:
        assert isinstance(state, _State)
        self._subject, self.outlook = subject, subject.outlook
        self._equity_card.set_note(state.growth.note)
        self.chart.empty_text = state.growth.empty
        self.chart.show_curve(state.growth.curve, subject.unit, state.growth.lines)
        offered = [("", "No market"), *((symbol, symbol) for symbol in state.symbols)]
        self.market.show_choices(offered, self._market)
        self.market.setVisible(bool(state.symbols))
        self.sides.setVisible(len(subject.population.accounts) > 1)
        self.fan.show_population(subject.population.in_money)

    def _size(self) -> None:
        self._equity_card.setMinimumHeight(theme.scale(330))
        self.fan.setMinimumHeight(theme.scale(280))

    def _chosen(self, _key: str) -> None:
        self.asked.emit()

    def _market_wanted(self, symbol: str) -> None:
        self._market = symbol
        self.market_chosen.emit(symbol)
        self.asked.emit()


class PathsCard(Card):
    """Draws paths when asked, in a worker that says how far it is and can be stopped."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__("What else could have happened", parent=parent)
        self._population: Population | None = None
        self._job = Job(tasks, self)
        self.chart = FanChart("Monte Carlo")
        self.draws = Segments(
            ((Draw.SHUFFLE, "Same trades, other order"), (Draw.DAYS, "Days drawn anew")),
            "How paths are drawn",
        )
        self.seed = QLineEdit(str(SEED))
        self.seed.setAccessibleName("Seed")
        self.seed.setToolTip("The same seed gives the same digits")
        self.start = Button("Draw 2,000 paths", icon=Icon.PLAY, height=28)
        self._progress = ProgressBar()
        self._lines = QGridLayout()
        self._lay_out()
        self.start.clicked.connect(self.draw)
        self.draws.chosen.connect(self._draw_chosen)
        self.seed.editingFinished.connect(self._keep_seed)
        self._progress.cancel_wanted.connect(self.cancel)
        self._job.progressed.connect(self._progressed)
        theme.events.changed.connect(self._size)
        self._size()

    def show_population(self, population: Population) -> None:
        """Paths of other trades are gone; those of the same ones stay."""
        if population is self._population:
            return
        self.cancel()
        self._population = population
        reason = population.currency_reason
        can = bool(len(population)) and reason is None
        self.start.setEnabled(can)
        self.chart.empty_text = (
            "Paths are drawn when asked for" if can else reason or "No trade to draw from"
        )
        self._clear()

    def draw(self) -> None:
        """Draw the paths of the choices made."""
        if self._population is None or not self.start.isEnabled():
            return
        self._progress.show()
        self.start.hide()
        work = partial(_drawn, self._population, Draw(self.draws.choice), self._seed())
        self._job.start(work, self._show, self._failed)

    def cancel(self) -> None:
        self._job.cancel()
        self._idle()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.draws)
        head.addWidget(Words("Seed", "label", "text2"))
        head.addWidget(self.seed)
        head.addStretch(1)
        head.addWidget(self.start)
        head.addWidget(self._progress, 3)
        self._progress.hide()
        across = QHBoxLayout()
        across.setSpacing(24)
        across.addWidget(self.chart, 1)
        side = QVBoxLayout()
        side.addLayout(self._lines)
        side.addStretch(1)
        across.addLayout(side)
        self._lines.setHorizontalSpacing(16)
        self._lines.setVerticalSpacing(6)
        self.body.addLayout(head)
        self.body.addSpacing(8)
        self.body.addLayout(across, 1)
        add_actions(self, self.chart, all_of_them=True)

    def _size(self) -> None:
        self.seed.setFixedWidth(theme.scale(104))
        self.seed.setFixedHeight(theme.scale(28))

    def _seed(self) -> int:
        text = self.seed.text().strip()
        return int(text) if text.isdigit() else SEED

    def _keep_seed(self) -> None:
        self.seed.setText(str(self._seed()))

    def _draw_chosen(self, _key: str) -> None:
        if self.chart.count():
            QTimer.singleShot(0, self.draw)

    def _progressed(self, done: int, total: int) -> None:
        self._progress.show_progress("Drawing paths", done, total)

    def _show(self, found: Paths | None) -> None:
        self._idle()
        self._clear()
        if found is None:
            return
        self.set_note(found.note)
        self.chart.show_fan(found.fan)
        for row, (label, figure) in enumerate(found.lines):
            self._lines.addWidget(Words(label, "small", "text2"), row, 0)
            self._lines.addWidget(Words(figure, "value", "text"), row, 1)

    def _failed(self, error: FillbookError) -> None:
        self._idle()
        self.set_note(str(error))

    def _idle(self) -> None:
        self._progress.hide()
        self.start.show()

    def _clear(self) -> None:
        self.chart.show_fan(NO_FAN)
        self.set_note("of the same trades, by chance alone")
        while self._lines.count():
            item = self._lines.takeAt(0)
            part = item.widget() if item is not None else None
            if part is not None:
                part.hide()
                part.deleteLater()


def _look(apart: bool, market: str, subject: Subject) -> _State:
    population = subject.population
    closes = subject.source.closes(market, population) if market else None
    found = growth(population, subject.unit, subject.whole, by_account=apart, closes=closes)
    return _State(found, subject.source.symbols_with_bars())


def _drawn(
    population: Population, draw: Draw, seed: int, report: Report, asked: Asked
) -> Paths | None:
    try:
        return simulated(population, draw, seed=seed, cancelled=asked, progress=report)
    except Stopped:
        return None
