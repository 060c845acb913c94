"""A long piece of work that shows how far it is and can be stopped."""

import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from fillbook.domain.errors import FillbookError
from fillbook.gui.tasks import Tasks

_LOOK_MS = 50

Result = TypeVar("Result")

Report = Callable[[int, int], None]
Asked = Callable[[], bool]


class Job(QObject):
    """One at a time: a newer one cancels the older, whose result nobody hears of."""

    progressed = Signal(int, int)  # done, in all

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._stop = threading.Event()
        self._at = (0, 0)
        self._number = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)
        tasks.closing.connect(self.cancel)

    def start(
        self,
        work: Callable[[Report, Asked], Result],
        then: Callable[[Result], object],
        failed: Callable[[FillbookError], object],
        *,
        writes: bool = False,
    ) -> None:
        """Run work off the GUI thread; it is handed a progress report and a question to stop."""
        self.cancel()
        self._stop = threading.Event()
        self._at = (0, 0)
        self._number += 1
        submit = self._tasks.write if writes else self._tasks.run
        submit(
            partial(work, self._report, self._stop.is_set),
            partial(self._done, self._number, then),
            partial(self._done, self._number, failed),
        )
        self._timer.start()

    def cancel(self) -> None:
        """Ask the running work to stop."""
        self._stop.set()

    def _report(self, done: int, total: int) -> None:
        self._at = (done, total)

    def _look(self) -> None:
        self.progressed.emit(*self._at)

    def _done(self, number: int, tell: Callable[[Result], object], result: Result) -> None:
        if number == self._number:
            self._timer.stop()
            tell(result)
