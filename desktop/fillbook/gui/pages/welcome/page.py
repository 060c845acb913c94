"""The welcome page of the window's library."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from fillbook.domain.account import NewAccount
from fillbook.domain.backup import Restored
from fillbook.domain.change import Changes
from fillbook.domain.errors import FillbookError
from fillbook.gui.pages.welcome.presenter import demo_folder, free_folder, welcome_state
from fillbook.gui.pages.welcome.view import WelcomeView
from fillbook.gui.session import Session
from fillbook.places import default_library
from fillbook.storage.library import Library

_STATEMENTS = "Statements (*.htm *.html *.csv *.xlsx *.txt);;All files (*)"
_BACKUPS = "Backups (*.zip *.json *.db *.sqlite *.fillbook);;All files (*)"


class WelcomePage(QWidget):
    """Begins a journal: the demo, an account, a statement or a backup."""

    _made = Signal(int, int)  # from the thread that makes the demo journal

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.view = WelcomeView()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self._show()
        self._made.connect(self.view.show_making)
        self.view.demo_wanted.connect(self._open_demo)
        self.view.account_wanted.connect(self._make_account)
        self.view.import_wanted.connect(self._choose_statements)
        self.view.place_wanted.connect(self._choose_place)
        self.view.restore_wanted.connect(self._choose_backup)
        self.view.guide_wanted.connect(partial(session.page_wanted.emit, "help"))

    def _show(self) -> None:
        self.view.show_state(
            welcome_state(self._session.library.folder, Path.home(), default_library())
        )

    def _open_demo(self) -> None:
        folder = demo_folder(default_library())
        if folder.is_dir():
            self._session.library_wanted.emit(folder)
            return
        self.view.show_making(0, 0)
        self._session.tasks.run(
            partial(_make_demo, folder, self._made.emit),
            self._session.library_wanted.emit,
            self._failed,
        )

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
        if not file:
            return
        target = free_folder(default_library().with_name("Fillbook restored"))
        self._session.tasks.run(
            partial(Library.restore, target, Path(file)), self._restored, self._failed
        )

    def _restored(self, restored: Restored) -> None:
        self._session.library_wanted.emit(restored.folder)


def _make_demo(folder: Path, progress: Callable[[int, int], None]) -> Path:
    from fillbook.demo.journal import make_demo

    make_demo(folder, progress)
    return folder


def _added(library: Library, account: NewAccount) -> Changes:
    _, changes = library.add_account(account)
    return changes
