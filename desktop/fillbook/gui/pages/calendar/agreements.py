"""Whether a day agrees with the brokers of its accounts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from fillbook.gui import agreement
from fillbook.gui.widgets.words import Prose
from fillbook.storage.library import Library


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a broker's balance says of a day in one account."""

    words: str
    token: str
    told: str


def agreements(
    library: Library, names: Collection[str], day: date, zone: str
) -> tuple[Agreement, ...]:
    """One an account whose broker spoke on the day; of these accounts, or of all."""
    from fillbook.sync.balances import day_control

    wanted = {name.casefold() for name in names}
    found = []
    for account in library.accounts():
        if wanted and account.name.casefold() not in wanted:
            continue
        control = day_control(library, account.id, day)
        if control is not None:
            words = f"{account.name}: the broker's balance {agreement.verdict(control, zone)}"
            told = agreement.account_of_it(control, zone)
            found.append(Agreement(words, agreement.token(control), told))
    return tuple(found)


class Agreements(QWidget):
    """A line an account; what was compared shows under the pointer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Prose] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 4, 0, 0)
        self._rows.setSpacing(2)
        self.hide()

    def show_agreements(self, found: tuple[Agreement, ...]) -> None:
        """Show these in place of those before."""
        while len(self.lines) > len(found):
            self.lines.pop().deleteLater()
        while len(self.lines) < len(found):
            self.lines.append(Prose("", "small"))
            self._rows.addWidget(self.lines[-1])
        for line, each in zip(self.lines, found, strict=True):
            line.setText(each.words)
            line.set_ink(each.token)
            line.setToolTip(each.told)
            line.setAccessibleDescription(each.told)
        self.setVisible(bool(found))
