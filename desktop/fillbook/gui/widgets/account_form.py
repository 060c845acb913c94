"""The form of an account: what it is called, in which money, and when its day ends."""

from datetime import time
from decimal import Decimal, InvalidOperation
from zoneinfo import available_timezones

from PySide6.QtCore import Qt, QTimeZone, Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QVBoxLayout, QWidget

from fillbook.domain.account import Account, Matching, NewAccount
from fillbook.domain.errors import FillbookError
from fillbook.domain.instrument import AssetType
from fillbook.domain.money import canonical
from fillbook.gui.widgets.button import Button, Kind
from fillbook.gui.widgets.line_field import ChoiceField, LineField

_ASSETS = (
    (AssetType.STOCKS.value, "Stocks"),
    (AssetType.FUTURES.value, "Futures"),
    (AssetType.FOREX.value, "Forex and CFDs"),
    (AssetType.OPTIONS.value, "Options"),
    (AssetType.CRYPTO.value, "Crypto"),
)
_MATCHING = (
    (Matching.FIFO.value, "First in, first out"),
    (Matching.AVERAGE.value, "Average cost"),
)


def system_zone() -> str:
    """The computer's zone by its IANA name; UTC where it does not say."""
    name = bytes(QTimeZone.systemTimeZoneId().data()).decode()
    return name if name in available_timezones() else "UTC"


class AccountForm(QWidget):
    """Asks for an account. Errors stand below the field that they are about."""

    submitted = Signal(object)  # NewAccount
    given_up = Signal()

    def __init__(self, verb: str = "Make the account", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = LineField("Name", placeholder="Futures, or what your broker calls it")
        self.currency = LineField("Currency", "USD", help_words="Three letters: USD, EUR, JPY")
        self.zone = LineField("Time zone", system_zone(), help_words="In which your day is counted")
        self.day_ends = LineField(
            "The trading day ends at", "00:00", help_words="17:00 for futures"
        )
        self.balance = LineField("Balance at the start, optional")
        self.asset = ChoiceField("What it trades", _ASSETS)
        self.matching = ChoiceField("An exit closes", _MATCHING)
        completer = QCompleter(sorted(available_timezones()), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.zone.line.setCompleter(completer)
        self._submit = Button(verb, Kind.PRIMARY, key="Enter")
        self._submit.clicked.connect(self.submit)
        self._cancel = Button("Cancel", key="Esc")
        self._cancel.clicked.connect(self.given_up)
        self._build()

    def show_account(self, account: NewAccount) -> None:
        """Fill the form with these values."""
        self.name.set_text(account.name)
        self.currency.set_text(account.currency)
        self.zone.set_text(account.timezone)
        self.day_ends.set_text(f"{account.day_ends:%H:%M}")
        balance = account.starting_balance
        self.balance.set_text("" if balance is None else canonical(balance))
        self.asset.set_choice(account.asset_type)
        self.matching.set_choice(account.matching)

    def begin(self) -> None:
        """Put the caret into the first field."""
        self.name.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Hand the account over, or say what is missing."""
        account = self._account()
        if account is not None:
            self.submitted.emit(account)

    def show_error(self, error: FillbookError) -> None:
        """The library refused it."""
        self.name.set_error(f"{error.title} {error.next_step}".strip())

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.name)
        for left, right in (
            (self.currency, self.asset),
            (self.zone, self.day_ends),
            (self.balance, self.matching),
        ):
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(left, 1, Qt.AlignmentFlag.AlignTop)
            row.addWidget(right, 1, Qt.AlignmentFlag.AlignTop)
            layout.addLayout(row)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._submit)
        layout.addLayout(buttons)
        for field in (self.name, self.currency, self.zone, self.day_ends, self.balance):
            field.line.returnPressed.connect(self.submit)

    def _account(self) -> NewAccount | None:
        name, currency = self.name.text, self.currency.text.upper()
        zone, ends = self.zone.text, _time(self.day_ends.text)
        balance = _amount(self.balance.text)
        known = {each.casefold(): each for each in available_timezones()}
        self.name.set_error("" if name else "Give it a name")
        is_code = len(currency) == 3 and currency.isascii() and currency.isalpha()
        self.currency.set_error("" if is_code else "Three letters, such as USD")
        self.zone.set_error("" if zone.casefold() in known else "No zone of that name")
        self.day_ends.set_error("" if ends is not None else "Hours and minutes, such as 17:00")
        good_balance = balance is not None or not self.balance.text
        self.balance.set_error("" if good_balance else "A number, such as 10000")
        if ends is None or not (name and is_code and zone.casefold() in known and good_balance):
            return None
        return NewAccount(
            name=name,
            currency=currency,
            timezone=known[zone.casefold()],
            day_ends=ends,
            starting_balance=balance,
            asset_type=AssetType(self.asset.choice),
            matching=Matching(self.matching.choice),
        )


def changed(account: Account, new: NewAccount) -> Account:
    """An account with the values of a form, its other settings kept."""
    return Account(
        id=account.id,
        name=new.name,
        currency=new.currency,
        timezone=new.timezone,
        day_ends=new.day_ends,
        starting_balance=new.starting_balance,
        asset_type=new.asset_type,
        matching=new.matching,
        breakeven_low=account.breakeven_low,
        breakeven_high=account.breakeven_high,
        counted=account.counted,
        archived=account.archived,
    )


def _time(text: str) -> time | None:
    hours, _, minutes = text.partition(":")
    if not (hours.isdigit() and minutes.isdigit()):
        return None
    try:
        return time(int(hours), int(minutes))
    except ValueError:
        return None


def _amount(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace(" ", "").replace(",", "")) if text else None
    except InvalidOperation:
        return None
    return value if value is None or value.is_finite() else None
