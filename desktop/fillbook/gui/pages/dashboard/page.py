"""The dashboard of the window's library."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fillbook.domain.errors import FillbookError
from fillbook.domain.query import TradeQuery
from fillbook.domain.trade import Status
from fillbook.gui.figures.ref import FigureRef
from fillbook.gui.pages.dashboard.layouts import Layouts
from fillbook.gui.pages.dashboard.period import Period
from fillbook.gui.pages.dashboard.presenter import (
    Choice,
    DashboardPresenter,
    DashboardState,
    Outlook,
)
from fillbook.gui.pages.dashboard.view import DashboardView
from fillbook.gui.pages.dashboard.waiting import Wish
from fillbook.gui.session import Session
from fillbook.gui.units import Reach, ResultUnit
from fillbook.statistics.terms import Terms


class DashboardPage(QWidget):
    """Asks for a state when it is seen and something changed; older answers are dropped."""

    least_beside = 1040  # narrower than this a pane lies over the page, not beside it

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._presenter = DashboardPresenter(session.library, session.figures)
        self._choice = _kept_choice(session)
        self._asked = 0
        self._stale = True
        self._without_risk = ""
        self._query = TradeQuery()
        self.view = DashboardView()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.view.layout_button.use(Layouts(session.preferences))
        self.view.choice_wanted.connect(self._choose)
        self.view.wish.connect(self._follow)
        self.view.setup_wanted.connect(self._open_setup)
        self.view.day_wanted.connect(self._open_day)
        self.view.import_wanted.connect(partial(session.page_wanted.emit, "import"))
        self.view.figure_wanted.connect(self._explain)
        self.view.results_wanted.connect(self._explain_results)
        self.view.result_of_day_wanted.connect(self._explain_day)
        self.view.trade_wanted.connect(session.commands["trade.add"].trigger)
        session.changed.connect(self._library_changed)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        kept = self._session.preferences.get("statistics.currency", "")
        if self._stale or kept != self._choice.currency:
            self._choice = replace(self._choice, currency=kept)
            self.refresh()

    def refresh(self) -> None:
        """Ask for the state anew: at first what is quick, then intervals and slices."""
        self._stale = False
        self._asked += 1
        today = datetime.now(UTC).astimezone().date()
        self._session.tasks.run(
            partial(self._look, self._choice, today),
            partial(self._looked, self._asked),
            partial(self._failed, self._asked),
        )

    def _look(self, choice: Choice, today: date) -> tuple[Outlook, DashboardState]:
        outlook = self._presenter.look(choice, today)
        return outlook, self._presenter.first_state(outlook)

    def _looked(self, asked: int, found: tuple[Outlook, DashboardState]) -> None:
        if asked != self._asked:
            return
        outlook, state = found
        self._show(asked, state)
        self._session.tasks.run(
            partial(self._presenter.whole_state, outlook, state),
            partial(self._show, asked),
            partial(self._failed, asked),
        )

    def _show(self, asked: int, state: DashboardState) -> None:
        if asked == self._asked:
            self._without_risk = state.without_risk
            self._query = state.query
            self._choice = state.choice
            self.view.show_state(state)

    def _failed(self, asked: int, error: FillbookError) -> None:
        if asked == self._asked:
            self.view.show_error(error)

    def _library_changed(self, changes: object) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()

    def _choose(self, choice: Choice) -> None:
        self._choice = choice
        keep = self._session.preferences.set
        keep("dashboard.period", choice.period.value)
        keep("dashboard.unit", choice.unit.value)
        keep("dashboard.account", choice.account)
        keep("statistics.currency", choice.currency)
        self.refresh()

    def _follow(self, wish: str) -> None:
        if wish == Wish.REVIEW:
            self._open_trades(TradeQuery(reviewed=False, statuses=(Status.CLOSED,)))
        elif wish == Wish.OPEN_TRADES:
            self._open_trades(TradeQuery(statuses=(Status.OPEN,)))
        elif wish == Wish.RISK and self._without_risk:
            self._session.trade_wanted.emit(self._without_risk)

    def _explain(self, key: str) -> None:
        self._session.figure_wanted.emit(FigureRef(key, self._query, self._terms))

    @property
    def _terms(self) -> Terms:
        return self._choice.terms

    def _explain_results(self, reach: Reach) -> None:
        self._session.figure_wanted.emit(FigureRef("trades", self._query, self._terms, reach=reach))

    def _explain_day(self, day: date) -> None:
        narrower = replace(self._query, first_day=day, last_day=day)
        self._session.figure_wanted.emit(FigureRef("net_pnl", narrower, self._terms))

    def _open_setup(self, setup: str) -> None:
        self._open_trades(TradeQuery(setups=(setup,)))

    def _open_day(self, day: date) -> None:
        self._open_trades(TradeQuery(first_day=day, last_day=day))

    def _open_trades(self, query: TradeQuery) -> None:
        if self._choice.account:
            query = replace(query, accounts=(self._choice.account,))
        self._session.set_query(query)
        self._session.page_wanted.emit("trades")


def _kept_choice(session: Session) -> Choice:
    """What was looked at last; an account that is gone means all."""
    kept = session.preferences.get
    account = kept("dashboard.account", "")
    names = {each.name for each in session.library.accounts()} if account else set()
    return Choice(
        next((each for each in Period if each == kept("dashboard.period", "")), Period.ALL),
        next((each for each in ResultUnit if each == kept("dashboard.unit", "")), ResultUnit.MONEY),
        account if account in names else "",
        kept("statistics.currency", ""),
    )
