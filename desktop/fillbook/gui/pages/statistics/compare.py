"""Two groups side by side: the verdict in words, then what it rests on."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QModelIndex, QSize
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fillbook.gui import theme
from fillbook.gui.charts.slices import SliceTable
from fillbook.gui.figures.comparing import Comparison, Side, compared
from fillbook.gui.figures.words import key_text
from fillbook.gui.icons import Icon
from fillbook.gui.pages.statistics.section import Section, State, Work
from fillbook.gui.pages.statistics.subject import Subject
from fillbook.gui.widgets.button import Button, Kind
from fillbook.gui.widgets.card import Card
from fillbook.gui.widgets.chart_actions import add_actions
from fillbook.gui.widgets.choice_button import ChoiceButton
from fillbook.gui.widgets.date_field import DateField
from fillbook.gui.widgets.scroll_area import ScrollArea
from fillbook.gui.widgets.table.word_table import WordTable
from fillbook.gui.widgets.words import Words
from fillbook.statistics.breakdown import table
from fillbook.statistics.dimensions import BY_KEY, DIMENSIONS
from fillbook.statistics.uncertainty import Resampling

_DAYS = "days"
_NO_KEY = "\0none"
_HEADERS = ("Figure", "A", "95 % interval", "B", "95 % interval")


@dataclass(frozen=True, slots=True)
class _State:
    """Which groups can be chosen, the most traded first; and what came of the chosen ones."""

    dimension: str
    keys: tuple[str | None, ...]
    comparison: Comparison | None = None


class CompareSection(Section):
    """By a dimension, or by two stretches of days."""

    def __init__(self, dimension: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        kinds = [(_DAYS, "Two stretches of days"), *((d.key, d.title) for d in DIMENSIONS)]
        self.by = ChoiceButton("Compare by", height=28)
        self.by.show_choices(kinds, dimension or "setup")
        self.first, self.second = (ChoiceButton(f"Group {name}", height=28) for name in "AB")
        self.swap = Button("", Kind.GHOST, icon=Icon.COMPARE, name="Swap the groups", height=28)
        self.days = tuple(DateField(name) for name in ("A from", "A to", "B from", "B to"))
        self._shown: _State | None = None
        self._verdict = Words("", "pane", "text")
        self._rests = Words("", "body", "text2")
        self._chance = Words("", "body", "text2")
        self.slices = SliceTable("Group")
        self.slices.empty_text = ""
        self.figures = WordTable(
            "Figures side by side", _HEADERS, (0, 150, 150, 150, 150),
            right=frozenset({1, 2, 3, 4}), most=14,
        )  # fmt: skip
        self._lay_out()
        self.by.chosen.connect(self._kind_chosen)
        self.first.chosen.connect(self._side_chosen)
        self.second.chosen.connect(self._side_chosen)
        self.swap.clicked.connect(self._swap)
        for field in self.days:
            field.changed.connect(self.asked)
        self.figures.clicked.connect(self._figure_clicked)
        self.figures.opened.connect(partial(self._figure_opened, 0))
        self._show_kind()

    @property
    def dimension(self) -> str:
        return self.by.choice

    def sides(self) -> tuple[Side, Side] | None:
        """What is chosen; None while the groups are not known yet."""
        if self.by.choice == _DAYS:
            ends = [field.day for field in self.days]
            return Side(first=ends[0], last=ends[1]), Side(first=ends[2], last=ends[3])
        if not self.first.choice or not self.second.choice:
            return None
        return self._side(self.first.choice), self._side(self.second.choice)

    def _side(self, choice: str) -> Side:
        return Side(self.by.choice, None if choice == _NO_KEY else choice)

    def work(self) -> Work:
        return Work(partial(_look, self.by.choice), (partial(_sure, self.sides()),))

    def show_state(self, subject: Subject, state: State) -> None:
        assert isinstance(state, _State)
        self.outlook = subject.outlook
        if self.by.choice != _DAYS and state.dimension == self.by.choice:
            self._show_keys(state.keys)
        if state.comparison is None:
            return
        self._shown = state
        found = state.comparison
        self._verdict.setText(found.verdict)
        self._rests.setText(found.rests)
        self._chance.setText(found.chance)
        self._verdict.set_ink("text" if found.is_told_apart else "text2")
        self.slices.show_slices(found.slices)
        names = [side.word for side in found.sides]
        rows = [
            (r.title, r.first, r.first_interval, r.second, r.second_interval) for r in found.rows
        ]
        self.figures.show_named(
            ("Figure", names[0], "95 % interval", names[1], "95 % interval"), rows
        )

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Words("Compare by", "label", "text2"))
        head.addWidget(self.by)
        head.addSpacing(16)
        self._choosers = QStackedWidget()
        groups, days = QWidget(), QWidget()
        for holder, parts in (
            (groups, (_letter("A"), self.first, self.swap, _letter("B"), self.second)),
            (days, (_letter("A"), *self.days[:2], _letter("B"), *self.days[2:])),
        ):
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            for part in parts:
                row.addWidget(part)
            row.addStretch(1)
            self._choosers.addWidget(holder)
        head.addWidget(self._choosers, 1)
        verdict = Card("Verdict")
        verdict.body.setSpacing(4)
        for line in (self._verdict, self._rests, self._chance):
            verdict.body.addWidget(line)
        both = Card("Expectancy", "with its 95 % interval; days are resampled", flush=True)
        both.body.addWidget(self.slices)
        self.slices.setMinimumHeight(theme.scale(30 + 3 * 28 + 4))
        add_actions(both, self.slices)
        rows = Card("Figures", "a click says how one came about", flush=True)
        rows.body.addWidget(self.figures)
        area = ScrollArea()
        area.body.setContentsMargins(20, 0, 20, 20)
        area.body.setSpacing(12)
        area.body.addLayout(head)
        for card in (verdict, both, rows):
            area.body.addWidget(card)
        area.body.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scale(560), theme.scale(300))

    def _show_keys(self, keys: tuple[str | None, ...]) -> None:
        offered = [(key or _NO_KEY, key_text(self.by.choice, key)) for key in keys]
        wanted = (self.first.choice, self.second.choice)
        known = {key for key, _ in offered}
        second = wanted[1] if wanted[1] in known else next((k for k, _ in offered[1:]), "")
        changed = wanted[0] not in known or wanted[1] not in known
        self.first.show_choices(offered, wanted[0])
        self.second.show_choices(offered, second)
        if changed and len(offered) > 1:
            self.asked.emit()

    def _kind_chosen(self, _key: str) -> None:
        self.first.show_choices(())
        self.second.show_choices(())
        self._show_kind()
        self.asked.emit()

    def _show_kind(self) -> None:
        self._choosers.setCurrentIndex(1 if self.by.choice == _DAYS else 0)

    def _side_chosen(self, _key: str) -> None:
        self.asked.emit()

    def _swap(self) -> None:
        first, second = self.first.choice, self.second.choice
        self.first.set_choice(second)
        self.second.set_choice(first)
        self.asked.emit()

    def _figure_clicked(self, index: QModelIndex) -> None:
        column = index.column()
        if column:
            self._figure_opened(0 if column < 3 else 1, self.figures.table.source_row(index.row()))

    def _figure_opened(self, side: int, row: int) -> None:
        if self._shown is None or self._shown.comparison is None or self.outlook is None:
            return
        found = self._shown.comparison
        ref = self.outlook.ref(found.rows[row].key)
        self.figure_wanted.emit(found.sides[side].ref(self.outlook.query, ref.key, ref))


def _letter(text: str) -> QWidget:
    return Words(text, "symbol", "text")


def _look(dimension: str, subject: Subject) -> _State:
    if dimension == _DAYS:
        return _State(dimension, ())
    found = table(subject.population, BY_KEY[dimension])
    ordered = sorted(zip(found.keys, found.trades.tolist(), strict=True), key=lambda pair: -pair[1])
    return _State(dimension, tuple(key for key, _ in ordered))


def _sure(
    sides: tuple[Side, Side] | None, subject: Subject, state: State, resampling: Resampling
) -> _State:
    assert isinstance(state, _State)
    if sides is None:
        return state
    like = subject.outlook.ref("trades")
    return _State(state.dimension, state.keys, compared(subject.source, like, sides, resampling))
