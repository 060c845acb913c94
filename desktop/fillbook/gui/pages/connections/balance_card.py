"""What a broker says its accounts are worth, and whether our books agree with it."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from fillbook.domain.connection import Connection
from fillbook.gui import agreement, format
from fillbook.gui.session import Session
from fillbook.gui.widgets.card import Card
from fillbook.gui.widgets.table.word_table import WordTable
from fillbook.gui.widgets.words import Prose
from fillbook.storage.library import Library
from fillbook.sync.balances import NOT_YET, Balance, balances

_HEADERS = ("Account", "As of", "Balance", "Equity", "Its day, net", "Our books")
_WIDTHS = (0, 72, 108, 108, 104, 226)
_RIGHT = frozenset({2, 3, 4})
_VERDICT = 5
_MOST_OF_IT = 100  # words take what they can use of a row


@dataclass(frozen=True, slots=True)
class Shown:
    """The rows of the card, the ink of each verdict, and what is to be said of them."""

    rows: tuple[tuple[str, ...], ...] = ()
    tokens: tuple[str, ...] = ()
    told: str = ""


def shown(library: Library, connection: Connection, zone: str) -> Shown:
    """What the card says of a connection; nothing of one without balances."""
    names = {account.id: account.name for account in library.accounts()}
    found = balances(library, connection)
    return Shown(
        rows=tuple(_row(names.get(each.account_id, ""), each, zone) for each in found),
        tokens=tuple(agreement.token(each.control) for each in found),
        told="\n".join(_told(names.get(each.account_id, ""), each, zone) for each in found),
    )


class BalanceCard(Card):
    """A row an account, and under them what was compared."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Balances", "as the broker states them", flush=True, parent=parent)
        self._session = session
        self._connection: Connection | None = None
        self.table = WordTable("Balances", _HEADERS, _WIDTHS, right=_RIGHT, most=8)
        self.told = Prose("", "small", "text2")
        below = QHBoxLayout()
        below.setContentsMargins(15, 8, 15, 8)
        below.addWidget(self.told, _MOST_OF_IT)
        below.addStretch(1)
        self.body.addWidget(self.table)
        self.body.addLayout(below)
        self.hide()

    def show_connection(self, connection: Connection | None) -> None:
        """Read what this connection's broker said; None shows nothing."""
        self._connection = connection
        if connection is None:
            self.hide()
            return
        zone = self._session.zone or format.system_zone()
        read = partial(shown, self._session.library, connection, zone)
        self._session.tasks.run(read, partial(self._show, connection))

    def _show(self, connection: Connection, found: Shown) -> None:
        if connection is not self._connection:
            return
        tokens = found.tokens
        self.table.show_rows(
            found.rows, lambda row, column: tokens[row] if column == _VERDICT else "text"
        )
        self.told.setText(found.told)
        self.setVisible(bool(found.rows))


def _row(name: str, balance: Balance, zone: str) -> tuple[str, ...]:
    state = balance.state
    if state is None:
        return (name, "", *(format.UNKNOWN,) * 3, agreement.verdict(None, zone))
    return (
        name,
        format.time_or_day(balance.answered or state.at, zone),
        format.money(state.balance),
        format.money(state.equity),
        format.money(state.today_net, signed=True),
        agreement.verdict(balance.control, zone),
    )


def _told(name: str, balance: Balance, zone: str) -> str:
    if balance.control is None:
        return f"{name}: {NOT_YET}."
    return f"{name}: {agreement.account_of_it(balance.control, zone)}"
