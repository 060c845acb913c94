"""The form of a trade that is entered by hand: few keys, last values, nothing modal lost."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from fillbook.domain.account import Account
from fillbook.domain.change import Changes
from fillbook.domain.errors import FillbookError
from fillbook.domain.execution import Direction, Side
from fillbook.domain.trade import Kind
from fillbook.gui import theme
from fillbook.gui.icons import Icon
from fillbook.gui.pages.entry.presenter import EntryText, FillText, now_text, read_entry
from fillbook.gui.session import Session
from fillbook.gui.widgets.band import Band
from fillbook.gui.widgets.button import Button
from fillbook.gui.widgets.button import Kind as Loudness
from fillbook.gui.widgets.line_field import ChoiceField, LineField
from fillbook.gui.widgets.segments import Segments
from fillbook.gui.widgets.words import Words

_KINDS = (
    (Kind.EXECUTED.value, "Taken"),
    (Kind.PLANNED.value, "Planned"),
    (Kind.MISSED.value, "Missed"),
)
_SIDES = ((Direction.LONG.value, "Long"), (Direction.SHORT.value, "Short"))
_HEADERS = ("", "Quantity", "Price", "Time", "Fees")
_LAST = "entry.account"


class _FillLine:
    """The fields of one fill. The first follows the direction, the others close it."""

    def __init__(self, is_entry: bool) -> None:
        self.is_entry = is_entry
        self.side = Segments(((Side.BUY.value, "Buy"), (Side.SELL.value, "Sell")), "Side")
        self.quantity, self.price, self.at, self.fees = (QLineEdit() for _ in range(4))
        for name, field in self.named():
            field.setAccessibleName(name)
            field.setMinimumWidth(84)
        self.at.setMinimumWidth(150)

    def named(self) -> tuple[tuple[str, QLineEdit], ...]:
        return (
            ("quantity", self.quantity),
            ("price", self.price),
            ("at", self.at),
            ("fees", self.fees),
        )

    def text(self) -> FillText:
        return FillText(
            Side(self.side.choice),
            self.quantity.text(),
            self.price.text(),
            self.at.text(),
            self.fees.text(),
        )


class EntryDialog(QDialog):
    """Enter a trade with its fills, or a plan or a missed trade without."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._accounts: dict[str, Account] = {}
        self._lines: list[_FillLine] = []
        self.setWindowTitle("Add a trade")
        self._band = Band()
        self._band.closed.connect(self._band.hide)
        self._account = ChoiceField("Account")
        self._account.chosen.connect(self._account_chosen)
        self._symbol = LineField("Symbol")
        self._multiplier = LineField("Money a point", placeholder="as known")
        self._kind = Segments(_KINDS, "Kind of trade", Kind.EXECUTED.value)
        self._kind.chosen.connect(self._kind_chosen)
        self._direction = Segments(_SIDES, "Direction", Direction.LONG.value)
        self._direction.chosen.connect(self._direction_chosen)
        self._stop, self._target = LineField("Stop"), LineField("Target")
        self._tags = LineField("Tags", placeholder="breakout, late")
        self._note = LineField("Note")
        self._fills = QWidget()
        self._grid = QGridLayout(self._fills)
        self._more = Button("Add a fill", Loudness.GHOST, icon=Icon.ADD, height=26)
        self._more.clicked.connect(partial(self._add_line, False))
        self._build()
        for is_entry in (True, False):
            self._add_line(is_entry)
        session.tasks.run(session.library.accounts, self._show_accounts)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._save()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        head = QHBoxLayout()
        head.addWidget(Words("Add a trade", "title"))
        head.addStretch(1)
        head.addWidget(self._kind)
        layout.addLayout(head)
        layout.addWidget(self._band)
        layout.addLayout(_row((self._account, 2), (self._symbol, 2), (self._multiplier, 1)))
        side = QHBoxLayout()
        side.addWidget(self._direction)
        side.addStretch(1)
        side.addWidget(self._more)
        layout.addLayout(side)
        self._grid.setContentsMargins(0, 0, 0, 0)
        for place, header in enumerate(_HEADERS):
            self._grid.addWidget(Words(header, "label", "text2"), 0, place)
        layout.addWidget(self._fills)
        layout.addLayout(_row((self._stop, 1), (self._target, 1), (self._tags, 2)))
        layout.addWidget(self._note)
        cancel, save = Button("Cancel", key="Esc"), Button("Save", Loudness.PRIMARY, key="Enter")
        cancel.clicked.connect(self.reject)
        save.clicked.connect(self._save)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(save)
        layout.addLayout(foot)
        self.setMinimumWidth(theme.scale(640))

    def _show_accounts(self, accounts: tuple[Account, ...]) -> None:
        self._accounts = {account.id: account for account in accounts if not account.archived}
        last = self._session.preferences.get(_LAST, "")
        self._account.show_choices(
            tuple((account.id, account.name) for account in self._accounts.values()), last
        )
        if not self._accounts:
            self._band.show_words("There is no account yet.", "Make one in the preferences first.")
            self._band.show()
        self._account_chosen(self._account.choice)
        self._symbol.line.setFocus()

    def _account_chosen(self, account_id: str) -> None:
        account = self._accounts.get(account_id)
        if account is not None:
            for line in self._lines:
                if not line.at.text():
                    line.at.setText(now_text(account))

    def _add_line(self, is_entry: bool) -> None:
        line = _FillLine(is_entry)
        self._lines.append(line)
        row = len(self._lines)
        self._grid.addWidget(line.side, row, 0)
        for place, (_, field) in enumerate(line.named(), 1):
            self._grid.addWidget(field, row, place)
        account = self._accounts.get(self._account.choice)
        if account is not None:
            line.at.setText(now_text(account))
        self._direction_chosen(self._direction.choice)

    def _direction_chosen(self, direction: str) -> None:
        opening, closing = Side.BUY, Side.SELL
        if direction == Direction.SHORT:
            opening, closing = closing, opening
        for line in self._lines:
            if line.is_entry or not line.quantity.text():
                line.side.set_chosen(opening if line.is_entry else closing)

    def _kind_chosen(self, kind: str) -> None:
        self._fills.setVisible(kind == Kind.EXECUTED)
        self._more.setVisible(kind == Kind.EXECUTED)

    def _save(self) -> None:
        account = self._accounts.get(self._account.choice)
        if account is None:
            return
        kind = Kind(self._kind.choice)
        entry = read_entry(
            EntryText(
                account=account,
                kind=kind,
                direction=Direction(self._direction.choice),
                symbol=self._symbol.text,
                multiplier=self._multiplier.text,
                fills=[line.text() for line in self._lines] if kind is Kind.EXECUTED else (),
                stop=self._stop.text,
                target=self._target.text,
                tags=self._tags.text,
                note=self._note.text,
            )
        )
        self._show_errors(entry.errors)
        if entry.draft is not None:
            self._session.preferences.set(_LAST, account.id)
            self._session.tasks.write(
                partial(self._session.library.add_trade, entry.draft), self._saved, self._failed
            )

    def _show_errors(self, errors: dict[str, str]) -> None:
        fields = {
            "symbol": self._symbol,
            "multiplier": self._multiplier,
            "stop_loss": self._stop,
            "take_profit": self._target,
        }
        for name, field in fields.items():
            field.set_error(errors.get(name, ""))
        wrong = [f"{name}: {text}" for name, text in errors.items() if name.startswith("fill")]
        self._band.setVisible(bool(wrong))
        if wrong:
            self._band.show_words("A fill is not complete.", "; ".join(wrong))
            self._band.show()

    def _saved(self, saved: tuple[str, Changes]) -> None:
        trade_id, changes = saved
        self._session.tell(changes)
        self._session.trade_wanted.emit(trade_id)
        self.accept()

    def _failed(self, error: FillbookError) -> None:
        self._band.show_error(error)
        self._band.show()


def _row(*parts: tuple[QWidget, int]) -> QHBoxLayout:
    layout = QHBoxLayout()
    layout.setSpacing(12)
    for part, stretch in parts:
        layout.addWidget(part, stretch)
    return layout
