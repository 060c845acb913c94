"""Starts the window: one frame from a few light modules, then everything else."""

import signal
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from fillbook.gui.first_frame import FIRST_FRAME, Kept, Shell, show_first_frame
from fillbook.places import default_library, state_folder

if TYPE_CHECKING:
    from fillbook.gui.house import House


def run_window(folder: Path | None = None, *, demo: bool = False) -> int:
    """Show the window on a library until it is closed; gives the exit code."""
    application = prepared_application()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
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
    from fillbook.gui.house import House, put_on_theme, report_fault
    from fillbook.gui.preferences import Preferences

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
