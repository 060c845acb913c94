"""Where the journal lives, its backups, and whether it is sound."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QDir, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMessageBox, QWidget

from fillbook.domain.backup import Backup, Exported
from fillbook.domain.errors import FillbookError
from fillbook.gui import format
from fillbook.gui.icons import Icon
from fillbook.gui.session import Session
from fillbook.gui.widgets.band import Band
from fillbook.gui.widgets.button import Button, Kind
from fillbook.gui.widgets.card import Card
from fillbook.gui.widgets.table.word_table import WordTable
from fillbook.gui.widgets.words import Prose, Words

_HEADERS = ("Backup", "Size", "File")
_WIDTHS = (170, 90, 0)


class LibraryCard(Card):
    """The folder with everything in it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Library", parent=parent)
        self._session = session
        self._band, self._good = Band(), Band("ok")
        for band in (self._band, self._good):
            band.closed.connect(band.hide)
            self.body.addWidget(band)
        folder = QDir.toNativeSeparators(str(session.library.folder))
        self.body.addWidget(Words(folder, "value"))
        self.body.addWidget(
            Prose(
                "One folder that you own: the journal, its screenshots and its backups. "
                "Nothing leaves this computer.",
                "small",
                "text3",
            )
        )
        row = QHBoxLayout()
        row.setSpacing(8)
        for words, icon, wish in (
            ("Show the folder", Icon.FOLDER, self._show_folder),
            ("Open another", Icon.EXPORT, self._open_other),
            ("Export", Icon.EXPORT, self._export),
            ("Check it", Icon.SAFE, self._check),
        ):
            button = Button(words, icon=icon)
            button.clicked.connect(wish)
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._session.library.folder)))

    def _open_other(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Open a library")
        if folder:
            self._session.library_wanted.emit(Path(folder))

    def _export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self,
            "Export the journal",
            str(Path.home() / "fillbook.zip"),
            "Everything with screenshots (*.zip);;Everything (*.json);;Trades (*.csv)",
        )
        if name:
            self._session.tasks.run(
                partial(self._session.library.export, Path(name)), self._exported, self._failed
            )

    def _exported(self, exported: Exported) -> None:
        trades = format.plural(exported.trades, "trade", "trades")
        self._say(f"{trades} written", str(exported.file))

    def _check(self) -> None:
        self._say("Checking the library", "Every screenshot and every trade is looked at.")
        self._session.tasks.run(self._session.library.check, self._checked, self._failed)

    def _checked(self, problems: tuple[str, ...]) -> None:
        if not problems:
            self._say("The library is sound", "Database, screenshots and trades agree.")
            return
        self._good.hide()
        count = format.plural(len(problems), "problem", "problems")
        self._band.show_words(f"{count} found", problems[0], "\n".join(problems))
        self._band.show()

    def _say(self, title: str, line: str) -> None:
        self._band.hide()
        self._good.show_words(title, line)
        self._good.show()

    def _failed(self, error: FillbookError) -> None:
        self._good.hide()
        self._band.show_error(error)
        self._band.show()


class BackupsCard(Card):
    """Verified copies, made by themselves each day and by hand at any time."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Backups", parent=parent)
        self._session = session
        self._backups: tuple[Backup, ...] = ()
        self._band = Band()
        self._band.closed.connect(self._band.hide)
        self._table = WordTable("Backups", _HEADERS, _WIDTHS, right=frozenset({1}), most=6)
        self._table.opened.connect(self._restore)
        now = Button("Back up to a file", Kind.GHOST, icon=Icon.BACKUP, height=26)
        now.clicked.connect(self._back_up)
        self.add_action(now)
        self.body.addWidget(self._band)
        self.body.addWidget(self._table)
        self._hint = Prose("", "small", "text3")
        self.body.addWidget(self._hint)
        self.refresh()

    def refresh(self) -> None:
        """Read the list again."""
        self._session.tasks.run(self._session.library.backups, self._show)

    def _show(self, backups: tuple[Backup, ...]) -> None:
        self._backups = backups
        rows = [
            (
                format.moment(backup.at, "UTC", year=True),
                format.size(backup.size_bytes),
                backup.file.name,
            )
            for backup in backups
        ]
        self._table.show_rows(rows)
        self._table.setVisible(bool(rows))
        self._hint.setText(
            "Enter restores one; the library as it is now is kept aside. Times are UTC."
            if rows
            else "The first one is made by itself when something has changed."
        )

    def _back_up(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Back up the library", str(Path.home() / "fillbook-backup.zip"), "Backups (*.zip)"
        )
        if name:
            self._session.tasks.run(
                partial(self._session.library.backup, Path(name)), self._backed_up, self._failed
            )

    def _backed_up(self, backup: Backup) -> None:
        self._band.hide()
        self._session.notice.emit(f"Backup verified: {backup.file.name}", "")
        self.refresh()

    def _restore(self, row: int) -> None:
        backup = self._backups[row]
        at = format.moment(backup.at, "UTC", year=True)
        answer = QMessageBox.question(
            self,
            "Restore a backup",
            f"Open the journal as it was at {at} UTC? The present one is kept aside.",
        )
        if answer == QMessageBox.StandardButton.Yes:
            self._session.restore_wanted.emit(backup.file)

    def _failed(self, error: FillbookError) -> None:
        self._band.show_error(error)
        self._band.show()
