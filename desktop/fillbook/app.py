"""Opens the window: the library first, then one frame, then everything heavy."""

import logging
import os
import signal
import sys
from functools import partial
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from fillbook.domain.errors import FillbookError
from fillbook.gui import theme
from fillbook.gui.desk import Desk
from fillbook.gui.pages.catalogue import DASHBOARD, WELCOME
from fillbook.gui.pages.welcome.presenter import demo_folder
from fillbook.gui.preferences import Preferences
from fillbook.gui.session import Session
from fillbook.gui.still import Still, has_screen
from fillbook.gui.tasks import Tasks
from fillbook.gui.theme import Mode
from fillbook.gui.tokens import Scheme
from fillbook.gui.window import Window
from fillbook.places import default_library, state_folder
from fillbook.storage.library import Library

_log = logging.getLogger(__name__)
_PREFERENCES = "preferences.json"
_FAMILY = "font_family"
_PICTURE_SIZE = (1440, 900)
_NO_SCREEN = "There is no display here.\nThe same journal has commands: fillbook --help."
_NO_SCREEN_DEMO = "There is no display here: the demo journal is drawn into a picture."


def run_window(folder: Path | None = None, *, demo: bool = False) -> int:
    """Show the window on a library until it is closed; gives the exit code."""
    is_drawn = not has_screen()
    if is_drawn:
        print(_NO_SCREEN_DEMO if demo else _NO_SCREEN, file=sys.stdout if demo else sys.stderr)
        if not demo:
            return 3
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = prepared_application()
    preferences = Preferences(state_folder() / _PREFERENCES)
    put_on_theme(preferences)
    house = House(preferences)
    sys.excepthook = partial(_report, house)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        if is_drawn:
            return _draw_demo(application, house)
        if demo:
            return _run_demo(application, house)
        house.show(folder or default_library())
    except FillbookError as error:
        print(error, file=sys.stderr)
        return 3
    return _run(application, house)


def _run(application: QApplication, house: "House") -> int:
    code = application.exec()
    house.close()
    return code


def _run_demo(application: QApplication, house: "House") -> int:
    """The demo journal lives as long as its window."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="fillbook-demo-") as throw_away:
        house.show_demo(Path(throw_away) / "Demo journal")
        return _run(application, house)


def _draw_demo(application: QApplication, house: "House") -> int:
    """Where no screen is: the demo journal in a picture, whose name is printed."""
    from tempfile import TemporaryDirectory, gettempdir

    picture = Path(gettempdir()) / "fillbook-demo.png"
    with TemporaryDirectory(prefix="fillbook-demo-") as throw_away:
        house.show(_made_demo(Path(throw_away) / "Demo journal"))
        assert house.window is not None
        house.window.resize(*_PICTURE_SIZE)
        Still(house.window, house.window.session.tasks, picture, application.quit)
        code = _run(application, house)
    print(picture)
    return code


def _report(
    house: "House", kind: type[BaseException], fault: BaseException, trace: TracebackType | None
) -> None:
    """A fault of ours on the GUI thread: logged, told once, and the window goes on."""
    _log.critical("A fault in the window", exc_info=(kind, fault, trace))
    if house.window is not None:
        house.window.session.tasks.broken.emit(f"{kind.__name__}: {fault}")


def prepared_application() -> QApplication:
    """The one application, in the style that everything is painted over."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(sys.argv[:1])
    application.setApplicationName("Fillbook")
    application.setStyle("Fusion")
    return application


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

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self._preferences = preferences
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
        window.show()
        if old is not None:
            old.close()
            old.session.close()
            old.deleteLater()

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
