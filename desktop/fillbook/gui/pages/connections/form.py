"""The form of a connection: where, with which key, and which accounts meet."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fillbook.domain.account import Account
from fillbook.domain.connection import Connection
from fillbook.domain.errors import FillbookError
from fillbook.gui.widgets.button import Button, Kind
from fillbook.gui.widgets.card import Card
from fillbook.gui.widgets.line_field import ChoiceField, LineField
from fillbook.gui.widgets.switch import Switch
from fillbook.gui.widgets.words import Prose, Words

if TYPE_CHECKING:
    from fillbook.remotes.catalogue import RemoteSpec
    from fillbook.sync.greeting import Greeting

_NOT_MAPPED = ""
_ELSEWHERE = ""
_SWITCHED = ("push=", "pull=", "keep_password=")
_MONEY = "Fillbook reads and writes journals. It can never trade or move money."
_READS = (
    "Fillbook can never trade here. It is built to send a broker nothing but the login and"
    " requests that read: one that would place, change or close anything is stopped before it"
    " leaves this computer."
)


@dataclass(frozen=True, slots=True)
class Entered:
    """What stands in the form."""

    kind: str
    name: str
    base_url: str
    username: str
    server: str
    secret: str
    accounts: tuple[tuple[str, str], ...]  # local id, remote id
    pushes: bool
    pulls: bool
    keeps_password: bool
    options: str  # "contact=ann@example.org fan_out=on"


class ConnectionForm(Card):
    """Asks for a connection: first the login, and once that is right the accounts."""

    tested = Signal(object)  # Entered
    kept = Signal(object)  # Entered
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Connect a journal or broker", parent=parent)
        self._specs: tuple[RemoteSpec, ...] = ()
        self._accounts: tuple[Account, ...] = ()
        self._mapped: list[tuple[str, ChoiceField]] = []
        self._edited: Connection | None = None
        self.service = ChoiceField("Service")
        self.environment = ChoiceField("Environment")
        self.name = LineField("Name", placeholder="As you call it")
        self.address = LineField("Address", help_words="The vendor's own, unless you know better")
        self.username = LineField("User name or e-mail address")
        self.server = LineField("Server", help_words="As the broker names it")
        self.secret = LineField("Key or password", help_words="Kept in the system's keyring")
        self.secret.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.options = LineField(
            "Options", help_words="As contact=ann@example.org fan_out=on: the guide lists them"
        )
        self.pushes, self.pulls = Switch("Send my changes there"), Switch("Take its changes over")
        self.keeps_password = Switch("Keep the password too, for when the token is refused")
        self.promise = Prose(_MONEY, "small", "text3")
        self.found = Words("", "label", "ok")
        self.lacks = Prose("", "small", "text2")
        self._map = QVBoxLayout()
        self._map.setSpacing(10)
        self.test = Button("Test the login", key="Enter")
        self.keep = Button("Keep and sync", Kind.PRIMARY)
        cancel = Button("Cancel", key="Esc")
        self.test.clicked.connect(self._test)
        self.keep.clicked.connect(self._keep)
        cancel.clicked.connect(self.given_up)
        self.service.chosen.connect(self._service_chosen)
        self.environment.chosen.connect(self._environment_chosen)
        self.address.line.textChanged.connect(self._name_environment)
        self._build(cancel)

    def offer(self, specs: tuple["RemoteSpec", ...], accounts: tuple[Account, ...]) -> None:
        """Begin a new connection."""
        self._specs, self._accounts, self._edited = specs, accounts, None
        self.service.show_choices(tuple((spec.kind, spec.title) for spec in specs))
        self.service.setEnabled(True)
        for field in (self.name, self.username, self.server, self.secret, self.options):
            field.set_text("")
        self.pushes.setChecked(True)
        self.pulls.setChecked(True)
        self.keeps_password.setChecked(True)
        self._service_chosen(self.service.choice)

    def change(
        self,
        connection: Connection,
        specs: tuple["RemoteSpec", ...],
        accounts: tuple[Account, ...],
    ) -> None:
        """Change a connection; an empty key leaves the one that is kept."""
        self.offer(specs, accounts)
        self._edited = connection
        self.service.set_choice(connection.kind)
        self._service_chosen(connection.kind)
        self.service.setEnabled(False)
        self.name.set_text(connection.name)
        self.address.set_text(connection.base_url)
        self.username.set_text(connection.username or "")
        self.server.set_text(connection.server or "")
        others = (f"{key}={value}" for key, value in connection.options.items())
        self.options.set_text(" ".join(pair for pair in others if not pair.startswith(_SWITCHED)))
        self.pushes.setChecked(connection.allows("push", True))
        self.pulls.setChecked(connection.allows("pull", True))
        self.keeps_password.setChecked(connection.allows("keep_password", True))

    @property
    def edited(self) -> Connection | None:
        return self._edited

    def show_greeting(self, greeting: "Greeting") -> None:
        """The login is right: ask which accounts meet."""
        words = greeting.identity.words if greeting.identity is not None else "it answers"
        self.found.setText(f"The login is right: {words}")
        self._show_rights(greeting)
        self.found.show()
        self._clear_map()
        remote = tuple((one.id, one.name) for one in greeting.accounts if not one.is_archived)
        known = dict(self._edited.accounts) if self._edited is not None else {}
        for account in self._accounts:
            choices = ((_NOT_MAPPED, "Not connected"), *remote) if remote else _WITHOUT_ACCOUNTS
            field = ChoiceField(f"{account.name} ({account.currency})", choices)
            chosen = known.get(account.id, remote[0][0] if len(remote) == 1 else _NOT_MAPPED)
            field.set_choice(chosen or ("yes" if not remote and account.id in known else ""))
            if not remote and len(self._accounts) == 1:
                field.set_choice("yes")
            self._map.addWidget(field)
            self._mapped.append((account.id, field))
        self.keep.setEnabled(True)
        self.keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_rights(self, greeting: "Greeting") -> None:
        """Which parts stay as they are because the key has no right to them."""
        lacks = greeting.identity.lacks if greeting.identity is not None else ()
        self.lacks.setText(
            f"The key lacks {', '.join(lacks)}: that part stays as it is on both sides."
        )
        self.lacks.setVisible(bool(lacks))

    def show_error(self, error: FillbookError) -> None:
        """What is wrong with the login."""
        field = self.options if "option" in error.title else self.secret
        field.set_error(f"{error.title} {error.next_step}".strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def begin(self) -> None:
        """Put the caret into the first field that is empty."""
        fields = (self.name, self.username, self.secret)
        first = next((field for field in fields if not field.text and field.isVisible()), self.name)
        first.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self, cancel: Button) -> None:
        self.body.setSpacing(10)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.service, 1)
        row.addWidget(self.environment, 1)
        self.body.addLayout(row)
        for left, right in ((self.name, self.address), (self.username, self.server)):
            row = QHBoxLayout()
            row.setSpacing(12)
            for field in (left, right):
                row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            self.body.addLayout(row)
        row = QHBoxLayout()
        row.setSpacing(12)
        for field in (self.secret, self.options):
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.body.addLayout(row)
        self.body.addWidget(self.found)
        self.body.addWidget(self.lacks)
        self.body.addLayout(self._map)
        switches = QHBoxLayout()
        for switch in (self.pulls, self.pushes, self.keeps_password):
            switches.addWidget(switch)
        switches.addStretch(1)
        self.body.addLayout(switches)
        self.body.addWidget(self.promise)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (cancel, self.test, self.keep):
            buttons.addWidget(button)
        self.body.addLayout(buttons)
        fields = (self.name, self.address, self.username, self.server, self.secret, self.options)
        for field in fields:
            field.line.returnPressed.connect(self._test)

    def _service_chosen(self, kind: str) -> None:
        from fillbook.remotes.catalogue import Login

        spec = next((spec for spec in self._specs if spec.kind == kind), None)
        if spec is None:
            return
        self.environment.show_choices((*spec.environments, (_ELSEWHERE, "Another address")))
        self.environment.setVisible(bool(spec.environments))
        self._name_environment(self.address.text)
        if self._edited is None:
            self.name.set_text(spec.title)
            self.address.set_text(spec.default_url)
        self.username.setVisible(spec.login is not Login.KEY)
        is_broker = spec.is_broker
        self.server.setVisible(is_broker)
        self.pushes.setVisible(not is_broker)
        self.keeps_password.setVisible(is_broker)
        self.promise.setText(_READS if is_broker else _MONEY)
        self.found.hide()
        self.lacks.hide()
        self.keep.setEnabled(False)
        self._clear_map()

    def _environment_chosen(self, address: str) -> None:
        if address == _ELSEWHERE:
            self.address.line.setFocus(Qt.FocusReason.OtherFocusReason)
            self.address.line.selectAll()
        else:
            self.address.set_text(address)

    def _name_environment(self, address: str) -> None:
        """Say which environment an address is."""
        spec = next((spec for spec in self._specs if spec.kind == self.service.choice), None)
        known = dict(spec.environments) if spec is not None else {}
        self.environment.set_choice(address.strip() if address.strip() in known else _ELSEWHERE)

    def _clear_map(self) -> None:
        self._mapped.clear()
        while (item := self._map.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()

    def _test(self) -> None:
        self._hand_over(self.tested.emit)

    def _keep(self) -> None:
        self._hand_over(self.kept.emit)

    def _hand_over(self, give: Callable[[Entered], object]) -> None:
        self.name.set_error("" if self.name.text else "Give it a name")
        if not self.name.text:
            return
        give(
            Entered(
                kind=self.service.choice,
                name=self.name.text,
                base_url=self.address.text,
                username=self.username.text,
                server=self.server.text,
                secret=self.secret.line.text(),
                accounts=tuple(
                    (local, field.choice) for local, field in self._mapped if field.choice
                ),
                pushes=self.pushes.isChecked(),
                pulls=self.pulls.isChecked(),
                keeps_password=self.keeps_password.isChecked(),
                options=self.options.text,
            )
        )


_WITHOUT_ACCOUNTS = ((_NOT_MAPPED, "Not connected"), ("yes", "Its trades go there"))
