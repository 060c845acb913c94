"""Any two dimensions crossed."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fillbook.gui.charts.heat_map import HeatMap
from fillbook.gui.figures.crossing import LABELS, Crossing, Measure, crossing
from fillbook.gui.pages.statistics.section import Section, State, Work
from fillbook.gui.pages.statistics.subject import Subject
from fillbook.gui.widgets.card import Card
from fillbook.gui.widgets.chart_actions import add_actions
from fillbook.gui.widgets.choice_button import ChoiceButton
from fillbook.gui.widgets.words import Words
from fillbook.statistics.dimensions import DIMENSIONS


class CrossSection(Section):
    """Rows, columns and the figure of a cell are the trader's choice."""

    def __init__(self, kept: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        titles = [(each.key, each.title) for each in DIMENSIONS]
        rows, columns, measure = (*kept, "", "", "")[:3]
        self.rows = ChoiceButton("Rows", height=28)
        self.columns = ChoiceButton("Columns", height=28)
        self.measure = ChoiceButton("Figure", height=28)
        self.rows.show_choices(titles, rows or "setup")
        self.columns.show_choices(titles, columns or "weekday")
        self.measure.show_choices([(each.value, LABELS[each]) for each in Measure], measure)
        self.map = HeatMap("Cross table")
        self._card = Card("Cross table")
        self._state: Crossing | None = None
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 10)
        head.setSpacing(8)
        for word, button in (
            ("Rows", self.rows),
            ("Columns", self.columns),
            ("Figure", self.measure),
        ):
            head.addWidget(Words(word, "label", "text2"))
            head.addWidget(button)
            head.addSpacing(8)
            button.chosen.connect(self._chosen)
        head.addStretch(1)
        self._card.body.addLayout(head)
        self._card.body.addWidget(self.map, 1)
        add_actions(self._card, self.map, all_of_them=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 0, 20, 20)
        layout.addWidget(self._card)
        self.map.opened.connect(self._opened)

    @property
    def choices(self) -> tuple[str, str, str]:
        return self.rows.choice, self.columns.choice, self.measure.choice

    def work(self) -> Work:
        rows, columns, measure = self.choices
        return Work(partial(_look, rows, columns, Measure(measure)))

    def show_state(self, subject: Subject, state: State) -> None:
        assert isinstance(state, Crossing)
        self._state, self.outlook = state, subject.outlook
        overlap = "; a trade can stand in several cells" if state.overlaps else ""
        self._card.set_note(f"{LABELS[state.measure]}, dashed: under 10 trades{overlap}")
        self.map.show_cells(state.cells)

    def _chosen(self, _key: str) -> None:
        self.asked.emit()

    def _opened(self, row: int, column: int) -> None:
        if self._state is not None:
            found = self._state
            self.want(
                found.measure.value,
                (found.rows, found.row_keys[row]),
                (found.columns, found.column_keys[column]),
            )


def _look(rows: str, columns: str, measure: Measure, subject: Subject) -> Crossing:
    return crossing(subject.population, rows, columns, measure)
