"""A picture of the window, where there is no screen to show it on."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from fillbook.gui.tasks import Tasks

_LOOK_EVERY_MS = 100
_QUIET_LOOKS = 8  # without work under way: charts are painted, icons are there


class Still(QObject):
    """Waits until a window has loaded what it shows, draws it into a file and says so."""

    def __init__(
        self, window: QWidget, tasks: Tasks, file: Path, then: Callable[[], object]
    ) -> None:
        super().__init__(window)
        self._window, self._tasks, self._file, self._then = window, tasks, file, then
        self._quiet = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(_LOOK_EVERY_MS)

    def _look(self) -> None:
        self._quiet = 0 if self._tasks.under_way else self._quiet + 1
        if self._quiet >= _QUIET_LOOKS:
            self._timer.stop()
            self._window.grab().save(str(self._file))
            self._then()
