"""The page of connections: the list on the left, the chosen one on the right."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fillbook.domain.change import Changes
from fillbook.domain.connection import Connection
from fillbook.gui import format, theme
from fillbook.gui.icons import Icon
from fillbook.gui.pages.connections import connecting, presenter
from fillbook.gui.pages.connections.balance_card import BalanceCard
from fillbook.gui.pages.connections.candles_card import CandlesCard
from fillbook.gui.pages.connections.connection_list import ConnectionList
from fillbook.gui.pages.connections.form import ConnectionForm, Entered
from fillbook.gui.pages.connections.holds import HoldsCard
from fillbook.gui.pages.connections.plan import Plan, planned
from fillbook.gui.pages.connections.presenter import Detail, State
from fillbook.gui.pages.connections.questions import QuestionCard
from fillbook.gui.session import Session
from fillbook.gui.widgets.button import Button, Kind
from fillbook.gui.widgets.card import Card
from fillbook.gui.widgets.empty_state import EmptyState
from fillbook.gui.widgets.scroll_area import ScrollArea
from fillbook.gui.widgets.strokes import hairline
from fillbook.gui.widgets.table.word_table import WordTable
from fillbook.gui.widgets.words import Words
from fillbook.sync.greeting import Greeting
from fillbook.sync.report import Report

_LIST = 268


class ConnectionsPage(QWidget):
    """How each connection stands, what waits for an answer, and what would be sent."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._syncing = session.syncing
        self._chosen: str | None = None
        self._state = State()
        self._moves: dict[str, str] = {}
        self.list = ConnectionList()
        self.form = ConnectionForm()
        self.questions = QuestionCard()
        self._build()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Read everything again."""
        read = partial(
            presenter.read,
            self._session.library,
            self._chosen,
            frozenset(self._syncing.running),
            self._session.zone or format.system_zone(),
        )
        self._session.tasks.run(read, self._show)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 0, theme.scale(_LIST), self.height(), theme.color("chrome"))
        painter.fillRect(theme.scale(_LIST), 0, 1, self.height(), theme.color("line"))
        if self._head.isVisible():
            left = theme.scale(_LIST) + 1
            hairline(painter, left, self._head.geometry().bottom() + 1, self.width() - left)

    # building

    def _build(self) -> None:
        side = QVBoxLayout()
        side.setContentsMargins(12, 16, 12, 16)
        side.setSpacing(10)
        side.addWidget(Words("Connections", "title"))
        side.addWidget(self.list)
        self.add = Button("Add a connection", Kind.GHOST, icon=Icon.ADD)
        side.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        side.addStretch(1)
        left = QWidget()
        left.setFixedWidth(theme.scale(_LIST))
        left.setLayout(side)
        self._head = self._head_box()
        self._area = ScrollArea()
        self._area.body.setContentsMargins(20, 14, 20, 20)
        self._area.body.setSpacing(12)
        begin = Button("Add a connection", Kind.PRIMARY, icon=Icon.ADD)
        begin.clicked.connect(self.begin)
        self._empty = EmptyState(
            "No connection yet",
            "Fillbook works alone. Connect a journal service, and notes, grades and tags stay "
            "equal on both sides, field by field; nothing is overwritten without your word.",
            (begin,),
        )
        self._plan, self._planned = self._table_card(
            "Preview", ("Trade", "What", "Fields"), (130, 120, 0)
        )
        self._unsent_card, self._unsent = self._table_card(
            "Not sent, and worth knowing", ("Trade", "What", "Why", "Until"), (120, 120, 0, 140)
        )
        self._log_card, self._log = self._table_card("Log", ("When", "Then", "What"), (90, 110, 0))
        self._told_card, self._told = self._table_card(
            "What it says of itself", ("Question", "Answer"), (300, 0)
        )
        self._holds = HoldsCard()
        self.balances, self.candles = BalanceCard(self._session), CandlesCard(self._session)
        for card in (
            self.form,
            self.questions,
            self._plan,
            self._told_card,
            self._unsent_card,
            self.balances,
            self.candles,
            self._log_card,
            self._holds,
        ):
            self._area.body.addWidget(card)
            card.hide()
        self._area.body.addStretch(1)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._head)
        right.addWidget(self._area, 1)
        right.addWidget(self._empty, 1)
        self._empty.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(left)
        layout.addLayout(right, 1)

    def _head_box(self) -> QWidget:
        self._title, self._line = Words("", "title"), Words("", "small", "text3")
        self.change = Button("Change", icon=Icon.EDIT)
        self.pause = Button("Pause")
        self.probe = Button("Ask it", name="Ask what the service says of itself")
        self.preview = Button("Preview", icon=Icon.VISIBLE)
        self.sync = Button("Sync now", Kind.PRIMARY, icon=Icon.CONNECTIONS, key="F5")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._line)
        row = QHBoxLayout()
        row.setContentsMargins(20, 14, 20, 12)
        row.setSpacing(8)
        row.addLayout(words, 1)
        for button in (self.change, self.probe, self.pause, self.preview, self.sync):
            row.addWidget(button)
        box = QWidget()
        box.setLayout(row)
        box.hide()
        return box

    def _table_card(
        self, title: str, headers: tuple[str, ...], widths: tuple[int, ...]
    ) -> tuple[Card, WordTable]:
        card = Card(title, flush=True)
        table = WordTable(title, headers, widths, most=8)
        card.body.addWidget(table)
        return card, table

    def _connect(self) -> None:
        session, syncing = self._session, self._syncing
        self.list.chosen.connect(self._choose)
        self.add.clicked.connect(self.begin)
        self.change.clicked.connect(self._change)
        self.pause.clicked.connect(self._pause)
        self.preview.clicked.connect(self._preview)
        self.probe.clicked.connect(self._probe)
        self.sync.clicked.connect(self._sync)
        self.form.tested.connect(self._test)
        self.form.kept.connect(self._keep)
        self.form.given_up.connect(self._give_up)
        self.questions.answered.connect(self._answer)
        self.questions.trade_wanted.connect(session.trade_wanted)
        self._unsent.opened.connect(self._open_unsent)
        session.changed.connect(self._changed)
        syncing.stood.connect(self.refresh)
        syncing.moved.connect(self._moved)
        syncing.previewed.connect(self._previewed)
        theme.events.changed.connect(self.update)

    # showing

    def _show(self, state: State) -> None:
        self._state = state
        detail = state.detail
        self._chosen = detail.standing.id if detail is not None else None
        self.list.show_standings(state.standings, self._chosen or "")
        asks = not self.form.isHidden()
        self._empty.setVisible(detail is None and not asks)
        self._area.setVisible(detail is not None or asks)
        self._head.setVisible(detail is not None and not asks)
        for card in (self.questions, self._unsent_card, self._log_card, self._holds):
            card.setVisible(detail is not None and not asks)
        shown = detail.connection if detail is not None and not asks else None
        self.balances.show_connection(shown)
        self.candles.show_connection(shown)
        if detail is not None and not asks:
            self._show_detail(detail)
        self.update()

    def _show_detail(self, detail: Detail) -> None:
        standing = detail.standing
        self._title.setText(standing.name)
        is_running = standing.id in self._syncing.running
        self._line.setText(self._moves.get(standing.id, detail.line) if is_running else detail.line)
        self.sync.set_words("Stop" if is_running else "Sync now")
        self.pause.set_words("Resume" if standing.is_paused else "Pause")
        self.preview.setEnabled(not is_running)
        self.questions.show_questions(detail.questions)
        self._unsent.show_rows(detail.unsent)
        self._unsent_card.setVisible(bool(detail.unsent))
        self._log.show_rows(detail.log)
        self._log_card.setVisible(bool(detail.log))
        self._holds.show_holds(detail.holds, detail.stays)

    def _moved(self, connection_id: str, words: str) -> None:
        self._moves[connection_id] = words
        if connection_id == self._chosen:
            self._line.setText(words)

    def _changed(self, changes: Changes) -> None:
        if self.isVisible():
            self.refresh()

    def _choose(self, connection_id: str) -> None:
        self._chosen = connection_id
        self._plan.hide()
        self._told_card.hide()
        self.form.hide()
        self.refresh()

    # acting

    def begin(self) -> None:
        """Ask for a new connection."""
        self._ask(None)

    def _change(self) -> None:
        if self._state.detail is not None:
            self._ask(self._state.detail.connection)

    def _ask(self, connection: Connection | None) -> None:
        from fillbook.remotes.catalogue import REMOTES

        accounts = self._session.library.accounts()
        if connection is None:
            self.form.offer(REMOTES, accounts)
        else:
            self.form.change(connection, REMOTES, accounts)
        self.form.show()
        self._plan.hide()
        self._told_card.hide()
        self._show(self._state)
        self.form.begin()

    def _give_up(self) -> None:
        self.form.hide()
        self._show(self._state)

    def _test(self, entered: Entered) -> None:
        self._session.tasks.run(
            partial(connecting.test, entered, self.form.edited, self._syncing.credentials),
            self._greeted,
            self.form.show_error,
        )

    def _greeted(self, greeting: Greeting) -> None:
        self.form.show_greeting(greeting)

    def _keep(self, entered: Entered) -> None:
        self._session.tasks.write(
            partial(
                connecting.keep,
                self._session.library,
                entered,
                self.form.edited,
                self._syncing.credentials,
            ),
            self._was_kept,
            self.form.show_error,
        )

    def _was_kept(self, kept: tuple[str, bool]) -> None:
        self._chosen, stays = kept
        if not stays:
            self._session.notice.emit("No keyring here: the key is kept for this run only", "")
        self.form.hide()
        self._syncing.sync((self._chosen,))
        self.refresh()

    def _sync(self) -> None:
        if self._chosen is None:
            return
        if self._chosen in self._syncing.running:
            self._syncing.stop_runs((self._chosen,))
        else:
            self._plan.hide()
            self._syncing.sync((self._chosen,))

    def _preview(self) -> None:
        if self._chosen is not None:
            self._syncing.preview((self._chosen,))

    def _previewed(self, report: Report) -> None:
        self._session.tasks.run(partial(planned, self._session.library, report), self._show_plan)

    def _show_plan(self, plan: Plan) -> None:
        self._plan.show()
        self._plan.set_note(plan.summary)
        self._planned.show_rows(plan.rows)

    def _probe(self) -> None:
        if self._state.detail is not None:
            work = partial(
                connecting.probe,
                self._session.library,
                self._state.detail.connection,
                self._syncing.credentials,
            )
            self._session.tasks.run(work, self._show_told)

    def _show_told(self, greeting: Greeting) -> None:
        self._told.show_rows(presenter.told(greeting))
        self._told_card.show()

    def _pause(self) -> None:
        if self._state.detail is not None:
            connection = self._state.detail.connection
            work = partial(connecting.pause, self._session.library, connection)
            self._session.tasks.write(work, self._paused)

    def _paused(self, _nothing: object) -> None:
        self.refresh()

    def _answer(self, conflict_id: str, choice: str) -> None:
        work = partial(connecting.answer, self._session.library, conflict_id, choice)
        self._session.tasks.write(work, self._was_answered)

    def _was_answered(self, changes: Changes) -> None:
        self._session.changed.emit(changes)
        self.refresh()

    def _open_unsent(self, row: int) -> None:
        if self._state.detail is not None:
            trade_id = self._state.detail.unsent_trades[row]
            if trade_id:
                self._session.trade_wanted.emit(trade_id)
