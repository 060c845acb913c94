"""Opens libraries, each in the window, and closes the one before."""

import logging
from datetime import datetime
from functools import partial
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject

from fillbook.domain.errors import FillbookError
from fillbook.gui import format, theme
from fillbook.gui.desk import Desk
from fillbook.gui.first_frame import FIRST_FRAME, FRAME_COLORS, Kept, Shell
from fillbook.gui.pages.catalogue import DASHBOARD, WELCOME
from fillbook.gui.pages.welcome.presenter import demo_folder
from fillbook.gui.preferences import Preferences
from fillbook.gui.session import Session
from fillbook.gui.tasks import Tasks
from fillbook.gui.theme import Mode
from fillbook.gui.tokens import Scheme
from fillbook.gui.window import Window
from fillbook.places import default_library, state_folder
from fillbook.storage.library import Library

_log = logging.getLogger(__name__)
_FAMILY = "font_family"
_PICTURE_SIZE = (1440, 900)
_NO_SCREEN = "There is no display here.\nThe same journal has commands: fillbook --help."
_NO_SCREEN_DEMO = "There is no display here: the demo journal is drawn into a picture."


def report_fault(
    house: "House", kind: type[BaseException], fault: BaseException, trace: TracebackType | None
) -> None:
    """A fault of ours on the GUI thread: logged, told once, and the window goes on."""
    _log.critical("A fault in the window", exc_info=(kind, fault, trace))
    if house.window is not None:
        house.window.session.tasks.broken.emit(f"{kind.__name__}: {fault}")


def put_on_theme(preferences: Preferences) -> None:
    """Apply the chosen theme; the family found is kept, so that no later start searches."""
    try:
        mode = Mode(preferences.get("theme", Mode.SYSTEM.value))
        scheme = Scheme(preferences.get("scheme", Scheme.BLUE_ORANGE.value))
    except ValueError:  # preferences of another version
        mode, scheme = Mode.SYSTEM, Scheme.BLUE_ORANGE
    theme.apply(mode, scheme, preferences.get("text_scale", 1.0), preferences.get(_FAMILY, ""))
    preferences.set(_FAMILY, theme.family())
    theme.follow_system()


class House(QObject):
    """Keeps the window of the library that is open, and opens another in its place."""

    def __init__(self, preferences: Preferences, shell: Shell | None = None) -> None:
        super().__init__()
        self._preferences = preferences
        self._shell = shell
        if shell is not None:
            shell.closing.connect(self._keep_first_frame)
        self._tasks = Tasks(self)
        self._tasks.failed.connect(self._failed)
        self.window: Window | None = None

    def show(self, folder: Path) -> None:
        """Open a library, for reading alone where another process writes it."""
        library = Library.open(folder, fallback=True)
        self._preferences.remember_library(folder)
        self._show(library)

    def show_demo(self, folder: Path) -> None:
        """Make the demo journal while an empty window says so, then open it."""
        if self.window is None:
            self._show(Library.open(folder.with_name("Empty")))
        self._say("Making the demo journal: a year of trades")
        self._tasks.run(partial(_made_demo, folder), self.show)

    def close(self) -> None:
        """Close what is open."""
        if self.window is not None:
            self.window.session.close()
            self.window = None
        self._tasks.close()

    def _show(self, library: Library) -> None:
        old = self.window
        session = Session(library, self._preferences)
        window = Window(session, _start_page(library, self._preferences))
        session.setParent(window)
        Desk(window)
        session.library_wanted.connect(self._open_other)
        session.restore_wanted.connect(self._restore)
        session.commands["file.demo"].triggered.connect(self._open_demo)
        session.started.connect(partial(_log_into, library.folder / "logs"))
        self.window = window
        if self._shell is not None:
            self._shell.setWindowTitle(window.windowTitle() or "Fillbook")
            window.windowTitleChanged.connect(self._shell.setWindowTitle)
            self._shell.setCentralWidget(window)  # and deletes the one before
        window.show()
        if old is not None:
            old.session.close()
            if self._shell is None:
                old.close()
                old.deleteLater()

    def _keep_first_frame(self) -> None:
        """Say how the window looks now, so that the next start begins with that."""
        if self.window is None or self._shell is None:
            return
        accounts = self.window.session.library.accounts()
        zone = self.window.session.zone
        values = self.window.first_frame() | {
            "geometry": bytes(self._shell.saveGeometry().data()),
            "colors": {name: theme.color(name).name() for name in FRAME_COLORS},
            "family": theme.family(),
            "px": theme.scale(13),
            "privacy": format.privacy(),
            "year": datetime.now().astimezone().year,
            "zones": {account.name: zone or account.timezone for account in accounts},
        }
        Kept(state_folder() / FIRST_FRAME).keep(values)

    def _open_other(self, folder: Path) -> None:
        try:
            self.show(folder)
        except FillbookError as error:
            self._failed(error)

    def _open_demo(self) -> None:
        folder = demo_folder(default_library())
        if (folder / "journal.db").exists():
            self._open_other(folder)
        else:
            self.show_demo(folder)

    def _restore(self, file: Path) -> None:
        """Close the library, put the backup in its place, open it again."""
        assert self.window is not None
        folder = self.window.session.library.folder
        self.window.setEnabled(False)
        self.window.session.close()
        self._tasks.run(
            partial(Library.restore, folder, file),
            lambda restored: self.show(restored.folder),
            partial(self._restore_failed, folder),
        )

    def _restore_failed(self, folder: Path, error: FillbookError) -> None:
        self.show(folder)
        self._failed(error)

    def _failed(self, error: FillbookError) -> None:
        if self.window is not None:
            self.window.show_error(error)

    def _say(self, words: str) -> None:
        if self.window is not None:
            self.window.notice.show_line(words)


def _start_page(library: Library, preferences: Preferences) -> str:
    """Where the user left; the dashboard at first, and how to begin where nothing is yet.

    Only the trades page stands in the first frame. Any other is made right after it,
    because charts and figures need what may not be loaded before.
    """
    if not library.newest(1):
        return WELCOME
    return preferences.get("page", DASHBOARD)


def _made_demo(folder: Path) -> Path:
    from fillbook.demo.journal import make_demo

    make_demo(folder)
    return folder


def _log_into(folder: Path) -> None:
    """Keep warnings and faults beside the library, bounded."""
    from logging.handlers import RotatingFileHandler

    try:
        folder.mkdir(exist_ok=True, mode=0o700)
        handler = RotatingFileHandler(folder / "fillbook.log", maxBytes=1_000_000, backupCount=2)
    except OSError:
        return  # a library on a medium that cannot be written
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger("fillbook").addHandler(handler)
