"""The page of open positions: read from brokers while it is seen, and never kept."""

from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fillbook.domain.change import Changes
from fillbook.gui import format
from fillbook.gui.icons import Icon
from fillbook.gui.pages.positions import presenter
from fillbook.gui.pages.positions.account_card import AccountCard
from fillbook.gui.pages.positions.presenter import Broker, Looked, PositionsState, Standing
from fillbook.gui.session import Session
from fillbook.gui.widgets.button import Button, Kind
from fillbook.gui.widgets.choice_button import ChoiceButton
from fillbook.gui.widgets.empty_state import EmptyState
from fillbook.gui.widgets.scroll_area import ScrollArea
from fillbook.gui.widgets.words import Words
from fillbook.sync.news import Seen, Unseen
from fillbook.sync.report import Report

_EVERY = "positions.every_s"
_USUAL_S = 15
_PACES = (("0", "Only by hand"), ("5", "Every 5 s"), ("15", "Every 15 s"), ("60", "Every minute"))


class PositionsPage(QWidget):
    """Asks while it can be seen; hidden or minimised it is still."""

    needs_room = 900

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._brokers: tuple[Broker, ...] | None = None  # not read yet
        self._looks: dict[str, Looked] = {}
        self._cards: dict[tuple[str, str], AccountCard] = {}
        self._lines: list[Words] = []
        self.timer = QTimer(self)
        self.timer.timeout.connect(self.look)
        self.pace = ChoiceButton("Refresh", _PACES, icon=Icon.CLOCK)
        self.refresh = Button("Refresh", icon=Icon.CONNECTIONS)
        self._build()
        every_s = session.preferences.get(_EVERY, _USUAL_S)
        self.pace.set_choice(str(every_s) if str(every_s) in dict(_PACES) else str(_USUAL_S))
        self.pace.chosen.connect(self._set_pace)
        self.refresh.clicked.connect(self.look)
        session.syncing.looked.connect(self._hear)
        session.syncing.stood.connect(self._read_if_seen)
        session.syncing.ended.connect(self._synced)
        session.changed.connect(self._changed)

    @property
    def every_s(self) -> int:
        """The seconds between two looks; 0: only by hand."""
        return int(self.pace.choice)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read()
        if self.every_s:
            self.look()
            self.timer.start(self.every_s * 1000)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.timer.stop()

    def look(self) -> None:
        """Ask the brokers, where somebody can see what they say."""
        if self.isVisible() and not self.window().isMinimized():
            self._session.syncing.look()
            self._show()

    # building

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(20, 14, 20, 0)
        head.setSpacing(8)
        head.addWidget(Words("Open positions", "title"), 1)
        head.addWidget(self.pace)
        head.addWidget(self.refresh)
        self._standings = QVBoxLayout()
        self._standings.setContentsMargins(20, 2, 20, 0)
        self._standings.setSpacing(2)
        self._area = ScrollArea()
        self._area.body.setContentsMargins(20, 14, 20, 20)
        self._area.body.setSpacing(12)
        self._area.body.addStretch(1)
        connect = Button("Connect a broker", Kind.PRIMARY, icon=Icon.ADD)
        connect.clicked.connect(self._session.commands["sync.add"].trigger)
        self._empty = EmptyState(
            "No broker is connected",
            "Connect TradeLocker, and what is open there stands here as the broker states it. "
            "Fillbook only reads: it can never place, change or close anything.",
            (connect,),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._head = QWidget()
        self._head.setLayout(head)
        layout.addWidget(self._head)
        layout.addLayout(self._standings)
        layout.addWidget(self._area, 1)
        layout.addWidget(self._empty, 1)
        self._head.hide()
        self._empty.hide()

    # asking

    def _set_pace(self, every_s: str) -> None:
        self._session.preferences.set(_EVERY, int(every_s))
        self.timer.stop()
        if self.every_s:
            self.look()
            self.timer.start(self.every_s * 1000)
        self._show()

    def _read(self) -> None:
        self._session.tasks.run(
            partial(presenter.brokers, self._session.library), self._take_brokers
        )

    def _read_if_seen(self) -> None:
        if self.isVisible():
            self._read()

    def _synced(self, report: Report) -> None:
        """Look at what was not looked at meanwhile."""
        if self.every_s:
            self.look()

    def _changed(self, changes: Changes) -> None:
        if changes.accounts:
            self._read_if_seen()

    def _take_brokers(self, brokers: tuple[Broker, ...]) -> None:
        self._brokers = brokers
        self._show()

    def _hear(self, news: Seen | Unseen) -> None:
        before = self._looks.get(news.connection_id, Looked())
        self._looks[news.connection_id] = before.after(news)
        if self.isVisible():
            self._show()

    def _find_trade(self, account_id: str, position_id: str) -> None:
        find = partial(presenter.trade_of, self._session.library, account_id, position_id)
        self._session.tasks.run(find, self._open_trade)

    def _open_trade(self, trade_id: str | None) -> None:
        if trade_id is None:
            self._session.notice.emit("Its trade comes with the next sync", "")
        else:
            self._session.trade_wanted.emit(trade_id)

    # showing

    def _show(self) -> None:
        if self._brokers is None:
            return
        zone = self._session.zone or format.system_zone()
        running = frozenset(self._session.syncing.running)
        now = datetime.now(UTC)
        self.show_state(
            presenter.state(self._brokers, self._looks, running, self.every_s, now, zone)
        )

    def show_state(self, state: PositionsState) -> None:
        """Show what is open; a table that stays keeps its place and its selection."""
        self._head.setVisible(state.has_broker)
        self._area.setVisible(state.has_broker)
        self._empty.setVisible(not state.has_broker)
        self._show_standings(state.standings)
        keys = {table.key for table in state.tables}
        for key in self._cards.keys() - keys:
            self._cards.pop(key).deleteLater()
        for place, table in enumerate(state.tables):
            if table.key not in self._cards:
                self._cards[table.key] = AccountCard()
                self._cards[table.key].wanted.connect(self._find_trade)
                self._area.body.insertWidget(place, self._cards[table.key])
            self._cards[table.key].show_table(table)

    def _show_standings(self, standings: tuple[Standing, ...]) -> None:
        while len(self._lines) > len(standings):
            self._lines.pop().deleteLater()
        while len(self._lines) < len(standings):
            self._lines.append(Words("", "small"))
            self._standings.addWidget(self._lines[-1])
        for line, standing in zip(self._lines, standings, strict=True):
            line.setText(standing.words)
            line.set_ink(standing.tone)
