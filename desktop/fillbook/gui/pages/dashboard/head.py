"""The head of the dashboard: what is looked at, in which unit, of which account."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from fillbook.gui import theme
from fillbook.gui.icons import Icon
from fillbook.gui.pages.dashboard.period import Period
from fillbook.gui.pages.dashboard.presenter import Choice
from fillbook.gui.units import ResultUnit
from fillbook.gui.widgets.button import Button
from fillbook.gui.widgets.segments import Segments
from fillbook.gui.widgets.words import Words

_PERIODS = (
    (Period.WEEK, "Week"),
    (Period.MONTH, "Month"),
    (Period.QUARTER, "Quarter"),
    (Period.YEAR, "Year"),
    (Period.ALL, "All"),
)
_UNITS = (
    (ResultUnit.MONEY, "Money"),
    (ResultUnit.R, "R"),
    (ResultUnit.PERCENT, "%"),
    (ResultUnit.TICKS, "Ticks"),
)
_ALL_ACCOUNTS = "All accounts"
_NOT_CONVERTED = "Not converted"


class DashboardHead(QWidget):
    """Title, note, and the choices."""

    chosen = Signal(object)  # Choice

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._note = Words("", "body", "text3")
        self.periods = Segments(_PERIODS, "Period")
        self.units = Segments(_UNITS, "Unit")
        self.account = Button(_ALL_ACCOUNTS, icon=Icon.ACCOUNTS, caret=True)
        self._menu = QMenu(self)
        self._accounts = QActionGroup(self._menu)
        self._currencies = QActionGroup(self._menu)
        self._choice = Choice()
        layout = self._row = QHBoxLayout(self)
        layout.setContentsMargins(20, 0, 20, 0)
        layout.setSpacing(8)
        layout.addWidget(Words("Dashboard", "title", "text"))
        layout.addSpacing(4)
        layout.addWidget(self._note, 1)
        layout.addWidget(self.periods)
        layout.addWidget(self.units)
        layout.addWidget(self.account)
        self.periods.chosen.connect(self._period_chosen)
        self.units.chosen.connect(self._unit_chosen)
        self.account.clicked.connect(self._open_accounts)
        self._accounts.triggered.connect(self._account_chosen)
        self._currencies.triggered.connect(self._currency_chosen)
        self._size()
        theme.events.changed.connect(self._size)

    def add_action(self, button: QWidget) -> None:
        """One more button at the right end."""
        self._row.addWidget(button)

    def show_choice(
        self,
        choice: Choice,
        note: str,
        accounts: tuple[str, ...],
        currencies: tuple[str, ...] = (),
    ) -> None:
        self._choice = choice
        self._note.setText(note)
        self.periods.set_chosen(choice.period)
        self.units.set_chosen(choice.unit)
        told = f", in {choice.currency}" if choice.currency else ""
        self.account.set_words(f"{choice.account or _ALL_ACCOUNTS}{told}")
        self.account.setVisible(len(accounts) > 1)
        self._menu.clear()
        self._offer(self._accounts, [("", _ALL_ACCOUNTS), *((n, n) for n in accounts)],
                    choice.account)  # fmt: skip
        if len(currencies) > 1:
            self._menu.addSeparator()
            offered = [("", _NOT_CONVERTED), *((each, f"In {each}") for each in currencies)]
            self._offer(self._currencies, offered, choice.currency)

    def _offer(self, group: QActionGroup, offered: list[tuple[str, str]], chosen: str) -> None:
        for action in group.actions():
            group.removeAction(action)
        for key, text in offered:
            action = QAction(text, group)
            action.setCheckable(True)
            action.setChecked(key == chosen)
            action.setData(key)
            self._menu.addAction(action)

    def _period_chosen(self, key: str) -> None:
        self._choose(replace(self._choice, period=Period(key)))

    def _unit_chosen(self, key: str) -> None:
        self._choose(replace(self._choice, unit=ResultUnit(key)))

    def _account_chosen(self, action: QAction) -> None:
        self._choose(replace(self._choice, account=action.data()))

    def _currency_chosen(self, action: QAction) -> None:
        self._choose(replace(self._choice, currency=action.data()))

    def _choose(self, choice: Choice) -> None:
        self._choice = choice
        self.chosen.emit(choice)

    def _open_accounts(self) -> None:
        corner = self.account.rect().bottomLeft()
        self._menu.popup(self.account.mapToGlobal(corner))

    def _size(self) -> None:
        self.setFixedHeight(theme.scale(56))
