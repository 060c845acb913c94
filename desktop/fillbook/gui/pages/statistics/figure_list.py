"""All figures by family: value, how sure, on how many trades."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QToolTip, QVBoxLayout, QWidget

from fillbook.gui import format, theme
from fillbook.gui.charts.drawing import Table
from fillbook.gui.charts.painting import hairline_h, words
from fillbook.gui.charts.row_list import RowList
from fillbook.gui.figures.families import FAMILIES, WAYS, Family, FigureRow, families
from fillbook.gui.pages.statistics.section import Section, State, Work
from fillbook.gui.pages.statistics.subject import Subject
from fillbook.gui.widgets.card import Card
from fillbook.gui.widgets.chart_actions import add_actions
from fillbook.gui.widgets.scroll_area import ScrollArea
from fillbook.statistics.uncertainty import Interval, Resampling, intervals

_RIGHT = Qt.AlignmentFlag.AlignRight
_TWO_COLUMNS = 860


class FamilyList(RowList):
    """A click or Enter on a figure asks how it came about.

    Args:
        bounds: What the bounds of its figures are.
    """

    def __init__(self, title: str, bounds: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._bounds = bounds
        self.row_px, self.head_px = 28, 28
        self.empty_text = ""
        self._rows: tuple[FigureRow, ...] = ()

    def show_rows(self, rows: tuple[FigureRow, ...]) -> None:
        same = len(rows) == len(self._rows)
        self._rows = rows
        if same:
            self.update()
        else:
            self.rows_changed()
            self._size()

    @property
    def is_seen(self) -> bool:
        """Whether any of it is in view."""
        return not self.visibleRegion().isEmpty()

    def count(self) -> int:
        return len(self._rows)

    def row_at(self, index: int) -> FigureRow:
        return self._rows[index]

    def table(self) -> Table:
        rows = [(r.title, r.value, r.interval, r.n, r.grade, r.reason) for r in self._rows]
        return Table(("Figure", "Value", self._bounds, "n", "Sample", "Note"), rows)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            index = self.row_at_height(event.pos().y())
            row = self._rows[index] if index >= 0 else None
            text = "" if row is None else "\n".join(filter(None, (row.formula, row.reason)))
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def paint_head(self, painter: QPainter, rect: QRectF) -> None:
        value, interval, n, sample = self._edges()
        ink = theme.color("text3")
        left = QRectF(theme.scale(16), 0, 200, rect.height())
        words(painter, left, "Figure", "label", ink)
        for edge, title in ((value, "Value"), (interval, self._bounds), (n, "n")):
            if edge:
                words(painter, QRectF(0, 0, edge, rect.height()), title, "label", ink, _RIGHT)
        words(painter, QRectF(0, 0, sample, rect.height()), "Sample", "label", ink, _RIGHT)
        hairline_h(painter, 0, self.width(), rect.bottom() - 1, theme.color("line"))

    def paint_row(self, painter: QPainter, index: int, rect: QRectF) -> None:
        row = self._rows[index]
        value, interval, n, sample = self._edges()
        left = theme.scale(16)
        known = row.value != format.UNKNOWN
        ink = "text3" if not known or row.preliminary else "text"
        painter.setFont(theme.font("value"))
        room = value - left - painter.fontMetrics().horizontalAdvance(row.value) - theme.scale(14)
        self._elided(painter, row.title, "body", "text2", QRectF(left, rect.top(), room, 28))
        place = QRectF(0, rect.top(), value, rect.height())
        words(painter, place, row.value, "value", theme.color(ink), _RIGHT)
        if known:
            place = QRectF(0, rect.top(), interval, rect.height())
            words(painter, place, row.interval, "small", theme.color("text2"), _RIGHT)
        elif row.reason:
            wide = sample - value - theme.scale(16)
            place = QRectF(value + theme.scale(16), rect.top(), wide, rect.height())
            self._elided(painter, row.reason, "small", "text3", place)
            return
        for edge, text in ((n, row.n), (sample, row.grade)):
            place = QRectF(0, rect.top(), edge, rect.height())
            words(painter, place, text, "small", theme.color("text3"), _RIGHT)

    def _elided(self, painter: QPainter, text: str, role: str, token: str, rect: QRectF) -> None:
        painter.setFont(theme.font(role))
        mode = Qt.TextElideMode.ElideRight
        shown = painter.fontMetrics().elidedText(text, mode, max(int(rect.width()), 0))
        place = QRectF(rect.left(), rect.top(), rect.width(), theme.scale(self.row_px))
        words(painter, place, shown, role, theme.color(token))

    def _edges(self) -> tuple[float, float, float, float]:
        """Right edges of value, interval, n and sample."""
        sample = self.width() - theme.scale(16)
        n = sample - theme.scale(52)
        interval = n - theme.scale(44)
        return interval - theme.scale(132), interval, n, sample

    def _size(self) -> None:
        self.setFixedHeight(self.sizeHint().height())


@dataclass(frozen=True, eq=False)
class _State:
    families: tuple[Family, ...]
    found: Mapping[str, Interval]


class FiguresSection(Section):
    """Two columns of cards where there is room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: list[Card] = []
        self.lists: dict[str, FamilyList] = {}
        self._columns = (QVBoxLayout(), QVBoxLayout())
        across = QHBoxLayout()
        across.setSpacing(12)
        for column in self._columns:
            column.setSpacing(12)
            across.addLayout(column, 1)
        area = ScrollArea()
        area.body.setContentsMargins(20, 0, 20, 20)
        area.body.addLayout(across)
        area.body.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)
        for title, _ in FAMILIES:
            bounds = "Left open by bars" if title == WAYS else "95 % interval"
            card, listed = Card(title, flush=True), FamilyList(title, bounds)
            card.body.addWidget(listed)
            add_actions(card, listed)
            listed.opened.connect(partial(self._opened, listed))
            self._cards.append(card)
            self.lists[title] = listed
        self._arranged = 0
        self._arrange(2)

    def work(self) -> Work:
        seen = [title for title, listed in self.lists.items() if listed.is_seen]
        return Work(partial(_look, seen or None), (_whole, _sure, _watched))

    def show_state(self, subject: Subject, state: State) -> None:
        assert isinstance(state, _State)
        self.outlook = subject.outlook
        for family in state.families:
            self.lists[family.title].show_rows(family.rows)

    def resizeEvent(self, event: object) -> None:
        self._arrange(2 if self.width() >= theme.scale(_TWO_COLUMNS) else 1)

    def _arrange(self, across: int) -> None:
        if across == self._arranged:
            return
        self._arranged = across
        for column in self._columns:
            while column.count():
                column.takeAt(0)
        half = 4
        for number, card in enumerate(self._cards):
            self._columns[number >= half if across == 2 else 0].addWidget(card)
        for column in self._columns:
            column.addStretch(1)

    def _opened(self, listed: FamilyList, index: int) -> None:
        self.want(listed.row_at(index).key)


def _look(seen: list[str] | None, subject: Subject) -> _State:
    """At first the families that are in view: a filter is to answer at once."""
    return _State(families(subject.population, {}, seen), {})


def _whole(subject: Subject, state: State, resampling: Resampling) -> _State:
    return _State(families(subject.population, {}), {})


def _sure(subject: Subject, state: State, resampling: Resampling) -> _State:
    found = intervals(subject.population, resampling)
    return _State(families(subject.population, found), found)


def _watched(subject: Subject, state: State, resampling: Resampling) -> _State:
    """What bars tell takes the longest to read."""
    assert isinstance(state, _State)
    population = subject.source.reaches.watched(subject.population, resampling.cancelled)
    if not population.seen:
        return state
    return _State(families(population, state.found), state.found)
