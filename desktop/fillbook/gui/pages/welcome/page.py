"""The welcome page of the window's library."""

from functools import partial
from pathlib import Path

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from fillbook.domain.account import NewAccount
from fillbook.domain.change import Changes
from fillbook.domain.errors import FillbookError
from fillbook.gui.pages.welcome.presenter import welcome_state
from fillbook.gui.pages.welcome.view import WelcomeView
from fillbook.gui.session import Session
from fillbook.places import default_library
from fillbook.storage.library import Library

_STATEMENTS = "Statements (*.htm *.html *.csv *.xlsx *.txt);;All files (*)"
_BACKUPS = "Backups (*.zip *.json *.db *.sqlite *.fillbook);;All files (*)"


class WelcomePage(QWidget):
    """Begins a journal: the demo, an account, a statement or a backup."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.view = WelcomeView()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.view.demo_wanted.connect(self._open_demo)
        self.view.account_wanted.connect(self._make_account)
        self.view.import_wanted.connect(self._choose_statements)
        self.view.place_wanted.connect(self._choose_place)
        self.view.restore_wanted.connect(self._choose_backup)
        self.view.guide_wanted.connect(partial(session.page_wanted.emit, "help"))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()

    def _show(self) -> None:
        self.view.show_state(
            welcome_state(self._session.library.folder, Path.home(), default_library())
        )

    def _open_demo(self) -> None:
        self.view.show_making()
        self._session.commands["file.demo"].trigger()

    def _make_account(self, account: NewAccount) -> None:
        self._session.write(
            partial(_added, self._session.library, account), self._began, self._failed
        )

    def _began(self, changes: Changes) -> None:
        self.view.close_form()
        self._session.page_wanted.emit("dashboard")

    def _failed(self, error: FillbookError) -> None:
        self._show()
        self.view.show_error(error)

    def _choose_statements(self) -> None:
        files, _ = QFileDialog.getOpenFileNames(self, "Import statements", "", _STATEMENTS)
        if files:
            self._session.files_wanted.emit(tuple(Path(file) for file in files))

    def _choose_place(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, "Where the journal lives", str(self._session.library.folder.parent)
        )
        if chosen:
            self._session.library_wanted.emit(Path(chosen))

    def _choose_backup(self) -> None:
        file, _ = QFileDialog.getOpenFileName(self, "Restore a backup", "", _BACKUPS)
        if file:
            self._session.restore_wanted.emit(Path(file))


def _added(library: Library, account: NewAccount) -> Changes:
    _, changes = library.add_account(account)
    return changes
