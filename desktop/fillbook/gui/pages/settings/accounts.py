"""The accounts of the journal: made, changed, their zone and the end of their day."""

from functools import partial

from PySide6.QtWidgets import QWidget

from fillbook.domain.account import Account, NewAccount
from fillbook.domain.change import Changes
from fillbook.domain.money import canonical
from fillbook.gui.icons import Icon
from fillbook.gui.session import Session
from fillbook.gui.widgets.account_form import AccountForm, changed
from fillbook.gui.widgets.button import Button, Kind
from fillbook.gui.widgets.card import Card
from fillbook.gui.widgets.table.word_table import WordTable
from fillbook.gui.widgets.words import Prose

_HEADERS = ("Account", "Currency", "Zone", "Day ends", "Trades", "Exits close", "Start")
_WIDTHS = (0, 72, 150, 72, 76, 110, 90)


class AccountsCard(Card):
    """A row an account; Enter changes it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Accounts", parent=parent)
        self._session = session
        self._accounts: tuple[Account, ...] = ()
        self._edited: Account | None = None
        self._table = WordTable("Accounts", _HEADERS, _WIDTHS, right=frozenset({6}), most=8)
        self._table.opened.connect(self._change)
        self._form = AccountForm("Keep")
        self._form.submitted.connect(self._submit)
        self._form.given_up.connect(self._form.hide)
        self._form.hide()
        add = Button("New account", Kind.GHOST, icon=Icon.ADD, height=26)
        add.clicked.connect(self._add)
        self.add_action(add)
        self.body.addWidget(self._table)
        self.body.addWidget(self._form)
        self.body.addWidget(
            Prose(
                "Changing the zone or the end of the day counts every trade anew.", "small", "text3"
            )
        )
        session.changed.connect(self._changed)
        self.refresh()

    def refresh(self) -> None:
        """Read the accounts again."""
        self._session.tasks.run(self._session.library.accounts, self._show)

    def _show(self, accounts: tuple[Account, ...]) -> None:
        self._accounts = accounts
        rows = [
            (
                account.name,
                account.currency,
                account.timezone,
                f"{account.day_ends:%H:%M}",
                account.asset_type.capitalize(),
                "Average" if account.matching == "average" else "First in",
                "" if account.starting_balance is None else canonical(account.starting_balance),
            )
            for account in accounts
        ]
        self._table.show_rows(rows)

    def _add(self) -> None:
        self._edited = None
        self._form.show_account(NewAccount(name="", currency="USD"))
        self._form.show()
        self._form.begin()

    def _change(self, row: int) -> None:
        self._edited = self._accounts[row]
        self._form.show_account(self._edited)
        self._form.show()
        self._form.begin()

    def _submit(self, account: NewAccount) -> None:
        library = self._session.library
        if self._edited is None:
            self._session.tasks.write(
                partial(library.add_account, account), self._made, self._form.show_error
            )
        else:
            self._session.write(
                partial(library.change_account, changed(self._edited, account)),
                self._kept,
                self._form.show_error,
            )

    def _made(self, made: tuple[Account, Changes]) -> None:
        self._session.tell(made[1])
        self._form.hide()

    def _kept(self, _changes: Changes) -> None:
        self._form.hide()

    def _changed(self, changes: Changes) -> None:
        if changes.accounts:
            self.refresh()
