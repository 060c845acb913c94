"""The preferences page: one column, each card applies at once."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fillbook.gui.pages.settings.accounts import AccountsCard
from fillbook.gui.pages.settings.appearance import AppearanceCard
from fillbook.gui.pages.settings.contracts import ContractsCard
from fillbook.gui.pages.settings.storage import BackupsCard, LibraryCard
from fillbook.gui.session import Session
from fillbook.gui.widgets.scroll_area import ScrollArea
from fillbook.gui.widgets.words import Words

_WIDEST = 760


class SettingsPage(QWidget):
    """Preferences of this device, and the settings of the library."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QWidget()
        column.setMaximumWidth(_WIDEST)
        cards = QVBoxLayout(column)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(12)
        self._backups = BackupsCard(session)
        for card in (
            AppearanceCard(session),
            AccountsCard(session),
            ContractsCard(session),
            LibraryCard(session),
            self._backups,
        ):
            cards.addWidget(card)
        row = QHBoxLayout()
        row.addWidget(column, 1)
        row.addStretch(0)
        area = ScrollArea()
        area.body.setContentsMargins(20, 12, 20, 20)
        area.body.setSpacing(12)
        area.body.addWidget(Words("Preferences", "title"))
        area.body.addLayout(row)
        area.body.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
