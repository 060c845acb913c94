"""The statistics of the window's library, under the window's filter."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from fillbook.domain.change import Changes
from fillbook.domain.errors import FillbookError
from fillbook.domain.execution import Basis
from fillbook.domain.trade_columns import TradeColumns
from fillbook.gui import format, theme
from fillbook.gui.figures.headlines import leading
from fillbook.gui.figures.shown import FigureShown
from fillbook.gui.icons import Icon
from fillbook.gui.pages.statistics.compare import CompareSection
from fillbook.gui.pages.statistics.cross import CrossSection
from fillbook.gui.pages.statistics.equity import EquitySection
from fillbook.gui.pages.statistics.figure_list import FiguresSection
from fillbook.gui.pages.statistics.head import MONEY, StatisticsHead
from fillbook.gui.pages.statistics.limits import LimitsSection
from fillbook.gui.pages.statistics.overview import OverviewSection
from fillbook.gui.pages.statistics.rules import RulesSection
from fillbook.gui.pages.statistics.section import Section, State, Step, Work
from fillbook.gui.pages.statistics.spreads import SpreadsSection
from fillbook.gui.pages.statistics.subject import Outlook, Subject
from fillbook.gui.pages.trades.query_text import known_words
from fillbook.gui.session import Session
from fillbook.gui.units import ResultUnit
from fillbook.gui.widgets.band import Band
from fillbook.gui.widgets.button import Button, Kind
from fillbook.gui.widgets.empty_state import EmptyState
from fillbook.gui.widgets.figure_strip import FigureStrip
from fillbook.gui.widgets.loading_bars import LoadingBars
from fillbook.statistics.uncertainty import Resampling, Stopped, intervals

if TYPE_CHECKING:
    from fillbook.gui.report.content import Report

_PARTS = (
    ("overview", "Overview"),
    ("figures", "All figures"),
    ("equity", "Equity"),
    ("spreads", "Distributions"),
    ("cross", "Cross table"),
    ("compare", "Compare two"),
    ("rules", "Rules"),
    ("limits", "Limits"),
)
_IMPORT = ("Import a statement", "import.files")
_SHOW_ALL = ("Show all trades", "edit.unfilter")


@dataclass(frozen=True, eq=False)
class _Frame:
    """What one answer of the worker shows."""

    subject: Subject
    columns: TradeColumns
    strip: tuple[FigureShown, ...]
    state: State
    is_sure: bool = False  # the intervals of the strip are there


class StatisticsPage(QWidget):
    """Computes what is seen, at first without what resamples; older answers are dropped."""

    needs_room = 1040

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._columns: TradeColumns | None = None
        self._asked = 0
        self._stale = True
        kept = session.preferences
        self._currency = kept.get("statistics.currency", "")  # empty: nothing is converted
        self.head = StatisticsHead(_PARTS, self._known)
        self.strip = FigureStrip()
        self.band = Band()
        self.sections: dict[str, Section] = {
            "overview": OverviewSection(kept.get("statistics.by", "setup")),
            "figures": FiguresSection(),
            "equity": EquitySection(session.tasks, kept.get("statistics.market", "")),
            "spreads": SpreadsSection(),
            "cross": CrossSection(kept.words("statistics.cross")),
            "compare": CompareSection(kept.get("statistics.compare", "setup")),
            "rules": RulesSection(),
            "limits": LimitsSection(session.preferences),
        }
        self._stack = QStackedWidget()
        self._body = QStackedWidget()
        self._none_yet = self._empty("No figures yet", _IMPORT)
        self._none_match = self._empty("No closed trade passes the filter", _SHOW_ALL)
        self._lay_out()
        self._connect()
        self.head.units.set_chosen(kept.get("statistics.unit", ResultUnit.MONEY.value))
        self.head.bases.set_chosen(kept.get("statistics.basis", Basis.NET.value))
        part = kept.get("statistics.part", "overview")
        self._show_part(part if part in self.sections else "overview")
        self.head.filter.show_query(session.query)

    @property
    def part(self) -> str:
        """The key of the part that shows."""
        return self.head.tabs.current

    @property
    def section(self) -> Section:
        return self.sections[self.part]

    def outlook(self) -> Outlook:
        head = self.head
        return Outlook(self._session.query, head.unit, head.basis, self._currency or None)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        kept = self._session.preferences.get("statistics.currency", "")
        if self._stale or kept != self._currency:
            self._currency = kept
            self.refresh()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scale(760), theme.scale(420))

    def refresh(self) -> None:
        """Ask anew for what is seen: at first what is quick, then how sure it is."""
        self._stale = False
        self._asked += 1
        work = self.section.work()
        self._session.tasks.run(
            partial(self._look, self.outlook(), work),
            partial(self._looked, self._asked, self.part, work),
            partial(self._failed, self._asked),
        )

    # In a worker

    def _look(self, outlook: Outlook, work: Work) -> _Frame:
        source = self._session.figures
        subject = Subject.of(source, outlook)
        population = subject.population
        strip = leading(population, outlook.unit, subject.whole, {})
        return _Frame(subject, population.table.source, strip, work.look(subject))

    def _sure(self, asked: int, frame: _Frame, step: Step | None) -> _Frame | None:
        """One step further; the first one also tells how sure the strip is."""
        resampling = Resampling(cancelled=lambda: asked != self._asked)
        subject, state, strip = frame.subject, frame.state, frame.strip
        try:
            if not frame.is_sure:
                found = intervals(subject.population, resampling)
                strip = leading(subject.population, subject.unit, subject.whole, found)
            if step is not None:
                state = step(subject, state, resampling)
        except Stopped:
            return None
        return replace(frame, strip=strip, state=state, is_sure=True)

    # On the GUI thread

    def _looked(self, asked: int, part: str, work: Work, frame: _Frame) -> None:
        if asked == self._asked:
            self._show(part, frame)
            self._go_on(asked, part, work.steps or (None,), frame)

    def _go_on(self, asked: int, part: str, steps: tuple[Step | None, ...], frame: _Frame) -> None:
        self._session.tasks.run(
            partial(self._sure, asked, frame, steps[0]),
            partial(self._stepped, asked, part, steps[1:]),
            partial(self._failed, asked),
        )

    def _stepped(
        self, asked: int, part: str, left: tuple[Step | None, ...], frame: _Frame | None
    ) -> None:
        if asked != self._asked or frame is None:
            return
        self._show(part, frame)
        if left:
            self._go_on(asked, part, left, frame)

    def _show(self, part: str, frame: _Frame) -> None:
        self.band.hide()
        self._columns = frame.columns
        whole, chosen = len(frame.columns.ids), frame.subject.whole
        counted = format.plural(chosen, "trade", "trades")
        self.head.filter.show_count(counted)
        self._currency = frame.subject.outlook.currency or ""
        self.head.show_currencies(frame.subject.source.currencies(), self._currency)
        self.strip.show_figures(frame.strip)
        self.sections[part].show_state(frame.subject, frame.state)
        if not whole:
            self._body.setCurrentWidget(self._none_yet)
        elif not chosen and part != "limits":
            self._body.setCurrentWidget(self._none_match)
        else:
            self._body.setCurrentWidget(self._full)

    def _failed(self, asked: int, error: FillbookError) -> None:
        if asked == self._asked:
            self.band.show_error(error)

    def _lay_out(self) -> None:
        for key, _ in _PARTS:
            self._stack.addWidget(self.sections[key])
        self._full = QWidget()
        full = QVBoxLayout(self._full)
        full.setContentsMargins(0, 0, 0, 0)
        full.setSpacing(0)
        inset = QVBoxLayout()
        inset.setContentsMargins(20, 0, 20, 0)
        inset.addWidget(self.strip)
        full.addLayout(inset)
        full.addSpacing(4)
        tabs = QVBoxLayout()
        tabs.setContentsMargins(4, 0, 4, 0)
        tabs.addWidget(self.head.tabs)
        full.addLayout(tabs)
        full.addSpacing(12)
        full.addWidget(self._stack, 1)
        for page in (LoadingBars(), self._none_yet, self._none_match, self._full):
            self._body.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self.band)
        self.band.set_margins(20, 10)
        layout.addWidget(self._body, 1)

    def _connect(self) -> None:
        session, head = self._session, self.head
        head.filter.query_wanted.connect(session.set_query)
        head.filter.left.connect(self._leave_filter)
        head.changed.connect(self._unit_changed)
        head.part_wanted.connect(self._part_wanted)
        head.report_wanted.connect(self._choose_file)
        self.strip.chosen.connect(self._figure_chosen)
        session.changed.connect(self._library_changed)
        session.query_changed.connect(self._query_changed)
        for section in self.sections.values():
            section.asked.connect(self._section_asked)
            section.figure_wanted.connect(session.figure_wanted)
            section.trade_wanted.connect(session.trade_wanted)
        equity = self.sections["equity"]
        assert isinstance(equity, EquitySection)
        equity.market_chosen.connect(self._keep_market)

    def _choose_file(self, kind: str) -> None:
        ending = kind.removesuffix(MONEY)
        name, _ = QFileDialog.getSaveFileName(
            self, "Write the report", f"report.{ending}", f"{ending.upper()} (*.{ending})"
        )
        if name:
            self.write_report(Path(name), money=kind.endswith(MONEY))

    def write_report(self, file: Path, *, money: bool) -> None:
        """Write what the filter means as PDF or HTML, by the file's ending."""
        from fillbook.gui.report.content import report

        outlook, now = self.outlook(), datetime.now(UTC)
        work = partial(
            report, self._session.figures, outlook.query, outlook.terms, money=money, now=now
        )
        self._session.tasks.run(work, partial(self._write_report, file))

    def _write_report(self, file: Path, content: "Report") -> None:
        from fillbook.gui.report.writing import write

        try:
            write(content, file)
        except FillbookError as error:
            self.band.show_error(error)
        else:
            self._session.notice.emit(f"Wrote the report to {file.name}", "")

    def _empty(self, title: str, act: tuple[str, str]) -> EmptyState:
        button = Button(act[0], Kind.PRIMARY, icon=Icon.IMPORT if act is _IMPORT else None)
        button.clicked.connect(partial(self._trigger, act[1]))
        line = (
            "They follow from closed trades."
            if act is _IMPORT
            else "Take a filter away, or look at all trades."
        )
        return EmptyState(title, line, (button,), ghost=act is _IMPORT)

    def _trigger(self, command: str) -> None:
        self._session.commands[command].trigger()

    def _show_part(self, part: str) -> None:
        self.head.tabs.set_current(part)
        self._stack.setCurrentWidget(self.sections[part])

    def _part_wanted(self, part: str) -> None:
        self._show_part(part)
        self._session.preferences.set("statistics.part", part)
        self.refresh()

    def _unit_changed(self) -> None:
        self._session.preferences.set("statistics.unit", self.head.unit.value)
        self._session.preferences.set("statistics.basis", self.head.basis.value)
        self._currency = self.head.currency.choice
        self._session.preferences.set("statistics.currency", self._currency)
        self.refresh()

    def _section_asked(self) -> None:
        overview, cross = self.sections["overview"], self.sections["cross"]
        compare = self.sections["compare"]
        assert isinstance(overview, OverviewSection)
        assert isinstance(cross, CrossSection)
        assert isinstance(compare, CompareSection)
        keep = self._session.preferences.set
        keep("statistics.by", overview.dimension)
        keep("statistics.cross", cross.choices)
        keep("statistics.compare", compare.dimension)
        self.refresh()

    def _keep_market(self, symbol: str) -> None:
        self._session.preferences.set("statistics.market", symbol)

    def _figure_chosen(self, key: str) -> None:
        self._session.figure_wanted.emit(self.outlook().ref(key))

    def _leave_filter(self) -> None:
        self.strip.setFocus(Qt.FocusReason.OtherFocusReason)

    def _known(self, part: str) -> tuple[str, ...]:
        return known_words(self._columns, part) if self._columns else ()

    def _library_changed(self, changes: Changes) -> None:
        if changes.bars:
            self._session.figures.reaches.forget()
        self._reload()

    @Slot()
    def _query_changed(self) -> None:
        self.head.filter.show_query(self._session.query)
        self._reload()

    def _reload(self) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()
