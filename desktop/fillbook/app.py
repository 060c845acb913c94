"""Starts the window: one frame from a few light modules, then everything else."""

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from fillbook.gui.first_frame import FIRST_FRAME, Kept, Shell, show_first_frame
from fillbook.places import default_library, state_folder

if TYPE_CHECKING:
    from fillbook.gui.house import House

_PICTURE_SIZE = (1440, 900)


def run_window(folder: Path | None = None, *, demo: bool = False) -> int:
    """Show the window on a library until it is closed; gives the exit code."""
    if not _has_screen():
        return _run_without_screen(demo)
    application = prepared_application()
    if demo:
        return _run_demo(application)
    home = folder or default_library()
    shell = show_first_frame(home, Kept(state_folder() / FIRST_FRAME))
    started = _Start(shell, home)
    code = application.exec()
    started.close()
    return started.code or code


def prepared_application() -> QApplication:
    """The one application, in the style that everything is painted over."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(sys.argv[:1])
    application.setApplicationName("Fillbook")
    application.setStyle("Fusion")
    return application


class _Start:
    """Fills the shell once its first frame is painted."""

    def __init__(self, shell: Shell, folder: Path) -> None:
        self._shell = shell
        self._folder = folder
        self._house: House | None = None
        self.code = 0
        shell.painted.connect(self._fill)

    def close(self) -> None:
        if self._house is not None:
            self._house.close()

    def _fill(self) -> None:
        from fillbook.domain.errors import FillbookError

        self._house = made_house(self._shell)
        try:
            self._house.show(self._folder)
        except FillbookError as error:
            print(error, file=sys.stderr)
            self.code = 3
            self._shell.close()


def made_house(shell: Shell | None = None) -> "House":
    """The house, in the theme that was chosen; faults of ours are told in its window."""
    import signal

    from fillbook.gui.house import House, put_on_theme, report_fault
    from fillbook.gui.preferences import Preferences

    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C ends a window that waits in Qt
    preferences = Preferences(state_folder() / "preferences.json")
    put_on_theme(preferences)
    house = House(preferences, shell)
    sys.excepthook = partial(report_fault, house)
    return house


def _run_demo(application: QApplication) -> int:
    """The demo journal lives as long as its window."""
    from tempfile import TemporaryDirectory

    house = made_house()
    with TemporaryDirectory(prefix="fillbook-demo-") as throw_away:
        house.show_demo(Path(throw_away) / "Demo journal")
        code = application.exec()
        house.close()
    return code


def _has_screen() -> bool:
    """Whether a window can be shown; a platform that the user named is taken at its word."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _run_without_screen(demo: bool) -> int:
    """Draw the demo journal into a picture, whose name is printed; refuse any other."""
    if not demo:
        print(
            "There is no display here.\nThe same journal has commands: fillbook --help.",
            file=sys.stderr,
        )
        return 3
    print("There is no display here: the demo journal is drawn into a picture.", flush=True)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from tempfile import TemporaryDirectory, gettempdir

    from fillbook.demo.journal import make_demo
    from fillbook.gui.still import Still

    application = prepared_application()
    picture = Path(gettempdir()) / "fillbook-demo.png"
    with TemporaryDirectory(prefix="fillbook-demo-") as throw_away:
        folder = Path(throw_away) / "Demo journal"
        make_demo(folder)
        house = made_house()
        house.show(folder)
        assert house.window is not None
        house.window.resize(*_PICTURE_SIZE)
        Still(house.window, house.window.session.tasks, picture, application.quit)
        code = application.exec()
        house.close()
    print(picture)
    return code
