"""What breaking rules costs: in words, as a supposed curve, and rule by rule."""

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from fillbook.gui import theme
from fillbook.gui.charts.equity import EquityChart
from fillbook.gui.figures.rule_cost import RuleCost, rule_cost, sure_cost
from fillbook.gui.pages.statistics.breakdown_table import BreakdownTable
from fillbook.gui.pages.statistics.section import Section, State, Work
from fillbook.gui.pages.statistics.subject import Subject
from fillbook.gui.widgets.card import Card
from fillbook.gui.widgets.chart_actions import add_actions
from fillbook.gui.widgets.scroll_area import ScrollArea
from fillbook.gui.widgets.words import Words
from fillbook.statistics.uncertainty import Resampling


class RulesSection(Section):
    """Where no trade was held against a rule, the verdict says what to do, alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.verdict = Words("", "pane", "text")
        self._rests = Words("", "body", "text2")
        self._chance = Words("", "body", "text2")
        self.chart = EquityChart()
        self.table = BreakdownTable()
        words = Card("What breaches cost", "trades that broke a rule against those that kept all")
        words.body.setSpacing(4)
        words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        for line in (self.verdict, self._rests, self._chance):
            words.body.addWidget(line)
        self._curve = Card("Equity", "and what it would be without the breaches, which is supposed")
        self._curve.body.addWidget(self.chart)
        add_actions(self._curve, self.chart, all_of_them=True)
        self._rules = Card("Rule by rule", "a trade counts once for each of its rules", flush=True)
        self._rules.body.addWidget(self.table)
        area = ScrollArea()
        area.body.setContentsMargins(20, 0, 20, 20)
        area.body.setSpacing(12)
        area.body.addWidget(words)
        area.body.addWidget(self._curve, 3)
        area.body.addWidget(self._rules, 2)
        area.body.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)
        self.table.figure_wanted.connect(self._rule_wanted)
        self.chart.day_opened.connect(self.want_day)
        theme.events.changed.connect(self._size)
        self._size()

    def work(self) -> Work:
        return Work(_look, (_sure,))

    def show_state(self, subject: Subject, state: State) -> None:
        assert isinstance(state, RuleCost)
        self.outlook = subject.outlook
        self.verdict.setText(state.verdict)
        self.verdict.set_ink("text" if state.is_told_apart else "text2")
        self._rests.setText(state.rests)
        self._chance.setText(state.chance)
        for card in (self._curve, self._rules):
            card.setVisible(state.is_checked)
        self.chart.show_curve(state.curve, state.unit, state.lines)
        self.table.show_state(state.rules, subject.unit)

    def _size(self) -> None:
        self._curve.setMinimumHeight(theme.scale(300))
        self._rules.setMinimumHeight(theme.scale(220))

    def _rule_wanted(self, figure: str, group: object) -> None:
        if group == BreakdownTable.WHOLE:
            self.want(figure)
        else:
            self.want(figure, ("rule", group if isinstance(group, str) else None))


def _look(subject: Subject) -> RuleCost:
    return rule_cost(subject.population)


def _sure(subject: Subject, state: State, resampling: Resampling) -> RuleCost:
    assert isinstance(state, RuleCost)
    return sure_cost(state, subject.population, resampling)
