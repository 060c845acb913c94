"""The left side of the import page: files, the account, the zone, what was left out."""

from pathlib import Path
from zoneinfo import available_timezones

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from fillbook.domain.account import Account
from fillbook.gui.icons import Icon
from fillbook.gui.pages.importing.parts import FileCard, LeftOutList
from fillbook.gui.pages.importing.presenter import ImportState, Seal
from fillbook.gui.pages.importing.reading import Reading
from fillbook.gui.widgets.button import Button, Kind
from fillbook.gui.widgets.line_field import ChoiceField
from fillbook.gui.widgets.scroll_area import ScrollArea
from fillbook.gui.widgets.words import Prose, Words

_WIDTH = 296
_SERVER_ZONES = ("Etc/GMT-2", "Etc/GMT-3", "Europe/Athens", "Europe/London", "America/New_York")
_NEW = "new"


class ImportChoices(QWidget):
    """What the user decides before an import."""

    add_wanted = Signal()
    account_chosen = Signal(object)  # Account
    account_wanted = Signal()  # a new one
    zone_chosen = Signal(str)
    file_chosen = Signal(int)
    removed = Signal(object)  # Path
    mapping_wanted = Signal(object)  # Path
    left_out_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(_WIDTH)
        self._accounts: tuple[Account, ...] = ()
        self._reading: Reading | None = None
        self._chosen = 0
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._file_clicked)
        self._files = QVBoxLayout()
        self._files.setSpacing(8)
        self._left_out = QVBoxLayout()
        self._account = ChoiceField("Account")
        self._account.chosen.connect(self._account_picked)
        self._zone = ChoiceField("Times in the file are in")
        self._zone.chosen.connect(self.zone_chosen)
        self._map = Button("Map its columns", icon=Icon.COLUMNS)
        self._map.clicked.connect(self._map_clicked)
        self._drop = Button("Leave this file out", Kind.GHOST, icon=Icon.CLOSE)
        self._drop.clicked.connect(self._remove_clicked)
        self._copy = Button("Copy the list", Kind.GHOST, icon=Icon.COPY, height=26)
        self._copy.clicked.connect(self.left_out_wanted)
        self._build()

    def show_accounts(self, accounts: tuple[Account, ...], chosen: str = "") -> None:
        """Offer these accounts and a new one."""
        self._accounts = accounts
        choices = [(account.id, f"{account.name}  {account.currency}") for account in accounts]
        self._account.show_choices((*choices, (_NEW, "New account …")), chosen)

    def show_reading(self, reading: Reading, state: ImportState) -> None:
        """Show the files with their seals."""
        self._reading = reading
        self._chosen = min(self._chosen, max(len(state.files) - 1, 0))
        _empty(self._files)
        for place, one in enumerate(state.files):
            card = FileCard(one)
            card.setChecked(place == self._chosen)
            self._group.addButton(card, place)
            self._files.addWidget(card)
        self._account.set_choice(reading.account.id)
        self._show_zone(reading.zone)
        self._show_file(state)

    def forget(self) -> None:
        """Begin anew."""
        self._reading, self._chosen = None, 0
        _empty(self._files)

    def _build(self) -> None:
        add = Button("Add files", Kind.GHOST, icon=Icon.ADD)
        add.clicked.connect(self.add_wanted)
        area = ScrollArea()
        area.body.setContentsMargins(20, 4, 16, 12)
        area.body.setSpacing(8)
        area.body.addWidget(Words("Files", "label", "text2"))
        area.body.addLayout(self._files)
        for part in (self._map, self._drop, add):
            area.body.addWidget(part)
        area.body.addSpacing(8)
        area.body.addWidget(self._account)
        area.body.addWidget(self._zone)
        area.body.addWidget(
            Prose("Statements name no zone. It is remembered for this account.", "small", "text3")
        )
        area.body.addSpacing(8)
        area.body.addLayout(self._left_out)
        area.body.addWidget(self._copy)
        area.body.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def _show_zone(self, zone: str) -> None:
        first = dict.fromkeys((zone, "UTC", *_SERVER_ZONES))
        rest = sorted(available_timezones() - set(first))
        self._zone.show_choices(tuple((name, name.replace("_", " ")) for name in (*first, *rest)))
        self._zone.set_choice(zone)

    def _show_file(self, state: ImportState) -> None:
        assert self._reading is not None
        _empty(self._left_out)
        one, read = state.files[self._chosen], self._reading.files[self._chosen]
        self._map.setVisible(read.proposal is not None)
        self._map.set_words("Map its columns" if one.seal is Seal.BROKEN else "Change the mapping")
        self._drop.setVisible(len(state.files) > 1 or one.seal is Seal.BROKEN)
        self._copy.setVisible(bool(one.left_out))
        if one.left_out:
            self._left_out.addWidget(Words("Left out", "label", "text2"))
            self._left_out.addWidget(LeftOutList(one.left_out))

    def _file_clicked(self, index: int) -> None:
        self._chosen = index
        self.file_chosen.emit(index)

    def _account_picked(self, account_id: str) -> None:
        if account_id == _NEW:
            self.account_wanted.emit()
            return
        for account in self._accounts:
            if account.id == account_id:
                self.account_chosen.emit(account)

    def _path(self) -> Path | None:
        return self._reading.files[self._chosen].path if self._reading else None

    def _map_clicked(self) -> None:
        self.mapping_wanted.emit(self._path())

    def _remove_clicked(self) -> None:
        self.removed.emit(self._path())


def _empty(layout: QVBoxLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
